from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.publish.archive.versions import hash_inputs
from nianbao.report.change import Difference
from nianbao.report.difference import difference
from nianbao.report.edition import YearEdition
from nianbao.sources.year import read_year

Edit = Callable[[str, str, str], None]
Made = Callable[[], Difference]


def read(root: Path, year: int = 2023) -> tuple[YearEdition, dict[str, str]]:
    """Return a year as an edition, and the hashes of its sources."""
    sources = read_year(root, year)
    return YearEdition(sources.report, sources.pages), hash_inputs(sources.files)


@pytest.fixture
def edit(small: Path) -> Edit:
    """Replace a text in a file of the small site."""

    def put(file: str, old: str, new: str) -> None:
        path = small / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return put


@pytest.fixture
def made(small: Path) -> Made:
    """Return what the edits since the beginning of the test made another."""
    before, hashes = read(small)

    def compare() -> Difference:
        after, others = read(small)
        return difference(before, after, (hashes, others))

    return compare
