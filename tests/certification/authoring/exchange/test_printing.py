"""Questions of the bank on paper: all, those of a filter, those that were ticked; with and without key and reasons."""

import pytest
from django.urls import reverse

from certification.bank.models import Derivation, Question
from certification.exchange.printed import bank

PRINT, EXPORT = reverse("authoring:exchange-print"), reverse("authoring:exchange-export")


@pytest.fixture
def listed(author, edition):
    """Questions by code; the author is signed in."""
    return list(Question.objects.filter(current__isnull=False).order_by("code"))


def numbers(response) -> int:
    return sum(len(section.questions) for section in response.context["sections"])


def test_the_whole_bank_is_printed_by_type_without_a_key(author, listed):
    response = author.get(PRINT)

    assert numbers(response) == len(listed)
    text = response.content.decode()
    assert "姓名 ＿＿" in text
    assert "quick-key" not in text
    found = [section.name for section in response.context["sections"]]
    assert found == [name for name in ("单项选择", "多项选择", "判断") if name in found]


def test_key_and_reasons_come_where_they_are_asked_for(author, listed):
    keyed = author.get(PRINT, {"key": "on"}).content.decode()
    told = author.get(PRINT, {"explanations": "on"}).content.decode()

    assert "quick-key" in keyed
    assert 'id="key-entry-1"' not in keyed
    assert 'id="key-entry-1"' in told
    assert "0 分 ·" not in told
    assert "姓名 ＿＿" not in told


def test_a_filter_of_the_list_is_printed_and_exported(author, listed):
    where = f"q={listed[0].code}"

    assert numbers(author.get(PRINT, {"where": where})) == 1
    sheet = author.get(EXPORT, {"where": where, "format": "csv"}).content.decode("utf-8-sig")
    assert listed[0].code in sheet
    assert listed[1].code not in sheet
    page = author.get(reverse("authoring:exchange"), {"where": where}).content.decode()
    assert "筛选出来的 1 题" in page
    assert f'name="where" value="{where}"' in page


def test_ticked_ones_are_printed_and_stay_ticked(author, listed):
    ids = [str(one.pk) for one in listed[:2]]
    response = author.post(PRINT, {"question": [*ids, "no id"], "act": "tag"})

    assert numbers(response) == 2
    assert all(f'name="question" value="{one}"' in response.content.decode() for one in ids)
    assert numbers(author.post(PRINT, {"question": ids, "key": "on"})) == 2


def test_a_filter_that_makes_no_sense_is_none(author, listed):
    assert numbers(author.get(PRINT, {"where": "type=essay&"})) == len(listed)


def test_what_is_too_much_or_has_no_key_is_told(author, listed, monkeypatch):
    monkeypatch.setattr(bank, "MOST_PRINTED", 3)
    response = author.get(PRINT)

    assert numbers(response) == 3
    assert f"有 {len(listed) - 3} 题不在这里" in response.content.decode()


def test_nothing_to_print_is_told(author, listed):
    assert "没有可以打印的题" in author.get(PRINT, {"where": "q=没有这样的题"}).content.decode()


def test_numbers_on_paper_and_in_the_key_are_the_same(author, listed):
    response = author.get(PRINT, {"key": "on"})
    printed = [one.number for section in response.context["sections"] for one in section.questions]

    assert printed == [entry.number for entry in response.context["entries"]] == list(range(1, len(listed) + 1))
    first = response.context["sheets"].questions[0]
    assert first.derivation == Derivation.objects.get(version=first.version)


def test_the_list_of_questions_leads_there(author, listed):
    page = author.get(reverse("authoring:questions"), {"q": listed[0].code}).content.decode()

    assert f"{PRINT}?where=q%3D{listed[0].code}" in page
    assert f'formaction="{PRINT}"' in page


def test_trainees_print_nothing(signed_in, edition):
    assert signed_in.get(PRINT).status_code == 403
