"""The check of a script, and talking to one that is not saved."""

import pytest

from cases import api
from certification.authoring.drillscripts.checks import check_text
from certification.authoring.drillscripts.trial import rehearse
from tests.factories.drills import EXAMPLE, example_text


@pytest.fixture(scope="module")
def edition():
    return api.shipped_edition()


def test_a_script_that_ships_is_sound_and_its_transcripts_come_out_as_they_say(edition):
    found = check_text(example_text(), edition=edition, code=EXAMPLE)

    assert found.problems == ()
    assert found.is_sound
    assert found.ruled
    assert any(line.startswith("该给：答应退货退款") for line in found.owed)
    assert [one.is_ok for one in found.transcripts] == [True] * len(found.transcripts)
    assert found.transcripts[1].say == "因 refused.offer_return 不通过"


def test_a_deadline_is_told_with_its_time(edition):
    found = check_text(example_text("DR-0036"), edition=edition, code="DR-0036")

    assert "不能晚于规则的期限：说清下一步和时间（退款不能晚于规则的期限，最晚 10 月 25 日 24:00）" in found.owed


def test_what_cannot_be_read_is_told_with_its_line(edition):
    text = example_text().replace("difficulty: 2", "difficulty: 9")
    line = text.splitlines().index("difficulty: 9") + 1
    found = check_text(text, edition=edition, code=EXAMPLE)

    assert found.script is None
    assert [one.line for one in found.problems if one.where == "difficulty"] == [line]


def test_a_state_that_nothing_leads_to_and_a_bad_talk_that_passes_are_told(edition):
    lost = "  - id: lost\n    on:\n      - {to: solved}\nendings:"
    text = example_text().replace("endings:", lost, 1).replace("because: refused.offer_return", "because: over.coupon")
    found = check_text(text, edition=edition, code=EXAMPLE)

    assert any("lost" in one.text for one in found.problems)
    assert "推给买家自己弄破" in [one.name for one in found.transcripts if not one.is_ok]
    assert not found.is_sound


def test_a_script_keeps_the_code_of_its_question(edition):
    found = check_text(example_text(), edition=edition, code="DR-9999")

    assert "id" in [one.where for one in found.problems]


def test_one_may_talk_to_a_script_before_it_is_saved(edition):
    trial = rehearse(example_text(), [], edition=edition, code=EXAMPLE)

    assert [one.kind for one in trial.lines] == ["buyer"]

    said = ["亲，非常抱歉，麻烦您拍一张破洞处的照片发给我。"]
    trial = rehearse(example_text(), said, edition=edition, code=EXAMPLE)

    assert [one.kind for one in trial.lines[:3]] == ["buyer", "me", "sys"]
    assert "请买家提供凭证" in trial.lines[2].text
    assert any(one.picture for one in trial.lines)
    assert trial.ending == ""


def test_what_is_said_after_the_end_is_left_out(edition):
    over = ["退不了的，您也别找平台了。"] * 12
    trial = rehearse(example_text(), over, edition=edition, code=EXAMPLE)

    assert 0 < len(trial.said) < 12
    assert "不通过" in trial.ending


def test_a_script_that_cannot_be_read_says_why_instead_of_talking(edition):
    trial = rehearse("id: DR-0001", ["喂"], edition=edition, code=EXAMPLE)

    assert trial.problem.startswith("剧本还读不懂")
    assert trial.said == ("喂",)
