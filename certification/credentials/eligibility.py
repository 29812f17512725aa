"""Who may have the certificate of a programme: exams that count, papers and drills asked for, what is missing."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.core.punctuation import listed
from certification.core.refusals import Refusal, RefusedError
from certification.credentials.models import Certificate, Programme
from certification.drills.models import DrillRun
from certification.drills.services.results import READINGS, result_of
from certification.grading.passing import Outcome, best_of, outcomes
from certification.papers.models import BlueprintVersion

#: Of somebody's talks over a script so many, the newest, are looked at.
TALKS = 10
#: Stands for whichever paper of a programme that asks for one alone.
ANY = ""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What somebody passed towards a certificate.

    Attributes:
        main: the exam on which the certificate is issued: of several papers the one handed in last.
        further: the exams on the other papers that were asked for.
        missing: names of the blueprints whose papers are not passed yet.
    """

    main: Outcome
    further: tuple[Outcome, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def attempt(self) -> Attempt:
        return self.main.total.attempt

    @property
    def points(self) -> int:
        """Return what was earned on all papers together, in hundredths of a point."""
        return sum(one.total.points for one in (self.main, *self.further))

    @property
    def out_of(self) -> int:
        """Return what could be earned on all papers together, in hundredths of a point."""
        return sum(one.total.out_of for one in (self.main, *self.further))


def counting(programme: Programme) -> QuerySet[Attempt]:
    """Return the handed-in exams of the rounds that count for a programme, the newest first."""
    counted = Q(round__blueprint__name__in=programme.blueprints) | Q(round__in=programme.rounds.all())
    return Attempt.objects.handed_in(AttemptKind.EXAM).filter(counted).distinct()


def papers_asked(programme: Programme) -> tuple[str, ...]:
    """Return the names of the blueprints whose papers must each be passed; `(ANY,)` where one exam is enough."""
    if not programme.every_paper:
        return (ANY,)
    held = programme.rounds.order_by("blueprint__name").values_list("blueprint__name", flat=True)
    return tuple(dict.fromkeys([*programme.blueprints, *held]))


def since_when(programme: Programme, now: datetime) -> datetime | None:
    """Return from when on exams and drills are in time, None where there is no limit."""
    return now - timedelta(days=programme.within_days) if programme.within_days else None


def drills_missing(
    people: Collection[uuid.UUID], codes: Collection[str], *, since: datetime | None = None
) -> dict[uuid.UUID, list[str]]:
    """Return for each of some people the codes of the scripts that they have not passed in practice, in their order.

    One query, and those of `result_of` for each talk that nobody asked about yet.

    Args:
        people: who.
        codes: of scripts.
        since: talks that ended before do not count.
    """
    runs = DrillRun.objects.practice().finished().filter(person__in=people, version__question__code__in=codes)
    if since is not None:
        runs = runs.filter(ended_at__gte=since)
    talks: dict[tuple[uuid.UUID, str], list[tuple[uuid.UUID, int]]] = defaultdict(list)
    rows = runs.annotate(readings=READINGS).values_list("person", "version__question__code", "pk", "readings")
    for person, code, run, readings in rows:
        talks[person, code].append((run, readings))
    return {person: [code for code in codes if not _has_passed(talks[person, code][:TALKS])] for person in people}


def _has_passed(talks: Iterable[tuple[uuid.UUID, int]]) -> bool:
    return any(result_of(*one).has_passed for one in talks)


def waiting_for(
    programme: Programme,
    *,
    now: datetime,
    among: QuerySet[Attempt] | None = None,
    is_offered: Callable[[Attempt], bool] = lambda _attempt: True,
) -> list[Entitlement]:
    """Return who waits for a certificate: passed, in time, newer than their last; of each paper their best exam.

    Who has passed some of several papers is among them, with what is missing.

    Args:
        programme: which.
        now: when it would be issued.
        among: only people with one of these exams; None for all.
        is_offered: leaves out exams, before the best is taken.
    """
    exams = fresh(programme, now).filter(trainee__is_active=True)
    exams = exams if among is None else exams.filter(trainee__in=among.values("trainee"))
    asked = papers_asked(programme)
    by_person: dict[uuid.UUID, list[Outcome]] = {}
    for one in outcomes(exams):
        if is_offered(one.total.attempt):
            by_person.setdefault(one.total.attempt.trainee_id, []).append(one)
    entitled = (_entitlement(found, asked) for found in by_person.values())
    return [one for one in entitled if one is not None]


def entitlement_by(programme: Programme, attempt_id: uuid.UUID, now: datetime) -> Entitlement:
    """Return what entitles whoever sat an exam to a certificate on it.

    Args:
        programme: of which.
        attempt_id: the exam.
        now: when it would be issued.

    Raises:
        RefusedError: the programme is closed or does not count this exam, it is not handed in, not passed or too long
            ago, the person has gone, other papers or drills are missing.
    """
    main = _counted(programme, attempt_id, now)
    person = main.total.attempt.trainee
    if not person.is_active:
        raise RefusedError(Refusal("credentials.gone"))
    further, papers = _others(programme, main, now)
    if papers:
        raise RefusedError(Refusal("credentials.papers-missing", {"papers": listed(titles_of(papers).values())}))
    missing = drills_missing([person.pk], programme.drills, since=since_when(programme, now))[person.pk]
    if missing:
        raise RefusedError(Refusal("credentials.drills-missing", {"codes": listed(missing)}))
    return Entitlement(main, further)


def _counted(programme: Programme, attempt_id: uuid.UUID, now: datetime) -> Outcome:
    """Return what an exam came to that counts, passed and in time."""
    if not programme.is_open:
        raise RefusedError(Refusal("credentials.closed"))
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is None or attempt.state != AttemptState.HANDED_IN:
        raise RefusedError(Refusal("credentials.not-handed-in"))
    found = outcomes(counting(programme).filter(pk=attempt_id).select_related("trainee", "round__blueprint"))
    if not found:
        raise RefusedError(Refusal("credentials.not-counted"))
    if not found[0].has_passed:
        raise RefusedError(Refusal("credentials.not-passed"))
    since = since_when(programme, now)
    if since is not None and attempt.handed_in_at is not None and attempt.handed_in_at < since:
        raise RefusedError(Refusal("credentials.too-long-ago", {"days": (now - attempt.handed_in_at).days}))
    return found[0]


def titles_of(papers: Collection[str]) -> dict[str, str]:
    """Return what people call the papers of some blueprints, by name, in that order; a name that is unknown stays.

    One query; none where there is nothing to ask.
    """
    names = [one for one in papers if one != ANY]
    rows = BlueprintVersion.objects.filter(name__in=names).order_by("number") if names else None
    titles = dict(rows.values_list("name", "title")) if rows is not None else {}
    return {one: titles.get(one, one) for one in papers}


def fresh(programme: Programme, now: datetime) -> QuerySet[Attempt]:
    """Return the exams in time for a certificate that is issued now, later than the last that their owner holds."""
    certified = Certificate.objects.filter(
        programme=programme, attempt__trainee=OuterRef("trainee"), attempt__handed_in_at__gte=OuterRef("handed_in_at")
    )
    exams = counting(programme).filter(~Exists(certified)).select_related("trainee", "round__blueprint")
    since = since_when(programme, now)
    return exams if since is None else exams.filter(handed_in_at__gte=since)


def _others(programme: Programme, main: Outcome, now: datetime) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
    """Return the best exams on the papers that are asked for beside one, and which of these are missing."""
    asked = tuple(one for one in papers_asked(programme) if one not in {ANY, paper_of(main)})
    if not asked:
        return (), ()
    exams = fresh(programme, now).filter(trainee=main.total.attempt.trainee_id)
    best = best_by_paper(outcomes(exams), asked)
    return tuple(best.values()), tuple(one for one in asked if one not in best)


def _entitlement(found: Collection[Outcome], asked: tuple[str, ...]) -> Entitlement | None:
    best = best_by_paper(found, asked)
    if not best:
        return None
    main = max(best.values(), key=_handed_in_at)
    further = tuple(one for one in best.values() if one is not main)
    return Entitlement(main, further, tuple(one for one in asked if one not in best))


def best_by_paper(found: Collection[Outcome], asked: tuple[str, ...]) -> dict[str, Outcome]:
    """Return the passed exam that counts for each paper that is asked for and has one."""
    best = {paper: best_of(one for one in found if paper in {ANY, paper_of(one)}) for paper in asked}
    return {paper: one for paper, one in best.items() if one is not None and one.has_passed}


def paper_of(outcome: Outcome) -> str:
    held = outcome.total.attempt.round
    assert held is not None, "only exams of rounds count"
    return held.blueprint.name


def _handed_in_at(outcome: Outcome) -> datetime:
    at = outcome.total.attempt.handed_in_at
    assert at is not None, "what counts was handed in"
    return at
