"""A script that is offered, and a recogniser that hears what is spelt out: `@apology @ask_evidence=photo ?refuse`."""

import re

import pytest

from certification.bank.models import QuestionVersion
from certification.drills.domain.acts import Heard, Hearing
from certification.drills.services import late, talks
from tests.factories.drills import offer_drill, shipped_rules

_ACT = re.compile(r"([@?])([a-z_]+)(?:=(\w+))?")


def hear_spelt(reply: str, _buyer: str = "") -> Hearing:
    acts = []
    for found in _ACT.finditer(reply):
        word = found.group(3) or ""
        args = {"amount": int(word)} if word.isdecimal() else {"kind": word} if word else {}
        acts.append(Heard(found.group(2), args, found.span()))
    said = [one for one, mark in zip(acts, _ACT.findall(reply), strict=True) if mark[0] == "@"]
    left = [one.name for one, mark in zip(acts, _ACT.findall(reply), strict=True) if mark[0] == "?"]
    return Hearing(tuple(said), tuple(left), "spelt")


@pytest.fixture
def spelt(monkeypatch) -> None:
    """Replies spell out their acts."""
    for where in (talks, late):
        monkeypatch.setattr(where, "hear", hear_spelt)


@pytest.fixture
def offered(db) -> QuestionVersion:
    """The example script, under the shipped rules."""
    return offer_drill(edition=shipped_rules())
