"""公布: the day on which results open, and questions that leave the secure pool for good. For trainers."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certification.bank.domain import Pool
from certification.bank.models import Question
from certification.bank.services import release_questions
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.oversight.rounds.access import CONFLICT, FOLDER, known_round, said
from certification.oversight.rounds.presentation import window_text
from certification.oversight.rounds.reading import round_row
from certification.oversight.rounds.views import render_round
from certification.oversight.rounds.wording import Phase
from certification.papers.models import PaperQuestion
from certification.people.domain import Role
from certification.people.permissions import role_required
from certification.rounds.models import Round
from certification.rounds.services import release


def secret_codes(held: Round) -> list[str]:
    """Return the codes of a round's questions that nobody has released yet."""
    asked = PaperQuestion.objects.filter(paper__seat_papers__seat__round=held).values("version__question")
    secret = Question.objects.filter(pk__in=asked, pool=Pool.SECURE, released_at=None)
    return list(secret.order_by("code").values_list("code", flat=True))


@require_POST
@role_required(Role.TRAINER)
def release_results(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """Set the moment from which score, key and explanations can be seen."""
    held = known_round(round_id)
    try:
        at = parse_datetime(request.POST.get("review_at", ""))
    except ValueError:
        at = None
    if at is None:
        return render_round(request, held, refusal=_("请填公布的日期和时间。"))
    if timezone.is_naive(at):
        at = timezone.make_aware(at)
    try:
        release(held.pk, review_at=at, actor=request.user.pk, now=timezone.now())
    except RefusedError as error:
        return render_round(request, held, refusal=said(error.refusal))
    return redirect("oversight:round-results", held.pk)


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER)
def release_items(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """Show which questions would leave the secure pool; a POST lets them."""
    held, now = known_round(round_id), timezone.now()
    codes = secret_codes(held)
    is_sat = round_row(held, now=now).phase in {Phase.COMING, Phase.RUNNING}
    if request.method == "POST" and not is_sat:
        release_questions(codes, actor=request.user.pk, now=now)
        return redirect("oversight:round-results", held.pk)
    elsewhere = _still_to_come(codes, held)
    context = {"held": held, "window": window_text(held), "codes": codes, "is_sat": is_sat, "elsewhere": elsewhere}
    status = CONFLICT if request.method == "POST" else 200
    return render(request, f"{FOLDER}/release_questions.html", context, status=status)


def _still_to_come(codes: list[str], held: Round) -> list[Round]:
    """Return other published rounds that are not over and ask one of these questions too."""
    others = Round.objects.still_open(timezone.now()).exclude(pk=held.pk)
    asking = others.filter(seats__papers__paper__questions__version__question__code__in=codes)
    return list(asking.distinct())
