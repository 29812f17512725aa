"""Who gets in where: the table in docs/reference/access.md is what the site does, address by address.

`MINGDUAN_ACCESS=write pytest tests/security/test_access.py -p no:randomly` writes the table anew; look at what changed.
"""

import os
from functools import cache
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories.bank import make_bank
from tests.security.surface import METHODS, ROLES, Address, Visitor, addresses, outcome, pages

TABLE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access.md"
START, END = "<!-- table -->", "<!-- /table -->"
HEAD = "| Address | Method | Not signed in | Trainee | Trainer | Manager | Operator |\n|---|---|---|---|---|---|---|\n"
WRITES = os.environ.get("MINGDUAN_ACCESS") == "write"
pytestmark = pytest.mark.django_db


def written() -> dict[tuple[str, str], dict[str, str]]:
    """Return the table as it is committed: (address, method) → role → outcome."""
    if not TABLE.exists():
        return {}
    lines = TABLE.read_text().split(START)[1].split(END)[0].strip().splitlines()[2:]
    cells = [[cell.strip().strip("`") for cell in line.strip("| ").split(" | ")] for line in lines]
    return {(one[0], one[1]): dict(zip(ROLES, one[2:], strict=True)) for one in cells}


@cache
def committed() -> dict[tuple[str, str], dict[str, str]]:
    return written()


def shown(address: Address) -> str:
    return f"/{address.pattern}"


def found(role: str) -> dict[tuple[str, str], str]:
    make_bank()
    visitor = Visitor(role)
    return {(shown(one), method): outcome(visitor.ask(method, one.path())) for one in pages() for method in METHODS}


@pytest.mark.skipif(WRITES, reason="the table is being written")
def test_every_address_has_its_rows_and_no_row_is_left_over():
    """A new address: write the table anew, and look whether it lets in whom it should."""
    wanted = {(shown(one), method) for one in pages() for method in METHODS}

    assert wanted - set(committed()) == set()
    assert set(committed()) - wanted == set()


@pytest.mark.skipif(WRITES, reason="the table is being written")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role):
    differing = {
        key: f"{committed().get(key, {}).get(role)} → {got}"
        for key, got in found(role).items()
        if committed().get(key, {}).get(role) != got
    }

    assert differing == {}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "operator"])
def test_nobody_but_operators_comes_into_the_admin(role):
    visitor = Visitor(role)
    to_sign_in = ("/sign-in/", reverse("admin:login"))
    by_label = reverse("admin:app_list", args=["auth"])

    for one in addresses():
        if one.is_admin and not one.name.endswith(":None"):  # the last catches all that is nowhere
            response = visitor.ask("GET", by_label if one.name == "admin:app_list" else one.path())
            told = response.headers.get("Location", "")
            is_away = told.startswith(to_sign_in) or told == reverse("admin:index")
            assert response.status_code in {403, 405} or is_away, one


def test_no_address_takes_a_method_that_it_has_no_use_for():
    visitor = Visitor("manager")

    for one in pages():
        for method in ("PUT", "DELETE", "PATCH"):
            assert outcome(visitor.ask(method, one.path())) in {"405", "403"}, (one.pattern, method)


@pytest.mark.skipif(not WRITES, reason="MINGDUAN_ACCESS=write asks for it")
def test_write_the_table():
    by_role = {role: found(role) for role in ROLES}
    rows = [
        f"| `{shown(one)}` | {method} | " + " | ".join(by_role[role][shown(one), method] for role in ROLES) + " |"
        for one in pages()
        for method in METHODS
    ]
    text = TABLE.read_text()
    head, tail = text.split(START)[0], text.split(END)[1]
    TABLE.write_text(f"{head}{START}\n{HEAD}" + "\n".join(rows) + f"\n{END}{tail}")
