"""Editing stored editions and publishing them from here."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.api import (
    NoEditionError,
    RuleEdit,
    compare_editions,
    current_edition_id,
    edit_rules,
    load_edition,
    preview_rule,
    release_of,
    rule_of,
    store_edited,
    store_shipped_edition,
)
from cases.editions.content import CORPUS, read_files
from cases.editions.files import write_files
from cases.editions.store import content_of, store_edition
from tests.cases.editions.test_editing import changed
from tests.factories import NOON
from tests.factories.rulebook import content, store_rulebook

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def base(db):
    return store_rulebook()


def publish(base: str, change: RuleEdit, label: str = "2026.2", at=LATER) -> str:
    return store_edited(edit_rules(base, [change]).content, label=label, why="改标题", after=base, now=at)


def test_a_rule_is_found_with_its_place(base):
    entry = rule_of(base.id, "7D-TIME-01", "textbook")

    assert (entry.book, entry.topic, entry.raw["title"]) == ("law", "no_reason", "自签收时刻起满 168 小时为七日")
    with pytest.raises(KeyError):
        rule_of(base.id, "7D-TIME-01", "nothing")


def test_a_stored_edition_is_edited(base):
    found = edit_rules(base.id, [changed(content(), "SHIP-48H-01", title="新标题")])

    assert found.edition.label == "草稿"
    assert found.edition.families["SHIP-48H-01"][0].title == "新标题"
    with pytest.raises(NoEditionError):
        edit_rules("sha256:nothing", [])


def test_a_published_edition_says_when_and_why_and_what(base):
    name = publish(base.id, changed(content(), "SHIP-48H-01", title="新标题"))

    release = release_of(name)
    assert (release.label, release.after, release.why) == ("2026.2", base.id, "改标题")
    assert release.on == f"{timezone.localtime(LATER):%Y-%m-%d %H:%M}"
    assert release.changes == ("改动 SHIP-48H-01 新标题",)
    assert current_edition_id() == name
    assert load_edition(name).families["SHIP-48H-01"][0].title == "新标题"
    assert release_of(base.id) is None
    assert release_of("sha256:nothing") is None
    assert [one.id for one in compare_editions(base.id, name).rules] == ["SHIP-48H-01"]


def test_rolling_back_makes_a_new_edition_of_the_old_content(base):
    name = publish(base.id, changed(content(), "SHIP-48H-01", title="新标题"))
    back = store_edited(content_of(base.id), label="2026.3", why="退回", after=name, now=LATER.replace(year=2028))
    again = store_edited(content_of(back), label="2026.4", why="再发", after=back, now=LATER.replace(year=2029))

    assert len({base.id, name, back, again}) == 4
    assert current_edition_id() == again
    assert load_edition(back).rules == base.rules
    assert release_of(back).changes == ("改动 SHIP-48H-01 付款后48小时内须有揽收记录",)
    assert release_of(again).changes == ()


def test_an_edition_after_one_that_is_not_there_tells_no_changes(base):
    name = store_edited(content_of(base.id), label="1", why="x", after="sha256:nothing", now=LATER)

    assert release_of(name).changes == ()


def test_what_was_published_here_is_not_replaced_at_start_up(base, capsys):
    name = publish(base.id, changed(content(), "SHIP-48H-01", title="新标题"))

    assert store_shipped_edition(now=LATER.replace(year=2030)) == (name, False)
    call_command("corpus", "load")

    assert current_edition_id() == name
    assert "继续使用它" in capsys.readouterr().out


def test_the_shipped_corpus_replaces_it_when_told_so(base, capsys):
    name = publish(base.id, changed(content(), "SHIP-48H-01", title="新标题"))

    call_command("corpus", "load", "--replace")

    assert current_edition_id() != name
    assert "已载入" in capsys.readouterr().out


def test_a_dump_holds_the_release_and_reads_back_as_the_same_edition(db, tmp_path, capsys):
    write_files(content(), tmp_path / "in")
    held = read_files(tmp_path / "in")
    base, _new = store_edition(held, label="2026.1", now=NOON)
    name = publish(base, changed(held, "SHIP-48H-01", title="新标题"))

    call_command("corpus", "dump", str(tmp_path / "out"))
    capsys.readouterr()
    call_command("corpus", "diff", name[7:20], str(tmp_path / "out"))

    assert "两个版本的内容相同" in capsys.readouterr().out
    assert "why: 改标题" in (tmp_path / "out" / "release.yaml").read_text()
    call_command("corpus", "load", str(tmp_path / "out"))
    assert "已在库中" in capsys.readouterr().out
    call_command("corpus", "list")
    assert "当前 2026.2" in capsys.readouterr().out


def test_editions_that_differ_in_their_release_alone_say_so(base, capsys):
    back = store_edited(content_of(base.id), label="2026.3", why="退回", after=base.id, now=LATER)

    call_command("corpus", "diff", base.id, back)

    assert "只有发布说明不同" in capsys.readouterr().out


def test_a_preview_leaves_out_what_somebody_else_has_not_finished(base):
    broken = changed(content(), "SHIP-48H-01", when=["?"])
    old = changed(content(), "7D-EXCL-01", title="旧")
    change = changed(content(), "7D-EXCL-01", title="新")

    edited, found = preview_rule(base.id, change, [broken, old])

    assert edited.edition.families["7D-EXCL-01"][0].title == "新"
    assert found.is_sound


def test_the_shipped_files_hold_no_release():
    assert not (CORPUS / "release.yaml").exists()
