"""An uploaded file → the files that are kept: read by Pillow, checked, drawn anew, so that nothing else comes along.

Whatever the file carried beside its pixels (place, camera, comments, a second file after its end) is gone afterwards.
"""

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from certification.bank.pictures.domain import FULL_SIDE, SMALL_SIDE, MediaType, why_not_pixels, why_not_size
from certification.core.refusals import Refusal, RefusedError, insist

READABLE: Final = ("PNG", "JPEG", "WEBP")
#: A drawing larger than this as PNG is a photograph.
MOST_PNG_BYTES: Final = 1_500_000
JPEG_QUALITY: Final = 88
_DEPTHS: Final = ("I", "F", "I;16", "I;16B", "I;16L")  # grey values beyond a byte, which JPEG cannot hold


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture ready to be kept; `small` is None where the picture is small itself."""

    media_type: MediaType
    width: int
    height: int
    full: bytes
    small: bytes | None
    small_width: int

    @property
    def sha256(self) -> str:
        """Return the hash of the full file."""
        return hashlib.sha256(self.full).hexdigest()


def encode_picture(data: bytes) -> Encoded:
    """Check an uploaded file and draw it anew.

    Raises:
        RefusedError: it is too large, no picture, broken or moving.
    """
    insist(why_not_size(len(data)))
    image = _read(data)
    image.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    media_type, full = _written(image, prefers_png=image.info["source"] != "JPEG")
    small = None
    width, height = image.size
    if max(width, height) > SMALL_SIDE:
        image.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
        small = _bytes(image, media_type)
    return Encoded(media_type, width, height, full, small, image.width if small else 0)


def _read(data: bytes) -> Image.Image:
    """Return the pixels alone, upright, in RGB or RGBA; `info` says what they came as and nothing else."""
    with _hostile():
        try:
            source = Image.open(io.BytesIO(data), formats=READABLE)
        except UnidentifiedImageError as error:
            raise RefusedError(Refusal("pictures.no-picture")) from error
        insist(why_not_pixels(*source.size))
        if getattr(source, "n_frames", 1) > 1:
            raise RefusedError(Refusal("pictures.moves"))
        kind = source.format
        source.load()
        upright = ImageOps.exif_transpose(source)
        if upright.mode in _DEPTHS:
            upright = upright.convert("F").point(lambda value: value / 256).convert("L")
        flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    clean = Image.new(flat.mode, flat.size)
    clean.paste(flat)
    clean.info = {"source": kind}
    return clean


@contextmanager
def _hostile() -> Iterator[None]:
    """Turn whatever a decoder makes of a hostile file into a refusal; the kinds of error it may raise are its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except RefusedError:
            raise
        except Image.DecompressionBombError as error:
            raise RefusedError(Refusal("pictures.bomb")) from error
        except Exception as error:
            raise RefusedError(Refusal("pictures.broken")) from error


def _written(image: Image.Image, *, prefers_png: bool) -> tuple[MediaType, bytes]:
    """Return a drawing as PNG, a photograph as JPEG; what is transparent has to be PNG."""
    if prefers_png or image.mode == "RGBA":
        data = _bytes(image, MediaType.PNG)
        if len(data) <= MOST_PNG_BYTES or image.mode == "RGBA":
            return MediaType.PNG, data
    return MediaType.JPEG, _bytes(image, MediaType.JPEG)


def _bytes(image: Image.Image, media_type: MediaType) -> bytes:
    out = io.BytesIO()
    if media_type is MediaType.PNG:
        image.save(out, "PNG", optimize=True)
    else:
        image.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    return out.getvalue()
