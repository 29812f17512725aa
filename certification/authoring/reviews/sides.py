"""A draft beside the version it would replace: each place twice, what differs marked, with its comments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import api
from certification.authoring.reviews.contents import Shown, show, supposed
from certification.authoring.reviews.history import ChangeRow, part_label, regrade_url, say_change
from certification.bank.caseform.claim_rows import say_claim
from certification.bank.domain import Content
from certification.bank.models import QuestionVersion
from certification.bank.preview.domain import Preview
from certification.bank.preview.previewing import preview_question
from certification.bank.workflow.changes import case_lines, diff, diff_lines
from certification.bank.workflow.domain import PLACES, WHOLE, DraftState, Piece
from certification.bank.workflow.loose import read_loose
from certification.bank.workflow.models import DraftComment, QuestionDraft
from certification.bank.workflow.services import read_policy, what_changes
from certification.bank.workflow.services.publishing import base_of
from certification.core.punctuation import clauses
from certification.people.models import User
from certification.publishing.usage import where_used


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a place, as it is now and as the draft has it; `label` is empty for the text itself."""

    label: str
    pieces: tuple[Piece, ...]
    is_changed: bool

    @property
    def before(self) -> list[Piece]:
        """Return what is there now, what would go marked."""
        return [piece for piece in self.pieces if piece.how != "ins"]

    @property
    def after(self) -> list[Piece]:
        """Return what the draft has, what is new marked."""
        return [piece for piece in self.pieces if piece.how != "del"]


@dataclass(frozen=True, slots=True)
class Place:
    """The stem, the case, or an option: its lines on both sides, what is wrong with it, what is said of it."""

    name: str
    slug: str
    label: str
    lines: tuple[Line, ...]
    troubles: tuple[str, ...]
    comments: tuple[DraftComment, ...]

    @property
    def is_changed(self) -> bool:
        return any(line.is_changed for line in self.lines)


@dataclass(frozen=True, slots=True)
class Review:
    """Everything of a review.

    Attributes:
        base: the version that publishing would replace.
        places: where comments may stand, in the order of the page; the first is the question as a whole.
        preview: what the rules say of the draft.
        shown: the draft as trainees would see it.
        change: what publishing would change, and whether marks depend on it.
        regrade_url: where past marks are mended once it is published; "" where none stand on the current version.
        is_own: whether the reader wrote it and the manager wants somebody else to review it.
        may_publish: whether nothing is in the way.
    """

    base: QuestionVersion | None
    places: tuple[Place, ...]
    preview: Preview
    shown: Shown
    change: ChangeRow
    regrade_url: str
    is_own: bool
    may_publish: bool

    def place(self, name: str) -> Place | None:
        """Return one place by its name."""
        return next((one for one in self.places if one.name == name), None)


def review_of(draft: QuestionDraft, *, edition: api.Edition, person: User) -> Review:
    """Return the review of an open draft, for one reader."""
    base, content = base_of(draft), read_loose(draft.content)
    preview = preview_question(draft.content, expected=draft.expected, edition=edition)
    change = what_changes(draft, edition)
    is_own = read_policy().reviewer_differs and person.pk in (draft.author_id, draft.updated_by_id)
    used = where_used(draft.question).of(base.pk) if base and change.affects_marks else None
    found = preview.derivation
    return Review(
        base=base,
        places=tuple(_places(draft, base.read if base else None, content, preview, edition)),
        preview=preview,
        shown=show(content, key=found.key if found else (), truths=found.truths if found else (), edition=edition),
        change=say_change(change),
        regrade_url=regrade_url(draft.question, base) if base and used and used.is_marked else "",
        is_own=is_own,
        may_publish=preview.may_publish and not is_own and draft.state == DraftState.IN_REVIEW,
    )


def _places(
    draft: QuestionDraft, before: Content | None, after: Content, preview: Preview, edition: api.Edition
) -> list[Place]:
    said: defaultdict[str, list[DraftComment]] = defaultdict(list)
    for one in draft.comments.select_related("author", "resolved_by"):
        said[one.place].append(one)
    count = max(len(after.options), len(before.options) if before else 0)
    names = [name for name in PLACES if not name.startswith("option:") or int(name[7:]) < count]
    troubles = _troubles(names, preview)
    return [
        Place(
            name=name,
            slug=name.replace(":", "-"),
            label=part_label(name),
            lines=tuple(_lines(name, before, after, edition)),
            troubles=tuple(troubles[name]),
            comments=tuple(said[name]),
        )
        for name in names
    ]


def _troubles(names: Sequence[str], preview: Preview) -> Mapping[str, list[str]]:
    """Return the troubles by place; those of a fact, an event or the date stand at the case, others at the whole."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in preview.troubles:
        is_case = one.place.startswith(("fact", "event", "act", "as_of", "stack", "order", "case"))
        found[one.place if one.place in names else "case" if is_case else WHOLE].append(one.message)
    return found


def _lines(name: str, before: Content | None, after: Content, edition: api.Edition) -> list[Line]:
    if name == "case":
        return _case_lines(before, after, edition)
    old, new = _texts(name, before, edition), _texts(name, after, edition)
    return [
        Line(label, diff(was, now), was != now) if before else Line(label, diff(now, now), is_changed=False)
        for (label, was), (_same, now) in zip(old, new, strict=True)
        if was or now
    ]


def _case_lines(before: Content | None, after: Content, edition: api.Edition) -> list[Line]:
    new = case_lines(after.case, edition)
    old = case_lines(before.case, edition) if before else new
    return [Line("", (piece,), piece.how != "keep") for piece in diff_lines(old, new)]


def _texts(name: str, content: Content | None, edition: api.Edition) -> list[tuple[str, str]]:
    """Return the lines of a place as (label, text): for an option also what it claims and what it supposes."""
    if name == WHOLE:
        return [(_("讲评"), content.typed.explanation if content and content.typed else "")]
    if name == "stem":
        return [("", content.stem if content else "")]
    index = int(name[7:])
    if content is None or index >= len(content.options):
        return [("", ""), (_("主张"), ""), (_("若"), ""), (_("讲评"), "")]
    option = content.options[index]
    typed = {True: _("对"), False: _("错"), None: ""}[option.right]
    claim = say_claim(option.claim, edition.vocabulary) if option.claim else typed
    overlay = clauses(supposed(content, index, edition))
    return [("", option.text), (_("主张"), claim), (_("若"), overlay), (_("讲评"), option.feedback)]
