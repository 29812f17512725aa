"""What a platform says, read with distrust."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.lti.domain import (
    DEEP_LINKING,
    PersonClaim,
    Target,
    TargetKind,
    is_teacher,
    name_of,
    named_by,
    read_message,
    read_target,
    stamp,
    why_not_address,
    written,
)
from tests.factories import NOON
from tests.factories.platform import CLAIM

MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
PERSON = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = [f"{CLAIM}{name}" for name in ("resource_link", "custom", "roles", "lis", "deployment_id")]
NAMES += ["sub", "email", "name", "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint", DEEP_LINKING]


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON)))
def test_whatever_a_claim_holds_is_read(claims):
    message = read_message(claims)

    assert isinstance(name_of(message), str)
    assert all(isinstance(named_by(message, claim), str) for claim in PersonClaim)
    assert message.service.takes_scores in (True, False)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([f"{MEMBER}Learner"], False),
        ([f"{MEMBER}Instructor"], True),
        ([f"{MEMBER}Administrator"], True),
        (["Instructor"], True),
        ([f"{PERSON}Administrator"], True),
        ([f"{PERSON}Faculty", f"{MEMBER}Learner"], False),  # in this course they learn
        ([], False),
        (None, False),
        ("Instructor", False),
        ([7, {}], False),
    ],
)
def test_who_teaches_in_the_course(roles, expected):
    assert is_teacher(roles) is expected


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("drill:DR-1", Target(TargetKind.DRILL, "DR-1")),
        ("round:a:b", Target(TargetKind.ROUND, "a:b")),
        ("drill:", None),
        ("moon:1", None),
        (None, None),
        ("drill:" + "x" * 256, None),
    ],
)
def test_where_a_link_leads(text, target):
    assert read_target(text) == target


@pytest.mark.parametrize(
    ("address", "fine", "fine_here"),
    [
        ("https://moodle.example/mod/lti/token.php", True, True),
        ("https://10.0.0.5:8443/keys", True, True),
        ("http://moodle.example/keys", False, False),
        ("http://localhost:8000/keys", False, True),
        ("http://127.0.0.1/keys", False, True),
        ("http://[::1]/keys", False, True),
        ("http://localhost.evil.example/", False, False),
        ("http://127.0.0.1@evil.example/", False, False),
        ("https://user:word@moodle.example/", False, False),
        ("file:///etc/passwd", False, False),
        ("ftp://moodle.example/", False, False),
        ("https://", False, False),
        ("https://[x", False, False),
        ("https://moodle.example:99999/", False, False),
        ("//moodle.example/", False, False),
        ("", False, False),
        ("https://moodle.example/" + "x" * 1000, False, False),
    ],
)
def test_which_addresses_something_is_sent_to(address, fine, fine_here):
    assert (why_not_address(address, local_is_fine=False) is None) is fine
    assert (why_not_address(address, local_is_fine=True) is None) is fine_here


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=6))
def test_times_of_scores_only_grow_also_as_they_are_written(steps):
    at, before = None, ""
    for step in steps:
        at = stamp(NOON + timedelta(microseconds=step), at)
        assert written(at) > before
        before = written(at)


def test_a_time_is_written_as_platforms_read_it():
    assert written(datetime(2026, 9, 18, 4, 0, 1, 23_456, tzinfo=UTC)) == "2026-09-18T04:00:01.023Z"
