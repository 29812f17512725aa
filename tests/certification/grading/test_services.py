"""Handing in, the sweeper, the ledger in the database."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from certification.attempts.domain import AttemptKind, AttemptState, ClosedBy
from certification.attempts.models import Attempt
from certification.attempts.services import start_attempt
from certification.core.append_only import AppendOnlyError
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading import services
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark, Regrade
from certification.grading.reading import find_marked_question, marked_questions, totals
from certification.grading.services import hand_in, sweep
from certification.papers.blueprints import practice_blueprint
from certification.papers.services import draw_paper
from tests.factories.attempts import LATER, keyed_letters, save, start_mock
from tests.factories.people import UserFactory


@pytest.fixture
def attempt(trainee, edition) -> Attempt:
    return start_mock(trainee, edition)


def answer_all(attempt: Attempt, wrong: int = 0) -> None:
    """Answer every question by its key, but leave the first `wrong` open."""
    for position in range(1 + wrong, 31):
        save(attempt, position, answer=keyed_letters(attempt, position))


def test_all_right_is_a_hundred_points_and_passes(attempt):
    answer_all(attempt)

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    total = totals(Attempt.objects.filter(pk=attempt.pk))[0]
    assert (total.points, total.out_of, total.has_passed, total.share) == (10000, 10000, True, 10000)


def test_the_pass_mark_is_eighty_points(attempt):
    answer_all(attempt, wrong=7)

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    total = totals(Attempt.objects.filter(pk=attempt.pk))[0]
    assert (total.points, total.has_passed) == (7900, False)


def test_an_empty_paper_is_worth_nothing(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    assert totals(Attempt.objects.filter(pk=attempt.pk))[0].points == 0
    assert all(one.cell.answer == "" and one.key for one in marked_questions(Attempt.objects.get(pk=attempt.pk)))


def test_handing_in_twice_is_refused_and_marks_once(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    with pytest.raises(RefusedError, match=r"attempts\.wrong-state"):
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    assert Mark.objects.count() == 30


def test_the_journal_names_who_handed_in(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    entry = JournalEntry.objects.get(verb="attempt.handed-in")
    assert (entry.actor_id, entry.subject) == (attempt.trainee_id, f"attempt:{attempt.pk}")
    assert entry.details == {"by": "trainee", "points": 0}


@pytest.mark.parametrize(
    ("seconds", "swept"), [pytest.param(10, 0, id="within the grace"), pytest.param(11, 1, id="after it")]
)
def test_the_sweeper_hands_in_what_ran_out_of_time(attempt, seconds, swept):
    answer_all(attempt, wrong=29)

    found = sweep(now=attempt.deadline + timedelta(seconds=seconds))

    attempt.refresh_from_db()
    assert len(found) == swept
    assert attempt.state == (AttemptState.HANDED_IN if swept else AttemptState.OPEN)
    if swept:
        assert (attempt.closed_by, attempt.handed_in_at) == (ClosedBy.CLOCK, attempt.deadline)


def test_the_sweep_command_makes_one_round(attempt, capsys):
    Attempt.objects.filter(pk=attempt.pk).update(
        started_at=LATER - timedelta(days=9999), deadline=LATER - timedelta(days=9000)
    )

    call_command("sweep")

    assert str(attempt.pk) in capsys.readouterr().out


def test_the_ledger_of_two_people_is_one_sound_chain(attempt, edition):
    other = start_mock(UserFactory(), edition, seed=5)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    hand_in(other.pk, by=ClosedBy.TRAINEE, now=LATER)

    assert broken_mark() is None
    assert list(Mark.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 61))


def test_a_forged_mark_is_found(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE certification_mark SET points = out_of WHERE number = 7")

    assert broken_mark() == 7


def test_marks_are_written_once_and_stay_within_the_question(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    mark = Mark.objects.order_by("number").last()

    with pytest.raises(AppendOnlyError):
        Mark.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        mark.save()
    with pytest.raises(IntegrityError, match="mark_within_question"), transaction.atomic():
        Mark.objects.bulk_create([_next(mark, points=mark.out_of + 1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.bulk_create([_next(mark, previous=mark.previous)])


def _next(mark: Mark, **changes) -> Mark:
    values = {field.attname: getattr(mark, field.attname) for field in Mark._meta.concrete_fields} | {
        "number": mark.number + 1,
        "previous": mark.hash,
        "hash": "f" * 64,
    }
    return Mark(**{**values, **changes})


def test_a_later_mark_stands_for_the_earlier(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    last = Mark.objects.order_by("number").last()
    decided = Regrade.objects.create(
        cause="corrected-key", policy="exact", change={}, reason="答案更正", actor=attempt.trainee_id, at=LATER
    )
    regraded = _next(last, points=last.out_of, reason="regrade", regrade_id=decided.pk, actor=attempt.trainee_id)
    regraded.hash = regraded.entry.hash
    Mark.objects.bulk_create([regraded])

    assert totals(Attempt.objects.filter(pk=attempt.pk))[0].points == last.out_of
    assert broken_mark() is None


def test_a_marked_question_translates_keys_to_letters_as_shown(attempt):
    letters = keyed_letters(attempt, 3)
    save(attempt, 3, answer=letters)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    marked = find_marked_question(attempt.trainee_id, attempt.pk, 3)

    assert (marked.key, marked.cell.answer, marked.is_right, marked.is_half_right) == (letters, letters, True, False)


def test_nothing_is_told_of_open_foreign_or_unknown_questions(attempt):
    assert find_marked_question(attempt.trainee_id, attempt.pk, 1) is None
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    assert find_marked_question(UserFactory().pk, attempt.pk, 1) is None
    assert find_marked_question(attempt.trainee_id, attempt.pk, 31) is None


def test_a_question_of_the_running_mock_is_not_explained_meanwhile(attempt, trainee, edition):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    start_mock(trainee, edition, now=LATER)  # the same seed: the same paper

    assert Attempt.objects.sat_by(trainee.pk).open(AttemptKind.MOCK).exists()
    assert find_marked_question(trainee.pk, attempt.pk, 1) is None


def test_rows_name_themselves_for_operators(attempt):
    save(attempt, 1, answer="A")
    save(attempt, 2, flag=True)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    question = attempt.paper.questions.select_related("version__question", "derivation").get(position=1)

    rows = [attempt, attempt.paper, question, question.version, question.version.question, question.derivation]

    assert str(attempt) == "mock 1"
    assert str(attempt.paper) == "mock-30 2026-09-18 12:00"
    assert [str(one).split()[-1] for one in attempt.responses.order_by("id")] == ["A", "True"]
    assert str(attempt.marks.get(position=2)) == "2: 0/300"
    assert all(str(row) for row in rows)


def test_practice_has_no_clock(trainee, edition):
    drawn = draw_paper(practice_blueprint("single"), edition=edition.id, seed=1, now=LATER)
    practised = start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.PRACTICE, minutes=0, now=LATER)

    assert practised.seconds_left(LATER) == 0
    assert not practised.is_overdue(LATER)
    assert sweep(now=LATER + timedelta(days=9)) == []


def test_one_attempt_that_cannot_be_marked_does_not_keep_the_others(trainee, edition, monkeypatch, caplog):
    broken, sound = start_mock(trainee, edition), start_mock(UserFactory(), edition)

    def mark(attempt_id, **named):
        if attempt_id == broken.pk:
            raise ValueError("no key")
        return hand_in(attempt_id, **named)

    monkeypatch.setattr(services, "hand_in", mark)

    assert sweep(now=sound.deadline + timedelta(hours=1)) == [sound.pk]
    assert str(broken.pk) in caplog.text
