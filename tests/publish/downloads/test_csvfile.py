from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.downloads.csvfile import csv_file, has_marks, inert
from nianbao.report.dataset import DataColumn, Dataset, Missing, dataset, written
from tests.publish.downloads.made import HOSTILE, datasets


def table(*values: object) -> Dataset:
    """Return a dataset of one column of texts and numbers."""
    return dataset("t", "表", "表", [(DataColumn("列", "value", "含义", field="c"), list(values))])  # type: ignore[arg-type]  # values of any kind


def read(content: bytes) -> list[list[str]]:
    """Read a file as any program does that knows CSV."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_excel_knows_the_encoding_and_the_ends_of_lines() -> None:
    """The file begins with the byte order mark, and lines end as Excel writes them."""
    content = csv_file(table("甲", None))
    assert content == b"\xef\xbb\xbf" + '列\r\n甲\r\n""\r\n'.encode()


def test_numbers_are_written_as_stated_and_gaps_as_what_they_are() -> None:
    """Decimals stay, groups and exponents never appear, 原报告未列 is not an empty cell."""
    written_values = [Decimal("1593.30"), Decimal("-0.50"), Decimal("1E+3"), Missing("原报告未列"), None, True]
    assert read(csv_file(table(*written_values)))[1:] == [
        ["1593.30"],
        ["-0.50"],
        ["1000"],
        ["原报告未列"],
        [""],
        ["是"],
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_is_inert(text: str) -> None:
    """It begins with an apostrophe, and without that it is the text itself."""
    assert inert(text) == f"'{text}"
    assert has_marks(table(text))


@pytest.mark.parametrize("text", ["", " ", "甲=乙", "1-2", "2023-06", "——", "≥", "a@b"])
def test_other_texts_are_left_alone(text: str) -> None:
    """A sign inside a text, a range, a dash of Chinese type."""
    assert inert(text) == text
    assert not has_marks(table(text or None))


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_two_texts_become_the_same(one: str, other: str) -> None:
    """Whoever takes the one apostrophe away has the text."""
    assert (inert(one) == inert(other)) is (one == other)


@given(datasets())
def test_every_cell_is_read_back_as_what_it_is(data: Dataset) -> None:
    """Header and cells, whatever stands in them, with one apostrophe before those that could run."""
    header, *rows = read(csv_file(data))
    assert header == [inert(column.name) for column in data.columns]
    for row, values in zip(rows, data.rows, strict=True):
        assert row == [inert(value) if isinstance(value, str) else written(value) for value in values]
        for cell, value in zip(row, values, strict=True):
            if isinstance(value, str):
                assert not cell.lstrip(" \u3000").startswith(("=", "+", "-", "@", "\t"))
            if isinstance(value, Decimal):
                assert Decimal(cell) == value
