"""Packed twins: each text of an edition once more as `.gz` beside it, which servers give to browsers that take it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

TWIN = ".gz"
"""What is added to a file's name to name its twin."""

TEXTS = frozenset({".css", ".csv", ".html", ".js", ".json", ".svg", ".txt"})
"""The endings of files that get twins. The archive derives its own `.xml` and `.jsonl` anew with every view."""

SMALLEST = 1024
"""Bytes below which a file travels in one packet anyway."""

_WORTH = 0.9
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""RFC 1952: deflate, no name, no time, slowest method, no operating system told."""


def is_twin(name: str) -> bool:
    """Say whether a file name is that of a packed twin."""
    return name.endswith(TWIN) and Path(name.removesuffix(TWIN)).suffix.lower() in TEXTS


def pack(content: bytes) -> bytes:
    """Return the bytes as a gzip file (RFC 1952), the same for the same content wherever zlib is the same."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return _HEADER + packed + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def compress(folder: Path) -> None:
    """Give every text below `folder` its twin where that saves a tenth, and take away every other twin."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_twin(path.name):
            path.unlink()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in TEXTS and path.is_file():
            content = path.read_bytes()
            packed = pack(content) if len(content) >= SMALLEST else content
            if len(packed) <= _WORTH * len(content):
                path.with_name(path.name + TWIN).write_bytes(packed)
