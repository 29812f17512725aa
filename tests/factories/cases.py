"""A little world for tests of the adjudicator: a vocabulary of every type, and rules made from short texts."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cases.editions.fields import Problems
from cases.editions.read_vocabulary import read_vocabulary
from cases.editions.text_yaml import load_text
from cases.engine.case import Case, Stack, parse_case
from cases.engine.decide import Finding, run
from cases.engine.decision import Outcome, decide
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.program import Program
from cases.engine.rules import Effective, Force, Kind, Level, Rule, Rulebook, Source
from cases.engine.values import parse_instant
from cases.engine.vocabulary import Vocabulary

WORDS = """
topics: {t: 测试}
facts:
  - {id: worn, type: bool, label: 穿过, yes: 商品穿过, no: 商品没有穿过, silence: no}
  - {id: tagged, type: bool, label: 吊牌在, yes: 吊牌还在, no: 吊牌不在, silence: yes, stating: must}
  - {id: opened, type: bool, label: 拆封, yes: 商品拆封了, no: 商品没有拆封, silence: "?"}
  - {id: proved, type: bool, label: 举证, yes: 买家证明了, no: 买家的主张被推翻, unproven: 买家没能证明, burden: buyer, silence: unproven}
  - {id: reason, type: enum, label: 理由, values: {none: 无, quality: 质量, late: 迟延}, silence: none}
  - {id: wanted, type: enum, label: 要求, values: {refund: 退款, exchange: 换货}, silence: refund}
  - {id: pieces, type: int, unit: 件, min: 0, max: 3, label: 件数, silence: "0"}
  - {id: price, type: money, label: 价款, silence: 0元}
events:
  - {id: paid, label: 付款}
  - {id: sent, label: 揽收}
  - {id: signed, label: 签收}
issues:
  - {id: late, type: bool, label: 迟延, favour: [no, yes]}
  - {id: fault, type: bool, label: 过错, raised_when: worn or opened or reason != none}
  - {id: remedy, type: enum, label: 处理, values: {reject: 驳回, exchange: 换货, refund: 退款}, favour: [reject, exchange, refund]}
  - {id: channel, type: enum, label: 渠道, values: {phone: 电话, chat: 旺旺}, raised_when: not late}
  - {id: award, type: money, label: 赔偿, favour: [more]}
  - {id: charge, type: money, label: 收费, favour: [less]}
  - {id: deadline, type: instant, label: 期限, favour: [more]}
constraints:
  - {id: sent-after-paid, must: 'not before(sent, paid)', text: 揽收不早于付款, repair: [{unset: sent}]}
"""
CALENDAR = """
source: 测试
years:
  - {year: "2024", provisional: "yes"}
  - {year: "2025", holidays: [01-01, 05-01, 05-02, 05-05, 06-02, 07-17], worked: [04-27, 06-07]}
  - {year: "2026", provisional: "yes"}
"""
ACTS = """
acts:
  - {id: offer, label: 提出补偿, args: {amount: money}, projects: [{fact: price, as: greatest, arg: amount}, {fact: opened, as: ever}]}
  - {id: count, label: 点数, projects: [{fact: pieces, as: count}]}
  - {id: quote, label: 报价, args: {amount: money}, projects: [{fact: price, as: last, arg: amount}]}
  - {id: ship, label: 发出, projects: [{event: sent, as: first_at}]}
"""
BOOKS = {
    "law": Rulebook("law", "法律", Level.LAW, Force.MANDATORY),
    "plat": Rulebook("plat", "平台", Level.PLATFORM, Force.DEFAULT),
    "plus": Rulebook("plus", "平台的分站", Level.PLATFORM, Force.DEFAULT, extends="plat"),
    "shop": Rulebook("shop", "店铺", Level.SHOP, Force.DEFAULT),
}
AS_OF = "2025-06-01 12:00"
FULL_STACK = Stack("plus", "shop")


@lru_cache(maxsize=1)
def little_words() -> Vocabulary:
    problems = Problems()
    words = read_vocabulary(
        load_text(WORDS, "words"), load_text(ACTS, "acts"), problems, load_text(CALENDAR, "calendar")
    )
    assert not problems
    return words


def make_effective(start: str = "", end: str = "", by: str = "") -> Effective:
    moments = [parse_instant(text) for text in (start, end)]
    lows = [moment.lo if moment else None for moment in moments]
    return Effective(lows[0], lows[1], by)


def make_rule(
    rule_id: str,
    then: Mapping[str, str] | None = None,
    when: tuple[str, ...] = (),
    *,
    book: str = "plat",
    **extra: Any,
) -> Rule:
    """A rule of ``book`` that by default always rejects."""
    words, then = little_words(), then or {"remedy": "reject"}
    level, force = BOOKS[book].level, BOOKS[book].force
    parts = {"kind": Kind.RULE, "level": level, "force": force, **extra}
    return Rule(
        id=rule_id,
        book=book,
        topic="t",
        title=rule_id,
        text=rule_id,
        source=Source("测试规则", "第1条"),
        when=tuple(parse_condition(text, words) for text in when),
        when_text=when,
        then={name: parse_conclusion(text, words.issues[name], words) for name, text in then.items()},
        then_text=then,
        **parts,
    )


def make_program(*rules: Rule, stack: Stack = FULL_STACK) -> Program:
    return Program(little_words(), BOOKS, rules, stack)


def make_case(facts: Mapping[str, Any] | None = None, events: Mapping[str, Any] | None = None, **rest: Any) -> Case:
    data = {"as_of": AS_OF, "facts": facts or {}, "events": events or {}, **rest}
    return parse_case(data, little_words())


def find(
    rules: tuple[Rule, ...] | list[Rule], case: Case | None = None, stack: Stack = FULL_STACK
) -> dict[str, Finding]:
    """How every issue comes out by ``rules``."""
    program = make_program(*rules, stack=stack)
    return run(program, program.environment(case or make_case()))


def outcome(rules: list[Rule], issue: str, case: Case | None = None) -> Outcome:
    """One issue's outcome with the whole trace."""
    return decide(make_program(*rules), case or make_case()).issues[issue]
