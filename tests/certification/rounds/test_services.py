"""Rounds from draft to release: what is fixed, who is told, what is refused."""

from datetime import timedelta

import pytest

from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.papers.models import Paper, PaperQuestion
from certification.people.models import Notice
from certification.rounds import services
from certification.rounds.domain import Forms, RoundState
from certification.rounds.models import Round, RoundForm, Seat, SeatPaper
from tests.factories.people import UserFactory
from tests.factories.rounds import AFTER, BEFORE, CLOSES, DURING, OPENS, RoundFactory, SeatFactory, begin, grant, plan


@pytest.fixture
def manager(db):
    return UserFactory(manager=True)


def draft(blueprint, manager, people, **fields) -> Round:
    held = services.make_round(plan(blueprint, **fields), actor=manager.pk, now=BEFORE)
    services.seat_people(held.pk, [one.pk for one in people], actor=manager.pk, now=BEFORE)
    return held


def published(blueprint, manager, people, *, seed=7, **fields) -> Round:
    return services.publish_round(
        draft(blueprint, manager, people, **fields).pk, actor=manager.pk, now=BEFORE, seed=seed
    )


def codes(paper) -> list[str]:
    return list(paper.questions.order_by("position").values_list("version__question__code", flat=True))


def papers_of(held) -> dict[tuple[str, int], Paper]:
    rows = SeatPaper.objects.filter(seat__round=held).select_related("paper", "seat__trainee")
    return {(one.seat.trainee.staff_number, one.number): one.paper for one in rows}


def refusal_of(act, *args, **options) -> str:
    with pytest.raises(RefusedError) as refused:
        act(*args, **options)
    return refused.value.refusal.code


def people_told(text) -> set:
    return set(Notice.objects.filter(text__contains=text).values_list("person", flat=True))


def test_publishing_pins_and_draws_and_tells(blueprint, edition, manager):
    people = UserFactory.create_batch(3)

    held = published(blueprint, manager, people)

    assert (held.state, held.edition, held.blueprint_id, held.seed) == (
        RoundState.PUBLISHED, edition.id, blueprint.pk, 7,
    )  # fmt: skip
    assert len(papers_of(held)) == 3
    assert people_told("你有一场考试：九月认证") == {one.pk for one in people}
    entry = JournalEntry.objects.get(subject=f"round:{held.pk}", verb="round.published")
    assert entry.details == {"seats": 3, "edition": edition.id, "blueprint": str(blueprint.pk), "seed": 7}


def test_the_notice_says_how_long_this_person_has(blueprint, manager, trainee):
    held = draft(blueprint, manager, [trainee, UserFactory()])
    grant(held, trainee)

    services.publish_round(held.pk, actor=manager.pk, now=BEFORE)

    assert people_told("你有 57 分钟") == {trainee.pk}
    assert len(people_told("你有 45 分钟")) == 1


def test_publishing_takes_the_newest_version_of_the_blueprint(blueprint, newer_blueprint, manager):
    held = draft(blueprint, manager, [UserFactory()])

    newest = newer_blueprint()
    services.publish_round(held.pk, actor=manager.pk, now=BEFORE)

    held.refresh_from_db()
    assert held.blueprint == newest


def test_a_fixed_round_has_one_paper_for_all(blueprint, edition, manager):
    held = published(blueprint, manager, UserFactory.create_batch(3), attempts_allowed=2)

    assert len(set(papers_of(held).values())) == 1
    assert len(papers_of(held)) == 6
    assert RoundForm.objects.filter(round=held).count() == 1


def test_parallel_forms_go_round_and_a_second_attempt_gets_the_next(blueprint, edition, manager):
    people = [UserFactory(staff_number=f"P{n}") for n in range(3)]

    held = published(blueprint, manager, people, forms=Forms.PARALLEL, form_count=2, attempts_allowed=2)

    forms = {key: paper.form for key, paper in papers_of(held).items()}
    assert forms == {
        ("P0", 1): "A", ("P0", 2): "B", ("P1", 1): "B", ("P1", 2): "A", ("P2", 1): "A", ("P2", 2): "B",
    }  # fmt: skip


def test_personal_papers_are_ones_own_and_the_second_asks_something_else_where_it_can(small_blueprint, manager):
    people = [UserFactory(staff_number=f"P{n}") for n in range(3)]

    held = published(small_blueprint, manager, people, forms=Forms.PERSONAL, attempts_allowed=2)

    dealt = papers_of(held)
    assert len(set(dealt.values())) == 6
    for person in people:
        first, second = (codes(dealt[person.staff_number, number]) for number in (1, 2))
        assert not set(first) & set(second)


@pytest.mark.parametrize("forms", Forms)
def test_one_seed_gives_the_same_papers_again(blueprint, manager, forms):
    fields = {"forms": forms, "form_count": 2}
    first, again = (published(blueprint, manager, [UserFactory()], **fields) for _ in range(2))

    [one], [other] = (list(papers_of(held).values()) for held in (first, again))
    assert codes(one) == codes(other)


@pytest.mark.parametrize("forms", Forms)
def test_whoever_is_seated_later_gets_papers_and_a_notice_at_once(blueprint, manager, forms):
    held = published(blueprint, manager, [UserFactory()], forms=forms, form_count=2, attempts_allowed=2)
    late = UserFactory(staff_number="LATE")
    drawn = Paper.objects.count()

    services.seat_people(held.pk, [late.pk], actor=manager.pk, now=DURING)

    dealt = papers_of(held)
    assert [key[1] for key in dealt if key[0] == "LATE"] == [1, 2]
    assert late.pk in people_told("你有一场考试")
    assert Paper.objects.count() - drawn == (2 if forms is Forms.PERSONAL else 0)


def test_forms_go_on_in_turn_for_who_is_seated_later(blueprint, manager):
    held = published(blueprint, manager, [UserFactory(staff_number="P0")], forms=Forms.PARALLEL, form_count=2)

    services.seat_people(held.pk, [UserFactory(staff_number="P1").pk], actor=manager.pk, now=DURING)

    assert {key[0]: paper.form for key, paper in papers_of(held).items()} == {"P0": "A", "P1": "B"}


def test_a_seat_is_given_once(blueprint, manager, trainee):
    held = draft(blueprint, manager, [trainee])

    assert services.seat_people(held.pk, [trainee.pk], actor=manager.pk, now=BEFORE) == []
    assert held.seats.count() == 1


def test_a_cohort_is_seated_as_it_is_now(blueprint, manager):
    here = UserFactory(cohort__name="一组")
    for other in ({"is_active": False}, {"is_trainee": False}):
        UserFactory(cohort=here.cohort, **other)
    held = draft(blueprint, manager, [])

    services.seat_cohort(held.pk, here.cohort_id, actor=manager.pk, now=BEFORE)

    assert [seat.trainee for seat in held.seats.all()] == [here]


@pytest.mark.parametrize(
    ("fields", "at", "code"),
    [
        pytest.param({"state": RoundState.CANCELLED}, BEFORE, "rounds.cancelled", id="cancelled"),
        pytest.param({"published": True}, CLOSES, "rounds.over", id="over"),
    ],
)
def test_nobody_is_seated_where_nothing_can_be_sat(manager, trainee, fields, at, code):
    held = RoundFactory(**fields)

    assert refusal_of(services.seat_people, held.pk, [trainee.pk], actor=manager.pk, now=at) == code


def test_only_active_trainees_are_seated(manager):
    held, gone = RoundFactory(), UserFactory(is_active=False)

    assert (
        refusal_of(services.seat_people, held.pk, [gone.pk, UserFactory().pk], actor=manager.pk, now=BEFORE)
        == "rounds.not-a-trainee"
    )
    assert not held.seats.exists()


def test_a_seat_is_taken_away_before_its_owner_begins(manager):
    seat = SeatFactory(round=RoundFactory(published=True))

    services.unseat(seat.pk, actor=manager.pk, now=BEFORE)

    assert not Seat.objects.exists()
    assert people_told("已不在这场考试的名单里") == {seat.trainee_id}


def test_a_seat_stays_once_its_owner_has_begun(blueprint, manager, trainee):
    held = published(blueprint, manager, [trainee])
    begin(held, trainee)

    assert refusal_of(services.unseat, held.seats.get().pk, actor=manager.pk, now=DURING) == "rounds.seat-started"


def test_only_a_draft_is_edited(blueprint, manager, trainee):
    held = draft(blueprint, manager, [trainee])

    services.edit_round(held.pk, plan(blueprint, title="十月认证"), actor=manager.pk, now=BEFORE)
    services.publish_round(held.pk, actor=manager.pk, now=BEFORE)

    held.refresh_from_db()
    assert held.title == "十月认证"
    assert (
        refusal_of(services.edit_round, held.pk, plan(blueprint), actor=manager.pk, now=BEFORE) == "rounds.wrong-state"
    )


def test_what_is_no_plan_is_not_kept(blueprint, manager):
    bad = plan(blueprint, closes_at=OPENS)

    assert refusal_of(services.make_round, bad, actor=manager.pk, now=BEFORE) == "rounds.window-backwards"
    assert not Round.objects.exists()


def test_an_empty_draft_is_not_published(blueprint, manager):
    held = draft(blueprint, manager, [])

    assert refusal_of(services.publish_round, held.pk, actor=manager.pk, now=BEFORE) == "rounds.nobody-seated"


def test_a_draft_whose_window_is_over_is_not_published(blueprint, manager, trainee):
    held = draft(blueprint, manager, [trainee])

    assert refusal_of(services.publish_round, held.pk, actor=manager.pk, now=CLOSES) == "rounds.window-past"


def test_publishing_says_what_the_bank_lacks_and_writes_nothing(greedy_blueprint, manager, trainee):
    held = draft(greedy_blueprint, manager, [trainee])

    with pytest.raises(RefusedError) as refused:
        services.publish_round(held.pk, actor=manager.pk, now=BEFORE)

    assert refused.value.refusal.code.startswith("papers.")
    held.refresh_from_db()
    assert held.is_draft
    assert not Paper.objects.exists()
    assert not Notice.objects.exists()


def test_seats_that_change_while_papers_are_drawn_stop_the_publishing(blueprint, manager, trainee, monkeypatch):
    held = draft(blueprint, manager, [trainee])
    draw = services.draw_round

    def slow(by, seats, *, now):
        SeatFactory(round=held)
        return draw(by, seats, now=now)

    monkeypatch.setattr(services, "draw_round", slow)

    assert refusal_of(services.publish_round, held.pk, actor=manager.pk, now=BEFORE) == "rounds.seats-changed"
    assert not PaperQuestion.objects.exists()


def test_a_round_is_published_once(blueprint, manager, trainee):
    held = published(blueprint, manager, [trainee])

    assert refusal_of(services.publish_round, held.pk, actor=manager.pk, now=BEFORE) == "rounds.wrong-state"


def test_cancelling_tells_who_had_a_seat(blueprint, manager, trainee):
    held = published(blueprint, manager, [trainee])

    services.cancel_round(held.pk, actor=manager.pk, now=DURING)

    assert Round.objects.get(pk=held.pk).state == RoundState.CANCELLED
    assert people_told("考试取消") == {trainee.pk}
    assert refusal_of(services.cancel_round, held.pk, actor=manager.pk, now=DURING) == "rounds.wrong-state"


def test_a_draft_is_dropped_without_a_word(blueprint, manager, trainee):
    services.cancel_round(draft(blueprint, manager, [trainee]).pk, actor=manager.pk, now=BEFORE)

    assert not Notice.objects.exists()


def test_a_make_up_round_seats_who_missed_the_other(blueprint, manager, trainee):
    missed = published(blueprint, manager, [trainee])
    later = plan(blueprint, title="补考", opens_at=AFTER, closes_at=AFTER + timedelta(hours=2))

    code = refusal_of(
        services.make_up_round, missed.pk, later, people=[trainee.pk], actor=manager.pk, now=CLOSES - timedelta(1e-6)
    )
    held = services.make_up_round(missed.pk, later, people=[trainee.pk], actor=manager.pk, now=CLOSES)

    assert code == "rounds.not-over"
    assert (held.makes_up_for_id, held.is_draft) == (missed.pk, True)
    assert [seat.trainee for seat in held.seats.all()] == [trainee]
