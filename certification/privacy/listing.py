"""The register as a table that people read: `docs/reference/personal-data.md` holds it."""

from typing import Final

from certification.privacy.domain import Entry, Fate
from certification.privacy.register import REGISTER
from certification.privacy.rows import model_of

HEAD: Final = "| 资料 | 表 | 怎么找到这个人 | 抹除以后 |\n|---|---|---|---|\n"


def register_table() -> str:
    """Return every table about people with what becomes of it, in Markdown."""
    return HEAD + "".join(_row(entry) for entry in REGISTER.values() if entry.is_about_somebody or entry.why)


def _row(entry: Entry) -> str:
    name = model_of(entry)._meta.verbose_name  # noqa: SLF001 - Django's documented API
    ways = [*entry.about, *entry.named, *entry.subject] or (["—"])
    shown = "、".join(f"`{way}`" if way != "—" else way for way in ways)
    return f"| {name} | `{entry.model}` | {shown} | {_fate(entry)} |\n"


def _fate(entry: Entry) -> str:
    if entry.fate is Fate.DELETED:
        said = "删除"
    elif entry.is_about_somebody and entry.words:
        said = f"留下，`{'`、`'.join(entry.words)}` 换成“（已抹除）”"
    else:
        said = "留下"
    return f"{said}。{entry.why}" if entry.why else said
