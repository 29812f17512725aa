"""What seems superfluous is confirmed by a solver that was asked nothing before."""

import pytest

from cases.prover.session import Session
from cases.prover.sufficiency import SupportChecker, SupportRequest
from tests.cases.prover.test_client import CASE, EDITION


@pytest.fixture
def checker(monkeypatch):
    """A checker whose solver gives up on everything from now on; others work as ever."""
    found = SupportChecker(EDITION)
    found.check(SupportRequest(CASE, "remedy", ("worn", "tagged")))
    ((session, _names),) = found._sessions.values()
    asked, possible = [], Session.possible

    def tired(self, *formulas):
        asked.append(self is session)
        return None if self is session and len(formulas) > 0 and asked.count(True) > 1 else possible(self, *formulas)

    monkeypatch.setattr(Session, "possible", tired)
    return found


def test_a_name_on_which_a_tired_solver_gave_up_is_not_called_superfluous(checker):
    found = checker.check(SupportRequest(CASE, "remedy", ("worn", "tagged")))

    assert (found.sufficient, found.superfluous) == (True, ())


def test_a_name_that_is_superfluous_stays_so(checker):
    assert checker.check(SupportRequest(CASE, "remedy", ("worn", "tagged", "proved"))).superfluous == ("proved",)
