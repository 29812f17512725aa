"""Uploaded files: what is refused, and what is left of one that is taken."""

import io
import zlib

import pytest
from PIL import Image, PngImagePlugin

from certification.bank.pictures.domain import MediaType
from certification.bank.pictures.encoding import MOST_PNG_BYTES, encode_picture
from certification.core.refusals import RefusedError
from tests.factories.pictures import picture_bytes


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("PNG", "RGB", "image/png"), ("PNG", "RGBA", "image/png"), ("PNG", "P", "image/png"), ("PNG", "1", "image/png"),
        ("PNG", "LA", "image/png"), ("JPEG", "RGB", "image/jpeg"), ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"), ("WEBP", "RGB", "image/png"), ("WEBP", "RGBA", "image/png"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_is_drawn_anew(kind, mode, media_type):
    encoded = encode_picture(picture_bytes(kind, mode=mode, colour=None))

    assert encoded.media_type == media_type
    assert (encoded.width, encoded.height, encoded.small_width) == (900, 600, 480)
    assert read(encoded.full).format == encoded.media_type.name
    assert encoded.small is not None
    assert read(encoded.small).size == (480, 320)


def test_grey_of_sixteen_bits_keeps_its_grey():
    encoded = encode_picture(picture_bytes(mode="I;16", colour=32768, size=(4, 4)))

    assert read(encoded.full).getpixel((0, 0)) == (128, 128, 128)


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not_made_twice():
    large = encode_picture(picture_bytes("JPEG", size=(4000, 3000)))
    small = encode_picture(picture_bytes(size=(480, 480)))

    assert (large.width, large.height) == (1600, 1200)
    assert (small.width, small.small, small.small_width) == (480, None, 0)


def test_what_came_along_with_the_pixels_is_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "秘密")
    exif = Image.Exif()
    exif[0x010E] = "GPS SECRET"
    png = picture_bytes(pnginfo=info) + b"<script>TRAILER</script>PK\x03\x04"
    jpeg = picture_bytes("JPEG", exif=exif, comment=b"SECRET") + b"TRAILER"

    for data in (png, jpeg):
        full = encode_picture(data).full
        assert b"TRAILER" not in full
        assert b"SECRET" not in full
        assert "秘密".encode() not in full
        assert not read(full).getexif()


def test_a_picture_that_lies_on_its_side_is_put_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    encoded = encode_picture(picture_bytes("JPEG", size=(300, 200), exif=exif))

    assert (encoded.width, encoded.height) == (200, 300)


def test_a_photograph_as_png_is_kept_as_jpeg():
    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG", compress_level=1)

    encoded = encode_picture(out.getvalue())

    assert encoded.media_type is MediaType.JPEG
    assert len(encoded.full) < MOST_PNG_BYTES


def test_the_same_pixels_have_the_same_hash_whatever_came_along():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x")

    assert encode_picture(picture_bytes()).sha256 == encode_picture(picture_bytes(pnginfo=info)).sha256


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def bomb() -> bytes:
    """A file of some kilobytes that says it is 40,000 pixels wide and high."""
    return picture_bytes(mode="1", size=(40_000, 40_000), colour=0)


def lying() -> bytes:
    """A PNG whose header says 10 by 10 and whose data are those of something else."""
    head = picture_bytes(size=(10, 10))
    at = head.index(b"IDAT")
    body = zlib.compress(b"\xff" * 5)
    return head[: at - 4] + len(body).to_bytes(4) + b"IDAT" + body + zlib.crc32(b"IDAT" + body).to_bytes(4)


def chatty() -> bytes:
    """A PNG with a comment that unpacks to far more than it weighs."""
    info = PngImagePlugin.PngInfo()
    info.add_text("x", "0" * 90_000_000, zip=True)
    return picture_bytes(pnginfo=info)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: b"", "pictures.empty", id="nothing"),
        pytest.param(lambda: b"\0" * 8_000_001, "pictures.too-large", id="more than 8 MB"),
        pytest.param(lambda: b"GIF89a" + b"\0" * 50, "pictures.no-picture", id="a gif"),
        pytest.param(lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "pictures.no-picture", id="svg"),
        pytest.param(lambda: b"<html><script>", "pictures.no-picture", id="html"),
        pytest.param(lambda: picture_bytes("BMP"), "pictures.no-picture", id="a bitmap"),
        pytest.param(lambda: picture_bytes("TIFF"), "pictures.no-picture", id="a tiff"),
        pytest.param(lambda: picture_bytes()[:200], "pictures.broken", id="cut off"),
        pytest.param(
            lambda: picture_bytes("JPEG", colour=(9, 8, 7))[:300], "pictures.broken", id="cut off in its head"
        ),
        pytest.param(lying, "pictures.broken", id="a header that lies"),
        pytest.param(chatty, "pictures.broken", id="a comment that unpacks"),
        pytest.param(bomb, "pictures.bomb", id="a bomb"),
        pytest.param(lambda: picture_bytes(size=(4000, 3001)), "pictures.too-many-pixels", id="over 12 megapixels"),
        pytest.param(moving, "pictures.moves", id="a film"),
    ],
)
def test_what_is_no_sound_picture_is_refused(make, code):
    with pytest.raises(RefusedError, match=code):
        encode_picture(make())
