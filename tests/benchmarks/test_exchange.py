"""A file of ten thousand questions, beside the bare writing of the same rows."""

import time
from dataclasses import replace

import pytest
from django.db import transaction

from certification.bank.domain import QuestionType
from certification.bank.models import Derivation, Question, QuestionVersion
from certification.exchange.domain import FileFormat, ForeignOption, ForeignQuestion
from certification.exchange.files import Asked, write_file
from certification.exchange.services import Upload, apply_import, plan_import
from tests.factories import NOON
from tests.factories.bank import make_bank

ROWS = 10_000
MOST_TIMES = 8


@pytest.mark.benchmark
@pytest.mark.django_db
@pytest.mark.parametrize("kind", [FileFormat.CSV, FileFormat.XLSX])
def test_an_import_costs_little_beside_the_bare_writing(kind, record_property):
    edition, _report = make_bank()
    options = (ForeignOption("同意"), ForeignOption("拒绝", True), ForeignOption("换货"), ForeignOption("先问"))
    one = ForeignQuestion(QuestionType.SINGLE, "", options, explanation="见条文", difficulty=2, category="签收与举证")
    data = write_file((replace(one, stem=f"第 {n} 题：怎样处理？") for n in range(ROWS)), kind, Asked())

    begun = time.perf_counter()
    plan = plan_import(Upload(data, "x", kind), edition=edition, actor=None, now=NOON)
    looked = time.perf_counter() - begun
    begun = time.perf_counter()
    apply_import(plan.pk, edition=edition.id, actor=None, now=NOON)
    written = time.perf_counter() - begun

    bare = bare_seconds()
    times = (looked + written) / bare
    record_property(
        "counted",
        f"{kind}: {ROWS} rows looked at in {looked:.1f} s, written in {written:.1f} s, bare writing {bare:.1f} s: {times:.1f} times",
    )
    assert times <= MOST_TIMES


def bare_seconds() -> float:
    """Write the rows that the import wrote once more, under other codes, with nothing around it."""
    made = list(Question.objects.filter(origin="workbench").select_related("current"))
    known = {one.version_id: one for one in Derivation.objects.filter(version__in=[one.current_id for one in made][:1])}
    derivation = next(iter(known.values()))
    begun = time.perf_counter()
    with transaction.atomic():
        rows = [
            Question(
                code=f"B{one.code}",
                type=one.type,
                origin=one.origin,
                search_text=one.search_text,
                provenance=one.provenance,
            )
            for one in made
        ]
        versions = [
            QuestionVersion(question=row, number=1, content=one.current.content, content_hash=one.current.content_hash)
            for row, one in zip(rows, made, strict=True)
        ]
        for row, version in zip(rows, versions, strict=True):
            row.current = version
        Question.objects.bulk_create(rows)
        QuestionVersion.objects.bulk_create(versions)
        Derivation.objects.bulk_create(
            Derivation(
                version=version, edition=derivation.edition, key=derivation.key, truths=derivation.truths, rules=[],
                topic=derivation.topic, difficulty=2, decisions=[], trace=version.content_hash[7:71],
            )
            for version in versions
        )  # fmt: skip
    return time.perf_counter() - begun
