"""Few rules on one issue, each under a condition of its own, so that which of them apply can be chosen freely."""

from dataclasses import dataclass, replace
from itertools import product
from random import Random

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program, StackError
from cases.engine.rules import Force, Kind, Rule
from tests.cases.engine.naive import World, _Judge
from tests.factories.cases import AS_OF, BOOKS, FULL_STACK, little_words, make_rule

#: A condition on each fact, and the fact's text and value where it holds and where it does not.
CONDITIONS = {
    "worn": ("worn", ("yes", True), ("no", False)),
    "tagged": ("tagged", ("yes", True), ("no", False)),
    "opened": ("opened", ("yes", True), ("no", False)),
    "proved": ("proved == yes", ("yes", True), ("no", False)),
    "reason": ("reason == late", ("late", "late"), ("quality", "quality")),
    "wanted": ("wanted == exchange", ("exchange", "exchange"), ("refund", "refund")),
    "pieces": ("pieces >= 2", ("2", 2), ("1", 1)),
}
VALUES = {
    "remedy": ("reject", "exchange", "refund"),
    "channel": ("phone", "chat"),
    "late": ("yes", "no"),
    "award": ("5yuan", "10yuan", "20yuan"),
    "charge": ("5yuan", "10yuan", "20yuan"),
    "deadline": ("@signed + 1d", "@signed + 2d", "@signed + 3d"),
}
SIGNED = "2025-05-08 10:00"
KINDS = (Kind.RULE, Kind.RULE, Kind.RULE, Kind.PARAMETER, Kind.PRESUMPTION, Kind.FALLBACK)


def little_rulebook(rnd: Random, issue: str, count: int) -> tuple[Rule, ...]:
    """``count`` rules of all kinds, levels and forces with acyclic edges; ``late`` is settled first, as others need it."""
    books = rnd.choice((("plat",), ("law", "shop"), ("law", "plat", "shop"), ("law", "plat", "shop")))
    rules = [
        make_rule(
            f"R{number}",
            {issue: rnd.choice(VALUES[issue])},
            (CONDITIONS[fact][0],) if rnd.random() < 0.9 else (),
            book=rnd.choice(books),
            kind=rnd.choice(KINDS),
            force=rnd.choice((Force.MANDATORY, Force.DEFAULT)),
        )
        for number, fact in enumerate(rnd.sample(list(CONDITIONS), count))
    ]
    names = [rule.id for rule in rules]
    rnd.shuffle(names)
    rules = [
        replace(rule, overrides=tuple(n for n in names[: names.index(rule.id)] if rnd.random() < 0.25))
        for rule in rules
    ]
    first = () if issue == "late" else (make_rule("FIRST", {"late": "no"}),)
    try:
        Program(little_words(), BOOKS, (*first, *rules), FULL_STACK)
    except StackError:  # an edge, perhaps through others, against a mandatory rule
        rules = [replace(rule, overrides=()) for rule in rules]
    return (*first, *rules)


@dataclass(frozen=True)
class Knowledge:
    """Which of the facts that conditions test hold, do not, or are open (None)."""

    holds: tuple

    @property
    def raw(self) -> dict:
        facts = {
            fact: "?" if holds is None else CONDITIONS[fact][1 if holds else 2][0]
            for fact, holds in zip(CONDITIONS, self.holds, strict=True)
        }
        return {"as_of": AS_OF, "facts": facts, "events": {"signed": SIGNED}}

    def worlds(self) -> list[World]:
        """All that may be so."""
        found = []
        for each in product(*[(True, False) if holds is None else (holds,) for holds in self.holds]):
            facts = {name: fact.silence for name, fact in little_words().facts.items()}
            facts |= {
                fact: CONDITIONS[fact][1 if holds else 2][1] for fact, holds in zip(CONDITIONS, each, strict=True)
            }
            case = parse_case({"as_of": AS_OF, "events": {"signed": SIGNED}}, little_words())
            found.append(World(facts, {"signed": case.events["signed"].lo}, case.as_of.lo))
        return found


def knowledge_of(rnd: Random, open_facts: int) -> Knowledge:
    """Facts at random, so many of them open."""
    opened = set(rnd.sample(range(len(CONDITIONS)), open_facts))
    return Knowledge(tuple(None if at in opened else rnd.random() < 0.8 for at in range(len(CONDITIONS))))


def found_by_engine(program: Program, raw: dict, issue: str):
    """How the issue comes out."""
    return run(program, program.environment(parse_case(raw, little_words())))[issue]


def naive_verdict(rules, world: World, issue: str):
    """How the issue comes out by the naive reading."""
    return _Judge(little_words(), list(rules), world).verdict(issue)
