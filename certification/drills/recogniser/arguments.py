"""What was said about an act: which evidence, how much money, until when, to whom, under a condition. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from certification.drills.recogniser.lexicon_files import expand, read_lexicon
from certification.drills.recogniser.matching import Hit, Reading
from certification.drills.recogniser.slots import NUMBER, durations, money, parse_number

_KINDS = (
    ("video", re.compile(r"视频|录像|录个像|录一段|录一下|录个")),
    ("waybill", re.compile(r"快递单|面单|运单|快递面单|底单|单号")),
    ("receipt", re.compile(r"小票|收据|发票|凭证|付款截图|报告|鉴定|证明")),
    ("photo", re.compile(r"照片|图片|拍|照|图|截图")),
)
_TO = (
    ("platform", re.compile(r"平台|淘宝|小二|官方|天猫|京东")),
    ("shop_owner", re.compile(r"店长|老板|掌柜|店主|负责人")),
    ("carrier", re.compile(r"快递|物流|承运|网点")),
    ("supervisor", re.compile(r"主管|领导|上级|经理|组长|专员|专门|同事|售后")),
)
_CLOCK = re.compile(rf"(?P<hour>{NUMBER})\s?(?:[:：](?P<minute>\d\d)|点钟?(?P<half>半)?)")
_AFTERNOON = re.compile("下午|晚上?|傍晚|中午(?=[12一两])|今晚")
_DAYS = ((2, re.compile("后天")), (1, re.compile("明|次日|隔天")), (0, re.compile("今|当天|当日|当晚")))
_NOON = 12
_LATEST = 24


@dataclass(frozen=True, slots=True)
class _Place:
    """Words [start, end) of the plain view."""

    start: int
    end: int
    reading: Reading

    def words(self) -> str:
        return self.reading.view.text[self.start : self.end]

    def clauses(self) -> str:
        """Return the clauses that the words touch."""
        touched = [unit for unit in self.reading.clauses if unit.start < self.end and self.start < unit.end]
        start = min([self.start, *(unit.start for unit in touched)])
        end = max([self.end, *(unit.end for unit in touched)])
        return self.reading.view.text[start:end]


def arguments(hit: Hit, reading: Reading) -> dict[str, object]:
    """Return the arguments of a hit of the lexicon, read from its words and their clauses."""
    args = {**dict(hit.entry.args), **arguments_of_clause(hit.act, hit.start, hit.end, reading)}
    if hit.is_conditional:
        args["conditional"] = True
    return args


def arguments_of_clause(act: str, start: int, end: int, reading: Reading) -> dict[str, object]:
    """Return the arguments of an act performed by the words [start, end) of the plain view."""
    place = _Place(start, end, reading)
    reader = _READERS.get(act)
    args = reader(place) if reader else {}
    if read_lexicon().conditional.search(place.clauses()):
        args["conditional"] = True
    return args


def _first(choices: tuple[tuple[str, re.Pattern[str]], ...], text: str, otherwise: str) -> str:
    return next((name for name, pattern in choices if pattern.search(text)), otherwise)


def _kind(place: _Place) -> dict[str, object]:
    return {"kind": _first(_KINDS, place.clauses(), "other")}


def _to(place: _Place) -> dict[str, object]:
    return {"to": _first(_TO, place.words(), _first(_TO, place.clauses(), "supervisor"))}


def _amount(place: _Place) -> dict[str, object]:
    sums = money(place.clauses())
    return {"amount": sums[0].value} if sums else {}


def _deadline(place: _Place) -> dict[str, object]:
    """Return the words of the time that was named; its minutes where it is a duration; else the hour and the day.

    ``clock`` is "18:00" and ``day`` the days from today (0, 1, 2), each only where it was said: what they come to in
    minutes depends on when the reply is written, which the reader of the act knows.
    """
    found = _time().search(place.reading.view.text, place.start)
    start, end = found.span() if found and found.start() < place.end else (place.start, place.end)
    lengths = durations(place.reading.view.text[start:end])
    raw_start, raw_end = place.reading.view.to_raw(start, end)
    text = place.reading.raw[raw_start:raw_end]
    instant = {} if lengths else {**_clock(text), **_day(text)}
    return {"deadline": {"text": text, "minutes": lengths[0].value if lengths else None, **instant}}


def _clock(text: str) -> dict[str, object]:
    found = _CLOCK.search(text)
    if not found:
        return {}
    hour = int(parse_number(found["hour"]) or 0)
    if hour < _NOON and _AFTERNOON.search(text):
        hour += _NOON
    half = 30 if found["half"] else 0
    return {"clock": f"{hour:02}:{int(found['minute'] or half):02}"} if hour <= _LATEST else {}


def _day(text: str) -> dict[str, object]:
    return next(({"day": days} for days, pattern in _DAYS if pattern.search(text)), {})


@cache
def _time() -> re.Pattern[str]:
    return re.compile(
        expand(
            r"(?:{time}(?:之前|前|之内|内)?\s?(?:(?:上午|中午|下午|晚上)\s)?)*{time}(?:之前|前|之内|内)?",
            read_lexicon().macros,
        )
    )


_READERS: dict[str, Callable[[_Place], dict[str, object]]] = {
    "ask_evidence": _kind,
    "escalate": _to,
    "next_step_time": _deadline,
    "offer_compensation": _amount,
    "coupon": _amount,
    "review_bribe": _amount,
    "cash_in_parcel": _amount,
    "freight_seller": _amount,
    "freight_buyer": _amount,
}
