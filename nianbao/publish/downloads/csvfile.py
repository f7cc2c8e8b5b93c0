"""Datasets as CSV that Excel and WPS open as it is: byte order mark, CRLF, no text that becomes a formula."""

from __future__ import annotations

import csv
import io

from nianbao.report.dataset import Dataset, DataValue, written

MARK = "'"
_FORMULA = "=+-@＝＋－＠\t\r\n"
"""What a text begins with that a spreadsheet program reads as a formula; Chinese ones take full-width signs as well."""

INERT_NOTE = (
    f"文字以“=、+、-、@”等开头的，前面加了一个英文单引号（{MARK}），以免表格软件当成公式；去掉第一个单引号即为原文。"
)
"""What is said of such texts to whoever reads the file with a program."""


def csv_file(dataset: Dataset) -> bytes:
    """Return a dataset as CSV (RFC 4180, UTF-8 with byte order mark): headers with units, numbers exactly as stated."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(header(dataset))
    writer.writerows([_cell(value) for value in row] for row in dataset.rows)
    return target.getvalue().encode("utf-8-sig")


def header(dataset: Dataset) -> list[str]:
    """Return the header as the file has it."""
    return [inert(column.name) for column in dataset.columns]


def _cell(value: DataValue) -> str:
    return inert(value) if isinstance(value, str) else written(value)


def inert(text: str) -> str:
    """Return a text that no spreadsheet program runs: with an apostrophe before it where it looks like a formula.

    A text that begins with an apostrophe gets another, so that whoever takes one away always has the text itself.
    """
    first = text.lstrip(" \u3000")[:1] or text[:1]
    return f"{MARK}{text}" if first and first in _FORMULA + MARK else text


def has_marks(dataset: Dataset) -> bool:
    """Say whether any text of a dataset had to be marked."""
    texts = [*header(dataset), *(_cell(value) for row in dataset.rows for value in row if isinstance(value, str))]
    return any(text.startswith(MARK) for text in texts)
