"""What the form sent back → everything a draft is written with. Unfinished values stay as they were typed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from cases.api import Edition
from certification.authoring.editor.typed import with_typed
from certification.bank.caseform.acts import read_acts
from certification.bank.caseform.claim_rows import read_claim
from certification.bank.caseform.reading import read_form, read_time
from certification.bank.caseform.times import read_event
from certification.bank.domain import LETTERS, RIGHT_LABEL, SCHEMA, WRONG_LABEL, Ask, Pool, QuestionType
from certification.bank.workflow.domain import DraftWrite

#: Parts of a case or an overlay that the form keeps as it got them.
KEPT: Final = "kept"
_MOST_DIGITS: Final = 9
_RIGHTS: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that was sent: what to write, and what the page showed besides.

    `shown` are facts and events that were asked for but say nothing yet; `as_text` the options whose claim is text.
    """

    write: DraftWrite
    revision: int
    shown: tuple[str, ...] = ()
    as_text: frozenset[int] = frozenset()

    @property
    def loose(self) -> dict[str, Any]:
        return dict(self.write.content)


def read_posted(fields: QueryDict, edition: Edition) -> Posted:
    """Read the form; nothing is checked here beyond shape."""
    fields = _without_nulls(fields)
    kind = fields.get("type", "")
    kind = kind if kind in set(QuestionType) else QuestionType.SINGLE
    ask = fields.get("ask", "")
    options = _judgement(fields, edition) if kind == QuestionType.TRUEFALSE else _options(fields, edition)
    content = {
        "schema": SCHEMA,
        "type": str(kind),
        "stem": fields.get("stem", "").replace("\r\n", "\n"),
        "ask": str(ask if ask in set(Ask) else Ask.CORRECT),
        "case": read_case(fields, edition),
        "options": options,
        "cited": _cited(fields, edition),
    }
    labels = (RIGHT_LABEL, WRONG_LABEL) if kind == QuestionType.TRUEFALSE else LETTERS
    marked = [int(one) for one in fields.getlist("expected") if str(one).isdecimal() and int(one) < len(options)]
    content = with_typed(content, fields, marked)
    pool = fields.get("pool", "")
    write = DraftWrite(
        content=content,
        expected=tuple(labels[index] for index in sorted(set(marked))),
        enemies=fields.get("enemies", ""),
        template=fields.get("template", ""),
        pool=Pool(pool) if pool in set(Pool) else Pool.OPEN,
        note=fields.get("note", ""),
    )
    as_text = {at for at in range(len(options)) if f"option.{at}.claim" in fields}
    shown = tuple(dict.fromkeys(fields.getlist("shown")))
    return Posted(write, whole(fields.get("revision", "")), shown, frozenset(as_text))


def whole(text: str) -> int:
    """Return a count that a page carried, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def _without_nulls(fields: QueryDict) -> QueryDict:
    """Return the fields without the one character that no database keeps."""
    if not any("\0" in str(value) for _name, values in fields.lists() for value in values):
        return fields
    clean = QueryDict(mutable=True)
    for name, values in fields.lists():
        clean.setlist(name, [str(value).replace("\0", "") for value in values])
    return clean


def read_case(fields: QueryDict, edition: Edition) -> dict[str, Any]:
    """Return the raw case of the form; a part that says nothing is left out."""
    plain = fields.dict()
    case = read_form({name: str(value) for name, value in plain.items()}, edition=edition)
    texts = {str(name): str(value) for name, value in plain.items()}
    case["facts"] = {**case["facts"], **_unknown(texts, "fact.", edition.vocabulary.facts)}
    case["events"] = _events(texts, edition)
    case["acts"] = read_acts(texts, prefix="act")
    kept = _json(texts.get(KEPT, ""))
    return {**kept, **{name: part for name, part in case.items() if part or name == "as_of"}}


def _events(texts: Mapping[str, str], edition: Edition) -> dict[str, str]:
    ids = {event.label: event.id for event in edition.vocabulary.events.values()}
    names = [name.removeprefix("event.") for name in texts if name.startswith("event.")]
    found = {name: read_event(texts, name, ids) for name in names}
    return {name: text for name, text in found.items() if text}


def _unknown(texts: Mapping[str, str], prefix: str, known: Mapping[str, Any]) -> dict[str, str]:
    """Return what the case says in words that the vocabulary no longer has."""
    named = {name.removeprefix(prefix): text.strip() for name, text in texts.items() if name.startswith(prefix)}
    return {name: text for name, text in named.items() if text and name not in known}


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# -- options ------------------------------------------------------------------------------------------


def _options(fields: QueryDict, edition: Edition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while f"option.{len(found)}.text" in fields and len(found) < len(LETTERS):
        found.append(_option(fields, len(found), edition))
    return found


def _judgement(fields: QueryDict, edition: Edition) -> list[dict[str, Any]]:
    """Return 正确 with what it claims, and 错误, which denies it."""
    first = {**_option(fields, 0, edition), "text": RIGHT_LABEL}
    right = first["right"]
    denied: dict[str, Any] = {
        "text": WRONG_LABEL,
        "claim": "",
        "overlay": {},
        "right": None if right is None else not right,
    }
    return [first, denied]


def _option(fields: QueryDict, at: int, edition: Edition) -> dict[str, Any]:
    prefix = f"option.{at}"
    is_cited = "cited.rule" in fields
    option: dict[str, Any] = {
        "text": " ".join(fields.get(f"{prefix}.text", "").splitlines()),
        "claim": "" if is_cited else read_claim(fields, edition.vocabulary, prefix=prefix),
        "overlay": read_overlay(fields, prefix, edition),
        "right": _RIGHTS.get(fields.get(f"{prefix}.right", "")) if is_cited else None,
    }
    return {**option, "pinned": True} if f"{prefix}.pinned" in fields else option


def read_overlay(fields: QueryDict, prefix: str, edition: Edition) -> dict[str, Any]:
    """Return what an option lays over the case: facts, events, acts, another date."""
    texts = {str(name): str(value) for name, value in fields.dict().items() if str(name).startswith(f"{prefix}.")}
    ids = {event.label: event.id for event in edition.vocabulary.events.values()}
    facts, events = _laid(texts, f"{prefix}.set.fact."), _laid(texts, f"{prefix}.set.event.")
    overlay: dict[str, Any] = {
        "facts": facts,
        "events": {name: read_time(text, ids) for name, text in events.items()},
        "acts": read_acts(texts, prefix=f"{prefix}.act"),
        "as_of": texts.get(f"{prefix}.set.as_of", "").strip(),
    }
    kept = _json(texts.get(f"{prefix}.{KEPT}", ""))
    return {**kept, **{name: part for name, part in overlay.items() if part}}


def _laid(texts: Mapping[str, str], start: str) -> dict[str, str]:
    """Return the facts or events laid over, those with nothing picked yet too."""
    return {name.removeprefix(start): text.strip() for name, text in texts.items() if name.startswith(start)}


def _cited(fields: QueryDict, edition: Edition) -> list[str] | None:
    """Return the rule and the hash of its clause: the one on the page, that of the edition where another is picked."""
    if "cited.rule" not in fields:
        return None
    rule = fields.get("cited.rule", "").split(" ")[0].strip()
    if rule == fields.get("cited.was", "") and "reread" not in fields and fields.get("cited.clause", ""):
        return [rule, str(fields["cited.clause"])]
    versions = edition.families.get(rule)
    return [rule, versions[-1].clause_hash if versions else ""]
