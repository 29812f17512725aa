"""QTI 3.0 packages of ours in two players of other houses: both read the same, score the key, and nothing else."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from certification.bank.domain import LETTERS, QuestionType
from certification.bank.markup.plain import plain_text
from certification.exchange.domain import ForeignOption, ForeignQuestion
from certification.exchange.formats.qti_names import QTI_3_0
from certification.exchange.formats.qti_write import write_qti
from certification.exchange.formats.xlsx_write import EXAMPLE_QUESTIONS
from certification.exchange.texts import plain_of_line
from tests.certification.exchange.strategies import questions
from tests.node import HERE, MODULES, needs_node

pytestmark = needs_node
#: Amp-up's player, certified by 1EdTech, and Citolab's components: nothing in common but the norm.
PLAYERS = {
    "qti3-item-player": ("vue/dist/vue.min.js", "qti3-item-player/dist/qti3Player.umd.min.js"),
    "qti-components": ("@citolab/qti-components/cdn/index.global.js",),
}
RICH = ForeignQuestion(
    QuestionType.MULTIPLE,
    "看**表**：\n\n| 天 | 结果 |\n| --- | --- |\n| 7 | 可退 |\n\n- 一\n- 二\n\n> 引文",
    (ForeignOption("**对** & <b>", True, "为什么"), ForeignOption("也对", True), ForeignOption("错", pinned=True)),
    external_id="MD-1",
    explanation="第一段\n\n第二段",
)


@pytest.fixture(scope="module", params=list(PLAYERS))
def player(request: pytest.FixtureRequest, browser: Browser):
    page = browser.new_page()
    page.set_content("<!doctype html><title>reader</title>")
    for script in PLAYERS[request.param]:
        page.add_script_tag(path=MODULES / script)
    page.add_script_tag(path=Path(HERE) / f"{request.param}.js")
    yield page
    page.close()


def items(several: list[ForeignQuestion]) -> list[str]:
    with zipfile.ZipFile(BytesIO(write_qti(several, QTI_3_0))) as package:
        return [package.read(name).decode() for name in sorted(package.namelist()) if name.startswith("items/")]


def played(page: Page, several: list[ForeignQuestion], answers: list[list[str]]) -> list[dict[str, Any]]:
    asked = list(zip(items(several), answers, strict=True))
    told = page.evaluate(
        "async (all) => { const said = []; for (const [xml, chosen] of JSON.parse(all))"
        " said.push(await playItem(xml, chosen)); return JSON.stringify(said) }",
        json.dumps(asked),
    )
    return list(json.loads(told))


def letters(text: str) -> str:
    """The letters of a text: how players lay out blocks and marks of lists is theirs."""
    return re.sub(r"[\s｜·]+|\d+\.", "", text)


def keys(several: list[ForeignQuestion]) -> list[list[str]]:
    return [[LETTERS[index] for index in one.key] for one in several]


def wrongs(several: list[ForeignQuestion]) -> list[list[str]]:
    return [[LETTERS[index] for index in range(len(one.options)) if index not in one.key][:1] for one in several]


def is_read(page: Page, several: list[ForeignQuestion]) -> None:
    for one, told in zip(several, played(page, several, keys(several)), strict=True):
        assert told["alerts"] == []
        assert letters(told["stem"]) == letters(plain_text(one.stem))
        assert [name for name, _text in told["choices"]] == list(LETTERS[: len(one.options)])
        assert [letters(text) for _name, text in told["choices"]] == [
            letters(plain_of_line(option.text)) for option in one.options
        ]
        assert told["score"] == 1
    for one, chosen, told in zip(several, wrongs(several), played(page, several, wrongs(several)), strict=True):
        assert told["score"] == 0 or not chosen, one


def test_what_we_write_is_read_and_scored(player: Page):
    is_read(player, [RICH, *EXAMPLE_QUESTIONS])


plain = st.text(alphabet="买家卖退货abc~={}&<\"'/()!?,，。？！@$;；、→♥", min_size=1, max_size=20)


@given(several=st.lists(questions(texts=plain, feedback=plain), min_size=10, max_size=20))
@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
def test_whatever_we_write_is_read_and_scored(player: Page, several):
    is_read(player, several)
