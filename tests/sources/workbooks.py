"""Workbooks for tests, part by part as Excel writes them, with whatever an office or an attacker may put into one.

`openpyxl` cannot write stored results of formulas, hidden faults or damage; this is plain `zipfile` and XML.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Cell:
    """One cell: its text or number as written, as what it is stored, its formula and its number format.

    `xml` is written as it is instead of all that; `{at}` in it becomes the cell's address.
    """

    value: str = ""
    kind: Literal["text", "number", "inline", "flag", "error", "result", "rich", "iso"] = "text"
    formula: str | None = None
    style: str = ""
    xml: str = ""


@dataclass
class Sheet:
    """One sheet: its cells by address (`B3`), and what is merged or hidden in it."""

    name: str
    cells: dict[str, Cell] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    state: str = ""


@dataclass
class Damage:
    """What is done to the finished container: see `described` for how a case writes it."""

    parts: dict[str, bytes] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    replaced: dict[str, dict[str, str]] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()
    flags: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    method: int = zipfile.ZIP_DEFLATED
    cut: int = 0


def letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def table_cells(rows: Iterable[Iterable[Cell | None]], top: int = 1) -> dict[str, Cell]:
    """Return rows of cells by address, beginning in column A of row `top`."""
    return {
        f"{letters(column)}{row}": cell
        for row, cells in enumerate(rows, start=top)
        for column, cell in enumerate(cells, start=1)
        if cell is not None
    }


def build(sheets: Iterable[Sheet], damage: Damage | None = None) -> bytes:
    """Return the bytes of a workbook with these sheets, damaged where the test asks for it."""
    damage = damage or Damage()
    parts = {name: text.encode() for name, text in _parts(list(sheets)).items()} | damage.parts
    for pattern, changes in damage.replaced.items():
        for name in [name for name in parts if pattern in ("*", name)]:
            for old, new in changes.items():
                parts[name] = parts[name].replace(old.encode(), new.encode())
    for name in damage.without:
        del parts[name]
    return _packed(parts, damage)


def _packed(parts: Mapping[str, bytes], damage: Damage) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", damage.method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), content, damage.method)
    plain = target.getvalue()
    for name in damage.doubled:
        other = next(other for other in parts if len(other) == len(name) and other != name)
        plain = plain.replace(other.encode(), name.encode())
    data = bytearray(plain)
    for name, flag in damage.flags.items():
        for start, offset in _headers(bytes(data), name):
            data[start + offset - 16] |= flag
    for name, size in damage.sizes.items():
        for start, offset in _headers(bytes(data), name):
            data[start + offset : start + offset + 4] = size.to_bytes(4, "little")
    return bytes(data)[: damage.cut or None]


def _headers(data: bytes, name: str) -> Iterator[tuple[int, int]]:
    """Where the two headers of a part begin, and where in them its unpacked size stands."""
    encoded = re.escape(name.encode())
    for magic, length, size in ((b"PK\x01\x02", 42, 24), (b"PK\x03\x04", 26, 22)):
        for found in re.finditer(re.escape(magic) + b".{%d}" % length + encoded, data, re.DOTALL):
            yield found.start(), size


def _parts(sheets: list[Sheet]) -> dict[str, str]:
    strings: dict[str, int] = {}
    styles: dict[str, int] = {"": 0}
    written = [_sheet(sheet, strings, styles) for sheet in sheets]
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}"'
        + (f' state="{sheet.state}"' if sheet.state else "")
        + f' r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    relations = "".join(_relation(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    relations += _relation("rId901", "styles", "styles.xml") + _relation("rId902", "sharedStrings", "sharedStrings.xml")
    return {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        + _relation("rId1", "officeDocument", "xl/workbook.xml")
        + "</Relationships>",
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><workbookPr/>'
        f'<sheets>{listed}</sheets><calcPr calcId="191029"/></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
        "xl/styles.xml": _styles(styles),
        "xl/sharedStrings.xml": f'{_HEAD}<sst xmlns="{_MAIN}">{"".join(strings)}</sst>',
        **{f"xl/worksheets/sheet{number}.xml": text for number, text in zip(numbers, written, strict=True)},
    }


def _relation(identifier: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identifier}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'


def _content_types(numbers: range) -> str:
    entries = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings"}
    entries |= {f"xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers}
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{_OFFICE}.{kind}+xml"/>' for name, kind in entries.items()
    )
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_HEAD}<Types xmlns="{_TYPES}">{default}<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'


def _styles(styles: Mapping[str, int]) -> str:
    own = [style for style in styles if style]
    formats = "".join(
        f'<numFmt numFmtId="{170 + index}" formatCode={quoteattr(own[index])}/>' for index in range(len(own))
    )
    uses = "".join(f'<xf numFmtId="{170 + index}"/>' for index in range(len(own)))
    listed = f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else ""
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">{listed}<fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(own) + 1}"><xf numFmtId="0"/>{uses}</cellXfs></styleSheet>'
    )


def _sheet(sheet: Sheet, strings: dict[str, int], styles: dict[str, int]) -> str:
    rows: dict[int, list[tuple[int, str]]] = {number: [] for number in sheet.hidden_rows}
    for address, cell in sheet.cells.items():
        column, row = _position(address)
        rows.setdefault(row, []).append((column, _cell(address, cell, strings, styles)))
    hidden = "".join(
        f'<col min="{column}" max="{column}" width="9" hidden="1"/>'
        for column in sorted(_position(f"{name}1")[0] for name in sheet.hidden_columns)
    )
    body = "".join(
        f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row in sheet.hidden_rows else ""}>'
        + "".join(text for _, text in sorted(cells))
        + "</row>"
        for row, cells in sorted(rows.items())
    )
    merged = "".join(f'<mergeCell ref="{reference}"/>' for reference in sheet.merged)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        + (f"<cols>{hidden}</cols>" if hidden else "")
        + f"<sheetData>{body}</sheetData>"
        + (f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else "")
        + "</worksheet>"
    )


def _position(address: str) -> tuple[int, int]:
    name, row = re.fullmatch(r"([A-Z]+)([0-9]+)", address).groups()  # type: ignore[union-attr]  # the case says so
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(row)


def _cell(address: str, cell: Cell, strings: dict[str, int], styles: dict[str, int]) -> str:
    if cell.xml:
        return cell.xml.replace("{at}", address)
    style = styles.setdefault(cell.style, len(styles))
    formula = "" if cell.formula is None else f"<f>{escape(cell.formula)}</f>"
    value = f"<v>{escape(cell.value)}</v>" if cell.value or cell.kind == "result" else ""
    kind = {
        "text": "s",
        "rich": "s",
        "flag": "b",
        "error": "e",
        "result": "str",
        "inline": "inlineStr",
        "iso": "d",
    }.get(cell.kind, "")
    if cell.kind in ("text", "rich") and cell.formula is None:
        shared = f'<si><t xml:space="preserve">{_escaped(cell.value)}</t></si>' if cell.kind == "text" else cell.value
        value = f"<v>{strings.setdefault(shared, len(strings))}</v>"
    elif cell.kind == "inline":
        value = f'<is><t xml:space="preserve">{_escaped(cell.value)}</t></is>'
    kind = f' t="{kind}"' if kind and (value or cell.formula is None) else ""
    return f'<c r="{address}"{f" s={chr(34)}{style}{chr(34)}" if style else ""}{kind}>{formula}{value}</c>'


def _escaped(text: str) -> str:
    """A text as Excel writes it: what XML cannot hold as `_x000B_`, and what looks like that with its own line escaped."""
    safe = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return escape(re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found.group()):04X}_", safe))
