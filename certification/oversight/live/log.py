"""What was done to a round: who, when, what. Read from the journal."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.core.journal import JournalEntry
from certification.core.punctuation import clauses, labelled, listed, stops
from certification.oversight.live.domain import LEAST_FACTOR
from certification.oversight.live.wording import CAUSE_NAMES, VERB_NAMES, why
from certification.people.models import User
from certification.rounds.models import Announcement, Round

#: What a form of the live page did stands in the journal as one act, beside the acts of the rows it wrote.
PARTS = {"round.time-granted": ("live.extended",), "round.announced": ("live.said", "live.extended")}
NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class LogRow:
    """One act."""

    at: datetime
    who: str
    what: str


def acts_on(held: Round) -> QuerySet[JournalEntry]:
    """Return the acts on a round, the newest first, each with the actor's name: one query."""
    own = JournalEntry.objects.filter(subject=f"round:{held.pk}")
    same = own.filter(at=OuterRef("at"), actor_id=OuterRef("actor_id"))
    actor = User.objects.filter(pk=OuterRef("actor_id"))
    rows: QuerySet[JournalEntry] = own.annotate(actor_name=Subquery(actor.values("display_name")[:1]))
    for part, wholes in PARTS.items():
        rows = rows.exclude(Exists(same.filter(verb__in=wholes)), verb=part)
    return rows.order_by("-at", "id")


def log_rows(entries: Sequence[JournalEntry], names: Mapping[uuid.UUID, str]) -> list[LogRow]:
    """Return acts in words.

    Args:
        entries: as `acts_on` returns them.
        names: of the people they are about; who is missing is a person without a name.
    """
    texts = _announced(entries)
    return [
        LogRow(one.at, getattr(one, "actor_name", "") or _("系统"), said(one.verb, one.details, names, texts))
        for one in entries
    ]


def is_about(entry: JournalEntry, person_id: uuid.UUID) -> bool:
    """Say whether an act was about this person, alone or among others."""
    return str(person_id) in _people(entry.details)


def outcome_of(entry: JournalEntry | None, names: Mapping[uuid.UUID, str]) -> str:
    """Return what an act came to, with everybody who was left out and why; nothing where there is no act."""
    if entry is None:
        return ""
    text = said(entry.verb, entry.details, names, _announced([entry]))
    left_out: dict[str, str] = entry.details.get("left_out", {})
    reasons: dict[str, list[str]] = {}
    for person, code in left_out.items():
        reasons.setdefault(code, []).append(person)
    return stops([text, *(labelled(named(people, names), why(code)) for code, people in reasons.items())])


def people_named(entries: Iterable[JournalEntry]) -> dict[uuid.UUID, str]:
    """Return the names of everybody the entries are about: one query."""
    found: set[uuid.UUID] = set()
    for one in entries:
        found |= {uuid.UUID(text) for text in (*_people(one.details), *one.details.get("left_out", {}))}
    return dict(User.objects.filter(pk__in=found).values_list("pk", "display_name"))


def _people(details: Mapping[str, Any]) -> list[str]:
    return list(details.get("people", ())) or ([details["person"]] if "person" in details else [])


def _announced(entries: Iterable[JournalEntry]) -> dict[str, str]:
    asked = [one.details["announcement"] for one in entries if "announcement" in one.details]
    if not asked:
        return {}
    return {str(pk): text for pk, text in Announcement.objects.filter(pk__in=asked).values_list("pk", "text")}


def said(verb: str, details: Mapping[str, Any], names: Mapping[uuid.UUID, str], texts: Mapping[str, str]) -> str:
    """Return what was done, in a sentence."""
    people = named(_people(details), names)
    match verb:
        case "live.extended" | "round.time-granted":
            return _extended(details, people)
        case "live.said":
            text = texts.get(details["announcement"], "")
            return _("对%(who)s说：%(text)s") % {"who": people or _("所有人"), "text": text}
        case "live.ended":
            return _("收卷：%(who)s") % {"who": people}
        case "late.accepted" | "late.rejected":
            how = str(VERB_NAMES[verb])
            return _("%(how)s：%(who)s 第 %(n)s 题") % {"how": how, "who": people, "n": details["position"]}
    name = str(VERB_NAMES.get(verb, verb))
    return labelled(name, people) if people else name


def _extended(details: Mapping[str, Any], people: str) -> str:
    number = details.get("extended", 0)
    many = ngettext(" %(n)d 人", " %(n)d 人", number) % {"n": number}
    given = _("给%(who)s加时：%(more)s（%(cause)s）") % {
        "who": people or many,
        "more": more_text(details["minutes"], details["factor_percent"]),
        "cause": CAUSE_NAMES.get(details["cause"], ""),
    }
    left_out = len(details.get("left_out", ()))
    none = ngettext("%(n)d 人没有加", "%(n)d 人没有加", left_out) % {"n": left_out}
    return clauses((given, none)) if left_out else given


def more_text(minutes: int, factor_percent: int) -> str:
    """Return a grant in short: 5 分钟, ×150%, ×150% 加 5 分钟."""
    parts = [f"×{factor_percent}%"] if factor_percent > LEAST_FACTOR else []
    parts += [_("%(n)d 分钟") % {"n": minutes}] if minutes else []
    return " + ".join(parts)


def named(people: Sequence[str], names: Mapping[uuid.UUID, str]) -> str:
    """Return names in a row; of many the first, and how many there are."""
    known = [names.get(uuid.UUID(one), "—") for one in people[:NAMES_SHOWN]]
    text = listed(known)
    return _("%(names)s等 %(n)d 人") % {"names": text, "n": len(people)} if len(people) > NAMES_SHOWN else text
