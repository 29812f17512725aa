"""What a change of one rule costs while it is typed: the edited edition, and all that the preview says of the rule."""

from time import process_time

import pytest

from cases.api import RuleEdit, shipped_edition
from cases.editions.content import read_files
from cases.editions.editing import apply_edits
from cases.editions.rule_form import plain
from cases.editions.rule_preview import preview_edit
from tests.benchmarks.timing import report

EVERY = 9
MOST_EDITING = 0.150
MOST_PREVIEWING = 0.300


@pytest.mark.benchmark
def test_editing_and_previewing_one_rule():
    base, content = shipped_edition(), read_files()
    rules = [
        (book, topic, plain(rule))
        for book, files in content["books"].items()
        for topic, raw in files.items()
        if topic != "book"
        for rule in raw["rules"]
    ][::EVERY]
    editing, previewing = [], []

    for book, topic, raw in rules:
        edit = RuleEdit(book, topic, raw["id"], raw.get("version", ""), {**raw, "title": "另一个标题"})
        started = process_time()
        edited = apply_edits(base, content, [edit])
        editing.append(process_time() - started)
        preview_edit(edited, edit, base)
        previewing.append(process_time() - started)

    for what, found, most in (("edit", editing, MOST_EDITING), ("edit and preview", previewing, MOST_PREVIEWING)):
        found.sort()
        middle, high = found[len(found) // 2], found[int(len(found) * 0.95)]
        report(
            f"{what} one rule of {len(base.rules)}", middle, f"median {middle * 1000:.0f} ms, p95 {high * 1000:.0f} ms"
        )
        assert high < most
