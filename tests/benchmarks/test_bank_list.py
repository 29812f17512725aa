"""The list of questions with ten thousand of them: what the page, its searches and its filters cost.

Run it with `-m benchmark -s -p no:randomly`, on PostgreSQL through `bin/on_postgres.py`.
"""

import statistics
import time

import pytest
from django.db import connection
from django.urls import reverse

from certification.bank.models import Derivation, Question, QuestionVersion, VersionStatistic
from tests.factories import NOON
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory

QUESTIONS = 10_000
ROUNDS = 7
URL = reverse("authoring:questions")
ASKED = {
    "the list": {},
    "its last page": {"page": "200"},
    "a word of two characters that few have": {"q": "甲七"},
    "three words": {"q": "买家 揽收 T-03"},
    "a word that nothing has": {"q": "没有这种话"},
    "a rule": {"rule": "ZRULE-SHIP-1"},
    "a rulebook": {"book": "taobao"},
    "the hardest first": {"sort": "hardest"},
    "a difficulty": {"difficulty": "3"},
    "answers without a reason": {"key": "blocked"},
    "words, type, topic and state": {"q": "揽收", "type": "single", "topic": "ship", "state": "published"},
}


def fill() -> None:
    """Copy the little bank until there are ten thousand, each with its own words."""
    make_bank()
    samples = list(Question.objects.select_related("current"))
    derived = {one.version_id: one for one in Derivation.objects.all()}
    questions, versions, derivations, measured = [], [], [], []
    names = "甲乙丙丁戊己庚辛壬癸"
    digits = "零一二三四五六七八九"
    for n in range(QUESTIONS - len(samples)):
        sample = samples[n % len(samples)]
        content = {
            **sample.current.content,
            "stem": f"{sample.current.content['stem']}{names[n % 10]}{digits[n // 10 % 10]}" * 3,
        }
        text = f"{sample.code}-{n} {content['stem']} {sample.search_text}"
        question = Question(code=f"{sample.code}-{n}", type=sample.type, search_text=text, provenance={})
        version = QuestionVersion(question=question, number=1, content=content, content_hash=f"sha256:{n}")
        question.current = version
        old = derived[sample.current_id]
        values = {
            name: getattr(old, name)
            for name in ("edition", "key", "truths", "rules", "topic", "difficulty", "decisions", "trace")
        }
        questions.append(question)
        versions.append(version)
        derivations.append(Derivation(version=version, **values))
        if n % 2:
            measured.append(VersionStatistic(version=version, attempts=n % 90 + 1, share=n, measured_at=NOON))
    for one in questions:
        one.current = None
    Question.objects.bulk_create(questions, batch_size=1000)
    QuestionVersion.objects.bulk_create(versions, batch_size=1000)
    for question, version in zip(questions, versions, strict=True):
        question.current = version
    Question.objects.bulk_update(questions, ["current"], batch_size=500)
    Derivation.objects.bulk_create(derivations, batch_size=1000)
    VersionStatistic.objects.bulk_create(measured, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.benchmark
def test_ten_thousand_questions(client, db):
    fill()
    client.force_login(UserFactory(trainer=True))
    client.get(URL)

    for name, query in ASKED.items():
        costs = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            response = client.get(URL, query)
            costs.append((time.perf_counter() - start) * 1000)
        found = response.context["found"]
        print(f"{connection.vendor:<11} {statistics.median(costs):6.0f} ms  {found:>6} found  {name}")  # noqa: T201
        assert response.status_code == 200
