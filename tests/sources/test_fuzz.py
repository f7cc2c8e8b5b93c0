from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.publish.starting.forms import csv_form
from nianbao.publish.starting.workbook import workbook_form
from nianbao.report.carrying import Form
from nianbao.report.finding import Finding, Unusable
from nianbao.report.model import ROWS
from nianbao.report.row import NOT_STATED, Row, columns_of
from nianbao.sources.csvfile import parse_csv
from nianbao.sources.rows import read_rows
from nianbao.sources.site import read_portal_pages, read_site
from nianbao.sources.tables import read_tables
from nianbao.sources.year import read_year
from nianbao.wording.numbers import NO_VALUE_MARKS
from nianbao.wording.sentences import sentence
from tests.sources.described import read_description, workbook
from tests.sources.rowdata import Table, as_csv, as_workbook, as_yaml, tables

TESTS = Path(__file__).resolve().parents[1]
SAMPLE = "data/2023/report.xlsx"
LONGER = int(os.environ.get("FUZZ", "0"))
"""How many times longer: FUZZ=50 NIANBAO_HYPOTHESIS=random python -m pytest tests/sources/test_fuzz.py"""


def examples(count: int) -> settings:
    """So many examples, or more where somebody asks for it; the profile says whether they are the same in every run."""
    return settings(max_examples=count * max(LONGER, 1))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound site for one file at a time to be damaged in; the tables of sheets are there as CSV too."""
    root = tmp_path_factory.mktemp("fuzz") / "site"
    shutil.copytree(TESTS / "small", root)
    (root / "data" / "rulesets").mkdir()
    shutil.copy(TESTS.parent / "data" / "rulesets" / "county-sample.yml", root / "data" / "rulesets")
    return root


def answered(root: Path, name: str, data: bytes) -> tuple[Finding, ...]:
    """Read the year with a file replaced; whatever is in it, the answer is a report or complaints that can be printed."""
    path = root / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(data)
    told: tuple[Finding, ...] = ()
    try:
        read_site(root)
        read_portal_pages(root)
        told = read_year(root, 2023).notes
    except Unusable as unusable:
        told = unusable.findings
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)
    for finding in told:
        line = f"{finding.place} {sentence(finding.sentence or finding.rule, finding.values)}"
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", line), finding
        line.encode()
    return told


FILES = [
    "data/2023/budget.csv", "data/2023/problems.yml", "data/2023/report.yml", "data/2023/tables.yml", "data/site.yml",
    "data/rulesets/county-sample.yml", "docs/2023/work.md", "docs/index.md", SAMPLE,
]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@examples(20)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_random_bytes_are_answered(site: Path, name: str, data: bytes) -> None:
    """As any kind of file; a workbook at least begins like one."""
    answered(site, name, b"PK\x03\x04" + data if name == SAMPLE and len(data) % 2 else data)


ODD = [
    "，", "：", "“", "（", "\u200b", "\u202e", "\ufeff", "\x00", "\x1b", "\r", "\n", "\t", "\u3000", "\xa0", "１", "٣", "²",
    "−", "—", "-", "+", ".", ",", '"', "'", "&a ", "*a", "!!x ", "%", "[", "]", "{", "}", "{{", "}}", "{%", "%}", "{#", "#}", "#",
    "---\n", ": ", "? ", "|", ">", "<<: ", "<b>", "](", "![", "](javascript:", "`", "```\n", "~~~", "\\", "=", "0", "9", "e5",
    "nan", "inf", "合计", "原报告未列", "注：", "【提示：", "<c", "</c>", "<v>", "</v>", ' r="A1"', ' t="s"', ' t="e"', ' s="1"', "<f/>",
    "<is><t>x</t></is>", 'hidden="1"', "<mergeCell ref='A1:B9'/>", "9" * 30, "甲" * 50, "[" * 30,
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "double", "swap", "insert", "insert"]),
        st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(ODD), st.integers(0, 255),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def changed(data: bytes, changes: list[tuple[str, int, int, str, int]]) -> bytes:
    """Return bytes with some flipped, cut out, doubled, swapped or put in."""
    for kind, first, second, text, byte in changes:
        at, other = sorted((first % (len(data) + 1), second % (len(data) + 1)))
        if kind == "flip" and at < len(data):
            data = data[:at] + bytes([byte]) + data[at + 1 :]
        elif kind == "cut":
            data = data[:at] + data[min(other, at + 200) :]
        elif kind == "double":
            data = data[:other] + data[at:other] + data[other:]
        elif kind == "swap":
            middle = (at + other) // 2
            data = data[:at] + data[middle:other] + data[at:middle] + data[other:]
        elif kind == "insert":
            data = data[:at] + text.encode() + data[at:]
    return data


TEXT_FILES = [
    "data/2023/report.yml", "data/site.yml", "data/rulesets/county-sample.yml", "data/2023/budget.csv",
    "data/2023/indicators.csv", "data/2023/facts.csv", "docs/2023/work.md", "docs/2023/money.md", "docs/index.md",
]  # fmt: skip


@pytest.mark.parametrize("name", TEXT_FILES)
@examples(45)
@given(changes=CHANGES)
def test_damaged_text_files_are_answered(site: Path, name: str, changes: list[tuple[str, int, int, str, int]]) -> None:
    """Bytes flipped, cut out, doubled, swapped, and odd characters put in, anywhere in a sound file."""
    answered(site, name, changed((site / name).read_bytes(), changes))


@cache
def sound_workbook() -> bytes:
    """The small year's budget and indicators as a workbook, with styles, a formula and a merged title."""
    described = read_description(
        'sheets:\n  - from: budget\n    at: 2\n    cells: {A1: 标题, B3: {formula: B4+B5, value: 300.00, format: "0.00"}}\n'
        '    merged: [A1:F1]\n  - from: facts\n    cells: {D7: {value: 0.5843, format: "0.00%"}}\n'
    )
    return workbook(described, TESTS / "small" / "data" / "2023")[0]


@examples(80)
@given(changes=CHANGES)
def test_damaged_workbooks_are_answered(site: Path, changes: list[tuple[str, int, int, str, int]]) -> None:
    """Whatever happens to the container."""
    answered(site, SAMPLE, changed(sound_workbook(), changes))


PARTS = [
    "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels", "[Content_Types].xml",
]  # fmt: skip


@examples(200)
@given(part=st.sampled_from(PARTS[:3] * 3 + PARTS), changes=CHANGES)
def test_damaged_parts_of_workbooks_are_answered(
    site: Path, part: str, changes: list[tuple[str, int, int, str, int]]
) -> None:
    """Whatever happens to what the container holds, panics of the reader included."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound_workbook())) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, changed(data, changes) if name == part else data)
    answered(site, SAMPLE, target.getvalue())


def own_csv(table: Table) -> bytes:
    """The table through the program's own forms."""
    return csv_form(_form(table))


def own_workbook(table: Table) -> bytes:
    """The table through the program's own workbook."""
    return workbook_form([_form(table)], 2023)


def _form(table: Table) -> Form:
    kind, units, rows = table
    return Form(kind, units, tuple(written for written, _ in rows))


WRITERS: list[tuple[Callable[[Table], bytes], str]] = [
    (as_csv, "{table}.csv"), (as_yaml, "{table}.yml"), (as_workbook, "report.xlsx"),
    (own_csv, "{table}.csv"), (own_workbook, "report.xlsx"),
]  # fmt: skip


@pytest.mark.parametrize("kind", ROWS.values(), ids=list(ROWS))
@examples(10)
@given(data=st.data())
def test_rows_that_were_written_are_read_again_the_same(kind: type[Row], data: st.DataObject) -> None:
    """As CSV, as YAML, as a workbook and through the program's own forms, whatever the declaration lets a row hold."""
    table = data.draw(tables(kind))
    for write, name in WRITERS:
        written = write(table)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name.format(table=kind.table)
            path.write_bytes(written)
            findings: list[Finding] = []
            rows = read_tables({f"data/2023/{path.name}": path}, "data/2023", {kind.table: kind}, findings)[kind.table]
        assert list(_unexpected(findings)) == [], write.__name__
        assert list(_values(rows)) == [values for _, values in table[2]], write.__name__


def _unexpected(findings: list[Finding]) -> Iterator[Finding]:
    """Complaints, but not that tables are missing which are not asked for, nor notes of long numbers kept as texts."""
    yield from (finding for finding in findings if finding.rule not in ("table_missing", "cell_number_as_text"))


def _values(rows: tuple[Row, ...]) -> Iterator[dict[str, object]]:
    for row in rows:
        yield {name: getattr(row, name) for name in columns_of(type(row))}


NUMBER = st.decimals(0, 10**9, places=2, allow_nan=False).map(lambda number: f"{number:,.2f}") | st.sampled_from(
    ["250", "1,250.00", "-3.5", "1234567890", "0.10", "98.6"]
)
PLAIN = str.maketrans("０１２３４５６７８９．＋－", "0123456789.+-", ",，")


@examples(400)
@given(text=NUMBER, changes=st.lists(st.tuples(st.integers(0, 99), st.sampled_from(ODD), st.booleans()), max_size=3))
def test_a_damaged_number_is_refused_or_read_as_it_stands(text: str, changes: list[tuple[int, str, bool]]) -> None:
    """Never another number than the digits say, and never without a word where it is not written plainly."""
    for at, odd, replace in changes:
        index = at % (len(text) + 1)
        text = text[:index] + odd + text[index + replace :]
    findings: list[Finding] = []
    quoted = text.replace('"', '""')
    grid = parse_csv(f'人员类别,人数\n甲,"{quoted}"\n', "data/2023/staff.csv", findings)
    rows = read_rows(grid, ROWS["staff"], findings) if grid is not None else ()
    value = getattr(rows[0], "count", None) if rows else None
    stripped = text.strip()
    if value is None:
        assert findings or stripped == NOT_STATED
    else:
        plain = stripped.translate(PLAIN)
        assert re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", plain)
        assert Decimal(plain) == value
        assert stripped not in NO_VALUE_MARKS
        assert findings or plain == stripped
