"""The page of acts, and the same as a table to take along."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certification.core import journal
from certification.core.csv_files import csv_lines
from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest, render_page
from certification.operations.audit.forms import AuditForm
from certification.operations.audit.reading import MOST_EXPORTED, PER_PAGE, Row, before, entries, exported, rows
from certification.operations.permissions import operations_required

FOLDER: Final = "certification/operations"
SHOWN: Final = "%Y-%m-%d %H:%M:%S"


@require_GET
@operations_required
def audit(request: SignedInRequest) -> HttpResponse:
    """Show acts, the newest first; a wrong filter shows none and says why."""
    form = AuditForm(request.GET)
    found = (
        [] if not form.is_valid() else list(before(entries(form.query), request.GET.get("before", ""))[: PER_PAGE + 1])
    )
    asked = request.GET.copy()
    asked.pop("before", None)
    context = {
        "form": form,
        "rows": rows(found[:PER_PAGE]),
        "older": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
        "is_newest": "before" not in request.GET,
        "asked": asked.urlencode(),
        "most": MOST_EXPORTED,
    }
    status = 422 if form.errors else 200
    return render_page(request, f"{FOLDER}/audit.html", context, fragment=f"{FOLDER}/_audit_list.html", status=status)


@require_GET
@operations_required
def audit_csv(request: SignedInRequest) -> HttpResponseBase:
    """Answer with what the filters find as a table; that it was taken is an act itself."""
    form = AuditForm(request.GET)
    if not form.is_valid():
        return render(request, f"{FOLDER}/audit.html", {"form": form}, status=422)
    now = timezone.now()
    found = entries(form.query)
    asked = {name: value for name, value in request.GET.items() if name in {"group", "since", "until"} and value}
    journal.note(request.user, "audit.exported", "audit:journal", now=now, **asked)
    name = _("操作记录-%(day)s.csv") % {"day": f"{timezone.localtime(now):%Y%m%d-%H%M}"}
    table = csv_lines(_table(exported(found)))
    return as_file(StreamingHttpResponse(table, content_type="text/csv; charset=utf-8"), name)


def _table(found: Iterator[Row]) -> Iterator[Sequence[str]]:
    yield (_("时间"), _("谁"), _("做了什么"), _("对什么"), _("细节"), _("请求编号"), _("记录编号"), _("封印号"))
    for one in found:
        at = timezone.localtime(one.at).strftime(SHOWN)
        seal = str(one.seal or "")
        yield (at, one.who or _("系统"), one.act, one.subject, one.details, one.request_id, str(one.entry_id), seal)
