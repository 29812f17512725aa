"""What may be asked of the list of questions, and what may be done to many of them at once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from certification.bank.domain import Pool, QuestionType
from certification.core.refusals import Refusal

LONGEST_TEXT: Final = 60
MOST_WORDS: Final = 6
#: How many questions one act may change.
MOST_AT_ONCE: Final = 500


class State(StrEnum):
    """Where a question stands, as the list tells it: the first that fits, from the top."""

    RETIRED = "retired"
    IN_REVIEW = "in_review"
    DRAFT = "draft"
    PUBLISHED = "published"
    BLOCKED = "blocked"


class KeyState(StrEnum):
    """What the rules in force make of a question's key."""

    OK = "ok"
    CHANGED = "changed"
    BLOCKED = "blocked"
    NONE = "none"


class Sort(StrEnum):
    """In which order the list stands."""

    CODE = "code"
    EDITED = "edited"
    HARDEST = "hardest"
    EASIEST = "easiest"


class Act(StrEnum):
    """What can be done to many questions at once."""

    TAG = "tag"
    UNTAG = "untag"
    OWNER = "owner"
    SUBMIT = "submit"
    RETIRE = "retire"
    RESTORE = "restore"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks for; what is empty does not matter. `difficulty` is 1 to 5, `answered` yes or no."""

    text: str = ""
    state: str = ""
    type: str = ""
    book: str = ""
    rule: str = ""
    topic: str = ""
    pool: str = ""
    tag: str = ""
    owner: str = ""
    key: str = ""
    difficulty: str = ""
    answered: str = ""
    sort: str = ""

    @property
    def words(self) -> list[str]:
        """Return what has to occur, each word by itself."""
        return self.text.split()[:MOST_WORDS]

    @property
    def is_blank(self) -> bool:
        """Say whether everything is asked for."""
        return not any(getattr(self, one.name) for one in fields(self) if one.name != "sort")

    @property
    def has_filters(self) -> bool:
        """Say whether more than words and a state is asked for."""
        return any(getattr(self, one.name) for one in fields(self) if one.name not in {"text", "state"})

    def parameters(self) -> dict[str, str]:
        """Return what stands in the address of the list."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {("q" if name == "text" else name): value for name, value in named.items() if value}


#: Values that are one of a few; anything else is as if it were not given.
_CHOICES: Final[Mapping[str, frozenset[str]]] = {
    "state": frozenset(State),
    "type": frozenset(QuestionType),
    "pool": frozenset({*Pool, "released"}),
    "key": frozenset(KeyState),
    "difficulty": frozenset("12345"),
    "answered": frozenset({"yes", "no"}),
    "sort": frozenset(Sort),
}


def read_query(given: Mapping[str, str]) -> Query:
    """Return what an address asks for; what makes no sense is left out, so that no old link breaks."""
    values = {}
    for one in fields(Query):
        value = str(given.get("q" if one.name == "text" else one.name, "")).strip()[:LONGEST_TEXT].replace("\0", "")
        if one.name not in _CHOICES or value in _CHOICES[one.name]:
            values[one.name] = value
    return Query(**values)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a question is, as far as it matters to what may be done to it."""

    state: State
    has_version: bool
    has_draft: bool
    in_review: bool
    is_secret: bool
    is_released: bool
    from_files: bool
    is_restorable: bool
    is_on_running_paper: bool
    tags: frozenset[str]
    owner: str


def why_not_act(act: Act, value: str, one: Standing) -> Refusal | None:
    """Say why an act would not do anything to a question, or must not.

    Args:
        act: which.
        value: the tag, the owner's id or the pool.
        one: the question.
    """
    return _CHECKS[act](value, one)


def _tag(value: str, one: Standing) -> Refusal | None:
    return Refusal("questions.has-tag", {"tag": value}) if value in one.tags else None


def _untag(value: str, one: Standing) -> Refusal | None:
    return None if value in one.tags else Refusal("questions.has-no-tag", {"tag": value})


def _owner(value: str, one: Standing) -> Refusal | None:
    return Refusal("questions.same-owner") if value == one.owner else None


def _submit(_value: str, one: Standing) -> Refusal | None:
    if one.in_review:
        return Refusal("questions.in-review")
    return None if one.has_draft else Refusal("questions.no-draft")


def _retire(_value: str, one: Standing) -> Refusal | None:
    if one.state is State.RETIRED:
        return Refusal("questions.retired")
    return None if one.has_version else Refusal("questions.never-published")


def _restore(_value: str, one: Standing) -> Refusal | None:
    if one.state is not State.RETIRED:
        return Refusal("questions.not-retired")
    return None if one.is_restorable else Refusal("questions.no-sound-version")


def _pool(value: str, one: Standing) -> Refusal | None:
    if one.is_released:
        return Refusal("questions.released")
    if one.is_secret == (value == Pool.SECURE):
        return Refusal("questions.same-pool")
    if one.from_files:
        return Refusal("questions.from-files")
    return Refusal("questions.on-running-paper") if one.is_on_running_paper else None


_CHECKS: Final = {
    Act.TAG: _tag,
    Act.UNTAG: _untag,
    Act.OWNER: _owner,
    Act.SUBMIT: _submit,
    Act.RETIRE: _retire,
    Act.RESTORE: _restore,
    Act.POOL: _pool,
}
