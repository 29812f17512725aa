"""What an option claims, in words."""

import pytest

from certification.authoring.reviews.claims import say_claim
from tests.factories.bank import store_edition


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("late_ship_1", "迟延ship1 成立"),
        ("not late_ship_1", "迟延ship1 不成立"),
        ("late_ship_1 == yes", "迟延ship1 成立"),
        ("late_ship_1 != yes", "迟延ship1 不成立"),
        ("late_ship_1 and not late_ship_2", "迟延ship1 成立 且 迟延ship2 不成立"),
        ("late_ship_1 or late_ship_2", "迟延ship1 成立 或 迟延ship2 成立"),
        ("late_ship_1 in (yes, no)", "迟延ship1 = yes、no"),
        ("status(late_ship_1) == undetermined", "迟延ship1 = 未决"),
        ("status(late_ship_1) != gap", "迟延ship1 ≠ 空白"),
        ("late_ship_1 >= 3d", "迟延ship1 ≥ 3天"),
        ("worn and late_ship_1", "worn and late_ship_1"),
        ("late_ship_1 and (late_ship_2 or late_ship_3)", "late_ship_1 and (late_ship_2 or late_ship_3)"),
        ("", ""),
    ],
)
def test_a_claim_is_told_in_words_where_rows_can_hold_it(db, text, said):
    assert say_claim(text, store_edition()) == said
