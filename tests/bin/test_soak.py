"""What `make soak` sees in a page, and when it says that memory is flat."""

import random
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

BIN = str(Path(__file__).resolve().parents[2] / "bin")
PAGE = b"""<a href="/corpus/T-A/?x=1#top">a</a><a href="/corpus/">b</a>
<form method="get" action="/find/"><input name="q"></form>
<form id="desk" method="post" action="/say/"><input type="hidden" name="seen" value="3">
<input type="radio" name="answer" value="A"><input type="radio" name="answer" value="B" checked>
<input type="checkbox" name="quick"><select name="area"><option value=""></option><option value="x" selected>X</option>
</select><textarea name="text">
&lt;hello</textarea><button name="end" value="1" formaction="/end/">end</button>
<button name="hint" value="2" disabled>hint</button></form>"""


@pytest.fixture(autouse=True)
def soaking(monkeypatch):
    """The command's modules, which stand beside it and not on the path of the site."""
    monkeypatch.syspath_prepend(BIN)
    yield SimpleNamespace(**{name: import_module(f"soaking.{name}") for name in ("gauges", "pages", "verdict")})
    for name in [name for name in sys.modules if name.split(".")[0] in {"loading", "soaking"}]:
        del sys.modules[name]


def test_a_form_is_sent_as_it_stands(soaking):
    seen = soaking.pages.read("/desk/", 200, PAGE)
    form = seen.form("desk")

    assert form.fields == [("seen", "3"), ("answer", "B"), ("area", "x"), ("text", "<hello")]
    assert form.choices == {"answer": ["A", "B"], "quick": ["on"], "area": ["", "x"]}
    assert form.buttons == [("end", "1", "/end/")]
    assert form.filled(answer="A", text="hi") == [("seen", "3"), ("area", "x"), ("answer", "A"), ("text", "hi")]
    assert seen.form("/say/", "end") is form
    assert seen.form("/find/") is None
    assert seen.links_like("/corpus/") == ["/corpus/T-A/", "/corpus/"]


@pytest.fixture
def readings(soaking):
    """Three hours, a reading a minute, of one process that holds so many megabytes."""
    gauges = soaking.gauges

    def made(megabytes, *, name="web", pid=lambda _n: 7, log=0.0, files=lambda _n: 20):

        return [
            gauges.Reading(60.0 * n, (gauges.Gauge(name, pid(n), megabytes(n), 6, files(n), 9),), 20.0, log)
            for n in range(180)
        ]

    return made


def noise(n):
    return random.Random(n).uniform(-2, 2)


def test_memory_that_settles_is_flat(soaking, readings):
    assert soaking.verdict.wrong(readings(lambda n: min(300, 150 + 4 * n) + noise(n))) == []


def test_a_leak_is_told_with_what_it_comes_to(soaking, readings):
    told = soaking.verdict.wrong(readings(lambda n: 150 + n * 30 / 60 + noise(n)))

    assert len(told) == 2
    assert told[0].startswith("memory grows by 30.")
    assert "only ever went up" in told[1]


def test_a_slow_climb_below_the_bound_is_told_all_the_same(soaking, readings):
    assert [one.split(",")[0] for one in soaking.verdict.wrong(readings(lambda n: 150 + n / 60))] == []
    assert "only ever went up" in soaking.verdict.wrong(readings(lambda n: 150 + n * 3 / 60))[0]


def test_the_line_is_that_of_least_squares(soaking):
    line = soaking.verdict.fit([0, 1, 2, 3, 4, 5], [1, 3, 5, 7, 9, 11])
    assert (round(line.slope, 9), round(line.error, 9)) == (2, 0)
    scattered = soaking.verdict.fit([0, 1, 2, 3, 4, 5], [1, 0, 1, 0, 1, 0])  # neighbours that differ widen nothing
    assert round(scattered.error, 4) == round((1.3714285714 / 4 / 17.5) ** 0.5, 4)


def test_what_else_is_not_sound_is_told(soaking, readings):
    def level(_n):
        return 150.0

    assert "began on the way" in soaking.verdict.wrong(readings(level, pid=lambda n: 7 if n < 150 else 8))[0]
    assert soaking.verdict.wrong(readings(level, name=soaking.gauges.SOLVER, pid=lambda n: n // 10)) == []
    assert "log of the database" in soaking.verdict.wrong(readings(level, log=65.0))[0]
    assert soaking.verdict.wrong(readings(level, files=lambda n: 20 + n // 4))[0].startswith("files:")
    assert "too short" in soaking.verdict.wrong(readings(level)[:12])[0]
