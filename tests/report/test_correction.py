from __future__ import annotations

import datetime

import pytest

from nianbao.report.change import CellChange, Difference, FileChange, NumberChange, PageChange, PassageChange
from nianbao.report.correction import FIGURES, Correction, concealing, day_of

CELL = CellChange(table="wards", key="a", field="x", title="表", label="行", column="列", old="旧", new="新")
WHOLE = Difference(
    year=2023,
    since=1,
    titles={"survey": "一、调查", "old": "二、张示例一案", FIGURES: "数据索引"},
    numbers=(NumberChange(name="数", old="1", new="2", pages=("survey", FIGURES)),),
    cells=(CELL, CELL.model_copy(update={"field": "y", "pages": ("survey",)})),
    passages=(PassageChange(page="survey", old="旧句", new="新句"),),
    pages=(PageChange(page="old", title="二、张示例一案", kind="removed"),),
    files=(FileChange(name="attachments/a.pdf", kind="removed", label="附件"),),
)


@pytest.mark.parametrize(
    ("pages", "left"),
    [
        ((), (1, 2, 1, 1, 1)),
        (("survey",), (0, 1, 0, 1, 1)),
        (("old",), (1, 2, 1, 0, 1)),
        ((FIGURES,), (0, 1, 1, 1, 0)),
        (("survey", "old", FIGURES), (0, 0, 0, 0, 0)),
    ],
)
def test_nothing_is_told_of_a_concealed_page(pages: tuple[str, ...], left: tuple[int, ...]) -> None:
    """Nor of what no page shows where the page of all numbers is concealed."""
    found = concealing(WHOLE, pages)
    assert tuple(map(len, (found.numbers, found.cells, found.passages, found.pages, found.files))) == left


def test_the_title_of_a_concealed_page_that_is_gone_is_old_text_too() -> None:
    """Pages that stay keep their present titles, and the page that is gone keeps its place."""
    found = concealing(WHOLE, ("old", "survey"))
    assert "张示例" not in found.model_dump_json()
    assert list(found.titles) == ["survey", "old", FIGURES]
    assert found.titles["survey"] == "一、调查"


@pytest.mark.parametrize(
    ("time", "day"), [("2026-11-24T15:59:59+00:00", "2026-11-24"), ("2026-11-24T16:00:00+00:00", "2026-11-25")]
)
def test_a_day_begins_at_midnight_in_china(time: str, day: str) -> None:
    """Whatever the clock of the server says."""
    assert day_of(datetime.datetime.fromisoformat(time)).isoformat() == day


def test_a_concealed_page_is_touched_though_nothing_is_told_of_it() -> None:
    """So that the page itself announces that it was changed."""
    changes = concealing(WHOLE, ("survey",))
    correction = Correction(
        version=2, day=datetime.date(2024, 9, 1), nature="更正", reason="原因", role="财务科", changes=changes,
        concealed=("survey",),
    )  # fmt: skip
    assert "survey" not in changes.touched_pages
    assert correction.touches("survey")
    assert not correction.touches(FIGURES)
