"""The secure pool: read from files, kept, released for good; variants and pinned options."""

import uuid

import pytest

from certification.bank.domain import Content, Pool
from certification.bank.items import read_items
from certification.bank.models import Question, VersionStatistic
from certification.bank.services import load_bank, record_statistics, release_questions
from certification.core.journal import JournalEntry
from tests.factories import NOON
from tests.factories.bank import bank_files, item, store_edition

ACTOR = uuid.UUID(int=3)


def text(*extra: str) -> str:
    """One item with more lines at its end."""
    return "items:\n" + item("P-1", "single", "late_ship_1", late=True) + "".join(f"    {line}\n" for line in extra)


@pytest.fixture
def secret(db) -> Question:
    load_bank(bank_files(text("pool: secure")), edition=store_edition())
    return Question.objects.get(code="P-1")


def test_an_item_is_open_unless_it_says_otherwise():
    assert read_items(text(), "f")[0][0].pool is Pool.OPEN
    assert read_items(text("pool: secure"), "f")[0][0].pool is Pool.SECURE


def test_another_pool_is_told():
    _items, problems = read_items(text("pool: hidden"), "f")

    assert [problem.field for problem in problems] == ["pool"]


def test_a_template_is_named_or_taken_from_the_source():
    sourced = text("template: pair-1").replace("{own: 测试}", "{seed: SEED-X}")

    assert read_items(text(), "f")[0][0].template == ""
    assert read_items(sourced, "f")[0][0].template == "pair-1"
    assert read_items(sourced.replace("    template: pair-1\n", ""), "f")[0][0].template == "SEED-X"


def test_pool_and_template_change_without_a_new_version(secret):
    report = load_bank(bank_files(text("pool: open", "template: pair-1")), edition=store_edition())

    secret.refresh_from_db()
    assert (secret.pool, secret.template, report.new_versions) == ("open", "pair-1", [])


def test_a_pinned_option_is_part_of_the_content():
    plain, pinned = (
        read_items(text().replace("丙说得对", f"以上都对{extra}"), "f")[0][0].content for extra in ("", ", pinned: yes")
    )

    assert plain.pinned == ()
    assert pinned.pinned == (2,)
    assert plain.hash != pinned.hash
    assert Content.from_json(pinned.to_json()) == pinned
    assert "pinned" not in str(plain.to_json())


def test_pinning_is_yes_or_no():
    _items, problems = read_items(text().replace("丙说得对", "以上都对, pinned: maybe"), "f")

    assert [problem.field for problem in problems] == ["options.C.pinned"]


def test_both_options_of_a_judgement_are_pinned():
    read, _problems = read_items("items:\n" + item("P-2", "truefalse", "late_ship_1", late=True), "f")

    assert read[0].content.pinned == (0, 1)


def test_what_is_released_is_open_for_good(secret):
    assert secret.is_secret
    assert release_questions(["P-1", "nothing"], actor=ACTOR, now=NOON) == ["P-1"]
    assert release_questions(["P-1"], actor=ACTOR, now=NOON) == []

    load_bank(bank_files(text("pool: secure")), edition=store_edition())
    secret.refresh_from_db()
    assert not secret.is_secret
    assert list(Question.objects.open_to_practice()) == [secret]
    assert not Question.objects.secure().exists()
    assert JournalEntry.objects.filter(verb="question.released", actor_id=ACTOR).count() == 1


def test_statistics_are_written_anew(secret):
    record_statistics([(secret.current_id, 3, 5000)], now=NOON)
    record_statistics([(secret.current_id, 4, 2500)], now=NOON)

    found = VersionStatistic.objects.get()
    assert (found.version_id, found.attempts, found.share) == (secret.current_id, 4, 2500)
