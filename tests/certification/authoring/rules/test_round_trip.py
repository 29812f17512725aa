"""A rule shown as a form and posted back unchanged is the same rule, to the letter."""

import json

import pytest
from django.template.loader import render_to_string
from hypothesis import given

from cases import api
from cases.editions.content import read_files
from cases.editions.rows import as_text
from cases.editions.rule_form import plain
from certification.authoring.rules.context import form_context
from certification.authoring.rules.form_view import said_time
from certification.authoring.rules.posting import form_of_slots
from certification.authoring.rules.slots import Slots
from certification.authoring.rules.work import Work
from tests.cases.editions.test_rule_form import conditions
from tests.certification.authoring.rules.posting_form import fields_of

EDITION = api.shipped_edition()
RULES = [
    (book, topic, plain(rule))
    for book, files in read_files()["books"].items()
    for topic, raw in files.items()
    if topic != "book"
    for rule in raw["rules"]
]
#: Every eleventh, and whatever has acts, an order of events or an unusual stack in its examples.
SHOWN = [
    one
    for at, one in enumerate(RULES)
    if at % 11 == 0 or any({"order", "stack"} & example.keys() for example in one[2].get("examples", []))
][:110]


def shown_and_posted(book: str, topic: str, raw: dict) -> api.RuleForm:
    form = api.form_of_rule(raw, edition=EDITION)
    work = Work(EDITION, "", "", book, topic, form, "", is_new=True)
    context = {**form_context(work, {}), "work": work, "url": "/"}
    html = "".join(
        render_to_string(f"certification/authoring/rules/_rule_{part}.html", context) for part in ("place", "form")
    )
    return form_of_slots(Slots(fields_of(html)), EDITION.vocabulary)


@pytest.mark.parametrize(
    ("book", "topic", "raw"), SHOWN, ids=[f"{one[2]['id']} {one[2].get('version', '')}" for one in SHOWN]
)
def test_a_rule_of_the_corpus_goes_through_the_page_unchanged(book, topic, raw):
    assert as_text(api.raw_of_form(shown_and_posted(book, topic, raw))) == as_text(raw)


def test_what_the_form_cannot_hold_goes_through_the_page_too():
    raw = {"id": "X-1", "colour": "红", "when": "custom", "title": "甲"}

    assert api.raw_of_form(shown_and_posted("law", "ship", raw)) == raw


@given(conditions)
def test_an_unfinished_condition_goes_through_the_page_with_its_text(condition):
    raw = {"id": "X-1", "when": [condition.text]}
    posted = api.raw_of_form(shown_and_posted("law", "ship", raw))

    assert posted["when"] == [condition.text] or condition.text != condition.text.strip() or not condition.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("paid + 48h", "买家付款 + 48 小时"),
        ("paid - 3d", "买家付款 - 3 天"),
        ("paid + 30min", "买家付款 + 30 分钟"),
        ("2025-08-14 10:20", "2025-08-14 10:20"),
        ("nothing + 3d", "nothing + 3d"),
        ("yes", "yes"),
    ],
)
def test_times_are_said_without_ids(text, said):
    assert said_time(text, EDITION.vocabulary) == said


def test_json_that_is_no_rule_is_not_kept():
    for text in ("[", "[]", json.dumps("x")):
        assert form_of_slots(Slots({"kept": [text]}), EDITION.vocabulary).kept == {}
