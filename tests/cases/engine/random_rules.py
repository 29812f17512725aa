"""Random rulebooks and random cases over the little vocabulary, from a seeded ``Random``."""

from dataclasses import replace
from itertools import pairwise
from random import Random

from cases.engine.grammar import LanguageError
from cases.engine.language import parse_condition
from cases.engine.program import Program, StackError
from cases.engine.rules import Force, Kind, Rule
from cases.engine.values import UNPROVEN, parse_instant
from tests.cases.engine.naive import World
from tests.factories.cases import AS_OF, BOOKS, FULL_STACK, little_words, make_effective, make_rule

DATES = ("2025-04-20", "2025-05-03 10:00", "2025-05-10 12:00", "2025-05-20")
MINUTES = ("2025-05-01 10:00", "2025-05-03 10:00", "2025-05-03 10:01", "2025-05-08 00:00", "2025-05-10 12:00")
DAYS = ("2025-05-01", "2025-05-03", "2025-05-08", "2025-05-10")
EVENTS = ("paid", "sent", "signed")
FACT_TEXTS = {
    "worn": ("yes", "no"),
    "tagged": ("yes", "no"),
    "opened": ("yes", "no"),
    "proved": ("yes", "no", "unproven"),
    "reason": ("none", "quality", "late"),
    "wanted": ("refund", "exchange"),
    "pieces": ("0", "1", "2", "3"),
    "price": ("0元", "33.35元", "50元", "50.01元"),
}
FACT_VALUES = {
    **dict.fromkeys(("worn", "tagged", "opened"), (True, False)),
    "proved": (True, False, UNPROVEN),
    "reason": FACT_TEXTS["reason"],
    "wanted": FACT_TEXTS["wanted"],
    "pieces": (0, 1, 2, 3),
    "price": (0, 3335, 5000, 5001),
}
ATOMS = (
    "worn",
    "not worn",
    "tagged",
    "opened",
    "proved == yes",
    "proved == no",
    "unproven(proved)",
    "proved in (no, unproven)",
    "reason == quality",
    "reason in (quality, late)",
    "reason != none",
    "wanted == exchange",
    "pieces >= 2",
    "pieces + 1 != 2",
    "2 * pieces > 3",
    "price > 50yuan",
    "percent(price, 30) > 10yuan",
    "max(price, 40yuan) == 40yuan",
    "price - 1fen < 50yuan",
    "has(paid)",
    "has(sent)",
    "before(paid, sent)",
    "before(signed, now)",
    "elapsed(paid, sent) > 48h",
    "elapsed(paid, signed) <= 2 * 24h",
    "@signed + 7d >= @now",
    "next_midnight(@paid) + pieces * 24h > @sent",
    "months_after(@paid, 1) <= @now",
    "min(@paid, @sent) < @signed",
    "workdays_after(@paid, 3) < @signed",
    "@sent <= workdays_after(@paid, 1)",
    "workdays_after(@sent, 5) + 24h > @now",
    "tiers(pieces, 1: price, 2: 40yuan, 3: percent(price, 30)) > 20yuan",
    "tiers(price, 0yuan: 1, 50yuan: 2) == pieces",
    "tiers(elapsed(paid, sent), 0h: 24h, 48h: 72h) < elapsed(sent, signed)",
    "yes",
)
ISSUE_ATOMS = {
    "late": ("late", "not late", "late == no"),
    "fault": ("fault", "not fault"),
    "remedy": ("remedy == refund", "remedy in (reject, exchange)", "remedy != reject"),
    "channel": ("channel == phone", "channel != chat"),
    "award": ("award > 10yuan", "award + price <= 60yuan"),
    "charge": ("charge == 0yuan", "min(charge, award) < 20yuan"),
    "deadline": (),
}
CONCLUSIONS = {
    "remedy": ("reject", "exchange", "refund", "refund", "wanted"),
    "channel": ("phone", "chat"),
    "award": (
        "0yuan",
        "10yuan",
        "percent(price, 30)",
        "price",
        "price + 10yuan",
        "tiers(pieces, 0: 5yuan, 1: percent(price, 50), 3: 0yuan)",
        "tiers(elapsed(paid, sent), 0h: price, 48h: 0yuan)",
    ),
    "charge": ("0yuan", "20yuan", "min(price, 50yuan)"),
    "deadline": (
        "@signed + 7d",
        "next_midnight(@signed) + 7d",
        "months_after(@paid, 2)",
        "@now",
        "workdays_after(@paid, 3)",
        "workdays_after(@signed, 1)",
    ),
}


def random_condition(rnd: Random, issue: str, *, depth: int = 2, statuses: bool = False) -> str:
    """A condition that reads facts, events and the issues before ``issue``."""
    names = list(little_words().issues)
    earlier = names[: names.index(issue)]
    shape = rnd.random() if depth else 1
    if shape < 0.3:
        parts = [random_condition(rnd, issue, depth=depth - 1, statuses=statuses) for _ in range(rnd.randint(2, 3))]
        return f"({rnd.choice((' and ', ' or ')).join(parts)})"
    if shape < 0.35:
        return _denied(random_condition(rnd, issue, depth=depth - 1, statuses=statuses))
    if statuses and earlier and rnd.random() < 0.1:
        return f"status({rnd.choice(earlier)}) == {rnd.choice(('decided', 'conflict', 'gap', 'not_raised'))}"
    atoms = [atom for name in earlier for atom in ISSUE_ATOMS[name]]
    return rnd.choice(atoms) if atoms and rnd.random() < 0.3 else rnd.choice(ATOMS)


def _denied(text: str) -> str:
    """The denial of ``text``, unless that would count *unproven* as *no*."""
    try:
        parse_condition(f"not ({text})", little_words())
    except LanguageError:
        return text
    return f"not ({text})"


def random_conclusion(rnd: Random, issue: str) -> str:
    if issue in CONCLUSIONS:
        return rnd.choice(CONCLUSIONS[issue])
    return random_condition(rnd, issue, depth=1) if rnd.random() < 0.25 else rnd.choice(("yes", "no"))


def random_rules(rnd: Random, *, statuses: bool = False) -> tuple[Rule, ...]:
    """Twelve or so rules on few issues, so that they meet: kinds, levels, forces, versions, acyclic overrides."""
    issues = sorted(rnd.sample(list(little_words().issues), 3), key=list(little_words().issues).index)
    rules = [
        rule
        for number in range(rnd.randint(4, 11))
        for rule in _random_family(rnd, f"R-{number}", rnd.choice(issues), statuses=statuses)
    ]
    rules = _with_overrides(rnd, rules)
    try:
        Program(little_words(), BOOKS, rules, FULL_STACK)
    except StackError:  # an edge, perhaps through others, against a mandatory rule
        return tuple(replace(rule, overrides=()) for rule in rules)
    return tuple(rules)


def _random_family(rnd: Random, name: str, issue: str, *, statuses: bool) -> list[Rule]:
    book = rnd.choice(("law", "plat", "plus", "shop"))
    kind = rnd.choice((Kind.RULE, Kind.RULE, Kind.RULE, Kind.PARAMETER, Kind.PRESUMPTION, Kind.FALLBACK))
    force = rnd.choice((BOOKS[book].force, BOOKS[book].force, Force.MANDATORY, Force.DEFAULT))
    by = rnd.choice(("", *EVENTS))
    cuts = sorted(rnd.sample(DATES, rnd.randint(0, 2))) if rnd.random() < 0.4 else []
    edges = [rnd.choice(("", "2024-01-01")), *cuts, ""]
    spans = list(pairwise(edges))
    if len(spans) > 1 and rnd.random() < 0.3:
        spans.pop(rnd.randrange(len(spans)))
    return [
        make_rule(
            name,
            {issue: random_conclusion(rnd, issue)},
            tuple(random_condition(rnd, issue, statuses=statuses) for _ in range(rnd.randint(0, 2))),
            book=book,
            version=f"v{number}",
            kind=kind,
            force=force,
            effective=make_effective(start, end, by if start or end else ""),
        )
        for number, (start, end) in enumerate(spans)
    ]


def _with_overrides(rnd: Random, rules: list[Rule]) -> list[Rule]:
    names = sorted({rule.id for rule in rules})
    rnd.shuffle(names)
    edges = {name: tuple(rnd.sample(names[:at], min(at, rnd.choice((0, 0, 1, 2))))) for at, name in enumerate(names)}
    return [replace(rule, overrides=edges[rule.id]) for rule in rules]


def random_case(rnd: Random, *, doubt: float = 0.0) -> dict:
    """A raw case; with ``doubt`` some facts are open and some events known to the day, by order, or not at all."""
    facts = {
        name: "?" if rnd.random() < doubt else rnd.choice(texts)
        for name, texts in FACT_TEXTS.items()
        if rnd.random() < 0.7
    }
    facts.setdefault("opened", rnd.choice(("yes", "no")))
    events = {}
    for name in EVENTS:
        if rnd.random() < doubt:
            events[name] = rnd.choice(("?", "yes", *DAYS))
        elif rnd.random() < 0.75:
            events[name] = rnd.choice(MINUTES)
    if "paid" in events and events["paid"] != "?" and rnd.random() < doubt:
        events["sent"] = rnd.choice(("paid + 48h", "paid + 49h", "paid + 2d"))
    order = ["paid", "signed"] if rnd.random() < doubt and {events.get("paid"), events.get("signed")} == {"yes"} else []
    as_of = "2025-06-02" if rnd.random() < doubt else AS_OF
    return {"as_of": as_of, "facts": facts, "events": events, "order": order}


def random_world(rnd: Random, case: dict) -> World | None:
    """One completion of ``case``, None when the dice fell against its order."""
    facts = {name: fact.silence for name, fact in little_words().facts.items()}
    for name, text in case["facts"].items():
        facts[name] = None if text == "?" else FACT_VALUES[name][FACT_TEXTS[name].index(text)]
    facts = {name: rnd.choice(FACT_VALUES[name]) if value is None else value for name, value in facts.items()}
    events: dict[str, int] = {}
    for name in EVENTS:
        text = case["events"].get(name, "")
        if text.startswith("paid +"):
            events[name] = events["paid"] + {"48h": 2880, "49h": 2940, "2d": 2880}[text.removeprefix("paid + ")]
        elif text and not (text == "?" and rnd.random() < 0.3):
            events[name] = _random_minute(rnd, text)
    undated = {name for name, text in case["events"].items() if text == "yes"}
    undated |= {"sent"} if "paid" in undated and case["events"].get("sent", "").startswith("paid +") else set()
    pairs = pairwise(case["order"])
    if any(events[first] >= events[second] for first, second in pairs):
        return None
    return World(facts, events, _random_minute(rnd, case["as_of"]), frozenset(undated))


def _random_minute(rnd: Random, text: str) -> int:
    if text in ("?", "yes"):
        return parse_instant(rnd.choice(MINUTES)).lo + rnd.choice((0, 0, 1, -1, 90000))
    span = parse_instant(text)
    at = span.lo + rnd.choice((0, 600, 601, 720, 1439))
    return min(at, span.hi)
