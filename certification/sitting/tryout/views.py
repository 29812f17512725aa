"""试一案: a form or a text on the left, the decision on the right."""

import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.api import CaseError, Edition, case_from_text, current_edition
from certification.bank.caseform.fields import make_form
from certification.bank.caseform.reading import read_form
from certification.bank.caseform.wording import plain_words
from certification.core.case_links import try_url
from certification.core.htmx import render_page, wants_fragment
from certification.sitting.rulings.presentation import Ruling, present
from certification.sitting.tryout.starts import starting_points
from certification.sitting.tryout.trials import Trial, trial_from_address, try_case

PAGE = "certification/sitting/tryout/tryout.html"
RESULT = "certification/sitting/tryout/_tryout_result.html"
# What the form calls these, or takes for them in a time.
_FORM_WORDS = {
    "as_of": gettext_lazy("裁判日期"), "yes": pgettext_lazy("value", "有"), "no": pgettext_lazy("value", "没有"),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def tryout(request: HttpRequest) -> HttpResponse:
    edition = current_edition()
    if request.method == "GET":
        trial = trial_from_address(request.GET, edition=edition, today=_today())
        return _answer(request, trial, edition, view=request.GET.get("view", ""), focus=request.GET.get("focus", ""))
    view, focus = request.POST.get("view", ""), request.POST.get("focus", "")
    trial = _posted_trial(request, edition)
    address = _address(trial, view, focus)
    if not trial.problems and not wants_fragment(request) and "case=" in address:
        return redirect(f"{address}#tryout-result")
    response = _answer(request, trial, edition, view=view, focus=focus)
    if not trial.problems:
        response["HX-Replace-Url"] = address
    return response


@require_GET
def tried_ruling(request: HttpRequest) -> HttpResponse:
    edition = current_edition()
    trial = trial_from_address(request.GET, edition=edition, today=_today())
    if trial.explanation is None:
        return _answer(request, trial, edition, view="", focus="")
    context = {"ruling": _ruling(trial, edition), "title": _("裁决书 · 试一案")}
    return render(request, "certification/sitting/tryout/tried_ruling.html", context)


def _today() -> str:
    return timezone.now().astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


def _posted_trial(request: HttpRequest, edition: Edition) -> Trial:
    if request.POST.get("view") != "text":
        return try_case(read_form(request.POST.dict(), edition=edition), edition=edition)
    try:
        return try_case(
            case_from_text(request.POST.get("text", ""), edition=edition, as_of=_today()).raw, edition=edition
        )
    except CaseError as error:
        return Trial({}, problems=error.problems)


def _address(trial: Trial, view: str, focus: str) -> str:
    extra = {name: value for name, value in (("view", view), ("focus", focus)) if value}
    address = try_url(trial.case)
    if not extra:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(extra)}"


def _answer(request: HttpRequest, trial: Trial, edition: Edition, *, view: str, focus: str) -> HttpResponse:
    context: dict[str, Any] = {
        "trial": trial,
        "problems": trial.problems
        if view == "text"
        else [plain_words(one, edition, _FORM_WORDS) for one in trial.problems],
        "edition": edition,
        "ruling": _ruling(trial, edition),
        "ruling_url": try_url(trial.case, route="sitting:tried-ruling"),
        "view": view,
    }
    if not wants_fragment(request):
        form = make_form(trial.case, edition=edition, focus=focus, problems=trial.problems)
        context |= {
            "form": form,
            "kept_acts": json.dumps(form.kept_acts, ensure_ascii=False) if form.kept_acts else "",
            "text": request.POST.get("text") or _as_text(trial),
            "form_url": _address(trial, "", focus),
            "text_url": _address(trial, "text", focus),
            "back_url": try_url(trial.base) if trial.base is not None else "",
            "starts": starting_points(edition) if trial.is_empty else (),
        }
    return render_page(request, PAGE, context, fragment=RESULT, status=422 if trial.problems else 200)


def _ruling(trial: Trial, edition: Edition) -> Ruling | None:
    if trial.explanation is None:
        return None
    ruling = present(trial.explanation, trial.case, edition=edition, reference=_("试一案"))
    if trial.base is None:
        return ruling
    return replace(ruling, supposed=_("这是改动一处以后的案情。"))


def _as_text(trial: Trial) -> str:
    return yaml.safe_dump(dict(trial.case), allow_unicode=True, sort_keys=False)
