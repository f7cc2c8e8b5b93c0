from __future__ import annotations

from nianbao.report.change import CellChange, Difference, NumberChange, PassageChange
from nianbao.report.page_by_page import page_by_page, row_by_row

_TITLES = {"index": "封面与摘要", "work": "一、履职情况", "figures": "数据索引"}


def _number(name: str, *pages: str) -> NumberChange:
    return NumberChange(name=name, old="1人", new="2人", pages=pages)


def _cell(key: str, column: str, old: str, new: str, is_key: bool = False) -> CellChange:
    return CellChange(
        table="problems", key=key, field=column, title="存在问题", label=key, column=column, old=old, new=new, is_key=is_key
    )  # fmt: skip


def test_each_change_is_told_where_readers_meet_it() -> None:
    """What is on every page once; in the list of all numbers only what no other page shows; data of no page last."""
    whole = Difference(
        year=2023,
        since=1,
        titles=_TITLES,
        numbers=(
            _number("甲", "index", "work", "figures"),
            _number("乙", "work", "figures"),
            _number("丙", "figures"),
            _number("丁"),
        ),
        passages=(PassageChange(page="work", old="", new="新的一句。"),),
    )
    parts = list(page_by_page(whole))
    told = [(part.extent, part.page, [each.name for each in part.difference.numbers]) for part in parts]
    assert told == [
        ("every_page", "", ["甲"]),
        ("page", "work", ["乙"]),
        ("page", "figures", ["丙"]),
        ("no_page", "", ["丁"]),
    ]
    assert [len(part.difference.passages) for part in parts] == [0, 1, 0, 0]
    assert list(page_by_page(Difference(year=2023, since=1, titles=_TITLES))) == []


def test_the_cells_of_a_row_stand_together() -> None:
    """A row whose key is among them is new or gone."""
    rows = row_by_row(
        (
            _cell("p1", "原因", "甲", "乙"),
            _cell("p1", "进展", "甲", "乙"),
            _cell("p2", "编号", "", "p2", True),
            _cell("p3", "编号", "p3", "", True),
        )
    )
    assert [(row.label, row.kind, len(row.cells)) for row in rows] == [
        ("p1", "changed", 2),
        ("p2", "added", 1),
        ("p3", "removed", 1),
    ]
