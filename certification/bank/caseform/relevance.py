"""Which facts and events matter for an issue: what its rules read, and the rules of the issues those read. Pure."""

from collections import Counter
from collections.abc import Mapping

from cases.api import Edition
from certification.bank.caseform.names import names_in


def _reads(edition: Edition) -> Mapping[str, Counter[str]]:
    """Return for each issue how many rules that conclude it read each name."""
    reads: dict[str, Counter[str]] = {
        name: Counter(names_in([issue.raised_when])) for name, issue in edition.vocabulary.issues.items()
    }
    for rule in edition.rules:
        for issue in rule.then:
            reads[issue].update(names_in([*rule.when_text, rule.then_text[issue]]))
    return reads


def _most_read_first(reads: Counter[str]) -> list[str]:
    """Return the names by how many rules read them; of equals always in the same order."""
    return sorted(reads, key=lambda name: (-reads[name], name))


def facts_that_matter(edition: Edition, issue: str = "") -> dict[str, int]:
    """Return facts and events by how near they stand to an issue: 0 where its own rules read them.

    Without an issue, those that many rules read come first, in steps of ten names.
    """
    words = edition.vocabulary
    reads = _reads(edition)
    if issue not in words.issues:
        total = sum(reads.values(), Counter())
        common = [name for name in _most_read_first(total) if name in words.facts or name in words.events]
        return {name: place // 10 for place, name in enumerate(common)}
    near: dict[str, int] = {}
    seen, level, depth = {issue}, [issue], 0
    while level:
        names = [name for one in level for name in _most_read_first(reads[one])]
        for name in names:
            if name in words.facts or name in words.events:
                near.setdefault(name, depth)
        level = [name for name in dict.fromkeys(names) if name in words.issues and name not in seen]
        seen.update(level)
        depth += 1
    return near
