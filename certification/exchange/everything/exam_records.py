"""Papers, rounds, attempts and marks as records of the export. People are ids; what they wrote freely is asked for."""

from collections.abc import Iterator
from typing import Any

from certification.attempts.models import Attempt, LateResponse
from certification.exchange.everything.paging import paged, values_of
from certification.grading.models import Appeal, Regrade
from certification.papers.models import BlueprintVersion, Paper
from certification.people.models import Cohort, User
from certification.rounds.models import Round, Seat

Record = dict[str, Any]
_FEW = 25


def attempt_records() -> Iterator[Record]:
    """Yield each attempt with everything that was answered, as received, and its lines of the ledger of marks."""
    whole = Attempt.objects.prefetch_related(
        "responses", "late_responses__decision", "steps", "focus_events", "marks"
    )  # fmt: skip
    for one in paged(whole, _FEW):
        yield {
            **values_of(
                one, "id", "trainee", "kind", "number", "round", "paper", "edition", "state", "started_at", "deadline",
                "grace_seconds", "credit_seconds", "furthest", "handed_in_at", "closed_by",
            ),
            "responses": [
                values_of(each, "position", "answer", "flag", "client", "sequence", "received_at")
                for each in sorted(one.responses.all(), key=lambda each: each.pk)
            ],
            "late_responses": [_late(each) for each in one.late_responses.all()],
            "steps": [values_of(each, "position", "left_at") for each in one.steps.all()],
            "focus_events": [
                values_of(each, "client", "sequence", "position", "seconds", "received_at")
                for each in one.focus_events.all()
            ],
            "marks": [
                values_of(
                    each, "number", "position", "person", "version", "derivation", "edition", "mode", "points",
                    "out_of", "reason", "regrade", "actor", "at", "previous", "hash",
                )
                for each in sorted(one.marks.all(), key=lambda each: each.number)
            ],
        }  # fmt: skip


def _late(one: LateResponse) -> Record:
    decision = getattr(one, "decision", None)
    return {
        **values_of(one, "position", "answer", "client", "sequence", "answered_at", "received_at"),
        "decision": values_of(decision, "is_accepted", "decided_by", "decided_at") if decision else None,
    }


def appeal_records(*, with_names: bool) -> Iterator[Record]:
    """Yield each appeal; what people wrote only where names are asked for, for it may name somebody."""
    for one in paged(Appeal.objects.all()):
        told = values_of(
            one, "id", "attempt", "position", "kind", "disputed", "text", "raised_at", "outcome", "answer",
            "answered_by", "answered_at", "regrade",
        )  # fmt: skip
        yield told if with_names else {**told, "text": None, "answer": None}


def regrade_records() -> Iterator[Record]:
    """Yield each decision to mark anew."""
    for one in paged(Regrade.objects.all()):
        yield values_of(one, "id", "cause", "policy", "edition", "change", "reason", "actor", "at")


def paper_records() -> Iterator[Record]:
    """Yield each paper with its questions in their order."""
    for one in paged(Paper.objects.prefetch_related("questions"), _FEW):
        yield {
            **values_of(
                one, "id", "blueprint", "blueprint_version", "form", "edition", "seed", "drawn_at", "size", "points",
                "pass_points", "pass_by_area", "minutes", "asked", "achieved", "report",
            ),
            "questions": [
                values_of(each, "position", "version", "derivation", "type", "points", "mode", "option_order")
                for each in one.questions.all()
            ],
        }  # fmt: skip


def blueprint_records() -> Iterator[Record]:
    """Yield each version of each blueprint."""
    for one in paged(BlueprintVersion.objects.all()):
        yield values_of(one, "id", "name", "number", "title", "content", "made_by", "made_at")


def round_records(*, with_names: bool) -> Iterator[Record]:
    """Yield each round with its seats, papers, allowances and announcements."""
    whole = Round.objects.prefetch_related("drawn_forms", "seats__papers", "allowances", "announcements")
    for one in paged(whole, _FEW):
        said = [values_of(each, "trainee", "text", "said_by", "said_at") for each in one.announcements.all()]
        yield {
            **values_of(
                one, "id", "title", "blueprint", "edition", "state", "opens_at", "closes_at", "minutes",
                "grace_seconds", "cut_at_close", "attempts_allowed", "forms", "form_count", "navigation", "review",
                "review_at", "closes_corpus", "credits_downtime", "check_in_minutes", "seed", "makes_up_for",
                "made_by", "made_at",
            ),
            "papers": [values_of(each, "number", "paper") for each in one.drawn_forms.all()],
            "seats": [_seat(each) for each in one.seats.all()],
            "allowances": [
                values_of(each, "person", "factor_percent", "minutes", "cause", "granted_by", "granted_at")
                for each in one.allowances.all()
            ],
            "announcements": said if with_names else [{**each, "text": None} for each in said],
        }  # fmt: skip


def _seat(one: Seat) -> Record:
    papers = [values_of(each, "number", "paper") for each in one.papers.all()]
    return {**values_of(one, "id", "trainee", "checked_in_at"), "papers": papers}


def people_records(*, with_names: bool) -> Iterator[Record]:
    """Yield each person by the id that every other record names them by; number and name only where asked for."""
    for one in paged(User.objects.all()):
        named = {"staff_number": one.staff_number, "name": one.display_name} if with_names else {}
        yield {
            **values_of(one, "id", "cohort", "is_active"), "roles": [str(role) for role in one.roles],
            "is_operator": one.is_staff, **named,
        }  # fmt: skip


def cohort_records() -> Iterator[Record]:
    """Yield each cohort."""
    for one in paged(Cohort.objects.all()):
        yield values_of(one, "id", "name")
