"""Every act that the program writes into the journal has a name."""

import ast
import re

import pytest
from django.conf import settings

from certification.credentials.domain import Happening
from certification.operations.audit.wording import ACTS, GROUPS, SUBJECTS, act_name, subject_name
from certification.publishing.drafts.domain import Change

WRITERS = {"record", "note", "_note", "_happened"}
ACT = re.compile(r"[a-z]+\.[a-z-]+")


def written():
    """Yield each act that a call of a writer names, and each kind of subject."""
    for path in (settings.BASE_DIR / "certification").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call.func) in WRITERS:
                for value in (*call.args[:2], *(each.value for each in call.keywords)):
                    yield from (
                        one.value
                        for one in ast.walk(value)
                        if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    )


def _name(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def test_every_act_has_a_name_and_a_group():
    acts = {text for text in written() if ACT.fullmatch(text)}
    acts |= {f"certificate.{one}" for one in Happening} | {f"drafts.rule-{one}" for one in Change}

    assert len(acts) > 50
    assert acts - ACTS.keys() == set()
    assert {one.partition(".")[0] for one in ACTS} == GROUPS.keys()


def test_every_kind_of_subject_has_a_name():
    kinds = {text.removesuffix(":") for text in written() if re.fullmatch(r"[a-z]+:", text)}

    assert kinds > {"round", "question"}
    assert kinds - SUBJECTS.keys() == set()


@pytest.mark.parametrize("name", [act_name, subject_name])
def test_what_an_older_version_wrote_is_shown_as_it_stands(name):
    assert name("gone.for-good") == "gone.for-good"
