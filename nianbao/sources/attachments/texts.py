"""The texts of attachments in which numbers of persons are looked for, with their places."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.report.privacy import SourceText
from nianbao.sources.attachments.office_text import office_texts
from nianbao.sources.attachments.plain_text import decoded
from nianbao.sources.attachments.said import UNREAD, Said
from nianbao.sources.refusal import Refused
from nianbao.sources.workbook.container import MAX_BYTES
from nianbao.wording.personal import may_hold_number


def _pdf_texts(data: bytes, published: bytes) -> Iterable[Said]:
    from nianbao.sources.attachments.pdf_text import pdf_texts  # pypdf takes a tenth of a second that most years save.

    return pdf_texts(data, published)


def _plain_texts(data: bytes, published: bytes) -> Iterable[Said]:
    return (Said(line, line=number) for number, line in enumerate(decoded(published).splitlines(), start=1))


def _office_texts(data: bytes, published: bytes) -> Iterable[Said]:
    return office_texts(data)


_READERS: dict[str, Callable[[bytes, bytes], Iterable[Said]]] = {
    "pdf": _pdf_texts,
    "docx": _office_texts,
    "xlsx": _office_texts,
    "csv": _plain_texts,
    "txt": _plain_texts,
}
"""How the texts of a file are read, by its ending; of pictures only what was taken with them is cleaned away."""

_TOO_LARGE = frozenset({"file_size", "workbook_limits", "workbook_far"})
"""What the reader of workbooks says of one that is beyond its limits."""

_KEPT: dict[tuple[str, bytes], tuple[Said, ...]] = {}
_MOST_KEPT = 200
"""What was read lately is kept, because a preview reads the same files again whenever a page is saved."""


def attachment_texts(
    published: Mapping[str, bytes], files: Mapping[str, Path], findings: list[Finding]
) -> Iterator[SourceText]:
    """Yield the texts with figures enough of a year's attachments: as they lie in `files`, properties and all.

    `published` is what was made of them, by their name in the sources. Files that cannot be searched are appended to
    `findings`, and a note on pages that are drawn and not written, so that somebody looks at them.
    """
    for name, content in published.items():
        ending = name.rpartition(".")[2].lower()
        try:
            said = _said(files[name].read_bytes(), content, ending)
        except Refused as refused:
            findings.append(Finding(refused.rule, "error", Place(name), refused.values))
            continue
        unread = [entry.part or "" for entry in said if entry.text == UNREAD]
        if unread:
            findings.append(Finding("attachment_unread", "info", Place(name), {"pages": "、".join(unread)}))
        yield from (_with_place(name, entry) for entry in said if entry.text)


def document_texts(data: bytes, ending: str) -> list[str] | None:
    """Return the texts with figures enough of a document that was made to be published, or None for other files.

    Raises Refused for one that cannot be searched.
    """
    return [entry.text for entry in _said(data, data, ending)] if ending in ("pdf", "docx", "xlsx") else None


def all_texts(data: bytes, ending: str) -> list[str] | None:
    """Return every text of a document, those without figures too, or None for other files.

    Raises Refused for one that cannot be searched.
    """
    return [entry.text for entry in _read(data, data, ending)] if ending in ("pdf", "docx", "xlsx") else None


def workbook_texts(name: str, path: Path, findings: list[Finding]) -> list[SourceText]:
    """Return the texts with figures enough of a year's own workbook, whatever is wrong with its tables.

    One that cannot be searched is appended to `findings`, unless its readers have complained of it. One that they
    refused for its size is not searched: that would take what the limits save, and nothing of it is published.
    """
    if any(finding.rule in _TOO_LARGE and finding.place.file == name for finding in findings):
        return []
    try:
        said = _said(path.read_bytes(), b"", "xlsx") if path.stat().st_size <= MAX_BYTES else ()
    except (Refused, OSError) as error:
        if not any(finding.level == "error" and finding.place.file == name for finding in findings):
            refused = error if isinstance(error, Refused) else Refused("file_unreadable")
            findings.append(Finding(refused.rule, "error", Place(name), refused.values))
        return []
    return [_with_place(name, entry) for entry in said]


def _with_place(name: str, said: Said) -> SourceText:
    return SourceText(Place(name, said.line, None, said.part, said.at), said.text)


def _said(data: bytes, published: bytes, ending: str) -> tuple[Said, ...]:
    key = ending, hashlib.sha256(data).digest()
    if key not in _KEPT:
        found = _read(data, published, ending)
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = tuple(entry for entry in found if entry.text == UNREAD or may_hold_number(entry.text))
    return _KEPT[key]


def _read(data: bytes, published: bytes, ending: str) -> list[Said]:
    read = _READERS.get(ending)
    try:
        return [] if read is None else list(read(data, published))
    except Refused:
        raise
    except Exception as error:
        raise Refused("attachment_damaged") from error
