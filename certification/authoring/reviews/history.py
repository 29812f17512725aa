"""The versions of a question, the newest first: by whom, when, the key then and now, what was changed."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases import api
from certification.authoring.reviews.contents import labels_of
from certification.authoring.reviews.wording import CHANGE_TONES, PARTS
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.workflow.changes import compare
from certification.bank.workflow.domain import Change, PartChange
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.wording import CHANGES
from certification.publishing.usage import Usage, VersionUse


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a change under its name."""

    label: str
    part: PartChange


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in words."""

    said: str | Promise
    tone: str
    parts: tuple[PartRow, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version. `key_then` is by the rules when it was first judged, `key_now` by those in force.

    `regrade_url` leads to the regrade of the marks that stand on it, where the current version would be marked
    otherwise.
    """

    version: QuestionVersion
    publications: tuple[QuestionDraft, ...]
    key_then: tuple[str, ...]
    key_now: tuple[str, ...]
    is_judged_now: bool
    change: ChangeRow | None
    use: VersionUse
    is_current: bool
    is_withdrawn: bool
    regrade_url: str


def say_change(change: Change) -> ChangeRow:
    """Return a change in words, its parts under their names."""
    rows = tuple(PartRow(part_label(part.name), part) for part in change.parts)
    return ChangeRow(CHANGES[change.kind], CHANGE_TONES[change.kind], rows, change)


def part_label(name: str) -> str:
    """Return what a part or a place is called."""
    kind, _colon, number = name.partition(":")
    if not number:
        return str(PARTS.get(name, _("整道题")))
    named = {
        "option": _("选项 %(letter)s"),
        "claim": _("选项 %(letter)s 的主张"),
        "pinned": _("选项 %(letter)s 的位置"),
        "feedback": _("选项 %(letter)s 的讲评"),
    }
    return named[kind] % {"letter": "ABCDEF"[int(number)]}


def history_of(question: Question, usage: Usage, edition: api.Edition) -> list[VersionRow]:
    """Return the versions, the newest first: four queries, whatever their number."""
    return _History(question, usage, edition).rows()


class _History:
    """What is read once for all versions: who published them, and their keys by edition, the oldest edition first."""

    def __init__(self, question: Question, usage: Usage, edition: api.Edition) -> None:
        self.question, self.usage, self.edition = question, usage, edition
        self.versions = list(question.versions.select_related("withdrawal").order_by("number"))
        self.keys = _keys(self.versions)
        self.published: defaultdict[uuid.UUID | None, list[QuestionDraft]] = defaultdict(list)
        for draft in question.drafts.published().select_related("author", "reviewer"):
            self.published[draft.version_id].append(draft)

    def rows(self) -> list[VersionRow]:
        found = []
        for before, version in zip([None, *self.versions], self.versions, strict=False):
            change = say_change(self.change(before, version)) if before else None
            found.append(self.row(version, change))
        return found[::-1]

    def row(self, version: QuestionVersion, change: ChangeRow | None) -> VersionRow:
        content, known = version.read, self.keys[version.pk]
        use, is_current = self.usage.of(version.pk), self.question.current_id == version.pk
        return VersionRow(
            version=version,
            publications=tuple(self.published[version.pk]),
            key_then=labels_of(content, next(iter(known.values()), ())),
            key_now=labels_of(content, known.get(self.edition.id, ())),
            is_judged_now=self.edition.id in known,
            change=change,
            use=use,
            is_current=is_current,
            is_withdrawn=hasattr(version, "withdrawal"),
            regrade_url=self.regrade_url(version) if use.is_marked and not is_current else "",
        )

    def change(self, before: QuestionVersion, after: QuestionVersion) -> Change:
        keys = (self.newest_key(before), self.newest_key(after))
        return compare(before.read, after.read, keys=keys, edition=self.edition)

    def newest_key(self, version: QuestionVersion) -> Sequence[int]:
        known = self.keys[version.pk]
        return known.get(self.edition.id) or next(reversed(known.values()), ())

    def regrade_url(self, version: QuestionVersion) -> str:
        """Return where marks on an older version are mended; "" where the current one is marked alike."""
        current = self.question.current
        if current is None or not self.change(version, current).affects_marks:
            return ""
        return regrade_url(self.question, version)


def _keys(versions: Sequence[QuestionVersion]) -> Mapping[uuid.UUID, dict[str, Sequence[int]]]:
    age = {one.id: -at for at, one in enumerate(api.list_editions())}
    found: defaultdict[uuid.UUID, dict[str, Sequence[int]]] = defaultdict(dict)
    rows = Derivation.objects.filter(version__in=versions).values_list("version", "edition", "key")
    for version, edition, key in sorted(rows, key=lambda row: age.get(row[1], 0)):
        found[version][edition] = key
    return found


def regrade_url(question: Question, version: QuestionVersion) -> str:
    """Return the address of a new regrade of one version."""
    query = urlencode({"question": question.code, "version": str(version.pk)})
    return f"{reverse('authoring:regrade-new')}?{query}"
