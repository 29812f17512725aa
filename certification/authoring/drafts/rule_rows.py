"""The changes of a draft, rule by rule, with the old and the new side by side."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases import api
from certification.authoring.drafts.links import rule_edit_url
from certification.core.differences import Piece, lines
from certification.publishing.drafts.content import edited_of
from certification.publishing.drafts.domain import Change
from certification.publishing.drafts.models import DraftEdition, DraftRule
from certification.publishing.drafts.reading import RuleProblem
from certification.publishing.rule_fields import FIELDS, FieldRow

Lines = tuple[tuple[Piece, ...], ...]
Raw = Mapping[str, Any]
_HOWS: Final = {
    "added": (pgettext_lazy("badge", "新增"), "good"),
    "removed": (pgettext_lazy("badge", "删去"), "seal"),
    "changed": (pgettext_lazy("badge", "改动"), "warn"),
    "same": (gettext_lazy("与现行相同"), ""),
}
#: Fields of a rule that are told in sentences.
_SPOKEN: Final = frozenset({"when", "then"})


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One changed rule: what became of its fields in sentences, and of its text line by line."""

    code: str
    version: str
    title: str
    place: str
    how: str | Promise
    tone: str
    fields: tuple[FieldRow, ...]
    text: Lines
    problems: tuple[str, ...]
    revision: int
    editor: str
    edited_at: datetime
    is_known: bool
    edit_url: str


def rule_rows(draft: DraftEdition, problems: Iterable[RuleProblem]) -> tuple[RuleRow, ...]:
    """Return the rules that the draft changes, by code; those written last say so."""
    base, edited = api.load_edition(draft.base), edited_of(draft).edition
    told = list(problems)
    rows = draft.rules.all().standing().select_related("edited_by")
    return tuple(_row(row, base, edited, told) for row in rows)


def _row(row: DraftRule, base: api.Edition, edited: api.Edition | None, problems: list[RuleProblem]) -> RuleRow:
    old, new = _base_raw(base.id, row), row.read
    how = _how(old, new)
    label, tone = _HOWS[how]
    book = base.books.get(row.book)
    return RuleRow(
        code=row.code,
        version=row.version,
        title=str((new or old or {}).get("title", "")),
        place=f"{book.name if book else row.book} · {base.vocabulary.topics.get(row.topic, row.topic)}",
        how=label,
        tone=tone,
        fields=tuple(_fields(row, old, new, (base, edited))),
        text=tuple(lines(_text(old), _text(new))),
        problems=tuple(one.message for one in problems if (one.code, one.version) == (row.code, row.version)),
        revision=row.revision,
        editor=row.edited_by.display_name,
        edited_at=row.edited_at,
        is_known=row.code in base.families,
        edit_url="" if row.change == Change.REMOVED else rule_edit_url(row.code, row.version),
    )


def _base_raw(base: str, row: DraftRule) -> Raw | None:
    try:
        return api.rule_of(base, row.code, row.version).raw
    except KeyError:
        return None


def _how(old: Raw | None, new: Raw | None) -> str:
    if new is None:
        return "removed"
    if old is None:
        return "added"
    return "same" if dict(old) == dict(new) else "changed"


def _text(raw: Raw | None) -> list[str]:
    return api.rule_text(raw).splitlines() if raw else []


def _fields(
    row: DraftRule, old: Raw | None, new: Raw | None, editions: tuple[api.Edition, api.Edition | None]
) -> Iterator[FieldRow]:
    """Yield the fields that differ; of a rule that is new or gone those that say what it does."""
    found = api.compare_contents(_alone(row, old), _alone(row, new)).rules
    for entry in found:
        for field in entry.fields:
            before, after = field.old, field.new
            if field.name in _SPOKEN:
                before, after = (
                    _said(field.name, row, one) or texts
                    for one, texts in zip(editions, (field.old, field.new), strict=True)
                )
            yield FieldRow(str(FIELDS.get(field.name, field.name)), tuple(lines(before, after)))
    if old is None or new is None:
        raw, css, edition = (old, "del", editions[0]) if new is None else (new, "ins", editions[1])
        yield from _whole(row, raw or {}, css, edition)


def _whole(row: DraftRule, raw: Raw, css: str, edition: api.Edition | None) -> Iterator[FieldRow]:
    for name in ("text", "when", "then"):
        said = _said(name, row, edition) if name in _SPOKEN else (str(raw.get(name, "")),)
        if any(said):
            yield FieldRow(str(FIELDS[name]), tuple((Piece(line, css),) for line in said))


def _said(name: str, row: DraftRule, edition: api.Edition | None) -> tuple[str, ...]:
    """Return a field in sentences; nothing where there is no such rule, or the draft cannot be built."""
    versions = edition.families.get(row.code, ()) if edition else ()
    rule = next((one for one in versions if one.version == row.version), None)
    if rule is None or edition is None:
        return ()
    if name == "when":
        return api.say_conditions(rule, edition.vocabulary) or (_("没有条件，总是适用"),)
    return api.say_conclusions(rule, edition.vocabulary)


def _alone(row: DraftRule, raw: Raw | None) -> dict[str, Any]:
    """Return a content that holds nothing but one rule, for it to be compared."""
    rules = [raw] if raw is not None else []
    return {"vocabulary": {}, "books": {row.book: {"book": {}, row.topic: {"rules": rules}}}}
