"""When a rule applies and what it then decides, in sentences."""

from cases import api


def conditions_of(rule: api.Rule, edition: api.Edition) -> tuple[str, ...]:
    """Return the conditions of a version as sentences, all of which have to hold."""
    return api.say_conditions(rule, edition.vocabulary)


def conclusions_of(rule: api.Rule, edition: api.Edition) -> tuple[str, ...]:
    """Return what a rule decides, as sentences: a value, a condition, or how an amount or a limit is worked out."""
    return api.say_conclusions(rule, edition.vocabulary)
