"""The English of the interface: `bin/messages.py write` brings locale/ up to date, `check` says what is wrong with it.

`write` reads the sources, keeps every translation there is, adds what is new without one, drops what nobody uses, and
compiles. `check` changes nothing and fails where something is untranslated, fuzzy, or says other placeholders than the
Chinese; where the files are not those that `write` would write; and where Chinese of the interface is not wrapped.
Python alone: no GNU gettext has to be there.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bin.translating import catalogue, sources, unwrapped


def write() -> int:
    """Write both files; say how many texts wait for a translation."""
    catalog = catalogue.merged(sources.wrapped(), catalogue.read())
    catalogue.FOLDER.mkdir(parents=True, exist_ok=True)
    catalogue.PO.write_text(catalogue.as_po(catalog))
    catalogue.MO.write_bytes(catalogue.as_mo(catalogue.read()))
    waiting = list(catalogue.problems(catalog))
    print("\n".join([*waiting, f"locale/en: {len(catalog)} texts, {len(waiting)} to look at"]))
    return 0


def check() -> int:
    """Return 1 where something is missing, wrong or out of date, and say what."""
    catalog = catalogue.merged(sources.wrapped(), catalogue.read())
    found = [*catalogue.problems(catalog), *unwrapped.wrong()]
    if not catalogue.PO.exists() or catalogue.PO.read_text() != catalogue.as_po(catalog):
        found.append("locale/en/LC_MESSAGES/django.po is not up to date: make messages")
    if not catalogue.MO.exists() or catalogue.said_by(catalogue.MO.read_bytes()) != catalogue.said_by(
        catalogue.as_mo(catalogue.read())
    ):
        found.append("locale/en/LC_MESSAGES/django.mo is not up to date: make messages")
    if found:
        print("\n".join([*found, f"{len(found)} to mend, see docs/how-to/translate.md"]), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit({"write": write, "check": check}[sys.argv[1] if len(sys.argv) > 1 else "check"]())
