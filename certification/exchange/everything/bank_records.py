"""The bank, the editions and the pictures as records of the export."""

import base64
from collections.abc import Iterator
from typing import Any

from cases import api
from certification.bank.domain import digest
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.bank.pictures.domain import Variant
from certification.bank.pictures.models import Picture
from certification.bank.workflow.models import QuestionDraft
from certification.exchange.everything.paging import json_value, paged, values_of

Record = dict[str, Any]
_FEW = 50


def question_records() -> Iterator[Record]:
    """Yield each question with all its versions, what every edition made of them, and its drafts."""
    whole = Question.objects.prefetch_related(
        "tags", "versions__derivations", "versions__withdrawal", "versions__statistic", "drafts__comments"
    )
    for one in paged(whole, _FEW):
        yield {
            **values_of(
                one, "id", "code", "type", "pool", "released_at", "enemies", "template", "provenance", "origin",
                "owner", "current", "retired_at",
            ),
            "tags": sorted(tag.name for tag in one.tags.all()),
            "versions": [_version(each) for each in sorted(one.versions.all(), key=lambda each: each.number)],
            "drafts": [_draft(each) for each in one.drafts.all()],
        }  # fmt: skip


def _version(one: QuestionVersion) -> Record:
    withdrawal, statistic = getattr(one, "withdrawal", None), getattr(one, "statistic", None)
    return {
        **values_of(one, "id", "number", "content", "content_hash"),
        "withdrawn": values_of(withdrawal, "actor", "at") if withdrawal else None,
        "statistic": values_of(statistic, "attempts", "share", "measured_at") if statistic else None,
        "derivations": [_derivation(each) for each in one.derivations.all()],
    }


def _derivation(one: Derivation) -> Record:
    return values_of(
        one, "id", "edition", "key", "truths", "rules", "topic", "difficulty", "decisions", "trace",
    )  # fmt: skip


def _draft(one: QuestionDraft) -> Record:
    return {
        **values_of(
            one, "id", "state", "based_on", "content", "expected", "enemies", "template", "pool", "note", "revision",
            "author", "made_at", "updated_by", "updated_at", "submitted_at", "reviewer", "reviewed_at", "version",
        ),
        "comments": [
            values_of(each, "place", "author", "text", "at", "resolved_at", "resolved_by")
            for each in one.comments.all()
        ],
    }  # fmt: skip


def case_records() -> Iterator[Record]:
    """Yield the case of each version that has one."""
    for one in paged(QuestionVersion.objects.select_related("question")):
        case = one.content["case"]
        if case:
            yield {
                "sha256": digest(case), "question": one.question.code, "version": str(one.pk), "number": one.number,
                "case": case,
            }  # fmt: skip


def picture_records() -> Iterator[Record]:
    """Yield each picture with its full file in Base64."""
    for one in paged(Picture.objects.prefetch_related("files", "uses"), _FEW):
        full = next((file for file in one.files.all() if file.variant == Variant.FULL), None)
        yield {
            **values_of(one, "id", "sha256", "media_type", "width", "height", "alt", "uploaded_by", "uploaded_at"),
            "versions": sorted(str(use.version_id) for use in one.uses.all()),
            "data": base64.b64encode(bytes(full.data)).decode() if full else "",
        }


def edition_records() -> Iterator[Record]:
    """Yield each edition with its whole content, as `corpus dump` knows it."""
    for one in api.list_editions():
        yield {
            "id": one.id, "label": one.label, "loaded_at": json_value(one.loaded_at), "is_current": one.is_current,
            "rules": one.rules, "content": api.edition_content(one.id),
        }  # fmt: skip
