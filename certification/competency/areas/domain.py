"""Which rules make up a competency area. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Area:
    """An area under its code: all rules of some topics, and those whose codes match a pattern such as `SHIP-*`."""

    code: str
    name: str
    topics: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def has(self, rule: str, topic: str) -> bool:
        """Say whether a rule belongs here."""
        return topic in self.topics or any(fnmatchcase(rule, pattern) for pattern in self.patterns)


#: The seven of the textbook, then what its chapters presuppose.
SHIPPED: tuple[Area, ...] = (
    Area(
        "returns",
        "退换货及补偿",
        ("ret", "trade"),
        ("SHOP-LADDER-*", "SHOP-COMP-*", "RET-EXCHANGE-*", "REFUND-*", "LADDER-*"),
    ),
    Area("overzone", "超区", (), ("SHOP-OVERZONE-*", "ADDR-*", "SHIP-PICKUP-*", "SHIP-TO-ADDR-*")),
    Area("repair", "返修", (), ("SHOP-REPAIR-*", "SHOP-TEMPLATE-REPAIR", "WARR-*", "QUAL-REPAIR-*", "TEST-*")),
    Area(
        "wrong-goods",
        "错发货",
        (),
        ("SHOP-WRONG-*", "DESC-WRONG-ITEM", "SHOP-SHORTPAIR*", "SIGN-SHORT-*", "SHOP-REORDER-*"),
    ),
    Area(
        "reviews",
        "评价",
        (),
        ("SHOP-BLACKMAIL*", "SHOP-TEMPLATE-REVIEW", "TRADE-REVIEW-*", "REVIEW-*", "TRADE-LAW", "SHOP-NO-GIFT-CASH"),
    ),
    Area(
        "rights",
        "维权",
        ("general",),
        (
            "ACC-*",
            "GEN-SUPP-*",
            "GEN-PRIORITY-*",
            "SHOP-COMPLAINT-*",
            "LAW-COMPLAINT-*",
            "LAW-MEDIATE-*",
            "JD-APPEAL-*",
            "JD-SLA-*",
            "JD-SUPP-*",
            "EVID-*",
        ),
    ),
    Area(
        "tracking",
        "订单跟踪",
        (),
        (
            "SHOP-TRACK-*",
            "SHOP-COURIER-*",
            "SHOP-EXTEND-*",
            "SHOP-RESP-LOGISTICS",
            "SHIP-TRANSIT-*",
            "SHOP-SEIZED-*",
            "RISK-OUT-*",
        ),
    ),
    Area("shipping", "发货", ("ship",)),
    Area("proof", "签收举证", ("sign",), ("GEN-EVID-*", "LAW-PROOF-*", "LAW-NEXT-*")),
    Area("freight", "运费", ("freight", "refuse"), ("FREIGHT-*",)),
    Area("no-reason", "七天无理由", ("no_reason",)),
    Area("quality", "质量真伪", ("quality", "desc", "gift", "category")),
    Area("talk", "沟通", ("conduct",)),
)


@lru_cache(maxsize=8)
def areas_of_rules(areas: tuple[Area, ...], topics: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the areas of each rule, by pairs of a rule and its topic."""
    return {rule: tuple(area.code for area in areas if area.has(rule, topic)) for rule, topic in topics}


def uncovered(areas: Iterable[Area], topics: Mapping[str, str]) -> tuple[str, ...]:
    """Return the rules that no area holds."""
    kept = tuple(areas)
    return tuple(rule for rule, topic in topics.items() if not any(area.has(rule, topic) for area in kept))
