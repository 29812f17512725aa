"""A certificate as PDF: A4 landscape, its Chinese font embedded, the QR code drawn."""

import unicodedata
from dataclasses import fields
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, cast

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align, TextMode

from certification.credentials.faces import Face, qr_rows

_FONTS: Final = Path(__file__).parent / "fonts"
#: Noto Sans SC, all characters of GBK; OFL, see the licence beside it.
FONT: Final = _FONTS / "noto-sans-sc-gbk.woff"
#: The other ideographs that the family draws, rare names among them (䶮, 㛃, 𬭳): read only where one is asked for.
RARE_FONT: Final = _FONTS / "noto-sans-sc-rare.woff"
#: Stands for a character that neither has, as printers have always done.
MISSING: Final = "〓"
INK: Final = (22, 32, 28)
GREY: Final = (92, 102, 98)
SEAL: Final = (166, 43, 31)
SHEET: Final = (255, 254, 250)
_FAMILY: Final = "noto"
_RARE: Final = "noto-rare"
_WIDTH, _HEIGHT = 297, 210
_QR_MM: Final = 30
_SEAL_MM: Final = 27
#: Issuer, on as many lines as it takes, and day stand around this height, beside the seal.
_ISSUER_MIDDLE: Final = 155


def certificate_pdf(face: Face, *, address: str, made_at: datetime) -> bytes:
    """Return the certificate as a file.

    Args:
        face: the words.
        address: where it is verified; stands in the QR code.
        made_at: written into the file, nothing else: the same certificate and time give the same bytes.
    """
    face = _printable(face)
    pdf = _sheet(face, made_at)
    _title(pdf, face)
    _facts(pdf, face)
    _qr(pdf, address, 160, 140)
    _stamp(pdf, face)
    _check(pdf, face, address)
    return bytes(pdf.output())


@lru_cache(maxsize=2)
def characters(font: Path) -> frozenset[int]:
    """Return the code points that a font draws."""
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def _printable(face: Face) -> Face:
    """Return the words with what no font has replaced."""
    return Face(**{one.name: _drawn(getattr(face, one.name)) for one in fields(face)})


def _drawn(text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    return "".join(one if _is_common(one) or ord(one) in characters(RARE_FONT) else MISSING for one in plain)


def _is_common(letter: str) -> bool:
    return ord(letter) in characters(FONT)


def _sheet(face: Face, made_at: datetime) -> FPDF:
    pdf = FPDF(orientation="landscape", unit="mm", format="A4")
    pdf.set_creation_date(made_at)
    pdf.set_title(f"{face.title} {face.number}")
    pdf.set_author(face.issuer)
    pdf.set_lang("zh-CN")
    pdf.set_auto_page_break(auto=False)
    pdf.add_font(_FAMILY, fname=FONT)
    if not all(_is_common(letter) for one in fields(face) for letter in getattr(face, one.name)):
        pdf.add_font(_RARE, fname=RARE_FONT)
        pdf.set_fallback_fonts([_RARE], exact_match=False)
    pdf.add_page()
    pdf.set_fill_color(*SHEET)
    pdf.rect(0, 0, _WIDTH, _HEIGHT, style="F")
    pdf.set_draw_color(*INK)
    pdf.set_line_width(0.4)
    pdf.rect(10, 10, _WIDTH - 20, _HEIGHT - 20)
    return pdf


def _line(pdf: FPDF, text: str, y: float, size: float, *, spacing: float = 0, bold: float = 0) -> None:
    """Write one line in the middle of the sheet, smaller where it is too long; `bold`: a stroke of so many mm."""
    pdf.set_char_spacing(spacing)
    pdf.set_font(_FAMILY, size=size)
    while pdf.get_string_width(text) > _WIDTH - 60 and size > 9:  # noqa: PLR2004 - the smallest that one reads
        size -= 1
        pdf.set_font(_FAMILY, size=size)
    pdf.set_xy(0, y)
    with pdf.local_context(text_mode=TextMode.FILL_STROKE if bold else TextMode.FILL, line_width=bold or 0.2):
        pdf.cell(w=_WIDTH, h=size / 2, text=text, align=Align.C)
    pdf.set_char_spacing(0)


def _title(pdf: FPDF, face: Face) -> None:
    pdf.set_text_color(*GREY)
    _line(pdf, "明断 · 售后裁判能力认证", 24, 11)
    pdf.set_text_color(*INK)
    _line(pdf, "合格证书", 36, 38, spacing=16, bold=0.5)
    _line(pdf, face.name, 66, 27, spacing=5, bold=0.35)
    pdf.line(_WIDTH / 2 - 32, 82, _WIDTH / 2 + 32, 82)
    _line(pdf, f"于{face.day}通过“{face.title}”认证考试，", 92, 15)
    _line(pdf, f"得分 {face.points}（满分 {face.out_of}），所依规则库为 {face.edition} 版，特发此证。", 103, 15)


def _facts(pdf: FPDF, face: Face) -> None:
    rows = (
        ("编号", face.number),
        ("有效期", f"{face.issued} 至 {face.until}"),
        ("覆盖范围", face.covers),
        ("考试方式", face.exam),
    )
    y = 143.0
    pdf.set_font(_FAMILY, size=10.5)
    for label, value in rows:
        pdf.set_xy(24, y)
        pdf.set_text_color(*GREY)
        pdf.cell(w=22, h=6, text=label)
        pdf.set_text_color(*INK)
        pdf.multi_cell(w=104, h=6, text=value, align=Align.L, new_x="LMARGIN", new_y="NEXT", max_line_height=6)
        y = pdf.get_y() + 1


def _qr(pdf: FPDF, address: str, left: float, top: float) -> None:
    rows = qr_rows(address)
    side = _QR_MM / len(rows)
    pdf.set_fill_color(0, 0, 0)
    for y, runs in enumerate(rows):
        for x, length in runs:
            pdf.rect(left + x * side, top + y * side, length * side, side + 0.01, style="F")


def _stamp(pdf: FPDF, face: Face) -> None:
    left, top = 246.0, 141.0
    pdf.set_text_color(*INK)
    pdf.set_font(_FAMILY, size=10.5)
    block = partial(pdf.multi_cell, w=46, h=6, text=face.issuer, align=Align.R, new_x="LEFT", new_y="NEXT")
    lines = len(cast("list[str]", block(dry_run=True, output="LINES")))
    pdf.set_xy(194, _ISSUER_MIDDLE - 3 * (lines + 1))
    block()
    pdf.cell(w=46, h=6, text=face.issued, align=Align.R)
    pdf.set_text_color(*SEAL)
    pdf.set_draw_color(*SEAL)
    with pdf.rotation(3, left + _SEAL_MM / 2, top + _SEAL_MM / 2), pdf.local_context(line_width=1.3):
        pdf.rect(left, top, _SEAL_MM, _SEAL_MM, round_corners=True, corner_radius=1.5)
        pdf.set_font(_FAMILY, size=25)
        for text, x, y in (("明", 13.5, 2), ("断", 13.5, 13.5), ("之", 2, 2), ("印", 2, 13.5)):
            pdf.set_xy(left + x, top + y)
            pdf.cell(w=11.5, h=11.5, text=text, align=Align.C)


def _check(pdf: FPDF, face: Face, address: str) -> None:
    pdf.set_text_color(*GREY)
    pdf.set_font(_FAMILY, size=8)
    pdf.set_xy(24, 186)
    pdf.cell(w=_WIDTH - 48, h=5, text=f"查验 {address}    校验码 {face.check}", align=Align.R)
