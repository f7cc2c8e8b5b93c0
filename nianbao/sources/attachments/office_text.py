"""What Word and Excel files say: every sheet and part, hidden or not, with comments, changes and properties."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nianbao.sources.attachments.package import relationships
from nianbao.sources.attachments.packed import Part, read_parts
from nianbao.sources.attachments.said import Said
from nianbao.sources.attachments.xml_text import SharedTexts, SheetTexts, TextEvents, told

_SHARED = "xl/sharedStrings.xml"
_XML = (".xml", ".rels", ".vml")
_FIGURES = re.compile(rb"[0-9Xx+ -]{11,40}")
_WIDE_FIGURES = re.compile(rb"(?:[0-9Xx+ -]\0){11,40}")
"""Figures that can be read in a part that is no XML, in one byte each or in two."""

_NAMES = (
    (re.compile(r"word/document\.xml"), "正文"),
    (re.compile(r"word/header\w*\.xml"), "页眉"),
    (re.compile(r"word/footer\w*\.xml"), "页脚"),
    (re.compile(r"word/footnotes\.xml"), "脚注"),
    (re.compile(r"word/endnotes\.xml"), "尾注"),
    (re.compile(r"word/comments\w*\.xml"), "批注"),
    (re.compile(r"xl/workbook\.xml"), "定义的名称"),
    (re.compile(r"(?:docProps|docMetadata)/.*"), "文件属性"),
)
"""What readers call a part, by its name; other parts go by their name."""


def office_texts(data: bytes) -> Iterator[Said]:
    """Yield every text of a .docx or .xlsx file that `clean_office` takes, as it lies there, before it is cleaned.

    Paragraphs are whole, with and without tracked changes; cells say what is stored in them, formulas too. Pictures and
    other parts that are no XML give up the figures that can be read in them.
    """
    parts = read_parts(data)
    sheets, comments = _sheets(parts)
    shared = SharedTexts()
    if _SHARED in parts:
        told(parts[_SHARED].content(), shared)
    for name, part in parts.items():
        called = sheets.get(name) or comments.get(name) or _called(name)
        if name.lower().endswith(_XML):
            events = SheetTexts(shared) if name in sheets else TextEvents()
            texts = told(part.content(), events) if name != _SHARED else []
        else:
            texts = [(text, "") for text in _figures(part.content())]
        yield Said(name, called)
        yield from (Said(text, called, at) for text, at in texts)
    yield from (Said(text, "未显示的文字") for index, text in shared.texts.items() if index not in shared.used)


def _called(name: str) -> str:
    return next((shown for pattern, shown in _NAMES if pattern.fullmatch(name)), name)


def _figures(content: bytes) -> Iterator[str]:
    yield from (found.group().decode() for found in _FIGURES.finditer(content))
    yield from (found.group().decode("utf-16-le") for found in _WIDE_FIGURES.finditer(content))


def _sheets(parts: Mapping[str, Part]) -> tuple[dict[str, str], dict[str, str]]:
    """What the sheets of a workbook are called, by their part, and so what the parts with their comments are."""
    targets = _targets(parts, "xl/workbook.xml")
    sheets: dict[str, str] = {}
    comments: dict[str, str] = {}
    for entry_id, name in _listed(parts.get("xl/workbook.xml")):
        sheets[targets.get(entry_id, "")] = name
        for target in _targets(parts, targets.get(entry_id, "")).values():
            if "comment" in target.lower():
                comments[target] = f"{name}·批注"
    return sheets, comments


def _listed(book: Part | None) -> Iterator[tuple[str, str]]:
    """The relationship and the name of each sheet that a workbook lists."""
    try:
        entries = () if book is None else fromstring(book.content(), forbid_dtd=True).iter()
    except (ParseError, DefusedXmlException, ValueError):
        return
    for entry in entries:
        if str(entry.tag).rpartition("}")[2] == "sheet":
            values = {str(key).rpartition("}")[2]: str(value) for key, value in entry.attrib.items()}
            yield values.get("id", ""), values.get("name", "")


def _targets(parts: Mapping[str, Part], name: str) -> dict[str, str]:
    """The parts that a part leads to, by the id of the relationship."""
    folder, _, short = name.rpartition("/")
    part = parts.get(f"{folder}/_rels/{short}.rels")
    return {
        entry.id: posixpath.normpath(posixpath.join("/", folder, entry.target)).lstrip("/")
        for entry in ([] if part is None else relationships(part))
        if not entry.external
    }
