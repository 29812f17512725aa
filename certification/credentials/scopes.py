"""Which rules a certificate covers, and which of them decide otherwise in another edition."""

from functools import lru_cache

from cases import api
from certification.competency.areas.services import areas_of
from certification.credentials.domain import Scope, changed_rules


@lru_cache(maxsize=256)
def changes(scope: Scope, old: str, new: str, _areas: str) -> tuple[str, ...]:
    """Return the codes of the rules in scope that decide otherwise in the edition `new` than in `old`.

    A rule that has come or gone counts; one that was only put in other words does not. Where one of the editions is
    not stored nothing can be said, and nothing is. `_areas`: the fingerprint of the areas that scopes are made of.
    """
    if old == new:
        return ()
    try:
        covered = covered_rules(scope, old) | covered_rules(scope, new)
    except api.NoEditionError:
        return ()
    return changed_rules(api.rule_meanings(old), api.rule_meanings(new), covered)


def covered_rules(scope: Scope, edition: str) -> frozenset[str]:
    """Return the codes of the rules of a stored edition that are in scope.

    Raises:
        NoEditionError: it is not stored.
    """
    found = api.load_edition(edition)
    areas = areas_of(found)
    return frozenset(
        code
        for code, versions in found.families.items()
        if scope.has(areas=areas.get(code, ()), books=[one.book for one in versions])
    )
