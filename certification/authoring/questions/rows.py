"""One page of the list: everything that its rows show, in a fixed number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import api
from certification.authoring.questions.domain import KeyState, State
from certification.authoring.questions.wording import KEY_TONES, KEYS, STATE_TONES, STATES, TYPES
from certification.bank.domain import Content, QuestionType
from certification.bank.markup.plain import plain_line
from certification.bank.models import Derivation, Question, QuestionVersion, VersionStatistic
from certification.bank.workflow.domain import OPEN_STATES, DraftState
from certification.bank.workflow.loose import read_loose
from certification.bank.workflow.models import QuestionDraft
from certification.papers.domain.difficulty import difficulty, hardness
from certification.publishing.reviews.domain import Effect
from certification.publishing.reviews.models import ReviewTask

LONGEST_STEM = 72


@dataclass(frozen=True, slots=True)
class Mark:
    """A badge: words and a tone."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the list."""

    id: uuid.UUID
    code: str
    url: str
    stem: str
    type_name: str
    topic: str
    rules: tuple[str, ...]
    difficulty: str
    tags: tuple[str, ...]
    owner: str
    is_secret: bool
    states: tuple[Mark, ...]
    key: Mark | None


class Page:
    """What is known of the questions of a page, each kind of it read once."""

    def __init__(self, questions: Sequence[Question], edition: api.Edition) -> None:
        self.edition = edition
        self.ids = [one.pk for one in questions]
        current = [one.current_id for one in questions if one.current_id]
        derived = Derivation.objects.filter(version__in=current, edition=edition.id).defer("decisions", "truths")
        self.derived = {one.version_id: one for one in derived}
        self.statistics = VersionStatistic.objects.in_bulk(current)
        drafts = QuestionDraft.objects.filter(question__in=self.ids, state__in=OPEN_STATES)
        self.drafts = {one.question_id: one for one in drafts}
        self.tags = self._tags()
        touched = ReviewTask.objects.open().filter(question__in=self.ids, effect=Effect.KEY)
        self.touched = set(touched.values_list("question_id", flat=True))
        self.newest = self._newest([one.pk for one in questions if one.current_id is None])

    def _tags(self) -> Mapping[uuid.UUID, list[str]]:
        found: dict[uuid.UUID, list[str]] = defaultdict(list)
        pairs = Question.tags.through._default_manager.filter(question__in=self.ids)  # noqa: SLF001 - documented
        for question, name in pairs.order_by("tag__name").values_list("question", "tag__name"):
            found[question].append(name)
        return found

    @staticmethod
    def _newest(questions: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, QuestionVersion]:
        """Return the newest version of questions that have none to be drawn."""
        return {
            one.question_id: one for one in QuestionVersion.objects.filter(question__in=questions).order_by("number")
        }

    def content_of(self, one: Question) -> Content | None:
        """Return what a question says: what may be drawn, else its newest version, else its draft."""
        version = one.current or self.newest.get(one.pk)
        if version is not None:
            return version.read
        draft = self.drafts.get(one.pk)
        return read_loose(draft.content) if draft else None

    def row(self, one: Question) -> Row:
        """Return a question as a line."""
        derivation = self.derived.get(one.current_id) if one.current_id else None
        content = self.content_of(one)
        topics, is_typed = self.edition.vocabulary.topics, content is not None and content.typed is not None
        return Row(
            id=one.pk,
            code=one.code,
            url=reverse("authoring:question", args=[one.pk]),
            stem=_start(plain_line(content.stem)) if content else "",
            type_name=str(TYPES[QuestionType(one.type)]),
            topic=topics.get(derivation.topic, derivation.topic) if derivation else "",
            rules=tuple(derivation.rules) if derivation else (),
            difficulty=self._difficulty(derivation, is_typed=is_typed),
            tags=tuple(self.tags.get(one.pk, ())),
            owner=one.owner.display_name if one.owner else "",
            is_secret=one.is_secret,
            states=tuple(Mark(str(STATES[state]), STATE_TONES[state]) for state in self.states(one)),
            key=self._key(one, derivation, is_typed=is_typed),
        )

    def states(self, one: Question) -> list[State]:
        """Return where a question stands; one in use that is being rewritten stands at both."""
        if one.retired_at is not None:
            return [State.RETIRED]
        draft = self.drafts.get(one.pk)
        found = [State.PUBLISHED] if one.current_id else [State.BLOCKED] if one.pk in self.newest else []
        if draft is not None:
            found.append(State.IN_REVIEW if draft.state == DraftState.IN_REVIEW else State.DRAFT)
        return found

    def _difficulty(self, derivation: Derivation | None, *, is_typed: bool) -> str:
        if derivation is None:
            return ""
        measured = self.statistics.get(derivation.version_id)
        found = hardness(derivation.difficulty, measured.attempts, measured.share) if measured else 0
        grade = difficulty(derivation.difficulty, found)
        if (measured is None or not found) and is_typed:
            return _("难度 %(grade)d（出题人估）") % {"grade": grade}
        if measured is None or not found:
            return _("难度 %(grade)d（按规则估）") % {"grade": grade}
        return _("难度 %(grade)d（%(n)d 份作答实测）") % {"grade": grade, "n": measured.attempts}

    def _key(self, one: Question, derivation: Derivation | None, *, is_typed: bool) -> Mark | None:
        """Return what the rules in force make of the key; nothing where it does not matter or there is none yet."""
        if one.retired_at is not None or (one.current_id is None and one.pk not in self.newest):
            return None
        if derivation is not None and is_typed:
            return Mark(_("未证明"), "warn")
        state = KeyState.BLOCKED if derivation is None else KeyState.CHANGED if one.pk in self.touched else KeyState.OK
        return Mark(str(KEYS[state]), KEY_TONES.get(state, ""))


def _start(text: str) -> str:
    return text if len(text) <= LONGEST_STEM else f"{text[:LONGEST_STEM]}……"


def rows_of(ids: Iterable[uuid.UUID], edition: api.Edition) -> list[Row]:
    """Return the lines of these questions, in their order."""
    wanted = list(ids)
    found = Question.objects.select_related("current", "owner").defer("search_text", "provenance").in_bulk(wanted)
    questions = [found[one] for one in wanted if one in found]
    page = Page(questions, edition)
    return [page.row(one) for one in questions]
