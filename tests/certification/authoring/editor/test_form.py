"""The form shows what matters, and gives back what it got."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from cases import api
from certification.authoring.editor.form import case_part
from certification.authoring.editor.pages import Shown, desk_context
from certification.authoring.editor.reading import read_posted
from certification.authoring.editor.sheets import Sheet
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.bank.models import Question
from certification.bank.preview.previewing import preview_question
from tests.certification.authoring.editor.sending import fields_of
from tests.certification.bank.preview.test_previewing import loose
from tests.factories.rulebook import build_rulebook

SHIPPED = api.shipped_edition()
ITEMS = read_bank(ITEMS_FOLDER, DISPUTED_FILE).items
ODD = [item for item in ITEMS if any(set(one.overlay) - {"facts"} for one in item.content.options)]
CITED = [item for item in ITEMS if item.content.cited]


@pytest.mark.django_db
@pytest.mark.parametrize("item", [*ITEMS[::37], *ODD[::15], *CITED[::3]], ids=lambda item: item.id)
def test_every_question_comes_back_from_the_page_as_it_went_in(item, rf):
    question = Question(code=item.id, type=item.content.type)
    sheet = Sheet(question, None, item.content.to_json(), item.expected)
    context = desk_context(sheet, SHIPPED, Shown())
    html = render_to_string("certification/authoring/editor/_question_desk.html", {**context, "csrf_token": "x"})
    fields = fields_of(html)
    posted = rf.post(reverse("authoring:question-edit", args=[question.pk]), fields).POST

    write = read_posted(posted, SHIPPED).write

    assert write.content == item.content.to_json()
    assert sorted(write.expected) == sorted(item.expected)


def test_what_the_case_says_comes_first_then_what_moves_the_key_then_what_the_rules_read():
    edition = build_rulebook()
    case = {**loose()["case"], "facts": {"claim_type": "no_reason"}}
    said = loose(case=case)
    preview = preview_question(said, expected=("A",), edition=edition)

    part = case_part(said, preview, edition, shown=["agreed_hours"])

    assert [row.field.name for row in part.stated] == ["fact.claim_type"]
    names = [row.field.name for row in part.asked]
    assert names[0] == "fact.custom"
    assert part.asked[0].moves_key
    assert names[-1] == "fact.agreed_hours"
    assert "fact.offered" not in names


def test_words_that_the_vocabulary_lost_stay_in_the_form():
    edition = build_rulebook()
    case = {**loose()["case"], "facts": {"gone": "yes"}, "events": {"lost": "2025-08-01"}, "note": "x"}
    said = loose(case=case)

    part = case_part(said, preview_question(said, expected=(), edition=edition), edition)

    assert [row.field.name for row in part.stated] == ["fact.gone"]
    assert next(time.name for time in part.times) == "lost"
    assert part.kept == '{"note": "x"}'
