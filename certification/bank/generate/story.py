"""A case told as a trainer would: opening, what happened in its order, what each side says and shows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases import api
from certification.bank.generate.people import Cast
from certification.bank.generate.phrases import event_phrase, fact_phrase, sum_text

_PLATFORMS: Final = {
    "taobao": "淘宝", "tmall": "天猫", "tmall_global": "天猫国际", "jd": "京东", "pdd": "拼多多", "": "网上",
}  # fmt: skip
#: The groups of the vocabulary in the order of a story; events stand between them.
_STAGES: Final = {
    "交易": 1, "商品": 1, "约定": 2, "发货": 3, "收件": 4, "签收": 5, "主张": 6, "质量": 7, "描述": 7, "赠品": 7,
    "举证": 8, "退换": 9, "拒签": 9, "运费": 9, "客服": 10,
}  # fmt: skip
_EVENT_STAGES: Final = {
    "paid": 1, "ship_promised_by": 2, "ship_click": 3, "station_drop": 3, "pickup_scan": 3, "actual_pickup": 3,
    "signed": 5, "refund_requested": 6, "return_requested": 6,
}  # fmt: skip
_LATE_STAGE: Final = 9
#: What has not happened yet, where that matters.
_AWAITED: Final = {
    "pickup_scan": "物流还没有揽收记录",
    "signed": "包裹还没有签收",
    "refunded": "退款还没有到账",
    "return_sent": "货还没有寄回",
    "return_signed": "商家还没有签收退货",
    "seller_responded": "商家还没有处理申请",
    "complaint_replied": "客服还没有答复",
    "complaint_resolved": "投诉还没有解决",
    "aftersale_reviewed": "商家还没有审核",
    "logistics_next": "物流没有再更新",
}
#: Issues about what the agent did.
_SERVICE: Final = ("conduct", "escalate_to")
#: What the sentence about a signed parcel says by itself.
_SIGNED: Final = {
    "self_signed": "由{name}本人签收",
    "authorized_signed": "由{name}授权的同事代签",
    "proxy_signed": "被{name}没有授权的人代签",
}
#: A fact with this value goes without saying where the other fact is told.
_IMPLIED: Final = {
    ("claim_type", "none"): "remedy_wanted",
    ("gift_value_declared", "yes"): "gift_value",
}
_SUBJECTS: Final = ("买家", "商家", "卖家", "商品", "客服", "包裹", "双方", "平台", "页面", "货")
_MOST_CLAUSES: Final = 3
_LONGEST_SENTENCE: Final = 46
_MINUTES_PER_DAY: Final = 1440
_NO_TIME: Final = 10**9
_NEEDLESS_SPACE: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing told: of whom, what, and where in the story; `name` is the fact or `@event` it tells."""

    name: str
    subject: str
    text: str
    stage: int
    at: int = _NO_TIME


class Clock:
    """Times in words: the year once, 当天 for a second time on the same day."""

    def __init__(self) -> None:
        self.year = 0
        self.day = -1

    def say(self, span: api.Span, labels: Mapping[str, str]) -> str:
        """Return a time with a space in front, as it follows its subject; "" where there is none to tell."""
        if span.base:
            return _floating(span, labels)
        at = _moment(span.lo)
        clock = f" {at:%H:%M}" if span.lo == span.hi else ""
        if clock and span.lo // _MINUTES_PER_DAY == self.day:
            return f"当天{clock}"
        year = "" if at.year == self.year else f"{at.year} 年 "
        self.year, self.day = at.year, span.lo // _MINUTES_PER_DAY
        return f" {year}{at.month} 月 {at.day} 日{clock}"


def _moment(minute: int) -> datetime:
    return datetime.fromisoformat(api.format_span(api.Span(minute, minute)))


def _floating(span: api.Span, labels: Mapping[str, str]) -> str:
    if not span.lo:
        return ""
    hours, minutes = divmod(abs(span.lo), 60)
    told = " ".join(text for text in (f"{hours} 小时" if hours else "", f"{minutes} 分" if minutes else "") if text)
    return f"在{labels[span.base].removeprefix('买家')}{'后' if span.lo > 0 else '前'} {told}"


def tell(draft: api.DraftCase, cast: Cast, edition: api.Edition, *, without: Iterable[str] = ()) -> str:
    """Return the story of a draft case, without a question.

    Args:
        draft: the case.
        cast: its people and goods.
        edition: whose vocabulary it uses.
        without: facts and `@events` that the options tell instead.
    """
    return _Teller(draft, cast, edition, set(without)).tell()


class _Teller:
    def __init__(self, draft: api.DraftCase, cast: Cast, edition: api.Edition, without: set[str]) -> None:
        self.draft, self.cast, self.words = draft, cast, edition.vocabulary
        self.facts: Mapping[str, str] = draft.raw.get("facts") or {}
        self.labels = {name: event.label for name, event in self.words.events.items()}
        self.clock = Clock()
        self.told = {"order_amount", *without}

    def tell(self) -> str:
        opening = self._opening()
        clauses = [*self._events(), *self._facts(), *self._acts()]
        clauses.sort(key=lambda one: (one.stage, one.at))
        return opening + sentences(clauses, self.cast) + self._so_far()

    def _so_far(self) -> str:
        """Return the date of judgment where a clock still runs, and what has not happened by then."""
        if self.draft.by_date != "clock":
            return ""
        now = self.clock.say(self.draft.as_of, self.labels).strip()
        missing = [_AWAITED[name] for name in self.draft.awaited if name in _AWAITED and f"@{name}" not in self.told]
        told = f"到 {now}，{'，'.join(missing)}。" if missing else f"现在是 {now}。"
        return tidy(told)

    def _opening(self) -> str:
        stack: Mapping[str, str] = self.draft.raw.get("stack") or {}
        where = _PLATFORMS.get(stack.get("platform", ""), "网上")
        paid = self.draft.times.get("paid")
        goods = self.cast.goods
        when, verb = "", "买了"
        if paid is not None and not paid.base and "@paid" not in self.told:
            self.told.add("@paid")
            when, verb = f"{self.clock.say(paid, self.labels)} ", "付款买了"
        elif self.draft.by_date and not any(not span.base for span in self.draft.times.values()):
            at = _moment(self.draft.as_of.lo)
            self.clock.year = at.year
            when = f" {at.year} 年 {at.month} 月"
        amount = self.facts.get("order_amount", "0元")
        fact = self.words.facts.get("order_amount")
        paid_sum = f"，实付 {sum_text(fact, amount)}" if fact and amount.rstrip("元yuan") not in ("", "0", "?") else ""
        shop = "本店" if stack.get("shop") else ""
        asks = "，收到后来找客服" if self._is_about_service() else ""
        return f"{self.cast.name}{when}在{where}{shop}{verb}一{goods.measure}{goods.name}{paid_sum}{asks}。"

    def _is_about_service(self) -> bool:
        """Say whether the story tells of nothing but what the agent did."""
        groups = {self.words.facts[name].group for name in self.facts if name in self.words.facts}
        return self.draft.issue in _SERVICE and groups <= {"客服"} and not self.draft.times

    def _events(self) -> Iterator[Clause]:
        stated: Mapping[str, str] = self.draft.raw.get("events") or {}
        order: Sequence[str] = self.draft.raw.get("order") or ()
        names = [name for name in dict.fromkeys((*order, *stated)) if stated.get(name, "yes") not in ("no", "?")]
        place = {name: rank for rank, name in enumerate(order)}
        names.sort(key=lambda name: self._place(name, place))
        stage = 0
        for rank, name in enumerate(names):
            stage = max(stage, _EVENT_STAGES.get(name, _LATE_STAGE))
            if f"@{name}" in self.told:
                continue
            span = self.draft.times.get(name)
            when = self.clock.say(span, self.labels) if span is not None else ""
            text = self._merged(name, when) or event_phrase(self.words.events[name], when)
            yield clause(f"@{name}", text, stage, rank)

    def _place(self, name: str, order: Mapping[str, int]) -> tuple[int, int]:
        span = self.draft.times.get(name)
        if name in order:
            return (0, order[name])
        return (0, span.lo) if span is not None else (1, 0)

    def _merged(self, name: str, when: str) -> str:
        """Return one clause for an event and the fact that is told with it, and tick the fact off."""
        status = self.facts.get("delivery_status", "")
        if name == "signed" and status in _SIGNED and "delivery_status" not in self.told:
            self.told.add("delivery_status")
            return f"包裹{when} {_SIGNED[status]}"
        if name == "return_requested" and self.facts.get("claim_type") == "no_reason" and "claim_type" not in self.told:
            self.told.add("claim_type")
            return f"买家因为不喜欢，{when.strip()} 申请七天无理由退货"
        return ""

    def _facts(self) -> Iterator[Clause]:
        for name, fact in self.words.facts.items():
            raw = str(self.facts.get(name, ""))
            implied = _IMPLIED.get((name, raw), "") in self.facts
            if raw and name not in self.told and not implied and (text := fact_phrase(fact, raw)):
                yield clause(name, text, _STAGES.get(fact.group, _LATE_STAGE))

    def _acts(self) -> Iterator[Clause]:
        for entry in self.draft.raw.get("acts") or ():
            act = {"act": entry} if isinstance(entry, str) else entry
            amount = self._amount(act)
            yield clause(f"!{act['act']}", f"{self._act_text(act['act'])}{amount}", _STAGES["客服"])

    def _amount(self, act: Mapping[str, str]) -> str:
        told = {one.target for one in self.words.acts[act["act"]].projects} & {*self.facts, *self.told}
        if "amount" not in act or told:
            return ""
        return f"，金额是 {act['amount'].replace('yuan', '').replace('元', '').strip()} 元"

    def _act_text(self, name: str) -> str:
        act = self.words.acts[name]
        facts = [self.words.facts[one.target] for one in act.projects if one.how == "ever"]
        return fact_phrase(facts[0], "yes") if facts else f"客服{act.label}"


def clause(name: str, text: str, stage: int, at: int = _NO_TIME) -> Clause:
    """Return a clause with its subject taken off the front of its text."""
    subject = next((word for word in _SUBJECTS if text.startswith(word)), "")
    return Clause(name, "商家" if subject == "卖家" else subject, text.removeprefix(subject), stage, at)


def sentences(clauses: Sequence[Clause], cast: Cast) -> str:
    """Return clauses as sentences: those about one subject together, none too long; the first follows an opening."""
    told: list[str] = []
    current, count, last, opened_by = "", 0, "", "买家"
    for one in clauses:
        same = one.subject == last and bool(one.subject)
        text = _inner(one.text, cast)
        addition = text if same else _named(one.subject, cast, known=True) + text
        if current and count < _MOST_CLAUSES and len(current) + len(addition) < _LONGEST_SENTENCE:
            current, count = f"{current}，{addition.strip()}", count + 1
        else:
            told += [current] if current else []
            current, count = (_named(one.subject, cast, known=opened_by == "买家") + text).strip(), 1
            opened_by = one.subject
        last = one.subject
    told += [current] if current else []
    return "".join(f"{tidy(sentence)}。" for sentence in told)


def _named(subject: str, cast: Cast, *, known: bool) -> str:
    if subject == "买家":
        return cast.pronoun if known else cast.name
    return cast.goods.short if subject == "商品" else subject


def _inner(text: str, cast: Cast) -> str:
    """Return the rest of a clause with the story's own people in it."""
    for told, put in (("卖家", "商家"), ("使用商品", f"使用{cast.goods.short}"), ("买家", cast.pronoun)):
        text = text.replace(told, put)
    return text.format(name=cast.pronoun) if "{name}" in text else text


def tidy(text: str) -> str:
    """Return a text without needless spaces."""
    return _NEEDLESS_SPACE.sub("", text.replace("  ", " ").replace("， ", "，")).strip()
