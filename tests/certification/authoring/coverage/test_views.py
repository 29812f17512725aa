"""The page 覆盖: rules by topic, the untested first."""

import pytest
from django.urls import reverse

from certification.bank.files import read_bank
from certification.bank.services import load_bank
from tests.factories.bank import RULE_MARK, bank_files, items, make_bank, store_edition, write_items


def page(client, **query) -> str:
    response = client.get(reverse("authoring:coverage"), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def thin_bank(db, tmp_path):
    """A bank that leaves one rule untested."""
    text = "items:\n" + "".join(f"  - id:{part}" for part in items().split("  - id:")[1:] if "late_ship_1" not in part)
    folder = write_items(tmp_path / "items", text)
    load_bank(read_bank(folder, tmp_path / "none.yaml"), edition=store_edition())


def test_a_bank_that_tests_everything_is_told(author, db):
    make_bank()
    html = page(author)

    assert "每条要检验的规则都有题检验" in html
    assert "没有。每道题都至少检验一条规则。" in html


def test_untested_rules_stand_under_their_topic(author, thin_bank):
    html = page(author)

    assert "还有 1 条规则没有题检验" in html
    untested = html[html.index('id="coverage-untested"') : html.index('id="coverage-ambiguous"')]
    assert f"{RULE_MARK}SHIP-1" in untested
    assert "发货时限" in untested
    assert f"{RULE_MARK}SHIP-2" not in untested


def test_one_rulebook_may_be_looked_at(author, thin_bank):
    assert f"{RULE_MARK}SHIP-1" in page(author, book="taobao")
    assert "还有 1 条" in page(author, book="no-such-book")


def test_a_bank_that_is_empty_tests_nothing(author, db):
    store_edition()

    assert "还有 21 条规则没有题检验" in page(author)
    assert bank_files().items


def test_a_trainee_is_kept_out(signed_in, db):
    store_edition()

    assert signed_in.get(reverse("authoring:coverage")).status_code == 403
