"""The buttons of the form, pressed without scripts: each posts everything and the page comes back."""

import pytest

from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import start_question
from tests.certification.authoring.editor.sending import fields_of
from tests.factories import NOON
from tests.factories.rulebook import store_rulebook


@pytest.fixture
def rulebook(db):
    return store_rulebook()


@pytest.fixture
def draft(rulebook, trainer) -> QuestionDraft:
    return start_question(type="single", actor=trainer, now=NOON)


@pytest.fixture
def press(author, draft):
    """Press a button on the page as it stands, with some fields filled in; the draft afterwards, and the page."""
    url = f"/authoring/questions/{draft.question_id}/edit/"
    state = {"text": author.get(url).content.decode()}

    def pressed(button: str, **given) -> QuestionDraft:
        fields = {**fields_of(state["text"]), **{name.replace("__", "."): value for name, value in given.items()}}
        response = author.post(url, {**fields, "do": button}, follow=True)
        assert response.status_code == 200, response.content.decode()[:2000]
        state["text"] = response.content.decode()
        draft.refresh_from_db()
        return draft

    pressed.page = lambda: state["text"]
    return pressed


def options(draft: QuestionDraft) -> list[dict]:
    return draft.content["options"]


def fill(press, *claims: str) -> None:
    for at, claim in enumerate(claims):
        issue, _equals, value = claim.partition(" == ")
        press("save", **{f"option.{at}.text": f"说法{at}", f"option.{at}.row.0.issue": issue})
        press("save", **{f"option.{at}.row.0.value": value})


def test_a_claim_is_picked_row_by_row(press):
    press("save", **{"option.0.row.0.issue": "verdict"})
    press("save", **{"option.0.row.0.value": "return_refund"})
    press("add-row:0")
    draft = press("save", **{"option.0.row.1.issue": "in_time", "option.0.row.1.operator": "fails"})

    assert options(draft)[0]["claim"] == "verdict == return_refund and not in_time"

    assert options(press("save", **{"option.0.join": "or"}))[0]["claim"] == "verdict == return_refund or not in_time"
    assert options(press("remove-row:0:0"))[0]["claim"] == "not in_time"


def test_an_expert_types_the_claim_and_goes_back_to_rows_where_they_can_say_it(press):
    press("to-text:1")
    assert 'name="option.1.claim"' in press.page()

    draft = press("save", **{"option.1.claim": "not (verdict == reject and in_time)"})
    assert options(draft)[1]["claim"] == "not (verdict == reject and in_time)"
    press("to-rows:1")
    assert 'name="option.1.claim"' in press.page()

    press("to-rows:1", **{"option.1.claim": "verdict in (reject, return_refund)"})
    assert 'name="option.1.claim"' not in press.page()
    assert 'value="reject" checked' in press.page()


def test_options_are_added_moved_and_removed_with_their_marks(press):
    press("save", **{"option.0.text": "甲", "option.1.text": "乙", "option.2.text": "丙", "expected": "1"})

    draft = press("move-option:1:-1")
    assert [one["text"] for one in options(draft)] == ["乙", "甲", "丙", ""]
    assert draft.expected == ["A"]

    draft = press("remove-option:3")
    draft = press("remove-option:1")
    assert [one["text"] for one in options(draft)] == ["乙", "丙"]
    assert draft.expected == ["A"]
    assert len(options(press("add-option"))) == 3


def test_no_more_options_than_letters(press):
    for _ in range(4):
        press("add-option")

    assert len(press("add-option").content["options"]) == 6


def test_a_fact_is_found_by_its_label_asked_for_and_stated(press):
    press("add-fact", **{"new-fact": "约定发货小时"})
    assert 'name="fact.agreed_hours"' in press.page()

    draft = press("save", **{"fact.agreed_hours": "48"})
    assert draft.content["case"]["facts"] == {"agreed_hours": "48"}

    draft = press("save", **{"fact.agreed_hours": ""})
    assert "facts" not in draft.content["case"]


def test_what_is_typed_into_a_search_and_sent_by_enter_is_not_lost(press):
    press("save", **{"new-fact": "定作", "new-event": "签收", "new-act": "提出补偿"})

    assert 'name="fact.custom"' in press.page()
    assert 'name="event.signed"' in press.page()
    assert press("save").content["case"]["acts"] == ["offer_compensation"]


@pytest.mark.parametrize(
    ("precision", "text", "stored"),
    [
        ("minute", "2025-08-16 17:05", "2025-08-16 17:05"),
        ("day", "2025-08-16 17:05", "2025-08-16"),
        ("relative", "付款 + 49小时", "paid + 49h"),
        ("yes", "", "yes"),
        ("?", "", "?"),
        ("no", "", "no"),
    ],
)
def test_a_time_is_as_exact_as_it_is_known(press, precision: str, text: str, stored: str):
    press("add-event", **{"new-event": "签收"})

    draft = press("save", **{"event.signed": text, "precision.signed": precision})

    assert draft.content["case"]["events"] == {"signed": stored}
    assert press("save").content["case"]["events"] == {"signed": stored}


def test_a_time_typed_over_an_older_choice_counts(press):
    press("add-event", **{"new-event": "签收"})
    press("save", **{"precision.signed": "?"})

    draft = press("save", **{"event.signed": "2025-08-16 17:05"})

    assert draft.content["case"]["events"] == {"signed": "2025-08-16 17:05"}


def test_an_option_changes_the_case_for_itself_alone(press):
    press("add-overlay:2", **{"option.2.new-set": "定作"})
    press("add-overlay:2", **{"option.2.new-set": "揽收"})
    press("add-overlay:2", **{"option.2.new-set": "提出补偿"})
    draft = press("save", **{
        "option.2.set.fact.custom": "yes", "option.2.set.event.pickup_scan": "2025-08-16 10:00",
        "option.2.act.0.arg.amount": "30元", "option.2.act.0.retracted": "yes",
    })  # fmt: skip

    assert options(draft)[2]["overlay"] == {
        "facts": {"custom": "yes"}, "events": {"pickup_scan": "2025-08-16 10:00"},
        "acts": [{"act": "offer_compensation", "amount": "30元", "retracted": "yes"}],
    }  # fmt: skip

    press("remove-overlay:2:fact.custom")
    press("remove-act:0:2")
    draft = press("remove-overlay:2:event.pickup_scan")
    assert options(draft)[2]["overlay"] == {}


def test_acts_of_the_case_are_picked_and_removed(press):
    press("add-act", **{"new-act": "请买家拍照"})
    draft = press("add-act", **{"new-act": "提出补偿"})
    assert draft.content["case"]["acts"] == ["ask_photos", "offer_compensation"]

    assert press("remove-act:0").content["case"]["acts"] == ["offer_compensation"]


SOUND = {
    "as_of": "2025-09-01", "stem": "平台应怎样处理？", "fact.claim_type": "no_reason", "expected": "0",
    "event.signed": "2025-08-16 17:05", "event.return_requested": "2025-08-20 17:05",
}  # fmt: skip


@pytest.fixture
def ambiguous(press):
    """A question whose stem does not say whether the goods were made to order."""
    press("add-fact", **{"new-fact": "买家的主张"})
    press("add-event", **{"new-event": "签收"})
    press("add-event", **{"new-event": "申请退货"})
    press("save", **SOUND)
    fill(press, "verdict == return_refund", "verdict == reject")
    assert "定作" in press.page()
    return press


def test_a_fact_that_moves_the_key_is_written_into_the_stem(ambiguous):
    draft = ambiguous("state:custom")

    assert draft.content["case"]["facts"]["custom"] == "no"
    assert draft.content["stem"] == "商品不是定制。平台应怎样处理？"  # as the phrase book says it
    assert "敏感性" not in ambiguous.page()


def test_or_told_by_the_case_card_alone(ambiguous):
    draft = ambiguous("background:custom")

    assert draft.content["case"]["facts"]["custom"] == "no"
    assert draft.content["stem"] == "平台应怎样处理？"


def test_wrong_options_are_offered_from_known_mistakes_and_taken(press):
    press("add-event", **{"new-event": "签收"})
    press("add-event", **{"new-event": "申请退货"})
    press("save", **{**SOUND, "event.return_requested": "2025-08-23 18:00", "option.0.row.0.issue": "in_time"})

    press("distractors", **{"option.0.text": "在七天内"})
    assert "误区：" in press.page()
    assert "从签收那一刻起数七天" in press.page()
    draft = press("take:0")

    assert options(draft)[1]["claim"] == "not in_time"
    assert options(draft)[1]["text"]


def test_while_there_is_no_key_the_right_outcome_is_offered_too(press):
    press("add-fact", **{"new-fact": "买家的主张"})
    press("add-event", **{"new-event": "签收"})
    press("add-event", **{"new-event": "申请退货"})
    press("save", **{**SOUND, "expected": [], "option.0.row.0.issue": "verdict"})
    press("save", **{"option.0.row.0.value": "reject", "option.0.text": "不支持"})

    press("distractors")
    assert "按规则推出的结论" in press.page()
    draft = press("take:0")

    assert options(draft)[1]["claim"] == "verdict == return_refund"
    assert draft.expected == ["B"]


@pytest.mark.parametrize(
    "button",
    ["", "nonsense", "remove-option:9", "move-option:0:-1", "remove-row:0:7", "state:nobody", "take:99", "add-row:x",
     "remove-overlay:0:fact.custom", "remove-act:3", "to-text", "add-fact", "add-overlay:0"],
)  # fmt: skip
def test_a_button_that_does_not_fit_changes_nothing(press, button: str):
    before = press("save").content

    assert press(button).content == before


def test_another_type_brings_its_own_options(press):
    draft = press("save", type="truefalse")

    assert [one["text"] for one in options(draft)] == ["正确", "错误"]
    assert draft.expected == []

    draft = press("save", **{"option.0.row.0.issue": "in_time", "expected": "1"})
    assert options(draft)[0]["claim"] == "in_time"
    assert draft.expected == ["错误"]


def test_a_cited_question_picks_its_rule_and_the_hash_fills_itself(press, rulebook):
    press("save", **{"option.0.row.0.issue": "in_time"})
    draft = press("cite")
    assert draft.content["cited"] == ["", ""]
    assert options(draft)[0]["claim"] == ""

    draft = press("save", **{"cited.rule": "7D-TIME-01 自签收次日零时起满 168 小时为七日", "option.0.right": "yes"})

    clause = rulebook.families["7D-TIME-01"][-1].clause_hash
    assert draft.content["cited"] == ["7D-TIME-01", clause]
    assert options(draft)[0]["right"] is True
    assert "七日期限自签收次日零时起算" in press.page()

    QuestionDraft.objects.filter(pk=draft.pk).update(content={**draft.content, "cited": ["7D-TIME-01", "older"]})
    draft = press("save", **{"cited.clause": "older"})
    assert draft.content["cited"] == ["7D-TIME-01", "older"]
    assert "的文字改过" in press.page()

    assert press("save", reread="yes").content["cited"] == ["7D-TIME-01", clause]
    assert press("uncite").content["cited"] is None
