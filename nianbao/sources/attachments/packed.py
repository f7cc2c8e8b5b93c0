"""The container of .docx and .xlsx files: its parts, taken out within limits and put together the same way everywhere.

Parts keep their bytes as they were packed, because packing them anew would give other bytes on another computer.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from nianbao.sources.packing import Limits, is_encrypted, is_packed_as_known, listed
from nianbao.sources.refusal import Refused

LIMITS = Limits(64 << 20, "attachment_unpacks")

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UTF8_NAME, _MIDNIGHT, _FIRST_DAY = 20, 0x800, 0, 33
"""Version 2.0 of the format; names in UTF-8; 1 January 1980, the earliest day that it can tell."""
_UNSAFE_NAME = re.compile(r"^/|\\|:|[\x00-\x1f]|(^|/)\.{1,2}(/|$)")


@dataclass(frozen=True)
class Part:
    """A file within the container: its name, its bytes as packed (stored or deflated), their check sum and size."""

    name: str
    packed: bytes
    crc: int
    size: int
    deflated: bool = True

    @classmethod
    def of(cls, name: str, content: bytes) -> Part:
        """Return a part with the given content, not packed at all."""
        return cls(name, content, zlib.crc32(content), len(content), deflated=False)

    def content(self) -> bytes:
        """Return the content; raises Refused where it is not what the container says."""
        content, whole = self.packed, True
        if self.deflated:
            unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
            content = unpacking.decompress(self.packed, self.size + 1)
            whole = unpacking.eof and not unpacking.unused_data
        if not whole or len(content) != self.size or zlib.crc32(content) != self.crc:
            raise Refused("attachment_damaged")
        return content


def read_parts(data: bytes) -> dict[str, Part]:
    """Return the parts of a container by name, each checked to unpack to what it says.

    Raises Refused for what `listed` refuses, more than 64 MiB unpacked, encryption, unknown packing, repeated names,
    and names that lead out of the container.
    """
    entries = listed(data, LIMITS)
    _refuse_names([entry.orig_filename for entry in entries])
    parts = [_part(data, entry) for entry in entries if not entry.orig_filename.endswith("/")]
    for part in parts:
        part.content()
    return {part.name: part for part in parts}


def _refuse_names(names: list[str]) -> None:
    one_case = [name.casefold() for name in names]
    if len(set(one_case)) < len(names) or any(map(_UNSAFE_NAME.search, names)):
        raise Refused("attachment_damaged")


def _part(data: bytes, entry: zipfile.ZipInfo) -> Part:
    if is_encrypted(entry):
        raise Refused("attachment_password")
    fields = _LOCAL.unpack_from(data, entry.header_offset)
    start = entry.header_offset + _LOCAL.size + fields[-2] + fields[-1]
    packed = data[start : start + entry.compress_size]
    if fields[0] != b"PK\x03\x04" or len(packed) != entry.compress_size or not is_packed_as_known(entry):
        raise Refused("attachment_damaged")
    deflated = entry.compress_type == zipfile.ZIP_DEFLATED
    return Part(entry.orig_filename, packed, entry.CRC, entry.file_size, deflated)


def write_parts(parts: Iterable[Part]) -> bytes:
    """Return a container of the parts in their order, without time stamps, comments or anything else of its maker."""
    files, directory = bytearray(), bytearray()
    count = 0
    for part in parts:
        name = part.name.encode()
        described = (
            0 if part.name.isascii() else _UTF8_NAME, 8 if part.deflated else 0, _MIDNIGHT, _FIRST_DAY,
            part.crc, len(part.packed), part.size, len(name), 0,
        )  # fmt: skip
        directory += _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *described, 0, 0, 0, 0, len(files)) + name
        files += _LOCAL.pack(b"PK\x03\x04", _VERSION, *described) + name + part.packed
        count += 1
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(files), 0)
    return bytes(files + directory + end)
