"""Cases to begin with: for each topic one example in which a rule applies."""

from dataclasses import dataclass

from cases.api import Edition, example_case
from certification.core.case_links import try_url

_MOST = 8


@dataclass(frozen=True, slots=True)
class Start:
    """A link to a filled-in case."""

    topic: str
    name: str
    url: str


def starting_points(edition: Edition) -> tuple[Start, ...]:
    """Return at most eight examples, one a topic, in the order of the vocabulary."""
    found: dict[str, Start] = {}
    for versions in edition.families.values():
        rule = versions[-1]
        example = next((one for one in rule.examples if one.applies), None)
        if example and rule.topic not in found:
            topic = edition.vocabulary.topics.get(rule.topic, rule.topic)
            found[rule.topic] = Start(topic, example.name, try_url(example_case(rule, example, edition)))
    ordered = [found[topic] for topic in edition.vocabulary.topics if topic in found]
    return tuple(ordered[:_MOST])
