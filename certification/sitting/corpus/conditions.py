"""When a rule applies and what it then decides, in sentences."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from cases import api
from certification.sitting.corpus.examples import example_case


@lru_cache(maxsize=512)
def conditions_of(edition_id: str, code: str, version: str) -> tuple[str, ...]:
    """Return the conditions of a version as sentences, all of which have to hold; empty where none could be said.

    They are taken from the explanation of an example in which the rule applies, and kept: an edition never changes.
    """
    edition = api.load_edition(edition_id)
    rule = next(one for one in edition.families[code] if one.version == version)
    examples = (example_case(rule, example.case, edition) for example in rule.examples if example.applies)
    views = (view for case in examples for view in _working_rules(case, rule, edition))
    said = (view.conditions for view in views if (view.id, view.version) == (code, version))
    return tuple(condition.text for condition in next(said, ()))


def _working_rules(case: Mapping[str, Any], rule: api.Rule, edition: api.Edition) -> Iterator[api.RuleView]:
    """Yield the rules that apply in a case to what a rule decides."""
    explanation = api.explain(api.parse_case(case, edition=edition), edition=edition, issues=list(rule.then))
    for issue in explanation.issues:
        yield from (*issue.deciding, *(defeat.rule for defeat in issue.defeated))


def conclusions_of(rule: api.Rule, edition: api.Edition) -> tuple[str, ...]:
    """Return what a rule decides where that is one value; sums and comparisons are left to its text."""
    said = []
    for name, value in rule.then_text.items():
        issue = edition.vocabulary.issues[name]
        sentence = issue.says.get(value) or (f"{issue.label}：{issue.values[value]}" if value in issue.values else "")
        if sentence:
            said.append(sentence.rstrip("。"))
    return tuple(said)
