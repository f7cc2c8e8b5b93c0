from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.finding import Finding
from nianbao.sources.csvfile import parse_csv
from nianbao.sources.grid import MAX_ROWS, Grid, GridRow

NAME = "data/2023/problems.csv"


def read(text: str) -> tuple[Grid | None, list[tuple[str, int | None]]]:
    """Return the grid that a text gives, and what is wrong with it as (rule, line)."""
    findings: list[Finding] = []
    grid = parse_csv(text, NAME, findings)
    return grid, [(finding.rule, finding.place.line) for finding in findings]


def texts(row: GridRow) -> list[str | None]:
    """Return what the cells of a row say."""
    return [cell.text for cell in row.cells]


def test_a_cell_may_hold_commas_quotes_and_lines_and_rows_keep_their_physical_line() -> None:
    """The row behind a cell of two lines stands where an editor's cursor finds it."""
    grid, wrong = read('编号,存在问题\np1,"第一行\n第二行，""引""号"\np2,乙\n')
    assert wrong == []
    assert grid is not None
    assert [(row.line, texts(row)) for row in grid.rows] == [
        (2, ["p1", '第一行\n第二行，"引"号']),
        (4, ["p2", "乙"]),
    ]


def test_blank_lines_and_lines_of_nothing_but_commas_are_skipped() -> None:
    """Excel leaves them at the end."""
    grid, wrong = read("\n编号,存在问题\n\np1,甲\n,\n \n")
    assert wrong == []
    assert grid is not None
    assert (grid.header.line, [row.line for row in grid.rows]) == (2, [4])


def test_every_ragged_row_is_told_with_both_widths() -> None:
    """A comma too many and one too few, in one run; the other rows can still be judged."""
    findings: list[Finding] = []
    grid = parse_csv("编号,存在问题\np1\np2,乙\np3,丙,\n", NAME, findings)
    assert [(entry.rule, entry.place.line, dict(entry.values)) for entry in findings] == [
        ("row_ragged", 2, {"width": 2, "found": 1}),
        ("row_ragged", 4, {"width": 2, "found": 3}),
    ]
    assert grid is not None
    assert [texts(row) for row in grid.rows] == [["p2", "乙"]]


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ('编号,存在问题\np1,"甲\n', "csv_syntax", 2),
        ('编号,存在问题\np1,"甲"乙\n', "csv_syntax", 2),
        ("", "table_empty", None),
        (" \n,\n", "table_empty", None),
        ("a\n" + "b\n" * MAX_ROWS, "table_too_long", None),
    ],
)
def test_what_is_no_table_is_refused(text: str, rule: str, line: int | None) -> None:
    """Quotes without an end or with something behind it, nothing at all, and too much."""
    assert read(text) == (None, [(rule, line)])


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@given(
    st.integers(1, 5)
    .flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    .filter(lambda rows: len(rows[0]) > 1 or not set(rows[0][0]) & set(";；，、|"))
)
def test_a_table_that_was_written_is_read_the_same(rows: list[list[str]]) -> None:
    """Whatever the cells hold, quoted where the format asks for it; a header of one cell may not look like several."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    grid, wrong = read(written.getvalue())
    assert wrong == []
    assert grid is not None
    assert [texts(row) for row in (grid.header, *grid.rows)] == rows


@pytest.mark.parametrize("limit", [100, 1 << 20])
@pytest.mark.parametrize(
    "text", ["甲,乙\n1,2\n", f"甲,乙\n1,{'字' * 1000}\n", f"甲,乙\n1,{'字' * 140_000}\n", '甲,乙\n"1']
)
def test_the_longest_cell_is_ours_and_the_processs_limit_stays(limit: int, text: str) -> None:
    """What other libraries made of the limit changes nothing here, and what is set here nothing for them."""
    before = csv.field_size_limit(limit)
    try:
        grid, told = read(text)
        assert csv.field_size_limit() == limit
    finally:
        csv.field_size_limit(before)
    assert (grid is None) == (len(text) > 131_072 or '"' in text)
    assert [rule for rule, _ in told] == ([] if grid else ["csv_syntax"])
