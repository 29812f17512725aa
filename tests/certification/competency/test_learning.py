"""What the ledger teaches: from marks to mastery and 错题本, in whatever order it is learned."""

import uuid
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from certification.attempts.domain import ClosedBy
from certification.competency.domain import DECIDES, DEFEATED
from certification.competency.evidence import answers_of, roles_of
from certification.competency.learning import (
    AT_ONCE,
    ask_to_catch_up,
    catch_up,
    catch_up_in_background,
    has_news,
    learn,
)
from certification.competency.models import CompetencyArea, Guess, LedgerCursor, ReviewCard, ReviewChoice, Standing
from certification.grading.services import hand_in
from tests.factories.attempts import LATER, keyed_letters, save, start_mock, wrong_letter
from tests.factories.later_edition import CHANGED, REWORDED, store_later_edition
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
SOON = LATER + timedelta(minutes=5)


def sat(person, edition, *, wrong=(1,), seed=42):
    """A mock whose first six questions are answered, those of `wrong` wrongly; the rest stays open."""
    attempt = start_mock(person, edition, seed=seed)
    for position in range(1, 7):
        letter = wrong_letter(attempt, position) if position in wrong else keyed_letters(attempt, position)
        save(attempt, position, answer=letter, sequence=position)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    return attempt


def rule_at(attempt, position) -> str:
    return attempt.paper.questions.select_related("derivation").get(position=position).derivation.rules[0]


def told(person) -> dict[str, tuple[float, float, int]]:
    return {one.scope: (one.right, one.wrong, one.count) for one in Standing.objects.filter(person=person)}


def test_every_mark_is_evidence_for_the_rules_that_decide(edition):
    person = UserFactory()
    attempt = sat(person, edition)
    found = answers_of([person.pk])[person.pk]
    assert len(found) == attempt.paper.size
    for one in found:
        assert one.main in one.roles
        assert one.weight == pytest.approx(1.0) or one.weight in (0.5, 0.75)
    assert sum(one.is_right for one in found) == 5


def test_a_rule_that_was_defeated_on_the_way_is_tested_half(edition):
    decisions = [
        {
            "issues": {
                "asked": {"by": ["WINS"], "defeated": [{"rule": "LOSES"}]},
                "other": {"by": ["X"], "defeated": [{"rule": "Y"}]},
            }
        }
    ]
    assert roles_of(["WINS"], decisions) == {"WINS": DECIDES, "LOSES": DEFEATED}


def test_learning_twice_says_the_same_and_other_people_are_left_alone(edition):
    person, other = UserFactory(), UserFactory()
    attempt = sat(person, edition)
    sat(other, edition, wrong=())
    learn([person.pk, other.pk], now=SOON)
    before = told(person), told(other)
    learn([person.pk], now=SOON)
    assert (told(person), told(other)) == before
    assert told(person)["all"][2] == attempt.paper.size
    assert f"rule:{rule_at(attempt, 1)}" in told(person)


def test_a_wrong_answer_and_a_guess_come_into_the_notebook(edition):
    person = UserFactory()
    attempt = sat(person, edition, wrong=(1,))
    learn([person.pk], now=SOON)
    wrong = set(ReviewCard.objects.filter(person=person).values_list("rule", flat=True))
    assert rule_at(attempt, 1) in wrong
    right = next(at for at in range(2, 7) if rule_at(attempt, at) not in wrong)
    Guess.objects.create(attempt=attempt, position=right, at=SOON)
    learn([person.pk], now=SOON)
    assert ReviewCard.objects.filter(person=person, rule=rule_at(attempt, right)).exists()


def test_what_was_taken_out_stays_out(edition):
    person = UserFactory()
    attempt = sat(person, edition)
    ReviewChoice.objects.create(person=person, rule=rule_at(attempt, 1), choice=ReviewChoice.REMOVE, at=SOON)
    learn([person.pk], now=SOON)
    assert not ReviewCard.objects.filter(person=person, rule=rule_at(attempt, 1)).exists()


def test_evidence_by_a_rule_that_has_changed_weighs_a_quarter_one_that_is_reworded_all(edition):
    person = UserFactory()
    for seed in range(3):
        attempt = start_mock(person, edition, seed=seed)
        for position in range(1, attempt.paper.size + 1):
            save(attempt, position, answer=keyed_letters(attempt, position), sequence=position)
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    learn([person.pk], now=SOON)
    before = told(person)
    store_later_edition()
    learn([person.pk], now=SOON)
    after = told(person)
    assert after[f"rule:{CHANGED}"][0] == pytest.approx(before[f"rule:{CHANGED}"][0] / 4)
    assert after[f"rule:{REWORDED}"] == before[f"rule:{REWORDED}"]


def test_catching_up_follows_the_ledger_and_then_rests(edition):
    assert not has_news()
    people = UserFactory.create_batch(3)
    for person in people:
        sat(person, edition)
    assert has_news()
    catch_up_in_background.func()
    assert not has_news()
    assert set(Standing.objects.values_list("person", flat=True)) == {one.pk for one in people}
    sat(people[0], edition, wrong=(), seed=7)
    assert has_news()
    assert catch_up(now=SOON) == 1
    assert not has_news()


def test_new_areas_or_a_new_edition_make_everybody_be_learned_again(edition):
    person = UserFactory()
    sat(person, edition)
    catch_up_in_background.func()
    CompetencyArea.objects.create(code="mine", name="我的领域", topics=["ship", "addr", "sign"])
    assert has_news()
    catch_up_in_background.func()
    assert {scope for scope in told(person) if scope.startswith("area:")} == {"area:mine"}
    store_later_edition()
    assert has_news()
    catch_up_in_background.func()
    assert not has_news()


def test_a_pass_over_many_people_goes_on_where_it_stopped(edition, monkeypatch):
    monkeypatch.setattr("certification.competency.learning.AT_ONCE", 2)
    for person in UserFactory.create_batch(5):
        sat(person, edition)
    assert [catch_up(now=SOON) for _ in range(3)] == [2, 2, 1]
    assert LedgerCursor.objects.get().next_person is None
    assert not has_news()
    assert AT_ONCE > 2


def test_without_an_edition_there_is_nothing_to_learn(db):
    learn([uuid.uuid4()], now=SOON)
    assert not has_news()


def test_learning_asks_the_same_number_of_queries_for_ten_people_as_for_two(edition, django_assert_max_num_queries):
    people = UserFactory.create_batch(10)
    for person in people:
        sat(person, edition)
    learn([people[0].pk], now=SOON)
    with django_assert_max_num_queries(16):
        learn([one.pk for one in people], now=SOON)


def test_the_worker_is_asked_once_until_it_has_learned(edition, settings):
    sat(UserFactory(), edition)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert ask_to_catch_up()
    assert not ask_to_catch_up()
    DBTaskResult.objects.all().delete()
    catch_up_in_background.func()
    assert not ask_to_catch_up()
