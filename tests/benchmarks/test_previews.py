"""What the editor of questions answers while somebody types: a save's preview, and what follows by itself."""

from time import process_time

import pytest

from cases import api
from certification.authoring.editor.pages import look_of
from certification.bank.deriving import api_question
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.bank.preview.previewing import preview_question
from tests.benchmarks.timing import report

#: The longest that a warm server may think about the first fragment.
MOST_SECONDS = 0.3
EVERY = 5


def _each(items: list, work) -> list[float]:
    """The seconds of one processor that each item takes, warm."""
    found = []
    for item in items:
        work(item)
        start = process_time()
        work(item)
        found.append(process_time() - start)
    return sorted(found)


def _tell(what: str, seconds: list[float]) -> None:
    median, most = seconds[len(seconds) // 2], seconds[-1]
    p95 = seconds[int(len(seconds) * 0.95)]
    report(what, median, f"median of {len(seconds)} questions; p95 {p95 * 1e3:.1f} ms, most {most * 1e3:.1f} ms")


@pytest.mark.benchmark
def test_a_preview_is_there_while_one_types():
    edition = api.shipped_edition()
    items = list(read_bank(ITEMS_FOLDER, DISPUTED_FILE).items)[::EVERY]

    def first(item) -> None:
        preview_question(item.content.to_json(), expected=item.expected, edition=edition)
        look_of(item.content.to_json(), edition)

    def second(item) -> None:
        if item.content.cited is None:
            api.review_options(api_question(item.content), edition=edition)
            api.rules_tested(api_question(item.content), edition=edition)

    now, later = _each(items, first), _each(items, second)

    _tell("the preview beside the form", now)
    _tell("what follows by itself (mistakes, changes, rules tested)", later)
    assert now[int(len(now) * 0.95)] <= MOST_SECONDS
