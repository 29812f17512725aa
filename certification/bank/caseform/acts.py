"""What the agent said or did, one row an act: with its arguments, when, and whether it was taken back. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from cases.api import Edition
from certification.bank.caseform.fields import Field, raw_text

_MARKS: Final = ("at", "retracted")


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act of a case; `raw` carries what a row cannot show, as JSON, "" elsewhere."""

    name: str
    act: str
    label: str
    hint: str = ""
    args: tuple[Field, ...] = ()
    at: str = ""
    is_retracted: bool = False
    raw: str = ""


def act_rows(entries: object, *, edition: Edition, prefix: str) -> tuple[ActRow, ...]:
    """Return the acts of a raw case (or of what is laid over one) as rows whose fields begin with `prefix`."""
    listed = entries if isinstance(entries, list | tuple) else ()
    return tuple(_row(entry, f"{prefix}.{at}", edition) for at, entry in enumerate(listed))


def _row(entry: object, name: str, edition: Edition) -> ActRow:
    given: Mapping[str, Any] = {"act": entry} if isinstance(entry, str) else entry if isinstance(entry, Mapping) else {}
    act = edition.vocabulary.acts.get(str(given.get("act")))
    if act is None or set(given) - {"act", *_MARKS, *act.args}:
        raw = json.dumps(entry, ensure_ascii=False)
        return ActRow(name, "", raw, raw=raw)
    args = tuple(
        Field(
            f"{name}.arg.{arg}",
            _("金额") if kind == "money" else arg,
            raw_text(given[arg]) if arg in given else "",
            placeholder=_("如 30元") if kind == "money" else "",
        )
        for arg, kind in act.args.items()
    )
    retracted = raw_text(given.get("retracted", "no")) in ("yes", "true", "是")
    return ActRow(name, act.id, act.label, act.meaning, args, raw_text(given.get("at", "")), retracted)


def read_acts(fields: Mapping[str, str], *, prefix: str) -> list[Any]:
    """Return the acts that rows describe, in their order; an act with nothing beside it is its name alone."""
    found: list[Any] = []
    at = 0
    while f"{prefix}.{at}" in fields or f"{prefix}.{at}.raw" in fields:
        found.append(_read(fields, f"{prefix}.{at}"))
        at += 1
    return found


def _read(fields: Mapping[str, str], name: str) -> Any:
    if raw := fields.get(f"{name}.raw", ""):
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            return raw
    start = f"{name}.arg."
    args = {key.removeprefix(start): value.strip() for key, value in fields.items() if key.startswith(start)}
    entry = {"act": fields[name], **{arg: value for arg, value in args.items() if value}}
    if at := fields.get(f"{name}.at", "").strip():
        entry["at"] = at
    if f"{name}.retracted" in fields:
        entry["retracted"] = "yes"
    return entry["act"] if len(entry) == 1 else entry
