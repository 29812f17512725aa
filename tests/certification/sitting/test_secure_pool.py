"""Secret questions on every page that a trainee can open: what is kept for exams is shown in exams alone."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.models import Attempt
from certification.attempts.services import start_attempt
from certification.bank.models import Question
from certification.bank.services import load_bank, release_questions
from certification.grading.services import hand_in
from certification.papers.blueprints import MOCK, practice_blueprint
from certification.papers.domain import Blueprint, Slot, Sourcing
from certification.papers.services import draw_paper, write_paper
from certification.papers.stocking import candidates_of
from certification.rounds.domain import Review
from tests.factories import NOON
from tests.factories.attempts import LATER, start_mock
from tests.factories.bank import bank_files, items, store_edition
from tests.factories.exams import make_exam_round, sit_exam

MARK = "ZSECRET"
SECRET = ("T-00A", "T-03A", "T-06B", "T-09A", "T-13B", "T-17B")
MOST_PAGES = 250


@pytest.fixture
def edition(db):
    """The little bank, six of its questions marked in stem and options; they are still open."""
    text = items()
    for code in SECRET:
        start = text.index(f"- id: {code}\n")
        end = text.find("  - id: ", start + 1)
        block = text[start : end if end > 0 else len(text)]
        text = text.replace(
            block, block.replace(f"{code} 这一单", f"{MARK} {code} 这一单").replace("得对", f"得对{MARK}")
        )
    edition = store_edition()
    load_bank(bank_files(text), edition=edition)
    return edition


@pytest.fixture
def sat(edition, trainee) -> list[Attempt]:
    """A mock, six practised questions and an exam, all handed in, that asked what then became or was secret."""
    attempts = [start_mock(trainee, edition, seed=seed) for seed in [next(_asking(edition))]]
    hand_in(attempts[0].pk, by=ClosedBy.TRAINEE, now=LATER)
    for one in [one for one in candidates_of(edition.id) if one.code in SECRET]:
        drawn = draw_paper(practice_blueprint(one.type), edition=edition.id, seed=1, now=NOON, among=[one])
        attempts.append(start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.PRACTICE, minutes=0, now=NOON))
        hand_in(attempts[-1].pk, by=ClosedBy.TRAINEE, now=LATER)
    Question.objects.filter(code__in=SECRET).update(pool="secure")
    exam = Blueprint("exam", {"single": Slot(2, 100)}, {}, 100, {}, 10, 0, sourcing=Sourcing.SECURE)
    paper = write_paper(draw_paper(exam, edition=edition.id, seed=1, now=NOON))
    held = make_exam_round(edition, [trainee], review=Review.AFTER_HAND_IN)
    attempts.append(sit_exam(held, trainee, paper=paper))
    hand_in(attempts[-1].pk, by=ClosedBy.TRAINEE, now=LATER)
    return attempts


def _asking(edition) -> Iterator[int]:
    """Seeds whose mock asks something that will be secret."""
    for seed in range(50):
        drawn = draw_paper(MOCK, edition=edition.id, seed=seed, now=NOON)
        if {one.version.question.code for one in drawn.questions} & set(SECRET):
            yield seed


def addresses(attempts: list[Attempt]) -> Iterator[str]:
    """Where the walk begins: all that needs no id, and every page of every secret question of these attempts."""
    for name in ("home", "mocks", "practice", "corpus", "editions", "try", "inbox"):
        yield reverse(f"sitting:{name}")
    yield f"{reverse('sitting:corpus')}?q=这一单"
    for attempt in attempts:
        for name in ("attempt", "result", "hand-in", "practice-question"):
            yield reverse(f"sitting:{name}", args=[attempt.pk])
        secret = attempt.paper.questions.filter(version__question__code__in=SECRET)
        for position in secret.values_list("position", flat=True):
            for name in ("question", "ruling", "appeal"):
                yield reverse(f"sitting:{name}", args=[attempt.pk, position])
            yield reverse("sitting:ruling", args=[attempt.pk, position]) + "?as=then"


def walk(client: Client, begin: list[str], most: int = MOST_PAGES) -> dict[str, str]:
    """Open every page that can be reached, and return what each says, by address."""
    todo, pages = list(begin), {}
    while todo and len(pages) < most:
        url = todo.pop(0)
        if url in pages:
            continue
        response = client.get(url, follow=True)
        assert response.status_code in {200, 400, 404, 422}, url
        pages[url] = response.content.decode()
        todo += [unescape(link) for link in re.findall(r'href="(/[^"#]*)', pages[url]) if not _is_elsewhere(link)]
    return pages


def _is_elsewhere(link: str) -> bool:
    return link.startswith(("/static/", "/sign-", "/account", "/help/")) or link.count("?") > 1


def test_no_page_shows_a_secret_question(signed_in, sat):
    pages = walk(signed_in, list(addresses(sat)))

    assert len(pages) > 100
    assert [url for url, text in pages.items() if MARK in text] == []


def test_the_walk_would_find_them_if_they_were_released(signed_in, sat):
    release_questions(SECRET, actor=sat[0].trainee_id, now=timezone.now())

    found = [url for url, text in walk(signed_in, list(addresses(sat)), most=100).items() if MARK in text]

    assert {"result", "ruling", "appeal", "practice", "corpus"} <= {part for url in found for part in url.split("/")}


def test_a_result_tells_number_area_and_points_of_a_secret_question(signed_in, sat):
    html = signed_in.get(reverse("sitting:result", args=[sat[-1].pk])).content.decode()

    assert html.count("保密试题，公布以后才显示题目和答案") == 2
    assert html.count("得 0/1 分") == 2


def test_neither_practice_nor_mocks_ask_a_secret_question(signed_in, sat, edition):
    asked = [
        signed_in.post(reverse("sitting:practice"), {"area": area}, follow=True).content.decode()
        for area in ("", "ship", "addr", "sign", "refuse") * 2
    ]
    first = signed_in.post(reverse("sitting:mocks"), follow=True)
    mock = Attempt.objects.get(kind=AttemptKind.MOCK, state="open")
    asked += [first.content.decode()]
    asked += [
        signed_in.get(reverse("sitting:question", args=[mock.pk, position])).content.decode()
        for position in range(1, 31)
    ]

    assert not any(MARK in text for text in asked)
    assert all("这一单" in text for text in asked)


def test_a_practice_question_that_becomes_secret_is_gone(signed_in, edition, trainee):
    one = next(one for one in candidates_of(edition.id) if one.code in SECRET)
    drawn = draw_paper(practice_blueprint(one.type), edition=edition.id, seed=1, now=NOON, among=[one])
    attempt = start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.PRACTICE, minutes=0, now=NOON)
    url = reverse("sitting:practice-question", args=[attempt.pk])
    assert MARK in signed_in.get(url).content.decode()

    Question.objects.filter(code__in=SECRET).update(pool="secure")

    assert signed_in.get(url).status_code == 404
