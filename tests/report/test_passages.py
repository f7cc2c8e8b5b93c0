from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.report.edition import YearEdition
from nianbao.report.narrative import Page
from nianbao.report.passages import HIDDEN, Passage, cells_of, entries_of_head, lines_of
from nianbao.sources.narrative import parse_page
from nianbao.sources.year import YearSources, read_year


@pytest.fixture
def year(small: Path) -> YearSources:
    """The small year as read."""
    return read_year(small, 2023)


def _lines(year: YearSources, text: str) -> list[Passage]:
    page = parse_page(text, "docs/2023/work.md", portal=False, findings=[]) or Page("work", "docs/2023/work.md")
    edition = YearEdition(year.report, year.pages)
    return list(lines_of(page, edition.quantities, year.report))


def test_a_line_reads_as_people_read_it(year: YearSources) -> None:
    """Numbers and grade are written out, and each number knows which quantity it is."""
    (line,) = _lines(year, '查档{{ num("接待查档人次") }}，等级为“{{ grade() }}”。')
    assert line.text == "查档1,800人次，等级为“优”。"
    (figure,) = line.figures
    assert line.text[figure.start : figure.end] == "1,800人次"
    assert figure.quantity.name == "接待查档人次"


def test_lines_keep_their_place_behind_words_and_front_matter(year: YearSources) -> None:
    """Tables are empty lines, a word over two lines moves nothing."""
    text = '---\ndescription: 甲\n---\n\n乙{{ num("接待查档人次")\n}}丙\n\n{{ facts_table("work") }}\n\n丁'
    found = [(line.place.line, line.text) for line in _lines(year, text) if line.text]
    assert found == [(5, "乙1,800人次丙"), (10, "丁")]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("见[说明](checks.md)。", "(checks.md)"),
        ("代码`a, b`。", "`a, b`"),
        ("网址https://a.example/甲", "https://a.example/"),
        ("<https://a.example>", "<https://a.example>"),
        ("## 甲 {: #a }", "{: #a }"),
        ("```\n代码\n```", "代码"),
    ],
)
def test_code_and_addresses_are_no_text(year: YearSources, text: str, hidden: str) -> None:
    """They keep their length, so that what follows keeps its place."""
    said = "\n".join(line.text for line in _lines(year, text))
    assert hidden not in said
    assert HIDDEN * len(hidden) in said
    assert len(said) == len(text)


def test_text_cells_are_read_once_each_and_numbers_are_not(year: YearSources) -> None:
    """Names and explanations with their cells; ids, references and numbers are no text."""
    found = {(cell.table, cell.field, cell.text) for cell in cells_of(year.report)}
    assert ("problems", "measure", "增加预约名额") in found
    assert ("breakdowns", "of", "馆藏构成") in found
    assert not {field for _, field, _ in found} & {"id", "section", "total", "parent", "agrees_with", "value"}
    assert len([cell for cell in cells_of(year.report) if cell.text == "馆藏构成"]) == 1


def test_entries_of_report_yml_are_read_with_their_lines(year: YearSources) -> None:
    """Each text under the names that lead to it; which ruleset and unit is no text."""
    found = {(entry.key, entry.field): (entry.text, entry.place.line) for entry in entries_of_head(year.report)}
    assert found["department", "name"] == ("示例县档案馆", 2)
    assert found["sections", "1/title"] == ("资金使用情况", 8)
    assert found["disclosure", "topic"] == ("原报告未列", 1)
    assert not {"ruleset", "unit"} & {key for key, _ in found}
