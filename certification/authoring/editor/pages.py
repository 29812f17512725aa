"""The page, its parts, and what they are filled with."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import api
from certification.authoring.editor.form import case_part, option_cards
from certification.authoring.editor.sheets import Sheet, newest_version
from certification.authoring.editor.suggesting import Offer
from certification.authoring.editor.typed import is_bound, typed_part
from certification.authoring.reviews.history import part_label
from certification.bank.cards import CaseCard, case_card
from certification.bank.domain import LETTERS, Ask, Pool, QuestionType
from certification.bank.preview.domain import Preview
from certification.bank.preview.previewing import preview_question
from certification.bank.stems import Stem, option_html, stem_of
from certification.bank.workflow.changes import compare
from certification.bank.workflow.domain import WHOLE, PartChange
from certification.bank.workflow.loose import read_loose
from certification.bank.workflow.models import DraftComment, QuestionDraft
from certification.core.htmx import wants_fragment

FOLDER: Final = "certification/authoring/editor"
TYPES: Final = {
    QuestionType.SINGLE: gettext_lazy("单选"),
    QuestionType.MULTIPLE: gettext_lazy("多选"),
    QuestionType.TRUEFALSE: gettext_lazy("判断"),
    QuestionType.DRILL: gettext_lazy("演练"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """The question as a trainee will see it."""

    stem: Stem
    options: tuple[tuple[str, SafeString], ...]
    card: CaseCard | None
    is_many: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Why something was not done: a sentence; with somebody else's version where two wrote at once."""

    text: str
    other: QuestionDraft | None = None
    parts: tuple[tuple[str, PartChange], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows besides the content."""

    names: tuple[str, ...] = ()
    as_text: frozenset[int] = frozenset()
    opened: int | None = None
    offers: tuple[Offer, ...] | None = None


def look_of(loose: Mapping[str, Any], edition: api.Edition) -> Look:
    """Return the trainee's view of content, as far as it can be shown."""
    content = read_loose(loose)
    try:
        api.parse_case(content.case, edition=edition)
    except api.CaseError:
        card = None
    else:
        card = case_card(content.case, edition)
    texts = tuple((LETTERS[at], option_html(one.text or "…")) for at, one in enumerate(content.options))
    is_many = content.type is QuestionType.MULTIPLE
    return Look(stem_of(content.stem or _("（还没有题干）"), content.type), texts, card, is_many)


def stale_notice(text: str, sheet: Sheet, theirs: QuestionDraft, edition: api.Edition) -> Notice:
    """Return the other's version beside what was sent: by part, theirs before ours."""
    before, after = read_loose(theirs.content), read_loose(sheet.loose)
    marks = tuple(
        tuple(index for index, label in enumerate(content.labels) if label in expected)
        for content, expected in ((before, theirs.expected), (after, sheet.expected))
    )
    change = compare(before, after, keys=(marks[0], marks[1]), edition=edition)
    return Notice(text, theirs, tuple((part_label(part.name), part) for part in change.parts))


def preview_context(sheet: Sheet, edition: api.Edition) -> dict[str, Any]:
    """Return what the preview and the places that it speaks of are filled with."""
    preview = preview_question(sheet.loose, expected=sheet.expected, edition=edition)
    return {
        "question": sheet.question,
        "edit_url": reverse("authoring:question-edit", args=[sheet.question.pk]),
        "version": newest_version(sheet.question),
        "draft": sheet.draft,
        "sheet": sheet,
        "edition": edition,
        "preview": preview,
        "is_vouched": bool(sheet.loose.get("typed")) and not is_bound(sheet.loose),
        "asks_wrong": sheet.loose["ask"] == Ask.INCORRECT,
        "look": look_of(sheet.loose, edition),
        "why_not": _why_not(preview),
        "stem_troubles": preview.at("stem"),
        "case_troubles": preview.at("case"),
    }


def _why_not(preview: Preview) -> str:
    """Say what is left to do before it can be published."""
    if preview.may_publish:
        return ""
    if not preview.troubles:
        return _("还有选项没法判断。")
    told = {"first": preview.troubles[0].message, "n": len(preview.troubles) - 1}
    return (_("%(first)s，另有 %(n)d 处。") if told["n"] else _("%(first)s。")) % told


def desk_context(sheet: Sheet, edition: api.Edition, shown: Shown) -> dict[str, Any]:
    """Return what the whole desk is filled with."""
    context = preview_context(sheet, edition)
    preview, words = context["preview"], edition.vocabulary
    cards = option_cards(sheet.loose, sheet.expected, preview, edition, as_text=shown.as_text, opened=shown.opened)
    comments = _open_comments(sheet)
    return context | {
        "case": case_part(sheet.loose, preview, edition, shown=shown.names),
        "cards": [replace(card, comments=_at(comments, f"option:{card.index}")) for card in cards],
        "whole_comments": _at(comments, WHOLE),
        "stem_comments": _at(comments, "stem"),
        "case_comments": _at(comments, "case"),
        "offers": shown.offers,
        "is_judgement": sheet.loose["type"] == QuestionType.TRUEFALSE,
        "denied": preview.options[1] if len(preview.options) > 1 else None,
        "may_add": len(sheet.loose["options"]) < len(LETTERS),
        "types": [(str(one), label, str(one) == sheet.loose["type"]) for one, label in TYPES.items()],
        "may_change_type": context["version"] is None,
        "cited_troubles": preview.at("cited"),
        "cited": _cited(sheet.loose, edition),
        "typed": typed_part(sheet.loose, edition),
        "is_bound": is_bound(sheet.loose),
        "pools": [(str(Pool.OPEN), _("公开：练习里也用")), (str(Pool.SECURE), _("保密：只在考试里用"))],
        "fact_names": _names(words.facts.values()),
        "event_names": _names(words.events.values()),
        "act_names": _names(words.acts.values()),
        "rule_names": [(rule.id, rule.title) for rule in (one[-1] for one in edition.families.values())],
    }


def _open_comments(sheet: Sheet) -> list[DraftComment]:
    """Return what a reviewer said and nobody settled."""
    if sheet.draft is None:
        return []
    return list(DraftComment.objects.filter(draft=sheet.draft, resolved_at=None).select_related("author"))


def _at(comments: Sequence[DraftComment], place: str) -> tuple[DraftComment, ...]:
    return tuple(one for one in comments if one.place == place)


def _names(words: Any) -> list[str]:
    """Return what one may pick from a search; where two share a label the name tells them apart."""
    listed = list(words)
    labels = [one.label for one in listed]
    return [one.label if labels.count(one.label) == 1 else f"{one.label} · {one.id}" for one in listed]


def _cited(loose: Mapping[str, Any], edition: api.Edition) -> dict[str, str] | None:
    """Return the cited rule with its words, for a question about a clause."""
    if not loose.get("cited"):
        return None
    rule, clause = str(loose["cited"][0]), str(loose["cited"][1])
    versions = edition.families.get(rule)
    text = versions[-1].text if versions else ""
    return {"rule": rule, "clause": clause, "text": text, "title": versions[-1].title if versions else ""}


def desk(
    request: HttpRequest,
    sheet: Sheet,
    edition: api.Edition,
    shown: Shown = Shown(),
    *,
    notice: Notice | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page, or for an htmx swap with the desk and the line that says what is saved."""
    tab = request.POST.get("tab") or secrets.token_urlsafe(9)
    context = desk_context(sheet, edition, shown) | {"notice": notice, "tab": tab}
    if not wants_fragment(request):
        response = render(request, f"{FOLDER}/question_edit.html", context, status=status)
    else:
        response = _parts(request, ("_question_desk.html", "_draft_state.html"), context, status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def verdict(request: HttpRequest, sheet: Sheet, edition: api.Edition) -> HttpResponse:
    """Answer a save while typing: the preview and what is saved, nothing that is being typed into."""
    return _parts(request, ("_verdict_preview.html", "_draft_state.html"), preview_context(sheet, edition), 200)


def told(request: HttpRequest, notice: Notice, sheet: Sheet, status: int) -> HttpResponse:
    """Answer a save while typing that was refused: the notice alone, so that the form stays as it is."""
    edit_url = reverse("authoring:question-edit", args=[sheet.question.pk])
    context = {"notice": notice, "sheet": sheet, "question": sheet.question, "edit_url": edit_url}
    response = render(request, f"{FOLDER}/_desk_notice.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#desk-notice", "outerHTML"
    return response


def _parts(request: HttpRequest, names: Sequence[str], context: Mapping[str, Any], status: int) -> HttpResponse:
    first, *rest = (render(request, f"{FOLDER}/{name}", {**context, "beside": at > 0}) for at, name in enumerate(names))
    return HttpResponse(first.content + b"".join(one.content for one in rest), status=status)
