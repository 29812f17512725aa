"""A rule is form, raw content and text: none of the three loses anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.api import CorpusError, raw_of_form, rule_from_text, rule_text, shipped_edition
from cases.editions import rule_form
from cases.editions.canonical import write_text
from cases.editions.content import read_files
from cases.editions.rows import as_text
from cases.editions.rule_form import ActForm, Conclusion, ExampleForm, MisreadingForm, RuleForm, form_of_raw
from cases.editions.rule_rows import (
    CHOICE_OPS,
    NUMBER_OPS,
    UNITS,
    Always,
    Choice,
    Comparison,
    Expert,
    Group,
    Happened,
    Operand,
    Order,
    Status,
    Term,
    is_said_in_rows,
)
from cases.editions.rule_rows_read import condition_of_text, operand_of_text

WORDS = shipped_edition().vocabulary
FILES = {
    f"{book}/{topic}": raw for book, files in read_files()["books"].items() for topic, raw in files.items()
    if topic != "book"
}  # fmt: skip
RULES = [rule for raw in FILES.values() for rule in raw["rules"]]
CONDITIONS = [
    text
    for rule in RULES
    for texts in (rule.get("when", []), *(one.get("when", []) for one in rule.get("misreadings", [])))
    for text in texts
]

CHOSEN = [fact.id for fact in WORDS.facts.values() if fact.type in ("bool", "enum")]
names = st.sampled_from(["", *CHOSEN[:6]])
events = st.sampled_from(["", "paid", "signed", "now"])
numbers = st.sampled_from(["", "0", "7", "48", "12.5"])
nots = st.sampled_from(["is", "not"])
terms = st.one_of(
    st.builds(Term, st.just("amount"), number=numbers, unit=st.sampled_from(["", *UNITS])),
    st.builds(Term, st.sampled_from(["word", "event", "midnight"]), events),
    st.builds(Term, st.just("elapsed"), events, other=events),
    st.builds(Term, st.sampled_from(["times", "times_after"]), events, numbers, st.sampled_from(["d", "h"])),
    st.builds(Term, st.sampled_from(["percent", "months", "workdays"]), events, numbers),
)
operands = st.one_of(
    st.builds(Operand, terms), st.builds(Operand, terms, st.sampled_from(["+", "-"]), terms)
)  # fmt: skip
rows = st.one_of(
    st.builds(
        Choice, names, st.sampled_from(CHOICE_OPS), st.lists(st.sampled_from(["yes", "no", "unproven", "none"]), unique=True).map(tuple)
    ),
    st.builds(Happened, events, nots),
    st.builds(Order, events, events, nots),
    st.builds(Status, st.sampled_from(["", "verdict"]), nots, st.sampled_from(["", "gap"])),
    st.builds(Comparison, operands, st.sampled_from(NUMBER_OPS), operands),
    st.builds(Always, st.sampled_from(["yes", "no"])),
    st.builds(Expert, st.text("abc ()?<=10@", max_size=12)),
)  # fmt: skip
conditions = st.recursive(
    rows, lambda inner: st.builds(Group, st.sampled_from(["and", "or"]), st.lists(inner, max_size=3).map(tuple), st.booleans())
)  # fmt: skip
words = st.text("甲乙 :'\"#{}[]-?,\n", max_size=8)
pairs = st.dictionaries(st.sampled_from(["custom", "paid", "?", "a b"]), words, max_size=2).map(
    lambda found: tuple(found.items())
)
conclusions = st.lists(
    st.builds(Conclusion, st.sampled_from(["", "verdict", "conduct"]), words),
    max_size=2,
    unique_by=lambda one: one.issue,
).map(tuple)
forms = st.builds(
    RuleForm,
    code=words, version=words, kind=words, title=words, text=words, doc=words, clause=words, start=words, by=words,
    approximate=st.sampled_from(["", "yes"]), burden=words,
    when=st.lists(conditions, max_size=3).map(tuple),
    then=conclusions,
    overrides=st.lists(words, max_size=2).map(tuple),
    misreadings=st.lists(
        st.builds(MisreadingForm, words, st.none() | st.lists(conditions, max_size=2).map(tuple), conclusions), max_size=2
    ).map(tuple),
    examples=st.lists(
        st.builds(
            ExampleForm, words, words, facts=pairs, events=pairs, expect=pairs,
            acts=st.lists(st.builds(ActForm, words, pairs), max_size=2).map(tuple),
        ), max_size=2,
    ).map(tuple),
    note=words,
    kept=st.dictionaries(st.sampled_from(["odd", "when"]), words, max_size=1),
)  # fmt: skip


@pytest.mark.parametrize("place", FILES)
def test_every_rule_of_the_corpus_is_a_form_and_a_text_without_loss(place):
    whole = write_text(FILES[place])
    for raw in FILES[place]["rules"]:
        form = form_of_raw(raw, WORDS)
        text = rule_text(raw)

        assert not form.kept, raw["id"]
        assert as_text(raw_of_form(form)) == as_text(raw)
        assert as_text(rule_from_text(text)) == as_text(raw)
        assert "  - " + "\n    ".join(text.splitlines()) in whole


@given(forms)
def test_whatever_a_form_holds_its_raw_content_comes_back(form):
    raw = raw_of_form(form)

    assert as_text(raw_of_form(form_of_raw(raw, WORDS))) == as_text(raw)
    assert as_text(rule_from_text(rule_text(raw))) == as_text(raw) or not raw


@given(conditions)
def test_a_condition_reads_back_as_the_same_text(condition):
    read = condition_of_text(condition.text, WORDS)

    assert read.text == condition.text
    assert condition_of_text(read.text, WORDS) == read


def test_every_condition_of_the_corpus_keeps_its_text():
    assert [condition_of_text(text, WORDS).text for text in CONDITIONS] == CONDITIONS


def test_rows_say_nearly_all_conditions_of_the_corpus(record_property):
    said = sum(is_said_in_rows(condition_of_text(text, WORDS)) for text in CONDITIONS)
    record_property("said in rows", f"{said} of {len(CONDITIONS)}")

    assert said / len(CONDITIONS) > 0.85


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("custom", Choice("custom", "is", ("yes",))),
        ("not custom", Choice("custom", "not", ("yes",))),
        ("custom == no", Choice("custom", "is", ("no",))),
        ("claim_type in (none, fake)", Choice("claim_type", "in", ("none", "fake"))),
        ("not (claim_type in (fake))", Choice("claim_type", "not_in", ("fake",))),
        ("claim_type == ?", Choice("claim_type")),
        ("claim_type in (?)", Choice("claim_type", "in")),
        ("sign_proof == yes", Choice("sign_proof", "is", ("yes",), spelled=True)),
        ("not has(paid)", Happened("paid", "not")),
        ("before(paid, ?)", Order("paid", "")),
        ("status(verdict) != gap", Status("verdict", "not", "gap")),
        ("yes", Always()),
        ("elapsed(paid, signed) > 48h", Comparison(Operand(Term("elapsed", "paid", other="signed")), ">", Operand(Term("amount", number="48", unit="h")))),
        ("@now <= next_midnight(@signed) + 1d * used_days", Comparison(Operand(Term("event", "now")), "<=", Operand(Term("midnight", "signed"), "+", Term("times", "used_days", "1", "d")))),
        ("order_amount < percent(offered_amount, 30)", Comparison(Operand(Term("word", "order_amount")), "<", Operand(Term("percent", "offered_amount", "30")))),
        ("@paid < months_after(@signed, 6)", Comparison(Operand(Term("event", "paid")), "<", Operand(Term("months", "signed", "6")))),
        ("custom or (worn and not has(paid))", Group("or", (Choice("custom", "is", ("yes",)), Group("and", (Choice("worn", "is", ("yes",)), Happened("paid", "not")))))),
        ("not (custom and worn)", Group("and", (Choice("custom", "is", ("yes",)), Choice("worn", "is", ("yes",))), denied=True)),
        ("not not custom", Expert("not not custom")),
        ("custom  or worn", Expert("custom  or worn")),
        ("(custom)", Expert("(custom)")),
        ("max(a, b) > 3", Expert("max(a, b) > 3")),
        ("status(verdict) < gap", Expert("status(verdict) < gap")),
        ("not (a < 3)", Expert("not (a < 3)")),
        ("has(1)", Expert("has(1)")),
        ("", Expert("")),
    ],
)  # fmt: skip
def test_each_kind_of_row_is_read(text, row):
    assert condition_of_text(text, WORDS) == row


def test_a_number_or_a_moment_is_read_only_where_pickers_can_say_it():
    assert operand_of_text("@paid + 48h", WORDS) == Operand(
        Term("event", "paid"), "+", Term("amount", number="48", unit="h")
    )
    assert operand_of_text("?", WORDS) == Operand(Term("amount"))
    assert operand_of_text("min(a, 3)", WORDS) is None
    assert operand_of_text("3 +", WORDS) is None


def test_what_a_form_has_no_slot_for_is_kept():
    raw = {"id": "X-1", "colour": "red", "when": "custom", "source": ["a"], "note": "", "then": {"verdict": "refund"}}

    form = form_of_raw(raw, WORDS)

    assert form.kept == {"colour": "red", "when": "custom", "source": ["a"], "note": ""}
    assert form.listed
    assert raw_of_form(form) == raw


def test_what_is_kept_gives_way_to_what_the_form_says_only_where_it_is_empty():
    form = form_of_raw({"id": "X-1", "note": ""}, WORDS)

    assert raw_of_form(form)["note"] == ""
    assert raw_of_form(rule_form.RuleForm(code="X-1", note="新", kept=form.kept))["note"] == "新"


@pytest.mark.parametrize(
    ("text", "said"),
    [("- a\n- b\n", "应为一条规则"), ("id: [", "不是合法的 YAML"), ("id: a\nid: b\n", "重复"), ("", "")],
)
def test_a_text_that_is_no_rule_is_refused_with_its_place(text, said):
    if not said:
        assert rule_from_text(text) == {}
        return
    with pytest.raises(CorpusError, match=said):
        rule_from_text(text)


def test_a_rule_may_be_pasted_with_its_dash():
    assert rule_from_text("  - id: A\n    when: [yes]\n") == {"id": "A", "when": ["yes"]}


def test_keys_in_another_order_and_empty_parts_of_an_example_are_no_reason_to_keep_anything():
    example = {"applies": "yes", "name": "甲", "events": {}, "as_of": ""}
    raw = {"id": "X-1", "source": {"clause": "第1条", "doc": "某规则"}, "examples": [example]}

    form = form_of_raw(raw, WORDS)

    assert form.kept == {}
    assert raw_of_form(form) == raw
