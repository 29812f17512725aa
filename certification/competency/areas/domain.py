"""Which rules make up a competency area. Pure."""

from collections.abc import Collection, Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class AreaChange:
    """What a change of the areas did to one of them; `was` is None where it is new, `now` where it is gone."""

    was: Area | None
    now: Area | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return what it is called now, or was called."""
        return self.now.name if self.now else self.was.name if self.was else ""


def rules_of(area: Area, topics: Mapping[str, str]) -> tuple[str, ...]:
    """Return the rules of an area, by the topic of each rule there is."""
    return tuple(rule for rule, topic in topics.items() if area.has(rule, topic))


def changes(before: Iterable[Area], after: Iterable[Area], topics: Mapping[str, str]) -> tuple[AreaChange, ...]:
    """Return what differs between two states of the areas, in the order of the later one, what is gone last."""
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    found = []
    for code in [*new, *(code for code in old if code not in new)]:
        was, now = old.get(code), new.get(code)
        if was != now:
            had, has = (rules_of(one, topics) if one else () for one in (was, now))
            gained, lost = (
                tuple(rule for rule in some if rule not in others) for some, others in ((has, had), (had, has))
            )
            found.append(AreaChange(was, now, gained, lost))
    return tuple(found)


def unknown_patterns(patterns: Iterable[str], rules: Collection[str]) -> tuple[str, ...]:
    """Return the patterns, whole codes among them, that no rule has."""
    return tuple(one for one in patterns if not any(fnmatchcase(rule, one) for rule in rules))


@lru_cache(maxsize=8)
def areas_of_rules(areas: tuple[Area, ...], topics: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the areas of each rule, by pairs of a rule and its topic."""
    return {rule: tuple(area.code for area in areas if area.has(rule, topic)) for rule, topic in topics}


def uncovered(areas: Iterable[Area], topics: Mapping[str, str]) -> tuple[str, ...]:
    """Return the rules that no area holds."""
    kept = tuple(areas)
    return tuple(rule for rule, topic in topics.items() if not any(area.has(rule, topic) for area in kept))
