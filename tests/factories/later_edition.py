"""A second edition of the little corpus of the bank: some of its rules changed, lost or reworded."""

import json
from datetime import datetime, timedelta

from cases.api import Edition, load_edition
from cases.editions.store import store_edition
from tests.factories import NOON
from tests.factories.bank import RULE_MARK, content

ONE_DAY_LATER = NOON + timedelta(days=1)
CHANGED, LOST, REWORDED = (f"{RULE_MARK}{name}" for name in ("SHIP-1", "ADDR-1", "SIGN-1"))


def store_later_edition(*, at: datetime = ONE_DAY_LATER) -> Edition:
    """Store an edition in which pickup may take 70 hours by one rule, one rule is gone, one is put better."""
    raw = json.loads(json.dumps(content()))
    files = raw["books"]["taobao"]
    for rule in files["ship"]["rules"]:
        if rule["id"] == CHANGED:
            rule["then"] = "elapsed(paid, pickup_scan) > 70h"
    files["addr"]["rules"] = [rule for rule in files["addr"]["rules"] if rule["id"] != LOST]
    for rule in files["sign"]["rules"]:
        if rule["id"] == REWORDED:
            rule["text"] = "换一种说法。"
    name, _new = store_edition(raw, label="试 2", now=at)
    return load_edition(name)
