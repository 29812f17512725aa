"""What a table says of people, and what becomes of it when somebody is erased. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from certification.core.refusals import Refusal


class Fate(StrEnum):
    """What becomes of the rows about somebody who is erased."""

    KEPT = "kept"
    DELETED = "deleted"


class Kind(StrEnum):
    """What a field that could name a person holds."""

    PERSON = "person"
    ACTOR = "actor"
    WORDS = "words"
    WORK = "work"
    PLAIN = "plain"
    SECRET = "secret"  # noqa: S105 - a kind of field, no password


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of the register.

    Attributes:
        model: `app_label.Model`.
        about: paths from a row to the id of the person that it is about, as lookups.
        named: fields that hold the staff number or the name of the person that the row is about.
        subject: field → what stands in it where the row is about a person, `{id}` for their id.
        by: fields that name who did it. They stay: by then they name a pseudonym.
        words: texts by or about the person; where their rows stay, a mark takes the place of each.
        work: texts that people write as their work, about questions, rules and rounds; they stay, and whoever erases
            somebody is told where the name stands in them.
        plain: codes, letters, hashes, ids of other things, values of the program: no words about a person.
        secret: what is never given away, not even to the person: hashes, keys to the site and to questions, files.
        fate: of the rows about somebody who is erased.
        within: which of the rows about them lose their words or go; others stay as they are.
        cleared: what rows that stay get besides, field → value.
        why: why rows stay, or what else becomes of them; readers of the register see it, in their language.
    """

    model: str
    about: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    subject: Mapping[str, str] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    fate: Fate = Fate.KEPT
    within: Mapping[str, object] = field(default_factory=dict)
    cleared: Mapping[str, object] = field(default_factory=dict)
    why: str = ""

    @property
    def is_about_somebody(self) -> bool:
        """Say whether its rows are about people."""
        return bool(self.about or self.named or self.subject)

    @property
    def kinds(self) -> dict[str, Kind]:
        """Return each field that the entry classifies with its kind; a field named twice keeps the first."""
        groups = (
            ((*(one for one in self.about if "__" not in one), *self.named, *self.subject), Kind.PERSON),
            (self.by, Kind.ACTOR), (self.words, Kind.WORDS), (self.work, Kind.WORK), (self.plain, Kind.PLAIN),
            (self.secret, Kind.SECRET),
        )  # fmt: skip
        found: dict[str, Kind] = {}
        for names, kind in groups:
            for name in names:
                found.setdefault(name, kind)
        return found


#: What somebody is called from then on.
ERASED_NUMBER_PREFIX: Final = "ERASED-"


def erased_number(person: str) -> str:
    """Return the staff number that an erased person keeps: the end of their pseudonym, unique as far as that is."""
    return f"{ERASED_NUMBER_PREFIX}{person.replace('-', '')[-12:]}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether somebody may be erased.

    Attributes:
        is_oneself: the one who asks is the one to be erased.
        is_erased: it was done before.
        is_operator: they may still use the admin.
        is_last_manager: nobody else active is a manager.
        is_sitting: an exam or mock of theirs is open.
    """

    is_oneself: bool = False
    is_erased: bool = False
    is_operator: bool = False
    is_last_manager: bool = False
    is_sitting: bool = False


def why_not_erase(standing: Standing) -> Refusal | None:
    """Return why somebody cannot be erased now; None if they can."""
    checks = (
        (standing.is_erased, Refusal("privacy.erased-already")),
        (standing.is_oneself, Refusal("privacy.oneself")),
        (standing.is_last_manager, Refusal("privacy.last-manager")),
        (standing.is_operator, Refusal("privacy.operator")),
        (standing.is_sitting, Refusal("privacy.sitting")),
    )
    return next((refusal for holds, refusal in checks if holds), None)
