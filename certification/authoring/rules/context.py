"""Everything that the editor's page and its fragments show, put together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from cases import api
from certification.authoring.drafts.presentation import check_view
from certification.authoring.impact.presentation import effect_tabs
from certification.authoring.rules import pickers
from certification.authoring.rules.form_view import FormMaker
from certification.authoring.rules.pickers import options, picked
from certification.authoring.rules.places import by_place, label_of, place_of
from certification.authoring.rules.work import Work
from certification.people.models import User
from certification.publishing.drafts.content import changes_of
from certification.publishing.drafts.models import DraftEdition
from certification.publishing.drafts.reading import read_check
from certification.publishing.drafts.services import who_is_at

FOLDER: Final = "certification/authoring/rules"


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem with what its place is called, and where that is on the page."""

    place: str
    label: str
    message: str
    column: int


def preview_context(work: Work, draft: DraftEdition | None) -> dict[str, Any]:
    """Return what the preview shows: sentence, problems, conflicts, examples, a case, and how long that took."""
    if work.unread:
        return {"work": work, "preview": None, "unread": work.unread}
    started = perf_counter()
    changes = changes_of(draft) if draft is not None else ()
    _edited, preview = api.preview_rule(work.base.id, work.edit, changes)
    issues = [one.issue for one in work.form.then]
    own = [one for one in preview.problems if (one.code, one.version) == work.edit.key]
    return {
        "work": work,
        "preview": preview,
        "problems": [_told(one, place_of(one, issues)) for one in own],
        "others": [one for one in preview.problems if one not in own],
        "by_place": by_place(own, issues),
        "milliseconds": round((perf_counter() - started) * 1000),
    }


def _told(problem: api.EditProblem, place: str) -> ToldProblem:
    return ToldProblem(place, label_of(place), problem.message, problem.column)


def page_context(work: Work, draft: DraftEdition | None, user: User, *, now: datetime) -> dict[str, Any]:
    """Return what the whole page shows."""
    context = preview_context(work, draft)
    code, version = work.code, work.version
    return {
        **context,
        **form_context(work, context.get("by_place", {})),
        **check_context(draft, code, version, now=now),
        "draft": draft,
        "code": code,
        "here": who_is_at(draft, [code], but=user, now=now) if draft is not None and code else (),
        "url": edit_url(code, version) if code else reverse("authoring:rule-new"),
    }


def edit_url(code: str, version: str) -> str:
    """Return the address of the editor for a version of a rule."""
    query = f"?{urlencode({'version': version})}" if version else ""
    return reverse("authoring:rule-edit", args=[code]) + query


def check_context(draft: DraftEdition | None, code: str, version: str, *, now: datetime) -> dict[str, Any]:
    """Return how the solver's check of the draft stands, as far as it was saved."""
    if draft is None or not code:
        return {"code": code}
    state = read_check(draft, now=now)
    query = f"?{urlencode({'version': version})}" if version else ""
    found: dict[str, Any] = {"check_url": reverse("authoring:rule-check", args=[code]) + query, "code": code}
    if state.check is None:
        return found
    view = check_view(state, api.load_edition(draft.base), frozenset({(code, version)}))
    tabs = effect_tabs(state.impact.counts, "") if state.impact is not None else ()
    return {**found, "check": view, "findings": (*view.hints, *view.findings), "tabs": tabs}


def form_context(work: Work, problems: Mapping[str, tuple[api.EditProblem, ...]]) -> dict[str, Any]:
    """Return what the form view shows, each problem at its place."""
    maker, form = FormMaker(work.base, work.form, problems), work.form
    words, books = work.base.vocabulary, work.base.books.values()
    return {
        "form": form,
        "kept": json.dumps(form.kept, ensure_ascii=False) if form.kept else "",
        "conditions": maker.conditions(),
        "conclusions": maker.conclusions(),
        "misreadings": maker.misreadings(),
        "examples": maker.examples(),
        "catalogue": "\n".join(form.catalogue),
        "kinds": options(_with(pickers.KINDS, form.kind), form.kind),
        "burdens": options(_with(pickers.BURDENS, form.burden), form.burden),
        "forces": options(_with(pickers.FORCES, form.force), form.force),
        "by": picked(form.by, maker.label(form.by), maker.lists.events) if form.by else _no_event(maker),
        "books": options(((book.id, book.name) for book in books), work.book),
        "topics": options(words.topics.items(), work.topic),
        **_overrides(work),
    }


def _no_event(maker: FormMaker) -> str:
    return options([("", pickers.BY_AS_OF)], "") + maker.lists.events


def _with(known: Mapping[str, pickers.Label], value: str) -> list[tuple[str, pickers.Label]]:
    return [*known.items(), *([] if value in known else [(value, known.get("", value))])]


def _overrides(work: Work) -> dict[str, Any]:
    """The rules that decide the same issues, to be ticked, those picked first in their order; the rest to be typed."""
    issues = {one.issue for one in work.form.then}
    titles = {
        name: versions[-1].title
        for name, versions in work.base.families.items()
        if name != work.code and issues & {*versions[-1].then}
    }
    picked_ones = [name for name in work.form.overrides if name in titles]
    typed = [name for name in work.form.overrides if name not in titles]
    if [*picked_ones, *typed] != [*work.form.overrides]:  # ticking would change their order
        picked_ones, typed, titles = [], [*work.form.overrides], {}
    near = [(name, titles[name], True) for name in picked_ones]
    near += [(name, title, False) for name, title in titles.items() if name not in picked_ones]
    return {"near": near, "overrides": "\n".join(typed)}
