"""QTI 2.x and 3.0 say the same in other words: names of elements and attributes, namespaces, schemas. Pure."""

import re
from dataclasses import dataclass
from typing import Final

_CAPITAL: Final = re.compile(r"([A-Z])")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one version of QTI writes names."""

    item: str
    manifest: str
    schema: str
    version: str
    resource: str
    is_kebab: bool
    item_location: str

    def element(self, name: str) -> str:
        """Return the name of an element, given as version 2 writes it."""
        return f"{{{self.item}}}{f'qti-{_kebab(name)}' if self.is_kebab else name}"

    def html(self, name: str) -> str:
        """Return the name of an element of XHTML."""
        return f"{{{self.item}}}{name}"

    def attribute(self, name: str) -> str:
        """Return the name of an attribute."""
        return _kebab(name) if self.is_kebab else name


def _kebab(name: str) -> str:
    return _CAPITAL.sub(lambda found: f"-{found.group(1).lower()}", name)


QTI_2_2: Final = Dialect(
    item="http://www.imsglobal.org/xsd/imsqti_v2p2",
    manifest="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.2 Package",
    version="1.0.0",
    resource="imsqti_item_xmlv2p2",
    is_kebab=False,
    item_location="http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
)
QTI_3_0: Final = Dialect(
    item="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    manifest="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    version="3.0.0",
    resource="imsqti_item_xmlv3p0",
    is_kebab=True,
    item_location="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
)
LOM: Final = "http://ltsc.ieee.org/xsd/LOM"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
EXPLANATION: Final = "explanation"


def plain_name(tag: object) -> str:
    """Return what an element or attribute is called in either version: without namespace, `qti-`, dashes, capitals."""
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2].removeprefix("qti-").replace("-", "").lower()
