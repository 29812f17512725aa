"""A rule being edited: where it comes from, what was entered in which view, what that makes in the draft."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases import api
from certification.authoring.rules.posting import form_of_slots
from certification.authoring.rules.slots import Slots
from certification.core.punctuation import clauses
from certification.publishing.drafts.domain import Change
from certification.publishing.drafts.models import DraftEdition, DraftRule

FORM: Final = "form"
TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class Work:
    """What the editor holds.

    Attributes:
        base: the edition that is edited.
        code, version: which rule it is; "" while a new one has no name.
        is_new: whether the rule has still to be named.
        book, topic: where it stands.
        view: which of the two views shows it.
        form: the rule in slots; as it was last read, where the text cannot be read.
        text: what the text view holds.
        unread: why the text cannot be read, "" where it can.
        revision: the revision of the draft that the trainer saw, 0 where the draft has not touched the rule.
        saved: the row of the draft, None where it has none.
    """

    base: api.Edition
    code: str
    version: str
    book: str
    topic: str
    form: api.RuleForm
    text: str
    view: str = FORM
    is_new: bool = False
    unread: str = ""
    revision: int = 0
    saved: DraftRule | None = None

    @property
    def raw(self) -> dict[str, Any]:
        return api.raw_of_form(self.form)

    @property
    def edit(self) -> api.RuleEdit:
        """The edit that this makes; a new rule is named by what was entered."""
        named = (self.form.code, self.form.version) if self.is_new else (self.code, self.version)
        return api.RuleEdit(self.book, self.topic, *named, self.raw)


class NoSuchRuleError(LookupError):
    """Neither the base nor the draft has this rule."""


def opened(base: api.Edition, draft: DraftEdition | None, code: str, version: str) -> Work:
    """Return a rule as the draft has it, else as its base has it.

    Raises:
        NoSuchRuleError: neither has it.
    """
    row = _row(draft, code, version)
    entry = _entry(base.id, code, version)
    if row is not None and row.change == Change.EDITED:
        entry = api.RuleEntry(row.book, row.topic, row.read or {})
    if entry is None:
        raise NoSuchRuleError(code)
    return _work(base, code, version, entry, revision=row.revision if row is not None else 0, saved=row)


def is_in_base(work: Work) -> bool:
    """Say whether the edition that is edited has the rule, or the draft alone."""
    return _entry(work.base.id, work.code, work.version) is not None


def _row(draft: DraftEdition | None, code: str, version: str) -> DraftRule | None:
    if draft is None:
        return None
    return draft.rules.select_related("edited_by").filter(code=code, version=version).first()


def _entry(base: str, code: str, version: str) -> api.RuleEntry | None:
    try:
        return api.rule_of(base, code, version)
    except KeyError:
        return None


def _work(base: api.Edition, code: str, version: str, entry: api.RuleEntry, **more: Any) -> Work:
    form = api.form_of_rule(entry.raw, edition=base)
    return Work(base, code, version, entry.book, entry.topic, form, api.rule_text(entry.raw), **more)


def blank(base: api.Edition, like: str = "") -> Work:
    """Return a rule that is to be written: empty, or as another version of one that there is."""
    known = base.families.get(like, ())
    entry = _entry(base.id, like, known[-1].version) if known else None
    if entry is None:
        raw: Mapping[str, Any] = {"when": [_EMPTY_ROW], "issue": "", "then": ""}
        book = next(name for name, one in base.books.items() if one.level.value == "platform" or len(base.books) == 1)
        entry = api.RuleEntry(book, next(iter(base.vocabulary.topics)), raw)
    return replace(_work(base, "", "", entry), is_new=True)


_EMPTY_ROW: Final = "? == ?"


def posted(start: Work, data: QueryDict) -> Work:
    """Return what was entered into the editor that began as `start`, after what the button pressed says."""
    slots = Slots(dict(data.lists()))
    button = slots.text("do")
    slots.do(button)
    view = TEXT if slots.text("view") == TEXT else FORM
    entered = replace(
        start,
        view=view,
        book=slots.text("book") or start.book,
        topic=slots.text("topic") or start.topic,
        revision=revision_of(slots.text("revision")),
    )
    entered = _read_text(entered, data.get("rule_text", "")) if view == TEXT else _read_slots(entered, slots)
    if button == "view:form" and not entered.unread:
        return replace(entered, view=FORM)
    return replace(entered, view=TEXT) if button == "view:text" else entered


def _read_slots(work: Work, slots: Slots) -> Work:
    form = form_of_slots(slots, work.base.vocabulary)
    if not work.is_new:
        form = replace(form, code=work.code, version=work.version)
    return replace(work, form=form, text=api.rule_text(api.raw_of_form(form)))


def _read_text(work: Work, text: str) -> Work:
    text = text.replace("\r\n", "\n")
    try:
        raw = api.rule_from_text(text)
    except api.CorpusError as error:
        return replace(work, text=text, unread=clauses(error.problems))
    read = replace(work, text=text, form=api.form_of_rule(raw, edition=work.base))
    named = (read.form.code, read.form.version)
    if not work.is_new and named != (work.code, work.version):
        return replace(read, unread=_("编号和口径在这里不能改：要换编号，请新建一条规则。"))
    return read


def revision_of(text: str) -> int:
    """Return the revision that a page says it saw; 0 where it says none."""
    return int(text) if text.isdecimal() else 0
