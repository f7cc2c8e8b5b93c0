from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.report.change import CellChange, Difference, NumberChange
from nianbao.report.difference import difference
from nianbao.report.edition import YearEdition
from nianbao.report.model import Attachment
from nianbao.report.narrative import Call, Page, Text
from nianbao.report.place import Place
from nianbao.report.row import columns_of
from tests.report.conftest import Edit, Made, read

REPOSITORY = Path(__file__).resolve().parents[2]


def _numbers(found: Difference) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    return {each.name: (each.old, each.new, each.pages) for each in found.numbers}


@pytest.mark.parametrize(("site", "year"), [("tests/hospital", 2024), ("tests/sample", 2024), (".", 2022)])
def test_an_edition_does_not_differ_from_itself(site: str, year: int) -> None:
    """Nor from itself read once more."""
    before, hashes = read(REPOSITORY / site, year)
    after, others = read(REPOSITORY / site, year)
    found = difference(before, after, (hashes, others))
    assert found.is_empty
    assert (found.touched_pages, found.sources) == ((), ())


def test_a_number_in_the_running_text_changes_its_sentence_too(edit: Edit, made: Made) -> None:
    """Readers see both sentences, though only the number in them is another."""
    edit("data/2023/facts.csv", "接待查档人次,work,查档服务,1800", "接待查档人次,work,查档服务,1900")
    found = made()
    assert _numbers(found)["接待查档人次"] == ("1,800人次", "1,900人次", ("work", "figures"))
    (passage,) = found.passages
    assert (passage.page, passage.old, passage.new) == (
        "work",
        "全年接待查档1,800人次，其中线上查档600人次。",
        "全年接待查档1,900人次，其中线上查档600人次。",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("0,0,0", "0,,0", ("0万元", "")),
        ("0,0,0", "0,原报告未列,0", ("0万元", "原报告未列")),
        ("0,0,0", "0,0.00,0", ("0万元", "0.00万元")),
    ],
)
def test_nothing_not_stated_and_zero_are_told_apart(
    edit: Edit, made: Made, old: str, new: str, told: tuple[str, str]
) -> None:
    """An empty cell has no number, 原报告未列 is an answer, and zero is a number; its decimals are seen as well."""
    edit("data/2023/sangong.csv", f"公务用车购置费,{old}", f"公务用车购置费,{new}")
    assert _numbers(made())["公务用车购置费·决算数"][:2] == told


def test_rows_that_change_places_are_told(edit: Edit, made: Made) -> None:
    """Readers see them in the new order."""
    edit("data/2023/items.csv", "digital,档案数字化,项目支出,财政拨款,120.00,140.00,135.00\n", "")
    edit(
        "data/2023/items.csv",
        "80.00,77.00\n",
        "80.00,77.00\ndigital,档案数字化,项目支出,财政拨款,120.00,140.00,135.00\n",
    )
    (cell,) = made().cells
    assert (cell.table, cell.column, cell.old, cell.new) == (
        "items",
        "各行的顺序",
        "档案数字化、库房维修",
        "库房维修、档案数字化",
    )


def test_a_page_is_added_removed_renamed_or_moved(small: Path, edit: Edit, made: Made) -> None:
    """Titles are told with their numbers; the text of a page that came or went is not told sentence by sentence."""
    edit(
        "data/2023/report.yml",
        "  - {id: work, title: 履职情况}\n  - {id: money, title: 资金使用情况}\n",
        "  - {id: profile, title: 部门概况}\n  - {id: money, title: 资金使用和管理情况}\n",
    )
    (small / "docs/2023/work.md").unlink()
    (small / "docs/2023/profile.md").write_text("本馆是文化事业机构。\n", encoding="utf-8")
    found = made()
    assert [(each.page, each.kind, each.old_title, each.title) for each in found.pages] == [
        ("work", "removed", "", "一、履职情况"),
        ("profile", "added", "", "一、部门概况"),
        ("money", "renamed", "二、资金使用情况", "二、资金使用和管理情况"),
    ]
    assert {each.page for each in found.passages} <= {"money"}
    assert list(found.titles) == ["index", "work", "profile", "money", "checks", "figures"]


def test_a_page_with_another_number_before_its_title_has_moved(small: Path, edit: Edit, made: Made) -> None:
    """Readers see 三、 where 二、 was."""
    edit("data/2023/report.yml", "  - {id: work", "  - {id: profile, title: 部门概况}\n  - {id: work")
    (small / "docs/2023/profile.md").write_text("本馆是文化事业机构。\n", encoding="utf-8")
    kinds = {each.page: (each.kind, each.old_title, each.title) for each in made().pages}
    assert kinds["money"] == ("moved", "二、资金使用情况", "三、资金使用情况")


def test_files_are_told_by_their_contents() -> None:
    """Attachments and pictures, with what readers call them; of the rest only the names of what differs."""
    edition = YearEdition(*_attached())
    folder = "data/2023/attachments/survey.pdf"
    before = {
        folder: "1",
        "docs/2023/a.png": "1",
        "docs/2023/old.png": "1",
        "docs/2023/work.md": "1",
        "data/x.yml": "1",
    }
    after = {folder: "2", "docs/2023/a.png": "1", "docs/2023/new.png": "1", "docs/2023/work.md": "2", "data/x.yml": "1"}
    found = difference(edition, edition, (before, after))
    assert [(each.name, each.kind, each.label, each.pages) for each in found.files] == [
        ("attachments/survey.pdf", "changed", "满意度调查报告", ("work",)),
        ("old.png", "removed", "", ()),
        ("new.png", "added", "", ("work",)),
    ]
    assert found.sources == (folder, "docs/2023/new.png", "docs/2023/old.png", "docs/2023/work.md")


def _attached() -> tuple[Any, Any]:
    """A report with an attachment, and pages of which one shows a picture and the list of attachments."""
    edition, _ = read(REPOSITORY / "tests/hospital", 2023)
    row = Attachment(place=Place("a.csv"), id="s", name="满意度调查报告", file="survey.pdf")
    report = edition.report.model_copy(
        update={
            "tables": {**edition.report.tables, "attachments": (row,)},
            "head": edition.report.head.model_copy(update={"fiscal_year": 2023}),
        }
    )
    work = Page("work", "docs/2023/work.md", (Text("![图](new.png)\n\n", 1), Call("attachments", (), 3, 1, 0)))
    return report, (work, *(page for page in edition.pages if page.id != "work"))


def test_a_first_version_is_all_new(small: Path) -> None:
    """Without an edition before it there is no version to compare with."""
    edition, hashes = read(small)
    found = difference(None, edition, ({}, hashes))
    assert found.since is None
    assert {each.kind for each in found.pages} == {"added"}
    assert {each.name for each in found.numbers} == set(edition.quantities.by_name)
    assert {each.old for each in found.numbers} == {each.old for each in found.cells} == {""}
    assert found.touched_pages == tuple(found.titles)


def test_no_number_of_a_person_is_told_in_full(edit: Edit, made: Made) -> None:
    """What is taken out because of it must not come back as what was there before."""
    edit("docs/2023/work.md", "志愿者", "请拨13812345678，志愿者")
    edit("data/2023/problems.csv", "增加预约名额", "增加名额，电话13812345678")
    text = made().model_dump_json()
    assert "13812345678" not in text
    assert text.count("138****5678") == 2


@cache
def _sound() -> YearEdition:
    """The hospital's year, read once."""
    return read(REPOSITORY / "tests/hospital", 2023)[0]


_TEXT = st.text(alphabet="全年接待查档人次，。！\n*#[]() 0123456789.万元", max_size=40)


@st.composite
def _editions(draw: st.DrawFn) -> YearEdition:
    """A year of which rows, cells, sections and sentences went, came or changed."""
    edition = _sound()
    tables = dict(edition.report.tables)
    for table in draw(st.sets(st.sampled_from(sorted(tables)), max_size=3)):
        rows = draw(st.lists(st.sampled_from(tables[table]), unique_by=lambda row: row.key)) if tables[table] else []
        tables[table] = tuple(_edited(row, draw) for row in rows)
    sections = (
        draw(st.permutations(edition.report.head.sections)) if draw(st.booleans()) else edition.report.head.sections
    )
    head = edition.report.head.model_copy(
        update={"sections": tuple(sections), "title": draw(st.sampled_from(["年报", "年报（修订）"]))}
    )
    left_out = draw(st.sets(st.sampled_from(edition.pages).map(lambda page: page.id), max_size=2))
    pages = tuple(_rewritten(page, draw) for page in edition.pages if page.id not in left_out)
    report = edition.report.model_copy(update={"tables": tables, "head": head})
    return YearEdition(report, pages)


def _edited(row: Any, draw: st.DrawFn) -> Any:
    texts = [name for name, column in columns_of(type(row)).items() if column.kind == "text" and not column.need]
    if not texts or draw(st.booleans()):
        return row
    return row.model_copy(update={draw(st.sampled_from(texts)): draw(st.one_of(st.none(), _TEXT))})


def _rewritten(page: Page, draw: st.DrawFn) -> Page:
    if draw(st.integers(0, 3)):
        return page
    return replace(page, parts=(*page.parts[: draw(st.integers(0, len(page.parts)))], Text(draw(_TEXT), 1)))


def _plain(found: Difference, exchanged: bool) -> dict[str, list[tuple[Any, ...]]]:
    """A difference as comparable lists, old and new exchanged where it is asked for."""

    def pair(entry: Any) -> tuple[str, str]:
        return (entry.new, entry.old) if exchanged else (entry.old, entry.new)

    def where(entry: NumberChange | CellChange) -> tuple[str, ...]:
        return tuple(sorted(entry.pages))

    kinds = {"added": "removed", "removed": "added"} if exchanged else {}
    return {
        "numbers": sorted((each.name, *pair(each), where(each)) for each in found.numbers),
        "cells": sorted((each.table, each.key, each.field, *pair(each), where(each)) for each in found.cells),
        "passages": sorted((each.page, *pair(each)) for each in found.passages),
        "pages": sorted((each.page, kinds.get(each.kind, each.kind)) for each in found.pages),
        "touched": sorted((page,) for page in found.touched_pages),
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_editions(), _editions())
def test_whichever_of_two_editions_came_first_the_same_is_told_the_other_way_round(
    first: YearEdition, second: YearEdition
) -> None:
    """Old becomes new, an added page a removed one; nothing differs from itself, and each change touches a page it names."""
    assert difference(first, first).is_empty
    found = difference(first, second)
    assert _plain(found, exchanged=False) == _plain(difference(second, first), exchanged=True)
    assert found.is_empty is not any((found.numbers, found.cells, found.passages, found.pages))
    for page in found.titles:
        assert found.touching(page).is_empty is (page not in found.touched_pages)
