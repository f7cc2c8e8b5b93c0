"""Reading what is looked at for numbers of persons: names and texts of files, and the exceptions of `privacy.yml`."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from nianbao.report.finding import Finding, Unusable
from nianbao.report.place import Place
from nianbao.report.privacy import FILE, Privacy, PrivacyException, PrivacyExceptions, SourceText
from nianbao.report.row import MONEY_UNITS
from nianbao.sources.attachments.kinds import clean
from nianbao.sources.attachments.texts import attachment_texts, workbook_texts
from nianbao.sources.entries import as_model
from nianbao.sources.folders import files_below
from nianbao.sources.refusal import Refused
from nianbao.sources.site import is_of_portal
from nianbao.sources.tables import WORKBOOK
from nianbao.sources.text import read_text
from nianbao.sources.yamlfile import Node, parse_yaml
from nianbao.wording.personal import may_hold_number

_MARKS = re.compile(r"[*_`~\\]")
"""What Markdown may put between the figures of a number without a reader seeing it."""
_UNIT = re.compile(rf"\s*[（(](?:{'|'.join(MONEY_UNITS)})[）)]$")
_NEVER = "private.yml"
_SITE = "data/site.yml"


def year_privacy(
    files: Mapping[str, Path], folder: str, attachments: Mapping[str, bytes], findings: list[Finding]
) -> Privacy:
    """Return what is looked at of a year whose data folder is `folder`, and its exceptions.

    `files` are the files of the year, `attachments` what is published of those that are attached. What is wrong with
    `privacy.yml`, and attachments that cannot be searched, are appended to `findings`.
    """
    texts = [*file_texts(files), *attachment_texts(attachments, files, findings)]
    workbook = f"{folder}/{WORKBOOK}"
    if workbook in files:
        texts += workbook_texts(workbook, files[workbook], findings)
    exceptions, places = _exceptions(files, f"{folder}/{FILE}", findings)
    return Privacy(tuple(texts), exceptions, places)


def texts_of_year(root: Path, year: int) -> list[SourceText]:
    """Return what is looked at of a year, whether or not it can be read as a report."""
    folders = (f"data/{year}", f"docs/{year}")
    files = {name: path for folder in folders for name, path in files_below(root, folder, []).items()}
    published: dict[str, bytes] = {}
    for name, path in files.items():
        if "/attachments/" in name:
            with suppress(Refused, KeyError):
                published[name] = clean(path.read_bytes(), name.rpartition(".")[2].lower())
    return list(year_privacy(files, folders[0], published, []).texts)


def portal_texts(root: Path) -> list[SourceText]:
    """Return what is looked at of the portal: `site.yml` and its own pages."""
    return list(file_texts(_portal_files(root)))


def portal_privacy(root: Path, day: datetime.date) -> Privacy:
    """Return what is looked at of the portal: `site.yml`, its own pages, and the exceptions in `data/privacy.yml`.

    `day` is the day on which the exceptions must hold. Raises Unusable with what is wrong with `data/privacy.yml`.
    """
    findings: list[Finding] = []
    files = _portal_files(root)
    exceptions, places = _exceptions(files, f"data/{FILE}", findings)
    if findings:
        raise Unusable(findings)
    return Privacy(tuple(file_texts(files)), exceptions, places, day)


def _portal_files(root: Path) -> dict[str, Path]:
    docs = {name: path for name, path in files_below(root, "docs", []).items() if is_of_portal(name)}
    return docs | {name: root / name for name in (_SITE, f"data/{FILE}") if (root / name).is_file()}


def file_texts(files: Mapping[str, Path]) -> Iterator[SourceText]:
    """Yield the names of files, and what text files say, where it has figures enough: cells, lines, entries.

    Files that cannot be read say nothing; their readers complain of them. `private.yml` is never looked at.
    """
    for name, path in files.items():
        if may_hold_number(name):
            yield SourceText(Place(name), name)
        ending = name.rpartition(".")[2]
        if ending in _READERS and "/attachments/" not in name and path.name != _NEVER:
            text = read_text(path, name, [])
            yield from () if text is None else _READERS[ending](text, name)


def _cells(text: str, name: str) -> Iterator[SourceText]:
    if not may_hold_number(text):
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    titles: list[str] = []
    line = 1
    try:
        for cells in reader:
            titles = titles or [_UNIT.sub("", cell.strip()) for cell in cells]
            for index, cell in enumerate(cells):
                if may_hold_number(cell):
                    yield SourceText(Place(name, line, titles[index] if index < len(titles) else None), cell)
            line = reader.line_num + 1
    except csv.Error:
        yield from _lines(text, name)


def _lines(text: str, name: str) -> Iterator[SourceText]:
    if may_hold_number(text):
        lines = enumerate(text.split("\n"), start=1)
        yield from (SourceText(Place(name, number), line) for number, line in lines if may_hold_number(line))


def _entries(text: str, name: str) -> Iterator[SourceText]:
    yield from _lines(text, name)
    node = parse_yaml(text, name, []) if "\\" in text else None
    if node is not None:
        yield from _values(node, name)


def _values(node: Node, name: str) -> Iterator[SourceText]:
    """The values of a YAML file as they are read, which escapes can make other than what is written."""
    if isinstance(node.content, str):
        if may_hold_number(node.content):
            yield SourceText(Place(name, node.line), node.content)
        return
    inner = node.content.values() if isinstance(node.content, dict) else node.content or ()
    for child in inner:
        yield from _values(child, name)


def _page(text: str, name: str) -> Iterator[SourceText]:
    yield from _lines(text, name)
    plain = _MARKS.sub("", html.unescape(text))
    if plain.count("\n") == text.count("\n"):
        yield from _lines(plain, name)


_READERS = {"csv": _cells, "yml": _entries, "md": _page}


def _exceptions(
    files: Mapping[str, Path], name: str, findings: list[Finding]
) -> tuple[tuple[PrivacyException, ...], tuple[Place, ...]]:
    text = read_text(files[name], name, findings) if name in files else None
    node = None if text is None else parse_yaml(text, name, findings)
    read = None if node is None else as_model(node, PrivacyExceptions, name, findings)
    if node is None or read is None:
        return (), ()
    return read.exceptions, tuple(
        Place(name, node.line_of(("exceptions", index))) for index in range(len(read.exceptions))
    )
