"""Values in Chinese: instants, durations, money, facts, issues and events as a trainer would say them. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Final

from cases.engine.values import (
    ABSENT,
    FEN_PER_YUAN,
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    UNPROVEN,
    Span,
    as_datetime,
)
from cases.engine.vocabulary import Event, Fact, Issue, ValueType

#: Durations from here on are told in days; below, in hours, as the rules count them.
DAYS_FROM_MINUTES: Final = 10 * MINUTES_PER_DAY

#: A value that begins so reads badly after 为.
_DENIALS: Final = ("没有", "不", "未", "无")

#: Gaps between instants are told in days sooner than limits, which keep the unit people know them by.
GAP_DAYS_FROM_MINUTES: Final = 3 * MINUTES_PER_DAY

STATUS_WORDS: Final[Mapping[str, str]] = {
    "decided": "已有定论",
    "conflict": "规则互相冲突",
    "gap": "没有规则可用",
    "undetermined": "无法确定",
    "not_raised": "不在争议之中",
}


def say_minute(minute: int, year: int) -> str:
    """``8 月 23 日 17:06``; with the year in front where it is not ``year``."""
    at = as_datetime(minute)
    return f"{say_date(minute, year)} {at.hour}:{at.minute:02d}"


def say_date(minute: int, year: int) -> str:
    """``8 月 23 日``; with the year in front where it is not ``year``."""
    at = as_datetime(minute)
    front = "" if at.year == year else f"{at.year} 年 "
    return f"{front}{at.month} 月 {at.day} 日"


def say_span(span: Span, year: int, events: Mapping[str, Event]) -> str:
    """An instant: a minute, a day, an interval, or a distance from an event where the case gives no dates."""
    if span.base:
        label = events[span.base].label if span.base in events else span.base
        if span.lo != span.hi:
            return f"{label}后 {say_duration(span.lo)}到 {say_duration(span.hi)}之间"
        if span.lo == 0:
            return f"{label}之时"
        return f"{label}{'后' if span.lo > 0 else '前'} {say_duration(abs(span.lo))}"
    if span.is_day:
        return say_date(span.lo, year)
    if span.lo == span.hi:
        return say_minute(span.lo, year)
    return f"{say_minute(span.lo, year)} 至 {say_minute(span.hi, year)} 之间"


def say_duration(minutes: int, in_days: Container[int] = ()) -> str:
    """``49 小时``, ``6 小时 54 分``, ``15 天``; limits in ``in_days`` were written in days and stay so."""
    minutes = abs(minutes)
    if minutes >= DAYS_FROM_MINUTES or minutes in in_days:
        days, rest = divmod(minutes, MINUTES_PER_DAY)
        return f"{days} 天" + (f" {say_duration(rest)}" if rest else "")
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    if not hours:
        return f"{rest} 分钟"
    return f"{hours} 小时" + (f" {rest} 分" if rest else "")


def say_gap(minutes: int) -> str:
    """How far apart two instants are: in days from three days on."""
    minutes = abs(minutes)
    return say_duration(minutes, {minutes} if minutes >= GAP_DAYS_FROM_MINUTES else ())


def say_money(fen: int) -> str:
    """``12.5 元``."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    yuan, cents = divmod(rest, FEN_PER_YUAN)
    tail = f".{cents:02d}".rstrip("0") if cents else ""
    return f"{sign}{yuan}{tail} 元"


def literal_key(value: object) -> str:
    """The key under which ``says`` and ``values`` keep the wording of a typed value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unproven" if value is UNPROVEN else str(value)


def say_fact_value(fact: Fact, value: object) -> str:
    """The bare value: ``是``, ``拒签``, ``30 元``, ``3 天``."""
    if value is None:
        return "不明"
    if fact.type is ValueType.BOOL:
        return {"yes": "是", "no": "否", "unproven": "未能证明"}[literal_key(value)]
    if fact.type is ValueType.ENUM:
        return fact.values.get(str(value), str(value))
    assert isinstance(value, int)
    if fact.type is ValueType.MONEY:
        return say_money(value)
    return f"{value} {fact.unit}".strip()


def say_fact(fact: Fact, value: object) -> str:
    """A whole sentence without its full stop: ``商品支持七天无理由退货``, ``保管费为 30 元``."""
    if value is None:
        return f"{fact.label}不明"
    said = fact.says.get(literal_key(value))
    if said:
        return bare(said)
    bare_value = say_fact_value(fact, value)
    if bare_value == "没有":
        return f"没有{fact.label}"
    return f"{fact.label}{'：' if bare_value.startswith(_DENIALS) else '为'}{spaced(bare_value)}"


def say_issue_value(issue: Issue, value: object, year: int, events: Mapping[str, Event]) -> str:
    """The bare outcome of an issue: ``是``, ``退货退款``, ``8 月 24 日 0:00``, ``30 元``."""
    if value is None or value is ABSENT:
        return "不明"
    if isinstance(value, Span):
        return say_span(value, year, events)
    if issue.type is ValueType.MONEY and isinstance(value, int):
        return say_money(value)
    if issue.type is ValueType.INT:
        return f"{value} {issue.unit}".strip()
    if issue.type is ValueType.BOOL:
        return "是" if value is True else "否"
    return issue.values.get(str(value), str(value))


def say_issue(issue: Issue, value: object, year: int, events: Mapping[str, Event]) -> str:
    """The outcome as a sentence without its full stop: ``支持退货退款``, ``七天无理由截止为 8 月 24 日 0:00``."""
    said = issue.says.get(literal_key(value))
    if said:
        return bare(said)
    return f"{issue.label}为{spaced(say_issue_value(issue, value, year, events))}"


def bare(sentence: str) -> str:
    """The sentence without its full stop."""
    return sentence.strip().rstrip("。.")


def spaced(text: str) -> str:
    """A leading space before a figure, as between Chinese and figures everywhere."""
    return f" {text}" if text[:1].isdigit() else text


def quoted(text: str) -> str:
    """``“…”``; quotation marks inside become single ones."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def full_stop(text: str) -> str:
    """The sentence closed by a Chinese full stop, unless a mark stands there already."""
    return text if text.endswith(("。", "？", "！")) or not text else f"{text}。"
