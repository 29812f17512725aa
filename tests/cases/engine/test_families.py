"""What the programs of one edition have in common."""

from cases import api
from cases.engine.case import Stack
from cases.engine.edition import Edition

ISSUE = "effective_signing"


def test_stacks_of_an_edition_share_what_a_rule_was_compiled_to():
    edition = _unasked()
    law, shop = (edition.program(stack).by_id[ISSUE].families for stack in (Stack(), Stack("taobao", "demo-apparel")))

    below = {family.id: family for family in shop}

    assert law
    assert all(below[family.id] is family for family in law)
    assert len(shop) > len(law)


def test_what_a_rule_was_compiled_to_belongs_to_its_edition():
    first, second = (one.program(Stack()).by_id[ISSUE].families[0] for one in (_unasked(), _unasked()))

    assert first.id == second.id
    assert first is not second


def test_versions_of_a_rule_share_what_was_told_of_their_conditions():
    edition = _unasked()
    case = {"as_of": "2025-06-01 12:00", "facts": {}, "events": {"signed": "2025-05-31 12:00"}}
    asked = [api.parse_case({**case, "stack": {"platform": name}}, edition=edition) for name in ("", "taobao")]
    law, wider = (_inapplicable(api.outcomes(one, edition=edition)) for one in asked)

    assert law
    assert all(wider[name] is one for name, one in law.items())


def _inapplicable(decision: api.Decision) -> dict[tuple[str, str], object]:
    return {(issue, one.rule): one for issue, found in decision.issues.items() for one in found.inapplicable}


def _unasked() -> Edition:
    """The edition as shipped, of which nothing was compiled yet."""
    shipped = api.shipped_edition()
    return shipped.with_rules(shipped.rules)
