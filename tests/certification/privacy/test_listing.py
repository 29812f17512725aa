"""The register stands in the documents as it is. `MINGDUAN_REGISTER=write` writes it anew."""

import os
from pathlib import Path

from certification.privacy.listing import register_table

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "personal-data.md"
START, END = "<!-- register -->\n", "<!-- /register -->"


def test_the_page_holds_the_register_as_it_is():
    head, rest = PAGE.read_text().split(START)
    written, tail = rest.split(END)

    if os.environ.get("MINGDUAN_REGISTER") == "write":
        written = register_table()
        PAGE.write_text(f"{head}{START}{written}{END}{tail}")

    assert written == register_table()
