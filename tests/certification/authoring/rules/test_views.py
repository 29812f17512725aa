"""The page on which a trainer writes a rule."""

import json

import pytest

from cases import api
from certification.publishing.drafts.models import DraftEdition, DraftPresence, DraftRule
from certification.publishing.drafts.services import open_draft, remove_rule, save_rule, the_open_draft, touch
from tests.certification.authoring.rules.posting_form import fields_of
from tests.factories import NOON
from tests.factories.drafts import edit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
EDIT = "/authoring/rules/7D-EXCL-01/edit/"
NEW = "/authoring/rules/new/"
PREVIEW = {"HX-Request": "true", "HX-Target": "rule-preview"}
EDITOR = {"HX-Request": "true", "HX-Target": "rule-editor"}


def page(client, url=EDIT, status=200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def send(client, html, do, url=EDIT, status=200, headers=None, **changes):
    """Press a button of the page with some fields changed."""
    fields = {**fields_of(html), **changes, "do": do}
    response = client.post(url, {name: value for name, value in fields.items() if value is not None}, headers=headers)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def saved(code="7D-EXCL-01", version="") -> dict:
    return json.loads(DraftRule.objects.get(code=code, version=version).raw)


@pytest.mark.parametrize("url", [EDIT, NEW, "/authoring/rules/7D-EXCL-01/check/"])
def test_only_trainers_get_in(signed_in, url):
    assert signed_in.get(url).status_code == 403


def test_a_rule_that_is_not_there_is_not_found(author):
    assert author.get("/authoring/rules/NO-1/edit/").status_code == 404
    assert author.get(f"{EDIT}?version=x").status_code == 404


def test_the_page_says_the_rule_in_words_with_its_examples_and_a_case(author):
    html = page(author)

    for said in (
        "定作的商品不适用七天无理由",
        "商品是定作的",
        "不支持买家退货",
        "按尺寸裁制",
        "无冲突",
        "一个典型案情",
        "还没有存入草稿",
    ):
        assert said in html
    assert "未能判定" in html  # the solver has not been asked
    assert the_open_draft() is None


def test_the_old_version_of_a_rule_is_edited_by_its_version(author):
    html = page(author, "/authoring/rules/7D-TIME-01/edit/?version=textbook")

    assert "旧教材" in html
    send(author, html, "save", "/authoring/rules/7D-TIME-01/edit/?version=textbook", 302, title="旧口径")
    assert saved("7D-TIME-01", "textbook")["title"] == "旧口径"


def test_saving_opens_the_draft_and_writes_only_what_was_changed(author, edition):
    before = api.rule_of(edition.id, "7D-EXCL-01").raw

    send(author, page(author), "save", status=302, title="新标题")

    assert saved() == {**before, "title": "新标题"}
    assert list(saved()) == list(before)
    assert api.current_edition_id() == edition.id
    html = page(author, f"{EDIT}?saved=yes")
    assert "已存入草稿" in html
    assert "草稿第 1 次保存：周敏" in html


def test_saving_again_counts_on(author):
    send(author, page(author), "save", status=302, title="甲")
    send(author, page(author), "save", status=302, title="乙")

    assert (saved()["title"], DraftRule.objects.get().revision) == ("乙", 2)


def test_typing_swaps_the_preview_alone(author):
    html = send(author, page(author), None, headers=PREVIEW, **{"when.1.op": "not"})

    assert html.lstrip().startswith('<aside id="rule-preview"')
    assert "商品不是定作的" in html
    assert "实际不适用" in html


def test_the_first_change_tells_others_that_somebody_is_at_the_rule(author, colleague):
    html = page(author)
    send(author, html, None, headers=PREVIEW)
    assert not DraftEdition.objects.exists()
    send(author, html, None, headers=PREVIEW, title="新")

    assert DraftPresence.objects.get().code == "7D-EXCL-01"
    assert "周敏也在改这条规则" in page(colleague)
    assert "也在改这条规则" not in page(author)


def test_being_there_is_told_anew_every_half_minute(author, colleague, trainer):
    where = "/authoring/rules/7D-EXCL-01/presence/"
    assert "也在改" not in colleague.post(where).content.decode()
    draft = open_draft(actor=trainer, now=NOON)
    author.post(where)

    assert "周敏也在改这条规则" in colleague.post(where).content.decode()
    assert draft.presences.count() == 2


def test_a_problem_is_shown_at_its_place_and_nothing_is_lost(author):
    html = send(author, page(author), "preview", **{"when.0.v": "", "start": "昨天", "title": "半成品"})

    assert "还没有选完或填完" in html
    assert 'data-problems="when.0"' in html
    assert "不是日期" in html
    assert 'value="半成品"' in html
    assert "有 2 处要改" in html


def test_an_unfinished_rule_may_be_saved(author):
    send(author, page(author), "save", status=302, **{"when.0.v": ""})

    assert saved()["when"][0] == "claim_type == ?"
    assert "还没写完" in page(author)


def test_rows_come_and_go_by_buttons(author):
    html = send(author, page(author), "add:when", headers=EDITOR)
    assert 'name="when.2.s"' in html
    html = send(author, html, "preview", **{"when.2.s": "gap"})
    html = send(author, html, "preview", **{"when.2.a": "signed", "when.2.b": "return_requested", "when.2.r.q": "48"})
    assert "从签收到申请退货的时间不超过" in html
    html = send(author, html, "group:when.2")
    assert "满足其中一项就行" in html
    html = send(author, html, "drop:when.0")
    send(author, html, "save", status=302, **{"when.1.i.1.s": "has", "when.1.i.1.a": "paid"})

    assert saved()["when"] == ["custom", "elapsed(signed, return_requested) <= 48h or has(paid)"]


def test_another_subject_drops_the_value_of_the_one_before(author):
    html = send(author, page(author), "preview", **{"when.0.s": "fact:ship_proved"})

    assert "卖家没能证明约定" in html
    assert 'value="no_reason"' not in html.split('id="f-when.0.v"')[1].split("</select>")[0]


@pytest.mark.parametrize(
    ("changes", "then"),
    [
        ({"then.0.v": "return_refund"}, "return_refund"),
        ({"then.0.issue": "in_time"}, None),
        ({"then.0.v": "="}, "?"),
    ],
)
def test_a_conclusion_is_picked(author, changes, then):
    send(author, page(author), "save", status=302, **changes)

    assert saved().get("then") == then


def test_a_yes_or_no_is_worked_out_by_a_condition(author):
    url = "/authoring/rules/SHIP-48H-01/edit/"
    html = page(author, url)
    html = send(author, html, "preview", url, **{"then.0.c.0.r.q": "72"})
    assert "72 小时" in html
    html = send(author, html, "preview", url, **{"then.0.v": "no"})
    html = send(author, html, "preview", url, **{"then.0.v": "="})
    assert 'name="then.0.c.0.s"' in html


def test_examples_are_filled_by_picking(author):
    html = send(author, page(author), "add:examples.1.facts")
    html = send(author, html, "preview", **{"examples.1.facts.1.n": "custom"})
    html = send(author, html, "add:examples.1.events", **{"examples.1.facts.1.v": "no"})
    html = send(
        author, html, "add:examples.1.acts", **{"examples.1.events.0.n": "paid", "examples.1.events.0.v": "2025-08-14"}
    )
    html = send(author, html, "add:examples.1.expect", **{"examples.1.acts.0.n": "offer_compensation"})
    html = send(author, html, "preview", **{"examples.1.acts.0.arg.amount": "30元", "examples.1.expect.0.n": "verdict"})
    send(
        author, html, "save", status=302,
        **{"examples.1.expect.0.v": "gap", "examples.1.order": "付款 < 签收", "examples.1.platform": "taobao"},
    )  # fmt: skip

    example = saved()["examples"][1]
    assert example["facts"] == {"claim_type": "no_reason", "custom": "no"}
    assert example["events"] == {"paid": "2025-08-14"}
    assert example["acts"] == [{"act": "offer_compensation", "amount": "30元"}]
    assert (example["expect"], example["order"], example["stack"]) == (
        {"verdict": "gap"},
        ["paid", "signed"],
        {"platform": "taobao"},
    )


def test_misreadings_are_written_beside_the_rule(author):
    html = send(author, page(author), "add:misreadings")
    html = send(author, html, "add:misreadings.0.then", **{"misreadings.0.say": "误以为定作也能退"})
    html = send(
        author, html, "preview", **{"misreadings.0.then.0.v": "return_refund", "misreadings.0.changes-when": "yes"}
    )
    html = send(author, html, "add:misreadings.0.when")
    send(author, html, "save", status=302, **{"misreadings.0.when.0.s": "always", "misreadings.0.when.0.op": "is"})

    assert saved()["misreadings"] == [{"say": "误以为定作也能退", "when": ["yes"], "then": "return_refund"}]


def test_both_views_are_one_thing(author):
    html = send(author, page(author), "view:text", title="改过的标题", **{"when.0.v": ""})
    assert "title: 改过的标题" in html
    text = fields_of(html)["rule_text"][0].replace("text: 定作的商品", "text: 按要求定作的商品")
    html = send(author, html, "view:form", rule_text=text)

    assert 'value="改过的标题"' in html
    assert "按要求定作的商品" in html
    send(author, html, "save", status=302)
    assert saved()["text"].startswith("按要求定作的商品")
    assert saved()["when"] == ["claim_type == ?", "custom"]


def test_a_text_that_cannot_be_read_stays_as_typed(author):
    html = send(author, page(author), "view:text")
    broken = "id: 7D-EXCL-01\nwhen: [\n"
    for do in ("view:form", "save", "preview"):
        html = send(author, html, do, status=422, rule_text=broken)
        assert fields_of(html)["rule_text"][0] == broken
        assert "不是合法的 YAML" in html
    assert not DraftRule.objects.exists()
    assert "不是合法的 YAML" in send(author, html, None, headers=PREVIEW, rule_text=broken)


def test_the_text_may_not_rename_the_rule(author):
    html = send(author, page(author), "view:text")

    html = send(
        author, html, "save", status=422, rule_text=fields_of(html)["rule_text"][0].replace("7D-EXCL-01", "X-1")
    )

    assert "编号和口径在这里不能改" in html


def test_what_the_form_has_no_slot_for_is_kept(author):
    html = send(author, page(author), "view:text")
    html = send(author, html, "view:form", rule_text=fields_of(html)["rule_text"][0] + "colour: 红\n")
    assert "表单写不出来" in html
    send(author, html, "save", status=302)

    assert saved()["colour"] == "红"


def test_a_stale_save_shows_both_versions_and_lets_the_trainer_choose(author, colleague):
    mine = page(author)
    send(colleague, page(colleague), "save", status=302, title="何青的标题")

    html = send(author, mine, "save", status=409, title="周敏的标题")
    assert "何青在" in html
    assert "title: 周敏的标题" in html
    assert "title: 何青的标题" in html
    assert 'value="save-over:1"' in html
    assert saved()["title"] == "何青的标题"
    html = send(author, html, "save", status=409)
    send(author, html, "save-over:1", status=302)

    assert saved()["title"] == "周敏的标题"
    assert "周敏的标题" in page(author)


def test_a_stale_save_over_a_removed_rule_says_so(author, other, edition):
    html = page(author)
    draft = open_draft(actor=other, now=NOON)
    remove_rule(draft.pk, edit_of(edition.id, "7D-EXCL-01"), expected_revision=0, actor=other, now=NOON)

    assert "删去了这条规则" in send(author, html, "save", status=409)
    assert "草稿里已经删去这条规则" in page(author)


def test_a_closed_draft_refuses_with_everything_kept(author, trainer, monkeypatch):
    draft = open_draft(actor=trainer, now=NOON)
    html = page(author)
    monkeypatch.setattr("certification.authoring.rules.views.the_open_draft", lambda: draft)
    DraftEdition.objects.update(state="discarded", closed_at=NOON)

    html = send(author, html, "save", status=409, title="留着")

    assert "没有写入" in html
    assert 'value="留着"' in html


def test_a_new_rule_is_written_from_nothing(author, edition):
    html = page(author, NEW)
    html = send(
        author,
        html,
        "preview",
        NEW,
        code="SHIP-NEW-01",
        title="新规则",
        text="新。",
        doc="某规则",
        book="taobao",
        topic="ship",
    )
    html = send(author, html, "preview", NEW, **{"when.0.s": "has", "then.0.issue": "late_shipment"})
    send(author, html, "save", NEW, 302, **{"when.0.a": "paid", "then.0.v": "no"})

    assert saved("SHIP-NEW-01") == {
        "id": "SHIP-NEW-01", "issue": "late_shipment", "title": "新规则", "text": "新。", "source": {"doc": "某规则"},
        "when": ["has(paid)"], "then": "no",
    }  # fmt: skip
    assert "新规则" in page(author, "/authoring/rules/SHIP-NEW-01/edit/")


def test_a_new_version_begins_as_the_newest(author):
    html = page(author, f"{NEW}?like=SHIP-48H-01")
    assert "付款后48小时内须有揽收记录" in html

    html = send(author, html, "save", NEW, 422)
    assert "已经有编号是 SHIP-48H-01 的规则" in html
    send(author, html, "save", NEW, 302, version="2027")

    assert saved("SHIP-48H-01", "2027")["version"] == "2027"


def test_a_new_rule_needs_a_name(author):
    assert "请先写编号" in send(author, page(author, NEW), "save", NEW, 422)


def test_overrides_are_ticked_and_typed(author):
    html = page(author)
    assert "七天无理由退货" in html.split('id="at-overrides"')[1]

    send(author, html, "save", status=302, overrides=["7D-RIGHT-01", "SHIP-48H-01、DEF-COD-01"])

    assert saved()["overrides"] == ["7D-RIGHT-01", "SHIP-48H-01", "DEF-COD-01"]
    assert "7D-RIGHT-01" in page(author).split('id="at-overrides"')[1]


def test_the_solvers_verdict_is_polled_and_told(author, trainer, edition):
    draft = open_draft(actor=trainer, now=NOON)
    save_rule(draft.pk, edit_of(edition.id, "7D-EXCL-01", title="新"), expected_revision=0, actor=trainer, now=NOON)
    html = page(author)

    assert "未能判定：正在核对" in html
    assert 'hx-get="/authoring/rules/7D-EXCL-01/check/"' in html
    html = page(author, "/authoring/rules/7D-EXCL-01/check/")
    assert html.lstrip().startswith('<section id="rule-check"')
    touch(draft, "X", trainer, now=NOON)


def test_the_page_of_a_rule_leads_trainers_to_the_editor(author, client):
    assert EDIT in page(author, "/corpus/7D-EXCL-01/")


def test_the_page_of_a_rule_leads_nobody_else(signed_in):
    assert "/edit/" not in page(signed_in, "/corpus/7D-EXCL-01/")
