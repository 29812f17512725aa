"""Every page read in English after it was read in Chinese: no words of the interface are left in the other language.

What rules, cases and questions say stays Chinese, so that Chinese alone is no mistake: a text is one if it is just what
the interface says in Chinese where a translation of it exists. A cache that forgets the language shows up here, and a
text that was put into words when the program started.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest

from bin.translating import catalogue
from bin.translating.sources import CHINESE
from certification.people.models import Notice, User
from tests.security.surface import Visitor, pages
from tests.security.test_ownership import World, exam_world, talk_world

pytestmark = pytest.mark.django_db

READ_OUT = frozenset({"title", "aria-label", "alt", "placeholder", "content"})
VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "wbr", "col", "source"})
SILENT = frozenset({"script", "style", "textarea", "code"})
#: One letter alone is the sign of a person or a field of the law.
SHORTEST = 2
#: Words that rules, cases and people's names have in common with the interface.
DOMAIN = frozenset(
    {"主张", "举证责任", "买家", "卖家", "备注", "客服", "客服行为", "没有", "法律法规", "申诉", "错误", "首次回复"}
)


class Texts(HTMLParser):
    """Collects what a page says: its texts and the attributes that are read out, Chinese marked as such left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_silent = tag in SILENT or (given.get("lang") or "").startswith("zh")
        if tag not in VOID:
            self.open.append(is_silent or bool(self.open and self.open[-1]))
        if not is_silent and not (self.open and self.open[-1]):
            self.found += [value for name, value in attrs if name in READ_OUT and value]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if not (self.open and self.open[-1]):
            self.found.append(data.strip())


@cache
def patterns() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return what the interface says in Chinese: as it is, and where something is filled in."""
    ids = [
        one
        for message in catalogue.read()
        if message.id
        for one in ([message.id] if isinstance(message.id, str) else message.id)
    ]
    plain = frozenset(one.strip() for one in ids if "%" not in one)
    filled = [
        one for one in ids if "%" in one and len(re.findall(r"[\u4e00-\u9fff]", catalogue.FILLED.sub("", one))) > 3
    ]
    return plain, tuple(re.compile(".*?".join(map(re.escape, catalogue.FILLED.split(one.strip())))) for one in filled)


@cache
def is_of_the_interface(text: str) -> bool:
    plain, filled = patterns()
    if text in DOMAIN or len(text) < SHORTEST or not CHINESE.search(text):
        return False
    return text in plain or any(one.fullmatch(text) for one in filled)


def left_over(html: str) -> set[str]:
    texts = Texts()
    texts.feed(html)
    return {text for text in texts.found if is_of_the_interface(text)}


def worlds() -> Iterator[World]:
    """Yield a world of papers, then one of talks."""
    yield next(exam_world())
    yield next(talk_world())


def answers(visitor: Visitor, world: World, **options) -> Iterator[tuple[str, str]]:
    for address in pages():
        known = {
            part: world.parts[part] for part, kind in address.parts if part in world.parts and kind != "IntConverter"
        }
        response = visitor.ask("GET", address.path(**known), raise_request_exception=False, **options)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            yield address.name, response.text


def test_who_has_signed_in_reads_one_language_on_every_page():
    left: dict[str, set[str]] = {}
    seen = set()
    for world in worlds():
        person = User.objects.filter(pk=world.owner.pk)
        person.update(is_trainee=True, is_trainer=True, is_manager=True)
        for language in ("zh-hans", "en"):
            person.update(language=language)
            for name, html in answers(Visitor("manager", person=world.owner), world):
                assert f'<html lang="{"en" if language == "en" else "zh-CN"}"' in html or "<html" not in html, name
                if language == "en":
                    seen.add(name)
                    for text in left_over(html):
                        left.setdefault(text, set()).add(name)

    assert len(seen) > 100
    told = set(Notice.objects.values_list("text", flat=True))  # in the language of the day it was sent
    assert {text: names for text, names in left.items() if text not in told} == {}


def test_a_stranger_reads_one_language_on_every_page():
    world = World(User(), {})
    list(answers(Visitor("anonymous"), world))
    english = answers(Visitor("anonymous"), world, headers={"cookie": "django_language=en"})

    assert {name: texts for name, html in english if (texts := left_over(html))} == {}


def test_what_it_looks_for_is_found():
    assert left_over("<p>登录</p>") == {"登录"}
    assert left_over('<a aria-label="登录">x</a>') == {"登录"}
    assert left_over('<p lang="zh-CN">登录</p><code>登录</code><p>买家付款</p>') == set()
