"""工作簿的外壳: the parts of an .xlsx file, taken out within limits, and what a workbook may not contain."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.packing import Limits, is_encrypted, is_packed_as_known, listed
from nianbao.sources.refusal import Refused
from nianbao.wording.language import say

MAX_BYTES = 10 << 20
"""Largest workbook that is read (10 MiB); a year's real one has some 30 KiB."""
LIMITS = Limits(16 << 20, "workbook_limits")

_OLE = b"\xd0\xcf\x11\xe0"
_PAGE = re.compile(rb"\s*<(!doctype|html|table|\?xml)", re.IGNORECASE)
_ACTIVE = re.compile(r"vbaProject|macrosheets/|activeX/", re.IGNORECASE)
_ELSEWHERE = re.compile(r"^xl/(externalLinks/|connections\.xml|queryTables/)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error,
    NotImplementedError, RuntimeError, EOFError, OSError, ValueError, LookupError,
)  # fmt: skip
"""What `zipfile` raises for containers that are none, or not whole."""


@dataclass(frozen=True)
class Container:
    """The parts of a workbook by their name."""

    parts: dict[str, bytes]

    def repacked(self) -> bytes:
        """Return the same parts as a plain container, so that every later reader sees exactly what was looked over."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return target.getvalue()


def open_container(path: Path, name: str, findings: list[Finding]) -> Container | None:
    """Return the parts of the workbook at `path`, or None with the reasons appended to `findings`.

    Refused: other formats under this name, more than 10 MiB, 1,000 parts or 16 MiB unpacked, parts packed tighter than
    200:1, parts of one name, encryption, macros, links to other files.
    """
    place = Place(name)
    try:
        size = path.stat().st_size
        data = b"" if size > MAX_BYTES else path.read_bytes()
    except OSError:
        findings.append(Finding("file_unreadable", "error", place))
        return None
    if size > MAX_BYTES:
        findings.append(Finding("file_size", "error", place, {"size": size, "limit": MAX_BYTES}))
        return None
    try:
        container = Container(_parts(data))
    except Refused as refused:
        findings.append(Finding(refused.rule, "error", place, refused.values))
        return None
    except _BROKEN:
        findings.append(Finding("workbook_damaged", "error", place, {"problem": say("压缩包不完整")}))
        return None
    forbidden = _forbidden(container)
    findings += [Finding(rule, "error", place) for rule in forbidden]
    return None if forbidden else container


def _parts(data: bytes) -> dict[str, bytes]:
    if not data.startswith(b"PK"):
        raise Refused("workbook_kind", found=_kind_of(data))
    entries = listed(data, LIMITS)
    _refuse_one_name_twice(entries)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry.filename: _part(archive, entry) for entry in entries if not entry.is_dir()}
    if "xl/workbook.xml" not in parts:
        raise Refused("workbook_kind", found=_package_of(parts))
    return parts


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, never more than the directory says: reading without a size would unpack all there is."""
    if is_encrypted(entry):
        raise Refused("workbook_kind", found=say("带密码的文件"))
    if not is_packed_as_known(entry):
        raise Refused("workbook_damaged", problem=say("不是 Excel 的压缩方式"))
    with archive.open(entry) as file:
        data = file.read(entry.file_size)
        if len(data) != entry.file_size or file.read(1):
            raise Refused("workbook_damaged", problem=say("部件大小不符"))
    return data


def _refuse_one_name_twice(entries: list[zipfile.ZipInfo]) -> None:
    """Readers differ in which of two parts they take whose names are equal but for case or slashes."""
    names = [entry.filename.replace("\\", "/").casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise Refused("workbook_damaged", problem=say("部件重名"))


def _kind_of(data: bytes) -> str:
    if not data:
        return say("空文件")
    if data.startswith(_OLE):
        return say("旧版 .xls，或带密码的文件")
    return say("网页或 XML 文件") if _PAGE.match(data) else say("文本文件或其他文件")


def _package_of(parts: dict[str, bytes]) -> str:
    told = (
        ("xl/workbook.bin", say("二进制工作簿 .xlsb")),
        ("word/document.xml", say("Word 文档")),
        ("content.xml", say("OpenDocument 文件")),
    )
    return next((kind for name, kind in told if name in parts), say("其他文件"))


def _forbidden(container: Container) -> list[str]:
    names = container.parts
    types = container.parts.get("[Content_Types].xml", b"")
    macros = any(map(_ACTIVE.search, names)) or b"macroEnabled" in types
    elsewhere = any(map(_ELSEWHERE.match, names))
    return ["workbook_macros"] * macros + ["workbook_external"] * elsewhere
