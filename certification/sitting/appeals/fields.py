"""The facts and events of a question's case as fields, and what was changed in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases import api
from certification.bank.caseform.fields import Field, make_form, raw_text
from certification.bank.caseform.reading import read_form
from certification.bank.deriving import issues_asked
from certification.bank.domain import Content


@dataclass(frozen=True, slots=True)
class AppealFields:
    """What may be disputed: what the case states, then what else its rules look at."""

    stated: tuple[Field, ...]
    unstated: tuple[Field, ...]


def appeal_fields(content: Content, disputed: Mapping[str, Any], edition: api.Edition) -> AppealFields:
    """Return the fields, filled with the case as it is disputed so far."""
    if not content.has_case:
        return AppealFields((), ())
    issues = issues_asked(content, edition)
    form = make_form(api.lay_over(content.case, disputed), edition=edition, focus=issues[0] if issues else "")
    names = {f"{kind}.{name}" for kind, part in (("fact", "facts"), ("event", "events")) for name in _of(content, part)}
    names |= {f"event.{name}" for name in content.case.get("order") or ()}
    fields = [*form.facts, *form.events]
    return AppealFields(
        tuple(field for field in fields if field.name in names),
        tuple(field for field in fields if field.name not in names),
    )


def _of(content: Content, part: str) -> Mapping[str, Any]:
    return content.case.get(part) or {}


def read_dispute(fields: Mapping[str, str], case: Mapping[str, Any], edition: api.Edition) -> dict[str, Any]:
    """Return what the form says differently from the case; a field emptied is read as not mentioned."""
    sent = read_form({name: fields[name] for name in fields}, edition=edition)
    words = edition.vocabulary
    facts = _changed(
        {name: fields[f"fact.{name}"] for name in words.facts if f"fact.{name}" in fields},
        sent["facts"],
        case.get("facts") or {},
        {name: raw_text(fact.silence) for name, fact in words.facts.items()},
    )
    order = dict.fromkeys(case.get("order") or (), "")
    events = _changed(
        {name: fields[f"event.{name}"] for name in words.events if f"event.{name}" in fields},
        sent["events"],
        {**order, **(case.get("events") or {})},
        dict.fromkeys(words.events, "no"),
    )
    return {part: found for part, found in (("facts", facts), ("events", events)) if found}


def _changed(
    shown: Mapping[str, str], sent: Mapping[str, str], stated: Mapping[str, Any], silent: Mapping[str, str]
) -> dict[str, str]:
    """Return the entries that were shown and now say something else."""
    found = {}
    for name in shown:
        now = sent.get(name, "")
        was = raw_text(stated[name]) if name in stated else ""
        if now != was:
            found[name] = now or silent[name]
    return found
