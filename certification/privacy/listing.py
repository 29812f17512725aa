"""The register as a table that people read: `docs/reference/personal-data.md` holds it, in English."""

import re
from typing import Final

from django.db.models import Model
from django.utils.translation import gettext, override

from certification.core.append_only import ERASED
from certification.privacy.domain import Entry, Fate
from certification.privacy.register import REGISTER
from certification.privacy.rows import model_of

HEAD: Final = "| Data | Table | How the person is found | After erasure |\n|---|---|---|---|\n"
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_NEXT_WORD: Final = re.compile(r"_|(?<=[a-z])(?=[A-Z])")


def register_table() -> str:
    """Return every table about people with what becomes of it, in Markdown."""
    with override("en"):
        return HEAD + "".join(_row(entry) for entry in REGISTER.values() if entry.is_about_somebody or entry.why)


def english_name(model: type[Model]) -> str:
    """Return what a table is called in English: as the interface says, else by the words of its class's name."""
    with override("en"):
        name = str(model._meta.verbose_name)  # noqa: SLF001 - Django's documented API
    if _CHINESE.search(name):  # nobody translated it, or Django made the table
        return _NEXT_WORD.sub(" ", model.__name__).capitalize()
    return name[:1].upper() + name[1:]


def _row(entry: Entry) -> str:
    ways = [*entry.about, *entry.named, *entry.subject] or (["—"])
    shown = ", ".join(f"`{way}`" if way != "—" else way for way in ways)
    return f"| {english_name(model_of(entry))} | `{entry.model}` | {shown} | {_fate(entry)} |\n"


def _fate(entry: Entry) -> str:
    if entry.fate is Fate.DELETED:
        said = "Deleted"
    elif entry.is_about_somebody and entry.words:
        become = "becomes" if len(entry.words) == 1 else "become"
        said = f"Kept; {', '.join(f'`{word}`' for word in entry.words)} {become} “{ERASED}”"
    else:
        said = "Kept"
    return f"{said}. {gettext(entry.why)}" if entry.why else said
