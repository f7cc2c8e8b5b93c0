"""The attachments of a year: what the table says and what lies in the folder agree, and every file may be published."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from nianbao.report.finding import Finding, nearest
from nianbao.report.model import Attachment
from nianbao.report.place import Place
from nianbao.sources.attachments.file_names import name_findings
from nianbao.sources.attachments.kinds import ENDINGS, clean
from nianbao.sources.refusal import Refused
from nianbao.sources.text import quote

MAX_BYTES = 20 << 20
"""Largest attachment, as it lies in the folder and as it is published."""
MAX_YEAR = 60 << 20
"""Largest sum of a year's attachments."""

_HASH = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)


def read_attachments(
    rows: tuple[Attachment, ...], files: Mapping[str, Path], folder: str, findings: list[Finding]
) -> dict[str, bytes]:
    """Return what is published of a year's attachments, by their name in the sources, in the order of the table.

    `files` are the regular files below the year's data folder `folder` (`data/2023`). Everything that is wrong is
    appended to `findings`: at the table's cell what a row says, at the file what the file is.
    """
    place = f"{folder}/attachments/"
    there = {name.removeprefix(place): path for name, path in files.items() if name.startswith(place)}
    unlisted = [] if _faulty_table(findings, folder) else sorted(there.keys() - {row.file for row in rows})
    listed = _listed(rows, there, findings)
    findings += [Finding("attachment_unlisted", "error", Place(f"{place}{name}")) for name in unlisted]
    _check_replaced(rows, findings)
    size = sum(there[row.file].stat().st_size for row in listed)
    if size > MAX_YEAR:
        findings.append(Finding("attachment_total", "error", Place(place[:-1]), {"size": size, "limit": MAX_YEAR}))
        return {}
    published: dict[str, bytes] = {}
    for row in listed:
        content = _published(there[row.file], f"{place}{row.file}", findings)
        if content is not None:
            _check_hash(row, content, findings)
            published[f"{place}{row.file}"] = content
    return published


def _faulty_table(findings: list[Finding], folder: str) -> bool:
    """Whether rows of the table could not be read: a file may well be listed in one of them."""
    places = (finding.place for finding in findings if finding.level == "error")
    return any(place.file.startswith(f"{folder}/attachments.") or place.sheet == Attachment.sheet for place in places)


def _listed(rows: tuple[Attachment, ...], there: Mapping[str, Path], findings: list[Finding]) -> list[Attachment]:
    """The rows whose file is there under a name that can be published, each file once."""
    first: dict[str, Attachment] = {}
    for row in rows:
        place = row.place_of("file")
        wrong = name_findings(row.file, place)
        if row.file in first:
            wrong.append(Finding("attachment_twice", "error", place, {"file": row.file, "other": first[row.file].id}))
        elif not wrong and row.file not in there:
            values = {"file": row.file, "nearest": nearest(row.file, sorted(there))}
            wrong.append(Finding("attachment_missing", "error", place, values))
        if not wrong:
            first[row.file] = row
        findings += wrong
    return list(first.values())


def _check_replaced(rows: tuple[Attachment, ...], findings: list[Finding]) -> None:
    for row in rows:
        others = [other.id for other in rows if other.id != row.id]
        if row.replaces is not None and row.replaces not in others:
            values = {"found": quote(row.replaces), "nearest": nearest(row.replaces, others)}
            findings.append(Finding("attachment_replaces", "error", row.place_of("replaces"), values))


def _published(path: Path, name: str, findings: list[Finding]) -> bytes | None:
    try:
        return _cleaned(path, name.rpartition(".")[2].lower())
    except Refused as refused:
        findings.append(Finding(refused.rule, "error", Place(name, refused.line), refused.values))
        return None


def _cleaned(path: Path, ending: str) -> bytes:
    if ending not in ENDINGS:
        raise Refused("attachment_ending", ending=quote(ending), known="、".join(ENDINGS))
    _check_size(path.stat().st_size)
    published = clean(path.read_bytes(), ending)
    _check_size(len(published))
    return published


def _check_size(size: int) -> None:
    if size == 0:
        raise Refused("attachment_empty")
    if size > MAX_BYTES:
        raise Refused("file_size", size=size, limit=MAX_BYTES)


def _check_hash(row: Attachment, content: bytes, findings: list[Finding]) -> None:
    right = hashlib.sha256(content).hexdigest()
    if row.sha256 is None or row.sha256.lower() == right:
        return
    rule = "attachment_hash" if _HASH.fullmatch(row.sha256) else "attachment_hash_form"
    findings.append(Finding(rule, "error", row.place_of("sha256"), {"text": quote(row.sha256), "right": right}))
