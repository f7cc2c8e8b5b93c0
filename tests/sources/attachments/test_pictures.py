from __future__ import annotations

import struct
import zlib

import pytest

from nianbao.sources.attachments.kinds import clean
from tests.sources.attachments.making import JPEG, chunk, exif, jpeg, png, refusal, segment


def test_a_png_keeps_what_makes_the_picture() -> None:
    """Colours, transparency and density stay; texts, times, Exif data, unknown chunks and what follows the end go."""
    kept = [chunk(kind, b"\0\1") for kind in (b"gAMA", b"sRGB", b"iCCP", b"pHYS", b"tRNS")]
    gone = [
        chunk(kind, content)
        for kind, content in {
            b"tEXt": b"Author\0Zhang",
            b"zTXt": b"x",
            b"iTXt": b"x",
            b"tIME": b"x",
            b"prVw": b"x",
        }.items()
    ]
    assert clean(png(*kept, *gone, chunk(b"eXIf", exif(1))) + b"hidden", "png") == png(*kept)
    assert clean(png(), "png") == png()


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (png()[:-12], "attachment_damaged"),
        (png()[:20], "attachment_damaged"),
        (png()[:16] + b"\1" + png()[17:], "attachment_damaged"),
        (png(chunk(b"IHDR", b"")), "attachment_damaged"),
        (png(chunk(b"EVIL", b"")), "attachment_damaged"),
        (png()[:8] + png()[33:], "attachment_damaged"),
        (JPEG, "attachment_kind"),
        (b"<svg/>", "attachment_kind"),
    ],
)
def test_a_png_that_is_none_is_refused(data: bytes, rule: str) -> None:
    """Cut off, with a wrong check sum, header or critical chunk, or another format under this name."""
    assert refusal(data, "png").rule == rule


def test_a_jpeg_keeps_what_makes_the_picture() -> None:
    """Density, colour profile and Adobe's colour note stay; camera, place, preview, comment and what follows go."""
    profile, adobe = segment(0xE2, b"ICC_PROFILE\0\1\1x"), segment(0xEE, b"Adobe\0d\0\0\0\0\1")
    gone = [
        segment(0xE1, b"Exif\0\0" + exif(1)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
        segment(0xE0, b"JFXX\0\x10preview"),
        segment(0xE2, b"MPF\0x"),
        segment(0xEE, b"other"),
        segment(0xED, b"Photoshop"),
        segment(0xFE, b"Zhang San"),
    ]
    assert clean(jpeg(*gone, profile, adobe) + b"second picture", "jpg") == jpeg(profile, adobe)
    assert clean(JPEG, "jpeg") == JPEG


def test_the_small_preview_of_a_jpeg_goes() -> None:
    """It may show what was cut off the picture since."""
    preview = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"\xff\0\0")
    assert clean(JPEG[:2] + preview + JPEG[20:], "jpg") == JPEG


def test_later_scans_and_fill_bytes_are_followed() -> None:
    """Progressive pictures have several scans, with tables and comments between them."""
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56"
    data = JPEG[:-2] + segment(0xFE, b"between") + b"\xff\xff" + scan + b"\xff\xd9"
    assert clean(data, "jpg") == JPEG[:-2] + scan + b"\xff\xd9"


@pytest.mark.parametrize(
    "data", [JPEG[:-2], JPEG[:30], jpeg(b"\xff\xe1\0\1"), jpeg(b"\xff\xe1\xff\xff"), JPEG[:20] + b"\0\0" + JPEG[20:]]
)
def test_a_damaged_jpeg_is_refused(data: bytes) -> None:
    """Cut off, or with segments that are none."""
    assert refusal(data, "jpg").rule == "attachment_damaged"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", [3, 6, 8])
def test_a_picture_that_only_its_properties_turn_upright_is_refused(turn: int, order: str) -> None:
    """Without them it would lie on its side, and nobody would have been told."""
    assert refusal(jpeg(segment(0xE1, b"Exif\0\0" + exif(turn, order))), "jpg").rule == "attachment_picture_turned"
    assert refusal(png(chunk(b"eXIf", exif(turn, order))), "png").rule == "attachment_picture_turned"


@pytest.mark.parametrize("content", [b"", b"II", b"MM\0*" + struct.pack(">I", 9999), exif(6)[:20], b"XX" + exif(6)[2:]])
def test_exif_data_that_cannot_be_read_turn_nothing(content: bytes) -> None:
    """No viewer turns such a picture either."""
    assert clean(jpeg(segment(0xE1, b"Exif\0\0" + content)), "jpg") == JPEG


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (1, 30_000), (8_001, 8_000)])
def test_a_picture_that_fills_the_memory_is_refused_from_its_header(width: int, height: int) -> None:
    """However small its file is, which says nothing of its size."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    whole = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    frame = segment(0xC2, struct.pack(">BHHB", 8, height, width, 0))
    for data, ending in ((whole, "png"), (b"\xff\xd8" + frame + b"\xff\xd9", "jpg")):
        assert refusal(data, ending).rule == "attachment_picture_huge"
