"""What may be a picture, and how large. Pure."""

from enum import StrEnum
from typing import Final

from certification.core.refusals import Refusal

MOST_BYTES: Final = 8_000_000
MOST_PIXELS: Final = 12_000_000
#: The longer side of what is kept, and of what a phone is given.
FULL_SIDE, SMALL_SIDE = 1600, 480
LONGEST_ALT: Final = 200


class Variant(StrEnum):
    """Which of the files of a picture."""

    FULL = "full"
    SMALL = "small"


class MediaType(StrEnum):
    """What the files are."""

    PNG = "image/png"
    JPEG = "image/jpeg"


def why_not_alt(alt: str) -> Refusal | None:
    """Say why a description will not do: who cannot see the picture has to be told what it shows."""
    said = alt.strip()
    if not said:
        return Refusal("pictures.no-alt")
    if len(said) > LONGEST_ALT:
        return Refusal("pictures.long-alt", {"length": len(said), "most": LONGEST_ALT})
    return None


def why_not_size(size: int) -> Refusal | None:
    """Say why a file of so many bytes will not do."""
    if size == 0:
        return Refusal("pictures.empty")
    if size > MOST_BYTES:
        return Refusal("pictures.too-large", {"megabytes": f"{size / 1_000_000:.1f}", "most": MOST_BYTES // 1_000_000})
    return None


def why_not_pixels(width: int, height: int) -> Refusal | None:
    """Say why a picture of this size will not do, before it is unpacked."""
    if width * height > MOST_PIXELS:
        return Refusal("pictures.too-many-pixels", {"width": width, "height": height, "most": MOST_PIXELS // 1_000_000})
    return None


def markdown_of(picture_id: object, alt: str) -> str:
    """Return what to write into a stem; what would end the description early is written so that it does not."""
    said = " ".join(alt.split())
    for mark in ("\\", "[", "]", "*", "`", "!"):
        said = said.replace(mark, f"\\{mark}")
    return f"![{said}](picture:{picture_id})"
