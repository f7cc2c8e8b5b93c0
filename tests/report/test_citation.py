from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from nianbao.report.change import Difference
from nianbao.report.citation import (
    Citation,
    address_of_number,
    citation_of,
    citation_of_number,
    permanent_address,
    publisher_of,
)
from nianbao.report.correction import Correction
from tests.report.conftest import read


def _with_dates(root: Path, dates: str) -> Path:
    head = root / "data/2023/report.yml"
    head.write_text(f"{head.read_text(encoding='utf-8')}dates: {dates}\n", encoding="utf-8")
    return root


def test_a_year_is_cited_by_department_title_version_date_and_permanent_address(small: Path) -> None:
    """In the order of GB/T 7714, the address being that of this very version."""
    edition = replace(read(_with_dates(small, "{report: 2024-04-26, published: 2024-08-28}"))[0], version=3)
    department, title = edition.report.head.department.name, edition.report.head.title
    address = f"{edition.report.address}2023-v3/"
    assert permanent_address(edition) == address
    assert citation_of(edition).text == f"{department}. {title}[R/OL]. 第3版.（2024-08-28）[引用日期]. {address}."


def test_a_chapter_is_cited_as_a_part_of_its_report(small: Path) -> None:
    """With its number and title, and with the address of its page."""
    edition = read(_with_dates(small, "{report: 2024-04-26}"))[0]
    department, title = edition.report.head.department.name, edition.report.head.title
    assert citation_of(edition, "money").text == (
        f"{department}. 二、资金使用情况[R/OL]//{department}. {title}. 第1版.（2024-04-26）[引用日期]. "
        f"{edition.report.address}2023-v1/money.html."
    )


def test_a_report_without_a_date_is_cited_as_such(small: Path) -> None:
    """Nobody makes up the day of publication."""
    assert "（未注明日期）" in citation_of(read(small)[0]).text


def test_a_corrected_version_bears_the_day_of_its_correction(small: Path) -> None:
    """And not the day of the version that it replaces."""
    edition = read(_with_dates(small, "{published: 2024-08-28}"))[0]
    changes = Difference(year=2023, since=1, titles={})
    correction = Correction(
        version=2, day=datetime.date(2025, 1, 2), nature="更正", reason="笔误", role="财务科", changes=changes
    )
    assert "（2025-01-02）" in citation_of(replace(edition, version=2, corrections=(correction,))).text


def test_a_number_is_cited_with_the_address_of_its_entry(small: Path) -> None:
    """The address stays legible; what would end or break an address is written in percent codes."""
    edition = read(small)[0]
    quantity = edition.quantities.by_name["合计·执行数"]
    citation = citation_of_number(edition, quantity)
    assert citation.address == f"{edition.report.address}2023-v1/figures.html#合计·执行数"
    assert citation.part == "合计·执行数"
    assert address_of_number(edition, '完成"率" <%>').endswith("#完成%22率%22-%3C%25%3E")


def test_the_halves_of_a_citation_stand_around_the_readers_day() -> None:
    """Even where a title says the same words as the place for it."""
    citation = Citation("甲", "关于[引用日期]的说明", "https://example.org/1/", 1)
    before, behind = citation.halves
    assert (before, behind) == ("甲. 关于[引用日期]的说明[R/OL]. 第1版.（未注明日期）", ". https://example.org/1/.")
    assert citation.text == f"{before}[引用日期]{behind}"


def test_the_publisher_is_the_one_stated_or_else_the_department(small: Path) -> None:
    """发布机构 may be another body than the department."""
    edition = read(small)[0]
    assert publisher_of(edition) == edition.report.head.department.name
    head = small / "data/2023/report.yml"
    text = head.read_text(encoding="utf-8") + "disclosure: {publisher: 示例县人民政府办公室}\n"
    head.write_text(text, encoding="utf-8")
    assert publisher_of(read(small)[0]) == "示例县人民政府办公室"
