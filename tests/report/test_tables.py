from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.publish.editions import assemble
from nianbao.report.table import Table
from nianbao.report.tables import TABLES

REPOSITORY = Path(__file__).resolve().parents[2]


def as_text(table: Table) -> str:
    """Return a table as an editor would review it: caption, columns, rows, notes."""
    lines = [f"{table.caption}（{table.unit}）", " | ".join(column.title for column in table.columns)]
    for group in table.groups:
        lines += [f"[{group.title}]"] if group.title else []
        for row in group.rows:
            cells = [f"{cell.text}{f' ×{cell.rows}' if cell.rows > 1 else ''}" for cell in row.cells]
            lines.append(("= " if row.total else "") + " | ".join(cells))
    return (
        "\n".join(
            [
                *lines,
                *(f"注：{note}" for note in table.notes),
                *(f"来源：{source}" for source in table.sources),
                table.explanation,
            ]
        )
        + "\n"
    )


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("budget_table", ()),
        ("indicators_table", ()),
        ("breakdown_table", ("获奖个人构成",)),
        ("breakdown_table", ("第二批医疗救助户数",)),
        ("unit_costs_table", ()),
        ("problems_table", ()),
        ("data_table", ("staff",)),
    ],
)
def test_tables_of_the_real_year(golden: Callable[[str, str], None], name: str, arguments: tuple[str, ...]) -> None:
    """What each table says, kept for review."""
    edition = assemble(REPOSITORY, 2022)
    table = TABLES[name](edition.report, edition.quantities, *arguments)
    golden(f"tables/{'-'.join((name, *arguments))}.txt", as_text(table))


def test_a_table_without_data_explains_itself(small: Path) -> None:
    """An empty table is shown with a sentence and never left out."""
    edition = assemble(small, 2023)
    assert (
        TABLES["data_table"](edition.report, edition.quantities, "assets").explanation == "本年度没有“资产情况”的数据。"
    )


def test_parts_in_different_units_carry_their_own(small: Path) -> None:
    """A table whose parts differ in unit has none in its caption."""
    path = small / "data/2023/breakdowns.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("专门档案,2000,卷", "专门档案,0.2,万卷"), encoding="utf-8")
    edition = assemble(small, 2023)
    table = TABLES["breakdown_table"](edition.report, edition.quantities, "馆藏构成")
    assert table.unit == ""
    assert [row.cells[1].text for row in table.groups[0].rows] == ["7,000卷", "3,000卷", "0.2万卷", "1.2万卷"]


def test_notes_and_breaks_of_facts_are_told_below_their_table(small: Path) -> None:
    """Why a number moved, and what it counts since, are no columns: most numbers have neither."""
    path = small / "data/2023/facts.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{header},口径变化,说明", f"{first},改为不计重复查档,新馆开放", *(f"{row},," for row in rest)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    edition = assemble(small, 2023)
    table = TABLES["facts_table"](edition.report, edition.quantities, "work")
    assert table.notes == ("接待查档人次：改为不计重复查档", "接待查档人次：新馆开放")
