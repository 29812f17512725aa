"""Drafts of items about a rule: worded, judged by the gate, and dropped where they are weak or already in the bank."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from cases import api
from certification.bank.deriving import derive, trace_hash
from certification.bank.domain import Content, digest
from certification.bank.generate.questions import Worded, worded_questions

#: Facts with a value that silence would not give them, besides those the rule itself reads.
MOST_UNUSUAL: Final = 2
LONGEST_STEM: Final = 260
_DAYS: Final = range(-150, 46)
_MINUTES: Final = range(0, 600, 5)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that passed every gate; `key` is derived, `origin` says where its case comes from."""

    id: str
    content: Content
    key: tuple[str, ...]
    rules: tuple[str, ...]
    origin: str
    matters: bool


def known_twins(contents: Sequence[Content], edition: api.Edition) -> set[str]:
    """Return what tells a twin of these questions: an equal trace over equal facts."""
    found = set()
    for content in contents:
        derived = derive(content, expected=(), disputed=None, edition=edition)
        found.add(_twin_mark(content, derived.derivation))
    return found


def _twin_mark(content: Content, derivation: api.Derivation) -> str:
    facts = {name: str(text) for name, text in (content.case.get("facts") or {}).items()}
    events = {name: str(text) for name, text in (content.case.get("events") or {}).items()}
    overlays = [json.dumps(dict(one.overlay), sort_keys=True, ensure_ascii=False) for one in content.options]
    return digest([str(content.type), trace_hash(content, derivation), facts, sorted(events), sorted(overlays)])


def drafts(
    rule: str,
    *,
    edition: api.Edition,
    older: Sequence[api.Edition] = (),
    seed: int = 0,
    taken: Collection[str] = (),
) -> Iterator[Draft]:
    """Yield drafts about `rule`, varied in kind of question and of case; the same seed gives the same drafts.

    Args:
        rule: the id of the rule.
        edition: the rules.
        older: earlier editions, for wrong options that used to be right.
        seed: what to vary by.
        taken: marks of questions that exist, from `known_twins`.

    Raises:
        KeyError: no such rule.
    """
    chance = Random(f"{rule} {seed}")  # noqa: S311 - variety, not secrecy
    cases = list(
        api.draft_cases(rule, edition=edition, older=older, days=chance.choice(_DAYS), minutes=chance.choice(_MINUTES))
    )
    marks = set(taken)
    for number, (worded, case) in enumerate(_in_turn(cases, edition, chance), start=1):
        found = _gated(worded, case, rule, edition, number)
        if found is not None:
            draft, mark = found
            if mark not in marks:
                marks.add(mark)
                yield draft


def _in_turn(
    cases: Sequence[api.DraftCase], edition: api.Edition, chance: Random
) -> Iterator[tuple[Worded, api.DraftCase]]:
    """Yield worded questions so that kinds of case and of question take turns; those where the rule matters first."""
    waiting: list[tuple[Worded, api.DraftCase]] = []
    for case in cases:
        waiting += [(worded, case) for worded in worded_questions(case, edition, chance)]
    used: Counter[tuple[str, ...]] = Counter()
    while waiting:
        best = min(range(len(waiting)), key=lambda at: (*_weight(*waiting[at], used), at))
        worded, case = waiting.pop(best)
        used.update(_kinds(worded, case))
        yield worded, case


def _weight(worded: Worded, case: api.DraftCase, used: Counter[tuple[str, ...]]) -> tuple[int, int]:
    repeats = sum(used[kind] for kind in _kinds(worded, case))
    remote = case.kind == "flip" and case.changed not in case.own
    return (not case.matters, repeats - 2 * bool(worded.mistakes) + 2 * (case.kind == "flip") + 3 * remote)


def _kinds(worded: Worded, case: api.DraftCase) -> list[tuple[str, ...]]:
    return [
        (str(worded.content.type),), (case.kind,), (case.issue,), (case.kind, case.changed),
        ("case", digest(dict(case.raw))), ("case", digest(dict(case.raw))),
    ]  # fmt: skip


def _gated(
    worded: Worded, case: api.DraftCase, rule: str, edition: api.Edition, number: int
) -> tuple[Draft, str] | None:
    content = replace(worded.content, case=_plain(worded.content.case))
    if len(content.stem) > LONGEST_STEM or len({one.text for one in content.options}) < len(content.options):
        return None
    if len(unusual_facts(case, edition)) > MOST_UNUSUAL:
        return None
    derivation = derive(content, expected=(), disputed=None, edition=edition).derivation
    if derivation.problems or not derivation.key:
        return None
    key = tuple(content.labels[index] for index in derivation.key)
    origin = _origin(case, edition, worded)
    draft = Draft(f"GEN-{rule}-{number}", content, key, derivation.rules, origin, case.matters)
    return draft, _twin_mark(content, derivation)


def _plain(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return the raw case as a file would give it: nothing empty, every value a text."""
    plain = {name: part for name, part in case.items() if part}
    return {
        name: {key: str(text) for key, text in part.items()} if isinstance(part, Mapping) else part
        for name, part in plain.items()
    }


def unusual_facts(case: api.DraftCase, edition: api.Edition) -> list[str]:
    """Return the facts that a trainee would not expect, besides those that the rule is about."""
    found = []
    for name, raw in (case.raw.get("facts") or {}).items():
        fact = edition.vocabulary.facts[name]
        usual = {"yes": True, "no": False, "0": 0, "0元": 0}.get(str(raw), str(raw))
        if fact.stating != "must" and usual != fact.silence and name not in case.own and name != case.changed:
            found.append(name)
    return found


_KINDS: Final = {"typical": "典型案情", "twin": "边界", "flip": "改一个事实"}


def _origin(case: api.DraftCase, edition: api.Edition, worded: Worded) -> str:
    words = edition.vocabulary
    name = case.changed.removeprefix("@")
    label = words.events[name].label if case.changed.startswith("@") else words.facts[name].label if name else ""
    told = f"{_KINDS[case.kind]}：{label}" if label else _KINDS[case.kind]
    mistakes = "；".join(one.rstrip("。") for one in dict.fromkeys(worded.mistakes))
    return f"{told}{f'；干扰项：{mistakes}' if mistakes else ''}"
