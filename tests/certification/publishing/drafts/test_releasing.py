"""A draft becomes the edition in force, or one of old does again."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.bank.models import Derivation, Question
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.people.models import Notice
from certification.publishing.drafts import releasing
from certification.publishing.drafts.content import fingerprint_of
from certification.publishing.drafts.domain import DraftState, RunState
from certification.publishing.drafts.models import Publication
from certification.publishing.drafts.reading import read_check
from certification.publishing.drafts.services import (
    discard_draft,
    open_draft,
    publish,
    remove_rule,
    roll_back,
    the_open_draft,
    waive_finding,
)
from certification.publishing.reviews.models import ReviewTask
from tests.factories import NOON
from tests.factories.drafts import CHANGED, GAP, LOST, change_rule, check
from tests.factories.later_edition import store_later_edition

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def ask(draft, actor, *, label="试 2", why="平台改了时限"):
    return publish(draft.pk, label=label, why=why, acknowledged=fingerprint_of(draft), actor=actor, now=LATER)


def run(publication, *, after=timedelta(minutes=1)):
    ended = releasing.run_publication(publication.pk, clock=lambda: LATER + after)
    publication.refresh_from_db()
    return ended


@pytest.fixture
def checked(draft, trainer, solver):
    """A draft that changes one rule and removes another, checked."""
    entry = api.rule_of(draft.base, LOST)
    remove_rule(
        draft.pk, api.RuleEdit(entry.book, entry.topic, LOST, "", None), expected_revision=0, actor=trainer, now=NOON
    )
    check(draft)
    return draft


def test_the_draft_becomes_the_edition_in_force(checked, edition, trainer):
    publication = ask(checked, trainer)
    assert api.current_edition_id() == edition.id  # nothing has changed yet

    assert run(publication) == "done"

    current = api.current_edition()
    assert (current.id, current.label) == (publication.edition, "试 2")
    assert LOST not in current.families
    checked.refresh_from_db()
    assert (checked.state, checked.edition) == (DraftState.PUBLISHED, current.id)
    assert the_open_draft() is None


def test_the_edition_tells_why_it_was_published_and_what_it_changed(checked, edition, trainer):
    publication = ask(checked, trainer)
    run(publication)

    release = api.release_of(publication.edition)
    assert (release.label, release.why, release.after) == ("试 2", "平台改了时限", edition.id)
    assert any(CHANGED in line for line in release.changes)
    assert any(LOST in line for line in release.changes)


def test_every_question_that_has_a_key_can_be_drawn_at_once(checked, edition, trainer):
    publication = ask(checked, trainer)
    run(publication)

    drawable = set(Derivation.objects.drawable(publication.edition).values_list("version__question__code", flat=True))
    assert drawable == set(Question.objects.values_list("code", flat=True)) - {"T-03A", "T-03B"}
    flipped = Derivation.objects.get(edition=publication.edition, version__question__code="T-00A")
    assert flipped.key != Derivation.objects.get(edition=edition.id, version__question__code="T-00A").key
    assert flipped.decisions[0]["edition"] == publication.edition


def test_a_question_of_the_workbench_is_derived_like_one_of_the_files(checked, trainer):
    Question.objects.filter(code="T-10A").update(origin="workbench")

    publication = ask(checked, trainer)
    run(publication)

    assert Derivation.objects.filter(edition=publication.edition, version__question__code="T-10A").exists()


def test_what_the_edition_touched_waits_for_a_trainer_who_is_told(checked, trainer):
    publication = ask(checked, trainer)
    run(publication)

    tasks = {task.question.code: task for task in ReviewTask.objects.open().select_related("question")}
    assert {code: task.effect for code, task in tasks.items()} == {
        "T-00A": "key",
        "T-00B": "reason",
        "T-03A": "blocked",
        "T-03B": "blocked",
    }
    assert tasks["T-00A"].witness["key_before"] != tasks["T-00A"].witness["key_after"]
    assert CHANGED in tasks["T-00A"].witness["causes"]
    assert publication.counts["blocked"] == 2
    assert "4 道题要复核" in Notice.objects.get(person=trainer).text


def test_the_solver_is_asked_to_check_the_new_edition_up(checked, trainer):
    publication = ask(checked, trainer)
    run(publication)

    assert api.latest_verification(publication.edition, now=LATER).asked_by == trainer.pk


def test_a_waived_gap_is_in_the_published_list_of_gaps(draft, trainer, solver):
    solver.finds(gaps=(GAP,))
    check(draft)
    (finding,) = read_check(draft, now=NOON).standing
    waive_finding(draft.pk, finding.key, reason="留给双方协商", actor=trainer, now=NOON)

    publication = ask(draft, trainer)
    assert run(publication) == "done"

    (waiver,) = api.load_edition(publication.edition).waivers
    assert (waiver.issue, waiver.platform, waiver.reason) == ("late_ship_1", "taobao", "留给双方协商")
    assert waiver.when_text == "goods == fridge and has(paid) and worn == yes"


def test_asking_twice_publishes_once(checked, trainer):
    first = ask(checked, trainer)
    second = ask(checked, trainer)

    assert first == second
    assert run(first) == "done"
    assert run(first) == "taken"
    assert DBTaskResult.objects.filter(task_path__endswith="publish_edition").count() == 1
    assert len(api.list_editions()) == 2


def test_nobody_changes_a_draft_that_is_being_published(checked, trainer):
    ask(checked, trainer)

    with pytest.raises(RefusedError, match=r"drafts\.being-published"):
        change_rule(checked, trainer, seen=1)
    with pytest.raises(RefusedError, match=r"drafts\.being-published"):
        discard_draft(checked.pk, actor=trainer, now=LATER)


def test_an_edition_that_came_into_force_meanwhile_stops_it(checked, trainer):
    publication = ask(checked, trainer)
    newer = store_later_edition(at=LATER)

    assert run(publication) == "failed"

    assert api.current_edition_id() == newer.id
    assert "换了版本" in publication.error
    assert not ReviewTask.objects.exists()
    change_rule(checked, trainer, seen=1)  # it may be changed again


def test_a_failure_leaves_nothing_behind(checked, trainer, edition, monkeypatch, caplog):
    def fail(*_args, **_options):
        raise OSError("磁盘满了")

    monkeypatch.setattr(releasing, "queue_reviews", fail)
    publication = ask(checked, trainer)

    assert run(publication) == "failed"

    assert publication.error == "磁盘满了"
    assert api.current_edition_id() == edition.id
    assert set(Derivation.objects.values_list("edition", flat=True)) == {edition.id}
    checked.refresh_from_db()
    assert checked.is_open
    monkeypatch.undo()
    again = ask(checked, trainer)
    assert again != publication


def test_a_worker_told_to_stop_leaves_an_interrupted_publication(checked, trainer, edition, monkeypatch):
    def stop(*_args, **_options):
        raise SystemExit

    monkeypatch.setattr(releasing, "queue_reviews", stop)
    publication = ask(checked, trainer)

    with pytest.raises(SystemExit):
        run(publication)

    publication.refresh_from_db()
    assert publication.state == RunState.INTERRUPTED
    assert api.current_edition_id() == edition.id


def test_one_given_up_for_dead_writes_nothing(checked, trainer, edition, monkeypatch):
    publication = ask(checked, trainer)
    released = api.released_content

    def fall_silent(*args, **options):
        Publication.objects.update(state=RunState.INTERRUPTED, finished_at=LATER)
        return released(*args, **options)

    monkeypatch.setattr(releasing.api, "released_content", fall_silent)

    assert run(publication) == "abandoned"
    assert api.current_edition_id() == edition.id


def test_one_whose_process_died_can_be_asked_for_anew(checked, trainer):
    dead = ask(checked, trainer)
    Publication.objects.update(state=RunState.RUNNING, started_at=NOON, beat_at=NOON)

    assert ask(checked, trainer) != dead


def test_one_that_nobody_takes_is_queued_anew(checked, trainer):
    publication = ask(checked, trainer)
    Publication.objects.update(asked_at=NOON)

    assert ask(checked, trainer) == publication
    assert DBTaskResult.objects.filter(task_path__endswith="publish_edition").count() == 2


def test_the_content_of_old_is_published_as_an_edition_of_its_own(checked, edition, trainer):
    first = ask(checked, trainer)
    run(first)

    back = roll_back(edition.id, label="试 3", why="改错了", actor=trainer, now=LATER)
    assert roll_back(edition.id, label="试 3", why="改错了", actor=trainer, now=LATER) == back
    assert run(back, after=timedelta(minutes=5)) == "done"

    current = api.current_edition()
    assert current.id == back.edition
    assert current.id not in (edition.id, first.edition)
    assert [rule.clause_hash for rule in current.rules] == [rule.clause_hash for rule in edition.rules]
    assert api.release_of(current.id).after == first.edition
    assert Derivation.objects.drawable(current.id).count() == 42


def test_a_question_that_lost_its_key_and_was_put_aside_is_drawn_again_with_it(checked, edition, trainer):
    run(ask(checked, trainer))
    Question.objects.filter(code="T-03A").update(current=None)  # as the next start of the site does
    Question.objects.filter(code="T-03B").update(current=None, retired_at=LATER)

    run(roll_back(edition.id, label="试 3", why="改错了", actor=trainer, now=LATER), after=timedelta(minutes=5))

    drawable = Derivation.objects.drawable(api.current_edition_id())
    codes = set(drawable.values_list("version__question__code", flat=True))
    assert "T-03A" in codes
    assert "T-03B" not in codes


def test_rolling_back_replaces_the_reviews_that_are_open(checked, edition, trainer):
    run(ask(checked, trainer))
    back = roll_back(edition.id, label="试 3", why="改错了", actor=trainer, now=LATER)
    run(back, after=timedelta(minutes=5))

    waiting = {task.question.code: task.effect for task in ReviewTask.objects.open().select_related("question")}
    assert waiting == {"T-00A": "key", "T-00B": "reason"}  # the others have a key again
    assert set(ReviewTask.objects.open().values_list("edition", flat=True)) == {back.edition}
    assert ReviewTask.objects.filter(state="superseded").count() == 4


@pytest.mark.parametrize(("target", "code"), [("current", r"drafts\.in-force"), ("sha256:none", r"drafts\.no-edition")])
def test_what_cannot_be_rolled_back_to(edition, trainer, target, code):
    with pytest.raises(RefusedError, match=code):
        roll_back(edition.id if target == "current" else target, label="x", why="y", actor=trainer, now=LATER)


def test_two_editions_are_not_on_their_way_at_once(checked, edition, trainer):
    newer = store_later_edition(at=NOON - timedelta(days=1))
    ask(checked, trainer, label="试 5")

    with pytest.raises(RefusedError, match=r"drafts\.being-published"):
        roll_back(newer.id, label="试 3", why="改错了", actor=trainer, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            kind="roll-back", base=edition.id, content_of=newer.id, label="x", why="y", asked_by=trainer, asked_at=NOON
        )


def test_it_is_written_down_who_published_what(checked, trainer):
    publication = ask(checked, trainer)
    run(publication)

    entry = JournalEntry.objects.get(verb="drafts.published")
    assert (entry.actor_id, entry.subject) == (trainer.pk, f"edition:{publication.edition}")
    assert entry.details["counts"]["key"] == 1


def test_nobody_asked_for_it(db):
    assert releasing.run_publication(uuid.uuid4(), clock=lambda: NOON) == "taken"


def test_a_draft_opened_after_that_starts_from_the_new_edition(checked, trainer):
    publication = ask(checked, trainer)
    run(publication)

    assert open_draft(actor=trainer, now=LATER).base == publication.edition


def test_the_worker_publishes_what_is_queued(checked, trainer):
    publication = ask(checked, trainer)

    assert releasing.publish_edition.call(str(publication.pk)) == "done"
