"""ZIP containers, which .xlsx and .docx files are: what one lists, within limits that hold before it is unpacked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from nianbao.sources.refusal import Refused
from nianbao.wording.language import say

MAX_PARTS = 1000
MAX_RATIO = 200
_SMALL = 1 << 20
"""Up to here a part may be packed as tightly as it likes."""
_CENTRAL = b"PK\x01\x02"


@dataclass(frozen=True)
class Limits:
    """How much a container may unpack to, in bytes, and the rule by which one that holds too much is refused."""

    unpacked: int
    rule: str


def listed(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the entries of a container; raises what `zipfile` raises for data that are none.

    Raises Refused for more than 1,000 parts, for more bytes unpacked than the limits allow, and for a part above 1 MiB
    that is packed tighter than 200:1, by what the container says of itself.
    """
    signatures = data.count(_CENTRAL)
    if signatures > 2 * MAX_PARTS:  # reading the list would take what the limit is to save
        _limit(say("部件数"), signatures, MAX_PARTS, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        entries = container.infolist()
    _limit(say("部件数"), len(entries), MAX_PARTS, limits)
    _limit(say("展开后的字节数"), sum(entry.file_size for entry in entries), limits.unpacked, limits)
    _limit(say("压缩比"), max(map(_ratio, entries), default=0), MAX_RATIO, limits)
    return entries


def is_packed_as_known(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry is stored or deflated, as office programs pack."""
    return entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry has a password."""
    return bool(entry.flag_bits & 1)


def _limit(what: str, found: int, limit: int, limits: Limits) -> None:
    if found > limit:
        raise Refused(limits.rule, what=what, found=found, limit=limit)


def _ratio(entry: zipfile.ZipInfo) -> int:
    return 0 if entry.file_size <= _SMALL else entry.file_size // max(entry.compress_size, 1)
