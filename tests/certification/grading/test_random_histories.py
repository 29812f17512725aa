"""Whatever is handed in, appealed and regraded in whatever order: the ledger stays sound, and totals are its fold."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.core.refusals import RefusedError
from certification.grading.domain import Cause, Policy, fold
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark
from certification.grading.reading import totals
from certification.grading.regrades import Request, apply_regrade, fingerprint, preview
from certification.grading.regrading import Correction
from certification.grading.services import hand_in
from certification.papers.models import PaperQuestion
from tests.factories.attempts import LATER, save, start_mock
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory

POSITIONS = st.integers(1, 30)
HAND_IN = st.tuples(st.just("hand-in"), st.dictionaries(POSITIONS, st.sampled_from("ABC"), max_size=4))
REGRADE = st.tuples(
    st.just("regrade"),
    st.tuples(
        POSITIONS,
        st.sampled_from(Policy),
        st.one_of(
            st.builds(lambda: {"is_void": True}),
            st.builds(lambda key: {"key": tuple(sorted(key))}, st.sets(st.integers(0, 1), min_size=1)),
            st.builds(lambda void: {"void_options": tuple(sorted(void))}, st.sets(st.integers(0, 1), min_size=1)),
        ),
    ),
)


class LedgerHistories(TestCase):
    """Hypothesis rolls each history back."""

    @classmethod
    def setUpTestData(cls):
        cls.edition, _report = make_bank()

    @settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(history=st.lists(st.one_of(HAND_IN, REGRADE), min_size=2, max_size=7))
    def test_totals_are_the_fold_of_a_sound_ledger(self, history):
        someone, now, first = UserFactory(), LATER, None
        for step, (verb, said) in enumerate([("hand-in", {1: "A"}), *history]):
            now += timedelta(minutes=1)
            if verb == "hand-in":
                first = (
                    self.sit(someone, said, step) if first is None else self.sit(UserFactory(), said, step) and first
                )
            else:
                self.regrade(first, *said, now=now)

            assert broken_mark() is None
            self.compare()

    def sit(self, person, answers, step) -> Attempt:
        attempt = start_mock(person, self.edition, seed=step % 2)
        for position, letter in answers.items():
            if attempt.paper.questions.get(position=position).type != "truefalse" or letter in "AB":
                save(attempt, position, answer=letter)
        return hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    def regrade(self, attempt, position, policy, what, *, now):
        version = PaperQuestion.objects.get(paper=attempt.paper_id, position=position).version_id
        request = Request(Cause.CORRECTED_KEY, (Correction(str(version), **what),), policy)
        before = {one.attempt.pk: one.points for one in totals(Attempt.objects.all())}
        seen = preview(request)
        try:
            apply_regrade(request, expected=fingerprint(seen), reason="重评", actor=attempt.trainee_id, now=now)
        except RefusedError as error:
            assert error.refusal.code == "grading.nothing-changes"  # noqa: PT017 - one refusal is expected
        after = {one.attempt.pk: one.points for one in totals(Attempt.objects.all())}
        for one in seen.attempts:
            assert after[Attempt.objects.get(pk=one.attempt).pk] == one.after.points
        if policy is not Policy.EXACT:
            assert all(after[name] >= points for name, points in before.items())

    def compare(self):
        folded = fold(mark.entry for mark in Mark.objects.order_by("number"))
        for total in totals(Attempt.objects.all()):
            mine = [points for (attempt, _position), points in folded.items() if attempt == str(total.attempt.pk)]
            assert total.points == sum(mine)
            assert 0 <= total.points <= total.out_of
