"""规则编辑: a rule in two views, its preview beside it, saved into the draft edition."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import api
from certification.authoring.rules.context import FOLDER, check_context, page_context, preview_context
from certification.authoring.rules.saving import Stale, save, take_out, why_not_save
from certification.authoring.rules.work import NoSuchRuleError, Work, blank, opened, posted, revision_of
from certification.core.htmx import SignedInRequest, render_page, wants_fragment
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import role_required
from certification.publishing.drafts.models import DraftEdition
from certification.publishing.drafts.services import Here, open_draft, the_open_draft, touch, who_is_at
from certification.publishing.drafts.wording import REFUSALS

PAGE = f"{FOLDER}/rule_edit.html"
EDITOR = f"{FOLDER}/_rule_editor.html"


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER)
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a rule as the draft has it, and save it there."""
    draft = the_open_draft()
    try:
        work = opened(_base(draft), draft, code, request.GET.get("version", ""))
    except NoSuchRuleError as error:
        raise Http404(_("没有这条规则。")) from error
    return _answer(request, work, draft)


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER)
def new(request: SignedInRequest) -> HttpResponse:
    """Write a rule that is not there yet; `like` begins it as another version of one that is."""
    draft = the_open_draft()
    return _answer(request, blank(_base(draft), request.GET.get("like", "")), draft)


@require_POST
@role_required(Role.TRAINER)
def remove(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a rule out of the draft edition; the draft lists it and can take that back."""
    draft = the_open_draft()
    try:
        work = opened(_base(draft), draft, code, request.POST.get("version", ""))
    except NoSuchRuleError as error:
        raise Http404(_("没有这条规则。")) from error
    now = timezone.now()
    draft = draft or open_draft(actor=request.user, now=now)
    revision = revision_of(request.POST.get("revision", ""))
    try:
        take_out(work, draft, revision=revision, actor=request.user, now=now)
    except RefusedError as error:
        return _shown(request, work, draft, refusal=_why_not_removed(error.refusal), status=409)
    return redirect(reverse("authoring:draft") + "#draft-rules")


def _why_not_removed(refusal: Refusal) -> str:
    if refusal.code != "drafts.stale":
        return refusal_text(refusal, REFUSALS)
    who = {"editor": refusal.params["editor"]}
    return _("%(editor)s 在你打开之后改过这条规则，没有删去。下面是现在的样子，看过再删。") % who


@require_POST
@role_required(Role.TRAINER)
def presence(request: SignedInRequest, code: str) -> HttpResponse:
    """Note that somebody has the rule open, and say who else has."""
    draft, here = the_open_draft(), tuple[Here, ...]()
    if draft is not None:
        touch(draft, code, request.user, now=timezone.now())
        here = who_is_at(draft, [code], but=request.user, now=timezone.now())
    return render(request, f"{FOLDER}/_rule_presence.html", {"here": here, "code": code})


@require_GET
@role_required(Role.TRAINER)
def check(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what the solver found in the draft as it was saved."""
    context = check_context(the_open_draft(), code, request.GET.get("version", ""), now=timezone.now())
    return render(request, f"{FOLDER}/_rule_check.html", context)


def _base(draft: DraftEdition | None) -> api.Edition:
    return api.load_edition(draft.base) if draft is not None else api.current_edition()


def _answer(request: SignedInRequest, start: Work, draft: DraftEdition | None) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, start, draft)
    work = posted(start, request.POST)
    if wants_fragment(request) and request.htmx.target == "rule-preview":
        _note_presence(request, start, work, draft)
        return render(request, f"{FOLDER}/_rule_preview.html", preview_context(work, draft))
    if request.POST.get("do", "").startswith("save"):
        return _saved(request, work, draft)
    return _shown(request, work, draft, status=422 if work.unread else 200)


def _note_presence(request: SignedInRequest, start: Work, work: Work, draft: DraftEdition | None) -> None:
    """Whoever types is at the rule; the first change of all opens the draft, so that others see it."""
    if work.code and (draft is not None or work.raw != start.raw):
        draft = draft or open_draft(actor=request.user, now=timezone.now())
        touch(draft, work.code, request.user, now=timezone.now())


def _shown(
    request: SignedInRequest,
    work: Work,
    draft: DraftEdition | None,
    *,
    refusal: str = "",
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    context = page_context(work, draft, request.user, now=timezone.now())
    context |= {"refusal": refusal, "stale": stale, "was_saved": request.GET.get("saved") == "yes"}
    return render_page(request, PAGE, context, fragment=EDITOR, status=status)


def _saved(request: SignedInRequest, work: Work, draft: DraftEdition | None) -> HttpResponse:
    reason = why_not_save(work)
    if reason:
        return _shown(request, work, draft, refusal=reason, status=422)
    draft = draft or open_draft(actor=request.user, now=timezone.now())
    try:
        row = save(work, draft, over=request.POST.get("do", ""), actor=request.user, now=timezone.now())
    except RefusedError as error:
        stale = Stale.of(error.refusal, work)
        said = refusal_text(error.refusal, REFUSALS)
        return _shown(request, work, draft, refusal=said, stale=stale, status=409)
    return redirect(
        f"{reverse('authoring:rule-edit', args=[row.code])}?"
        f"{urlencode({'version': row.version, 'saved': 'yes', 'view': work.view})}"
    )
