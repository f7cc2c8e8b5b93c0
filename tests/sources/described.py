"""Workbooks and file trees as a case describes them in a text that can be reviewed; see `broken/README.md`."""

from __future__ import annotations

import csv
import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import yaml

from nianbao.report.model import ROWS
from tests.sources.workbooks import Cell, Damage, Sheet, build, table_cells

Described = dict[str, Any]
_METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflated": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class Number(str):
    """A number without quotes in a description, as it is written."""


class _Loader(yaml.SafeLoader):
    """Numbers keep their spelling, dates are texts."""


def _number(_: yaml.SafeLoader, node: yaml.ScalarNode) -> Number:
    return Number(node.value)


def _text(_: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _text)


def read_description(text: str) -> Described:
    """Return what a description says."""
    return cast(Described, yaml.load(text, Loader=_Loader))  # noqa: S506 - a safe loader that keeps spellings


def workbook(described: Described, year: Path) -> tuple[bytes, set[str]]:
    """Return the described workbook, and the tables that its sheets bear; `year` is the sound year's data folder."""
    sheets, tables = [], set()
    for entry in described["sheets"]:
        sheets.append(_sheet(entry, year))
        if "from" in entry:
            tables.add(entry["from"])
    return build(sheets, _damage(described)), set() if described.get("beside") else tables


def _sheet(entry: Described, year: Path) -> Sheet:
    cells: dict[str, Cell] = {}
    table = entry.get("from")
    if table is not None:
        with (year / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [list(map(_plain_cell, row)) for row in csv.reader(file)]
        cells = table_cells(rows[: int(entry.get("rows", len(rows)))], int(entry.get("at", 1)))
    for address, value in entry.get("cells", {}).items():
        if value is None:
            cells.pop(address, None)
        else:
            cells[address] = described_cell(value)
    return Sheet(
        entry["sheet"] if "sheet" in entry else ROWS[str(table)].sheet,
        cells,
        tuple(entry.get("merged", ())),
        tuple(map(int, entry.get("hidden rows", ()))),
        tuple(entry.get("hidden columns", ())),
        entry.get("state", ""),
    )


def _plain_cell(text: str) -> Cell | None:
    if not _NUMBER.fullmatch(text):
        return Cell(text) if text else None
    decimals = len(text.partition(".")[2])
    return Cell(text, "number", style="0." + "0" * decimals if decimals else "")


def described_cell(value: Any) -> Cell:
    """Return a cell: a number, a text, true or false, or a mapping of what is stored, formula and format."""
    if isinstance(value, bool):
        return Cell(str(int(value)), "flag")
    if not isinstance(value, dict):
        return Cell(str(value), "number" if isinstance(value, Number) else "text")
    formula, style = value.get("formula"), str(value.get("format", ""))
    if "xml" in value:
        return Cell(xml=value["xml"])
    for kind in ("error", "inline", "result", "rich", "iso"):
        if kind in value:
            return Cell(str(value[kind]), cast(Any, kind), formula, style)
    stored = value.get("value", "")
    kind = "number" if isinstance(stored, Number) or not stored else "text"
    return Cell(str(stored), cast(Any, kind), formula, style)


def _damage(described: Described) -> Damage:
    archive: Described = described.get("zip", {})
    parts = {f"xl/media/{number}": b"" for number in range(int(described.get("many parts", 0)))}
    parts |= {name: _content(content) for name, content in described.get("parts", {}).items()}
    return Damage(
        parts,
        tuple(described.get("without", ())),
        described.get("replace", {}),
        tuple(archive.get("doubled", ())),
        {name: int(flag) for name, flag in archive.get("flags", {}).items()},
        {name: int(size) for name, size in archive.get("sizes", {}).items()},
        _METHODS[archive.get("method", "deflated")],
        int(archive.get("cut", 0)),
    )


def _content(content: Any) -> bytes:
    """The bytes of a part or file: a text, bytes in hexadecimal figures, or pieces some of which are repeated."""
    if isinstance(content, str):
        return content.encode()
    if isinstance(content, dict):
        return (
            bytes.fromhex(content["hex"]) if "hex" in content else str(content["text"]).encode() * int(content["times"])
        )
    return b"".join(map(_content, content))


def lay_tree(described: Described, root: Path) -> None:
    """Do to the site folder what a description of files asks for; names in it are below the site folder."""
    for name in described.get("removed", ()):
        (root / name).unlink()
    for old, new in described.get("moved", {}).items():
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)
    for name in described.get("folders", ()):
        (root / name).mkdir(parents=True)
    files: Mapping[str, Any] = described.get("files", {})
    for name, content in files.items():
        path = root / os.fsdecode(bytes.fromhex(name.removeprefix("hex:"))) if name.startswith("hex:") else root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_content(content))
    for name, target in described.get("links", {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(target)
    for name in described.get("pipes", ()):
        os.mkfifo(root / name)
