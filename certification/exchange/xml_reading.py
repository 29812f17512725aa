"""XML from anywhere: no entities, no outside files, bounded in nodes and depth."""

import io
import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.decoding import decode
from certification.exchange.limits import MOST_XML_DEPTH, MOST_XML_NODES

_DECLARED: Final = re.compile(r"""^\s*(<\?xml[^>]*?)\sencoding\s*=\s*["'][^"']*["']""")


def elements(data: bytes, name: str) -> Iterator[Element]:
    """Yield the elements of that local name right as they end, and forget them after; then the root.

    Raises:
        RefusedError: it is broken, declares entities, or is larger than anything that people write.
    """
    text = _DECLARED.sub(r"\1", decode(data), count=1).lstrip()
    root: Element | None = None
    try:
        for depth, element in _ends(text.encode()):
            if depth == 0:
                root = element
            elif depth == 1 and element.tag == name:
                yield element
                element.clear()
    except DefusedXmlException as error:
        raise RefusedError(Refusal("exchange.entities")) from error
    except ParseError as error:
        raise RefusedError(Refusal("exchange.xml", {"line": error.position[0]})) from error
    except (ValueError, LookupError) as error:
        raise RefusedError(Refusal("exchange.xml", {"line": 1})) from error
    if root is not None:
        yield root


def _ends(data: bytes) -> Iterator[tuple[int, Element]]:
    """Yield each element as it ends, with how deep it lies; what goes too deep or never ends is refused."""
    depth = nodes = 0
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        if event == "end":
            depth -= 1
            yield depth, element
            continue
        depth, nodes = depth + 1, nodes + 1
        if depth > MOST_XML_DEPTH or nodes > MOST_XML_NODES:
            raise RefusedError(Refusal("exchange.too-deep"))


def tree(data: bytes) -> Element:
    """Return a whole document.

    Raises:
        RefusedError: as for `elements`.
    """
    found = list(elements(data, ""))
    if not found:
        raise RefusedError(Refusal("exchange.xml", {"line": 1}))
    return found[-1]
