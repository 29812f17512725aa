"""Marked-up text as HTML: what plain text stays, what marks become, and that nothing else gets through."""

import re
import uuid
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.bank.markup.html import Shown, render, render_line
from certification.bank.markup.reading import MOST_CHARS

STRESS = re.compile("不正确|正确|错误")
PICTURE = uuid.UUID("1b2b91ef-b4b3-4b3a-bfd1-5a6392cf2b52")
SHOWN = {PICTURE: Shown("/pictures/p/", "/pictures/p/small/ 480w, /pictures/p/ 900w", 900, 600, "面单")}
ALLOWED = {
    "p": set(), "ul": set(), "ol": {"start"}, "li": set(), "blockquote": set(), "table": set(), "thead": set(),
    "tbody": set(), "tr": set(), "th": {"data-align"}, "td": {"data-align"}, "br": set(), "strong": set(), "em": set(),
    "code": set(), "div": {"class", "tabindex", "role", "aria-label"},
    "img": {"src", "srcset", "sizes", "width", "height", "alt"},
}  # fmt: skip


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Tags()
    reader.feed(html)
    return reader.found


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("买家说“不要了”（　　）", "买家说“不要了”（　　）", id="plain"),
        pytest.param("a < b & c", "a &lt; b &amp; c", id="plain with signs"),
        pytest.param("333.32 元", "333.32 元", id="an amount is no list"),
        pytest.param("A_B_C __ 小时", "A_B_C __ 小时", id="underscores are blanks to fill in"),
        pytest.param("**注意：**买家*说*了", "<strong>注意：</strong>买家<strong>说</strong>了", id="stress is strong"),
        pytest.param("第一行\n第二行", "第一行<br>\n第二行", id="a line break is one"),
        pytest.param("\\*星号\\*", "*星号*", id="escaped"),
        pytest.param("`<b>`", "<code>&lt;b&gt;</code>", id="code"),
        pytest.param("2 * 3 * 4", "2 * 3 * 4", id="stars between blanks"),
        pytest.param("# 标题", "# 标题", id="no headings"),
        pytest.param("[点这里](javascript:alert(1))*", "[点这里](javascript:alert(1))*", id="no links"),
        pytest.param("&lt;script&gt;*", "&amp;lt;script&amp;gt;*", id="no entities"),
    ],
)
def test_one_paragraph_is_the_inside_of_one(text, html):
    rendered = render(text)

    assert (rendered.html, rendered.has_blocks) == (html, False)


def test_blocks_are_blocks():
    rendered = render("案情：\n\n> 买家：不要了\n\n1. 甲\n2. 乙\n\n|项目|金额|\n|--|--:|\n|运费|5|")

    assert rendered.has_blocks
    for part in (
        "<p>案情：</p>",
        "<blockquote>",
        "<ol>\n<li>甲</li>",
        "<th>项目</th>",
        '<td data-align="right">5</td>',
    ):
        assert part in rendered.html
    assert 'class="q-table" tabindex="0" role="region"' in rendered.html


class TestStress:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("说法正确。下列不正确的是？", "说法正确。下列<em>不正确</em>的是？"),
            (
                "**说法正确**。下列不**正**确的是？",
                "<strong>说法正确</strong>。下列<em>不</em><strong><em>正</em></strong><em>确</em>的是？",
            ),
            ("下列说法正确的是。", "下列说法<em>正确</em>的是。"),
            ("没有这种词 *x*", "没有这种词 <strong>x</strong>"),
        ],
    )
    def test_only_what_is_asked_for_is_an_em(self, text, html):
        assert render(text, stress=STRESS).html == html

    def test_it_stands_in_the_last_paragraph_not_in_a_list_below(self):
        html = render("甲说正确。\n\n哪种说法错误？\n\n- 乙说正确", stress=STRESS).html

        assert re.findall("<em>(.*?)</em>", html) == ["错误"]

    def test_a_picture_below_the_question_does_not_hide_it(self):
        html = render(f"哪种说法错误？\n\n![面单](picture:{PICTURE})", SHOWN, stress=STRESS).html

        assert "<em>错误</em>" in html


class TestPictures:
    def test_a_picture_has_its_addresses_and_its_size(self):
        [(tag, attrs)] = tags_of(render(f"![**面**单](picture:{PICTURE})", SHOWN).html)

        assert tag == "img"
        assert (attrs["src"], attrs["width"], attrs["height"], attrs["alt"]) == ("/pictures/p/", "900", "600", "面单")

    def test_one_that_is_not_there_is_told_by_its_description(self):
        assert render(f"![面单](picture:{uuid.uuid4()})", SHOWN).html == "［图：面单］"

    def test_without_a_description_its_own_is_used(self):
        [(_tag, attrs)] = tags_of(render(f"![](picture:{PICTURE})", SHOWN).html)

        assert attrs["alt"] == "面单"

    @pytest.mark.parametrize(
        "src",
        ["http://evil/x.png", "//evil/x.png", "data:image/png;base64,AA", "javascript:alert(1)", "picture:1", "/x.png",
         f"picture:{PICTURE}/../x", f"picture:{str(PICTURE).upper()}x"],
    )  # fmt: skip
    def test_no_other_picture_is_shown(self, src):
        assert "<img" not in render(f"![x]({src})", SHOWN).html


HOSTILE = [
    "<script>alert(1)</script>*", "<img src=x onerror=alert(1)>\n\n*", "<svg/onload=alert(1)>\n", "**<b onclick=x>**",
    "[x](data:text/html,<script>)*", "<a href='javascript:1'>*</a>", "<!-- --><style>*{}</style>", "<iframe src=//x>\n",
    f'![" onerror="alert(1)](picture:{PICTURE})', f'![x](picture:{PICTURE} "t\\" onload=\\"x")', "`</code><script>`",
    "|<script>|\n|--|\n|<img src=x>|", "|a|\n|:--\" onclick=\"x|\n", "* [ ](javascript:x)", "<math><mi//xlink:href='x'>*",
    "\0<script>*", "&#60;script&#62;*", "<table><tr><td style='x'>\n", "![<script>](picture:x)", "> <base href=//x>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_dangerous_gets_through(text):
    for html in (render(text, SHOWN, stress=STRESS).html, render_line(text, SHOWN)):
        for tag, attrs in tags_of(html):
            assert set(attrs) <= ALLOWED[tag], (tag, attrs)
            assert not str(attrs.get("src") or "/").startswith(("http", "data", "java", "//"))


@given(
    st.lists(st.sampled_from([*HOSTILE, "**", "*", "`", "|", "\n", "\n\n", "- ", "> ", "1. ", "文", "![", "](", ")"]))
)
def test_no_mixture_of_marks_lets_anything_through(parts):
    html = render("".join(parts), SHOWN, stress=STRESS).html

    assert all(tag in ALLOWED and set(attrs) <= ALLOWED[tag] for tag, attrs in tags_of(html))


def test_a_text_that_nobody_writes_is_shown_as_typed():
    text = "*" * (MOST_CHARS + 1)

    assert render(text).html == text


def test_deep_nesting_and_long_runs_end():
    for text in (
        "> " * 3_000 + "x",
        "- " * 3_000 + "x",
        "**a" * 2_000,
        "![" * 3_000,
        "`" * 7_000,
        "|" * 7_000 + "\n|-",
    ):
        assert "<script" not in render(text, SHOWN).html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**七日**内", "<strong>七日</strong>内"),
        ("- 甲", "- 甲"),
        ("正确", "正确"),
        (f"见 ![面单](picture:{uuid.UUID(int=0)})", "见 ［图：面单］"),
    ],
)
def test_an_option_is_one_line(text, html):
    assert render_line(text) == html
