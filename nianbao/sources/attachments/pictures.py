"""PNG and JPEG pictures: only what makes the picture, not when, where and by whom it was taken."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from nianbao.sources.refusal import Refused

MAX_PIXELS, MAX_SIDE = 64_000_000, 20_000
"""Largest picture, and its longest side; a page of A4 scanned at 600 dpi has 35 million pixels."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"iCCP", b"pHYS"})

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_APPLICATION = range(0xE0, 0xF0)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The segments that tell how large the picture is."""
_COMMENT = 0xFE
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""What ends a scan: no stuffed zero and no restart marker."""
_JFIF, _EXIF, _PROFILE, _ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"
_ORIENTATION = 0x0112
_UPRIGHT = (0, 1)
"""Exif 2.3: 1 is upright; some cameras write 0 where they do not know."""


def clean_png(data: bytes, ending: str) -> bytes:
    """Return a PNG picture with its critical chunks and those that tell transparency, colours and density.

    Raises Refused for other formats, damage, and a turn that only its properties tell.
    """
    if not data.startswith(_PNG):
        raise Refused("attachment_kind", ending=ending)
    kept = bytearray(_PNG)
    for kind, whole in _chunks(data):
        if kind == b"IHDR":
            _refuse_huge(*struct.unpack_from(">II", whole, 8))
        if kind == b"eXIf":
            _refuse_turned(whole[8:-4])
        if kind in _PNG_KEPT:
            kept += whole
        elif not kind[0] & 0x20:
            raise Refused("attachment_damaged")
    return bytes(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks with length and check sum, from IHDR to IEND; what follows the picture is left out."""
    position, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        whole = data[position : position + length + 12]
        first = position == len(_PNG)
        sound = len(whole) == length + 12 and zlib.crc32(whole[4:-4]) == int.from_bytes(whole[-4:])
        if not sound or first != (kind == b"IHDR"):
            raise Refused("attachment_damaged")
        yield kind, whole
        position += len(whole)


def clean_jpeg(data: bytes, ending: str) -> bytes:
    """Return a JPEG picture without its properties; density, colour profile and Adobe's note on colours stay.

    Raises Refused for other formats, damage, and a turn that only its properties tell.
    """
    if not data.startswith(b"\xff\xd8\xff"):
        raise Refused("attachment_kind", ending=ending)
    kept = bytearray(data[:2])
    position = 2
    while True:
        marker, position = _marker(data, position)
        if marker == _END:
            return bytes(kept) + bytes((0xFF, _END))
        (length,) = struct.unpack_from(">H", data, position)
        body = data[position + 2 : position + length]
        if length < 2 or len(body) != length - 2 or marker == _START:
            raise Refused("attachment_damaged")
        position += length
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            _refuse_huge(width, height)
        segment = _kept_segment(marker, body)
        if segment is not None:
            kept += struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment
        if marker == _SCAN:
            end = _end_of_scan(data, position)
            kept += data[position:end]
            position = end


def _marker(data: bytes, position: int) -> tuple[int, int]:
    """The marker at a position, before which any number of fill bytes may stand, and where its segment begins."""
    if data[position] != 0xFF:
        raise Refused("attachment_damaged")
    while data[position] == 0xFF:
        position += 1
    return data[position], position + 1


def _kept_segment(marker: int, body: bytes) -> bytes | None:
    if marker == 0xE0 and body.startswith(_JFIF) and len(body) >= 14:
        return body[:12] + b"\0\0"  # Without the small preview, which may show what was cut off since.
    if marker == 0xE1 and body.startswith(_EXIF):
        _refuse_turned(body[len(_EXIF) :])
    profile = marker == 0xE2 and body.startswith(_PROFILE)
    adobe = marker == 0xEE and body.startswith(_ADOBE)
    dropped = (marker in _APPLICATION and not (profile or adobe)) or marker == _COMMENT
    return None if dropped else body


def _end_of_scan(data: bytes, position: int) -> int:
    found = _NEXT_MARKER.search(data, position)
    if found is None:
        raise Refused("attachment_damaged")
    return found.start()


def _refuse_huge(width: int, height: int) -> None:
    """A picture fills as much memory as it has pixels, however small its file is."""
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Refused("attachment_picture_huge", width=width, height=height, limit=MAX_PIXELS // 10_000, side=MAX_SIDE)


def _refuse_turned(exif: bytes) -> None:
    if _orientation(exif) not in _UPRIGHT:
        raise Refused("attachment_picture_turned")


def _orientation(exif: bytes) -> int:
    """The orientation that Exif data tell; 1 where they tell none or cannot be read, as every viewer takes it."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for index in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * index)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        return 1
    return 1
