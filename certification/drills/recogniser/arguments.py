"""What was said about an act: which evidence, how much money, until when, to whom, under a condition. Pure."""

import re
from collections.abc import Callable

from certification.drills.recogniser.matching import Hit, Reading
from certification.drills.recogniser.slots import durations, money

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


def arguments(hit: Hit, reading: Reading) -> dict[str, object]:
    """Return the arguments of a hit, read from its clause and, for a deadline, from its sentence."""
    args: dict[str, object] = dict(hit.entry.args)
    reader = _READERS.get(hit.act)
    if reader:
        args.update(reader(hit, reading))
    if hit.is_conditional:
        args["conditional"] = True
    return args


def _text_around(hit: Hit, reading: Reading) -> str:
    """The clauses that the hit touches."""
    touched = [unit for unit in reading.clauses if unit.start < hit.end and hit.start < unit.end]
    start = min([hit.start, *(unit.start for unit in touched)])
    end = max([hit.end, *(unit.end for unit in touched)])
    return reading.view.text[start:end]


def _first(choices: tuple[tuple[str, re.Pattern[str]], ...], text: str, otherwise: str) -> str:
    return next((name for name, pattern in choices if pattern.search(text)), otherwise)


def _kind(hit: Hit, reading: Reading) -> dict[str, object]:
    return {"kind": _first(_KINDS, _text_around(hit, reading), "other")}


def _to(hit: Hit, reading: Reading) -> dict[str, object]:
    words = reading.view.text[hit.start : hit.end]
    return {"to": _first(_TO, words, _first(_TO, _text_around(hit, reading), "supervisor"))}


def _amount(hit: Hit, reading: Reading) -> dict[str, object]:
    sums = money(_text_around(hit, reading))
    return {"amount": sums[0].value} if sums else {}


def _deadline(hit: Hit, reading: Reading) -> dict[str, object]:
    text = reading.view.text[hit.start : hit.end]
    lengths = durations(text)
    return {"deadline": {"text": _deadline_text(hit, reading), "minutes": lengths[0].value if lengths else None}}


def _deadline_text(hit: Hit, reading: Reading) -> str:
    return reading.raw[hit.span[0] : hit.span[1]]


_READERS: dict[str, Callable[[Hit, Reading], dict[str, object]]] = {
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
