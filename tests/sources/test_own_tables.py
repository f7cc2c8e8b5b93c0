from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.editions import assemble
from nianbao.report.finding import Unusable
from nianbao.report.tables import TABLES
from nianbao.sources.year import read_year

ROOMS = """\
tables:
  - id: rooms
    sheet: 库房
    title: 库房情况
    columns:
      - {id: room, title: 库房, kind: key}
      - {id: shelves, title: 书架数, kind: number, unit: 组, need: true, least: 0, total: 书架总数}
      - {id: cost, title: 维修费, kind: money}
      - {id: state, title: 状况, kind: choice, choices: [完好, 待修]}
"""
ROWS = "库房,书架数,维修费（元）,状况\n一号库,12,3500.50,完好\n二号库,8,,待修\n"


def declare(root: Path, tables: str = ROOMS, rows: str | None = ROWS, total: int = 20) -> None:
    """Give the year a table of its own, and the fact that its column must add up to."""
    (root / "data/2023/tables.yml").write_text(tables, encoding="utf-8")
    if rows is not None:
        (root / "data/2023/rooms.csv").write_text(rows, encoding="utf-8")
    facts = root / "data/2023/facts.csv"
    text = facts.read_text(encoding="utf-8")
    width = text.splitlines()[0].split(",")
    cells = {"名称": "书架总数", "章节": "work", "数值": str(total), "单位": "组"}
    facts.write_text(text + ",".join(cells.get(title, "") for title in width) + "\n", encoding="utf-8")


def answers(root: Path) -> list[tuple[str, str]]:
    """What reading the year answers, as (rule, place)."""
    try:
        findings = read_year(root, 2023).notes
    except Unusable as unusable:
        findings = unusable.findings
    return [(finding.rule, str(finding.place)) for finding in findings]


def test_a_table_of_the_years_own_has_numbers_a_table_and_a_download(small: Path) -> None:
    """Once declared it is like the others: quantities with unit and place, and a table with units and total."""
    declare(small)
    edition = assemble(small, 2023)
    assert [finding for finding in edition.findings if finding.level != "info"] == []
    shelves = edition.quantities.get("一号库·书架数")
    assert shelves is not None
    assert (shelves.written, str(shelves.place)) == ("12组", "data/2023/rooms.csv:2:书架数")
    cost = edition.quantities.get("一号库·维修费")
    assert cost is not None
    assert cost.written == "3,500.50元"
    table = TABLES["data_table"](edition.report, edition.quantities, "rooms")
    assert [column.title for column in table.columns] == ["库房", "书架数（组）", "维修费（元）", "状况"]
    assert [cell.text for cell in table.groups[0].rows[-1].cells] == ["合计", "20", "", ""]


def test_its_column_is_added_up_like_any_other_total(small: Path) -> None:
    """12 and 8 shelves are not 21."""
    declare(small, total=21)
    (finding,) = [entry for entry in assemble(small, 2023).findings if entry.level != "info"]
    assert (finding.rule, str(finding.place)) == ("own_table_adds_up", "data/2023/rooms.csv:2:书架数")
    assert (finding.values["added"], finding.values["difference"]) == ("20组", "1组")


def test_a_total_that_names_nothing_is_told(small: Path) -> None:
    """书架总量 is not a quantity; 书架总数 is near."""
    declare(small, ROOMS.replace("total: 书架总数", "total: 书架总量"))
    (finding,) = [entry for entry in assemble(small, 2023).findings if entry.level != "info"]
    assert finding.rule == "reference_exists"
    assert "书架总数" in str(finding.values["nearest"])


def test_a_file_of_a_table_that_is_not_declared_is_unknown(small: Path) -> None:
    """The declaration is what makes it a table."""
    declare(small)
    (small / "data/2023/tables.yml").unlink()
    assert answers(small) == [("file_unknown", "data/2023/rooms.csv")]


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        ("id: rooms", "id: budget", "own_name_taken", "tables.yml:2"),
        ("sheet: 库房", "sheet: 支出", "own_name_taken", "tables.yml:3"),
        ("sheet: 库房", "sheet: 填写说明", "own_name_taken", "tables.yml:3"),
        ("id: shelves", "id: place", "own_name_taken", "tables.yml:7"),
        ("id: shelves", "id: room", "own_name_taken", "tables.yml:7"),
        ("title: 书架数", "title: 库房", "own_name_taken", "tables.yml:7"),
        ("kind: key", "kind: text", "own_key_missing", "tables.yml:6"),
        (", choices: [完好, 待修]", "", "own_choices", "tables.yml:9"),
        ("kind: money", "kind: money, choices: [甲]", "own_choices", "tables.yml:8"),
        ("kind: key", "kind: key, unit: 间", "own_not_a_number", "tables.yml:6"),
        ("kind: money", "kind: money, unit: 元", "own_money_unit", "tables.yml:8"),
        ("id: rooms", "id: Rooms", "entry_unfit", "tables.yml:2"),
        ("kind: money", "kind: amount", "entry_unfit", "tables.yml:8"),
        ("least: 0", "minimum: 0", "entry_unknown", "tables.yml:7"),
    ],
)
def test_each_fault_of_a_declaration_is_told_at_its_line(
    small: Path, old: str, new: str, rule: str, place: str
) -> None:
    """Names that are taken, no key, choices and units where they do not belong."""
    declare(small, ROOMS.replace(old, new, 1), rows=None)
    assert (rule, f"data/2023/{place}") in answers(small)
