from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

from frictionless import Package

from nianbao.publish.downloads import all_years
from nianbao.publish.portal import build_portal, preview_catalogue
from nianbao.publish.publishing import publish_year
from nianbao.report.year_quantities import YearQuantities, YearQuantity
from tests.publish.downloads.made import ORIGIN


def rows_of(content: bytes) -> list[dict[str, str]]:
    """Return the rows of the CSV file of all years."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_row_tells_a_number_of_a_year_with_all_that_belongs_to_it() -> None:
    """Oldest year first; exact value and unit, how it is written, breaks, corrections, where it comes from."""
    newer = YearQuantity(
        "参与人数", Decimal("45000"), "人", "约4.5万人", "改按断面统计", True, "data/2023/facts.csv:3:数值"
    )
    older = YearQuantity("参与人数", None, "人", "原报告未列", origin="data/2022/facts.csv:3:数值")
    none = YearQuantity("变动率", None, "%", "—", origin="甲 ÷ 乙")
    figures = (
        YearQuantities(2023, 2, {"参与人数": newer}, {"人数": "参与人数"}),
        YearQuantities(2022, 1, {"参与人数": older, "变动率": none}, {}),
    )
    table, document, package = all_years(figures, ORIGIN, 3)
    first, second, third = rows_of(table.content)
    assert (first["年度"], first["版次"], first["数值"], first["报告中的写法"]) == ("2022", "1", "原报告未列", "")
    assert (second["数值"], second["来源"]) == ("", "甲 ÷ 乙")
    assert third == {
        "年度": "2023", "版次": "2", "数据名称": "参与人数", "又称": "人数", "数值": "45000", "单位": "人",
        "报告中的写法": "约4.5万人", "口径变化": "改按断面统计", "更正过": "是", "来源": "data/2023/facts.csv:3:数值",
    }  # fmt: skip
    assert len(json.loads(document.content)["rows"]) == 3
    assert json.loads(package.content)["version"] == "3.0.0"


def test_the_portal_has_the_numbers_of_all_years_as_they_were_published(following: Path, tmp_path: Path) -> None:
    """Two years, published: the files are beside the portal's pages, valid to a stranger, and hold both years' numbers."""
    archive = tmp_path / "archive"
    for year in (2023, 2024):
        publish_year(following, archive, year)
    current = archive / "current"
    assert Package(str(current / "datapackage.json")).validate().valid
    rows = rows_of((current / "data/all-years.csv").read_bytes())
    for name in ("2023", "2024"):
        published = json.loads((current / name / "quantities.json").read_bytes())["quantities"]
        found = [(row["数据名称"], row["数值"] or None) for row in rows if row["年度"] == name]
        assert found == [(entry["name"], entry["value"]) for entry in published]
    trends = (current / "trends/index.html").read_text(encoding="utf-8")
    assert 'href="../data/all-years.csv" download' in trends


def test_a_page_of_the_portal_can_list_the_files(small: Path, tmp_path: Path) -> None:
    """By a word of the portal, with links that fit the page's depth."""
    page = small / "docs/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n{{ all_downloads() }}\n", encoding="utf-8")
    build_portal(small, preview_catalogue(small), tmp_path / "portal")
    html = (tmp_path / "portal/index.html").read_text(encoding="utf-8")
    assert 'href="data/all-years.csv" download' in html
    assert 'href="datapackage.json" download' in html


def test_a_portal_without_years_still_has_the_files(small: Path, tmp_path: Path) -> None:
    """There is nothing in them but the header."""
    table, document, _ = all_years((), ORIGIN, 0)
    assert rows_of(table.content) == []
    assert json.loads(document.content)["rows"] == []
