"""Earlier editions tempt those who learnt by them."""

from cases import api
from cases.editions.content import build_edition
from cases.editions.store import store_edition
from certification.bank.generate.drafting import drafts
from certification.bank.generate.older import older_editions
from tests.factories import NOON
from tests.factories.rulebook import build_rulebook, content


def day_edition() -> api.Edition:
    """The rulebook of tests, when there were 24 hours to ship."""
    old = content()
    rule = old["books"]["taobao"]["ship"]["rules"][0]
    assert rule["id"] == "SHIP-48H-01"
    rule["then"] = "elapsed(paid, pickup_scan) > 24h"
    rule["misreadings"] = []
    return build_edition(old, "2024.1")


def test_what_an_older_edition_said_is_a_wrong_answer_with_its_reason():
    def reasons(older):
        found = api.draft_cases("SHIP-48H-01", edition=build_rulebook(), older=older)
        return {wrong.because for case in found for wrong in case.wrong}

    assert "按旧版规则库（2024.1）。" in reasons([day_edition()])
    assert not any("旧版规则库" in because for because in reasons([]))
    assert next(drafts("SHIP-48H-01", edition=build_rulebook(), older=[day_edition()]))


def test_the_editions_before_the_current_one_are_asked(db):
    first = store_edition(content(), label="2024.1", now=NOON)[0]
    changed = content()
    changed["books"]["taobao"]["ship"]["rules"][0]["title"] = "四十八小时内揽收"
    second = store_edition(changed, label="2025.1", now=NOON.replace(year=NOON.year + 1))[0]

    assert [one.id for one in older_editions(api.load_edition(second))] == [first]
