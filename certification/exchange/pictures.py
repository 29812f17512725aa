"""Pictures on their way in and out: what a text shows them as, under names that their bytes give. Pure."""

import base64
import binascii
import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from certification.bank.pictures.domain import LONGEST_ALT, markdown_of
from certification.exchange.domain import ForeignPicture, ForeignQuestion, short
from certification.exchange.texts import markdown_of_line

#: What a picture is called whose file says nothing about it, and the tag that finds such questions in the bank.
NO_ALT: Final = "图片（待补说明）"
NO_ALT_TAG: Final = "图片待补说明"
MOST_PICTURES: Final = 2_000
_SPACE: Final = uuid.UUID("6d696e67-6475-616e-2d70-696374757265")
_INLINE: Final = re.compile(r"data:image/[a-z.+-]+;base64,", re.IGNORECASE)
#: A picture whose bytes stand in the text itself.
DATA_URI: Final = re.compile(r"data:image/[a-z.+-]+;base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_MAGIC: Final = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (b"RIFF", "webp"), (b"GIF8", "gif"))


def name_of(data: bytes) -> str:
    """Return the name that some bytes have while they are on their way: the same bytes, the same name."""
    return str(uuid.uuid5(_SPACE, hashlib.sha256(data).hexdigest()))


def suffix_of(data: bytes) -> str:
    """Return how the name of a picture's file ends, by its first bytes."""
    return next((suffix for magic, suffix in _MAGIC if data.startswith(magic)), "png")


def decoded(text: str) -> bytes:
    """Return what base64 says; nothing where it is none."""
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        return b""


@dataclass(slots=True)
class Album:
    """The pictures of one question while its texts are read, with what is to be told of them.

    `find` gives the bytes that a source names; empty where there are none.
    """

    find: Callable[[str], bytes]
    pictures: dict[str, ForeignPicture] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def show(self, source: str, alt: str) -> str:
        """Return what a text says for a picture: the picture, or its description where its file is not there."""
        inline = _INLINE.match(source)
        data = decoded(source[inline.end() :]) if inline else self.find(source)
        if not data:
            self.dropped.append(f"图片 {short(source, 40)}（文件里没有）")
            return in_words(alt)
        return self.keep(data, alt)

    def keep(self, data: bytes, alt: str) -> str:
        """Take a picture in, and return what shows it."""
        name, said = name_of(data), " ".join(alt.split())
        if not said:
            said = NO_ALT
            self.warnings.append(f"有图片没有说明，先写作“{NO_ALT}”，加标签“{NO_ALT_TAG}”；请在题目页写明图里有什么")
        elif len(said) > LONGEST_ALT:
            said = said[:LONGEST_ALT]
            self.warnings.append(f"图片说明太长，只留前 {LONGEST_ALT} 个字")
        self.pictures.setdefault(name, ForeignPicture(name, data, said))
        return markdown_of(name, said)

    def with_pictures(self, question: ForeignQuestion) -> ForeignQuestion:
        """Return a question with what was taken in; one whose picture nobody described is tagged so."""
        if not self.pictures:
            return question
        unnamed = any(one.alt == NO_ALT for one in self.pictures.values())
        tags = tuple(dict.fromkeys((*question.tags, *([NO_ALT_TAG] if unnamed else []))))
        return replace(question, pictures=tuple(self.pictures.values()), tags=tags)


def in_words(alt: str) -> str:
    """Return what stands where a picture cannot: its description, as Markdown."""
    return f"［图：{markdown_of_line(' '.join(alt.split()))}］"


def shows(text: str, name: str) -> bool:
    """Say whether a text shows the picture of that name."""
    return f"(picture:{name})" in text


def renamed(question: ForeignQuestion, names: Mapping[str, str]) -> ForeignQuestion:
    """Return a question whose pictures are called otherwise; those called "" become words."""

    def told(text: str) -> str:
        for old, new in names.items():
            if not shows(text, old):
                continue
            if new:
                text = text.replace(f"(picture:{old})", f"(picture:{new})")
            else:
                text = re.sub(rf"!\[((?:\\.|[^\]\\])*)\]\(picture:{re.escape(old)}\)", r"［图：\1］", text)
        return text

    options = tuple(replace(one, text=told(one.text)) for one in question.options)
    return replace(question, stem=told(question.stem), options=options)
