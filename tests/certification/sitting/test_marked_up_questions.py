"""Questions with stress, a table and a picture on every page that shows them: as HTML, or as words; never as typed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.services import start_attempt
from certification.bank.services import load_bank
from certification.grading.appeals import raise_appeal
from certification.grading.domain import AppealKind
from certification.grading.services import hand_in
from certification.papers.blueprints import practice_blueprint
from certification.papers.printing import write_for_print
from certification.papers.services import draw_forms, draw_paper, save_blueprint
from certification.papers.stocking import candidates_of
from tests.certification.papers.test_keeping import ACTOR, CONTENT
from tests.factories import NOON
from tests.factories.attempts import LATER, start_mock
from tests.factories.bank import bank_files, items, store_edition
from tests.factories.grading import handed_in, marked
from tests.factories.people import UserFactory
from tests.factories.pictures import make_picture

STRESS, PICTURE, TABLE = "<strong>当天</strong>", "<img src=", '<td data-align="right">5</td>'
OPTION = "<strong>甲</strong>"
TYPED = ("**", "|--", "![", "](picture:")


@pytest.fixture
def edition(db):
    """The little bank, every stem of it marked up, and the first option of each choice."""
    picture = make_picture()
    told = f"**当天**\\n\\n![面单](picture:{picture.pk})\\n\\n|项目|金额|\\n|--|--:|\\n|运费|5|\\n\\n"
    lines = []
    for line in items().splitlines():
        head, is_stem, stem = line.partition("    stem: ")
        lines.append(
            f'    stem: "{told}{stem}"'
            if is_stem and not head
            else line.replace("text: 甲说得对", 'text: "**甲**说得对"')
        )
    edition = store_edition()
    load_bank(bank_files("\n".join(lines) + "\n"), edition=edition)
    return edition


def shown(client, person, url: str, *whole: str) -> str:
    client.force_login(person)
    response = client.get(url)
    text = response.content.decode()
    assert response.status_code == 200
    for mark in TYPED:
        assert mark not in text, mark
    for part in whole:
        assert part in text, part
    return text


def test_while_it_is_sat(client, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    position = attempt.paper.questions.filter(type="single").first().position

    shown(client, trainee, reverse("sitting:question", args=[attempt.pk, position]), STRESS, PICTURE, TABLE, OPTION)


def test_in_practice_before_and_after_the_answer(client, trainee, edition):
    one = next(one for one in candidates_of(edition.id) if one.code == "T-00A")
    drawn = draw_paper(practice_blueprint(one.type), edition=edition.id, seed=1, now=NOON, among=[one])
    attempt = start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.PRACTICE, minutes=0, now=NOON)
    url = reverse("sitting:practice-question", args=[attempt.pk])

    shown(client, trainee, url, STRESS, PICTURE, TABLE, OPTION)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    shown(client, trainee, url, STRESS, PICTURE, TABLE, OPTION)


def test_in_the_result_it_is_words_and_in_the_ruling_it_is_whole(client, trainee, edition):
    attempt, position = handed_in(trainee, edition)

    shown(client, trainee, reverse("sitting:result", args=[attempt.pk]), "当天 ［图：面单］ 项目｜金额 运费｜5")
    shown(client, trainee, reverse("sitting:ruling", args=[attempt.pk, position]), STRESS, PICTURE, TABLE, OPTION)
    shown(client, trainee, reverse("sitting:appeal", args=[attempt.pk, position]), STRESS, PICTURE, TABLE)


def test_where_trainers_judge_it(client, trainee, edition):
    trainer = UserFactory(trainer=True)
    one = marked(*handed_in(trainee, edition))
    appeal = raise_appeal(one, kind=AppealKind.REPORT, disputed={}, text="有错字", now=LATER)

    shown(client, trainer, reverse("authoring:appeal", args=[appeal.pk]), STRESS, PICTURE, TABLE, OPTION)
    new = f"{reverse('authoring:regrade-new')}?question={one.code}"
    shown(client, trainer, new, STRESS, PICTURE, TABLE, OPTION)


def test_on_paper_and_in_lists(client, edition):
    trainer = UserFactory(trainer=True)
    version = save_blueprint(CONTENT, actor=ACTOR, now=NOON)
    drawn = draw_forms(version, edition=edition.id, forms=1, seed=5, now=NOON)
    paper = write_for_print(drawn, actor=ACTOR, now=NOON)[0]

    printed = shown(client, trainer, reverse("oversight:paper", args=[paper.pk]), STRESS, PICTURE, TABLE, OPTION)
    assert "<strong>1.</strong>（　　）</p>" in printed
    shown(client, trainer, reverse("oversight:paper-key", args=[paper.pk]))
    shown(client, trainer, reverse("authoring:questions"), "当天 ［图：面单］ 项目｜金额 运费｜5")
    shown(client, trainer, reverse("sitting:rule", args=["ZRULE-SHIP-1"]), "当天 ［图：面单］ 项目｜金额 运费｜5")


def test_no_reason_given_for_an_option_has_marks(client, trainee, edition):
    one = marked(*handed_in(trainee, edition))

    text = shown(client, trainee, reverse("sitting:ruling", args=[one.attempt.pk, one.position]))

    assert "&lt;strong" not in text
