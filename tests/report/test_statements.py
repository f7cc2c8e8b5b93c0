from __future__ import annotations

import shutil
from pathlib import Path

from nianbao.report.change import Difference
from nianbao.report.difference import difference
from tests.report.conftest import Edit, Made, read

HOSPITAL = Path(__file__).resolve().parents[1] / "hospital"


def _cells(found: Difference) -> dict[tuple[str, str, str], tuple[str, str, tuple[str, ...]]]:
    return {(each.table, each.key, each.field): (each.old, each.new, each.pages) for each in found.cells}


def test_what_a_table_says_in_words_is_told_with_the_pages_that_show_it(edit: Edit, made: Made) -> None:
    """A column that no table of a page shows stands on no page."""
    edit("data/2023/problems.csv", "增加预约名额", "增加开放时间")
    edit("data/2023/breakdowns.csv", "是,馆藏数量", "否,馆藏数量")
    found = _cells(made())
    assert found["problems", "p1", "measure"] == ("增加预约名额", "增加开放时间", ("money",))
    assert found["breakdowns", "馆藏构成/文书档案", "exclusive"] == ("是", "否", ("work",))


def test_a_unit_is_told_with_its_number_and_not_twice(edit: Edit, made: Made) -> None:
    """The number as people read it has its unit and its qualifier in it."""
    edit("data/2023/facts.csv", "120,约,名", "120,多,人")
    found = made()
    assert [(each.name, each.old, each.new) for each in found.numbers] == [("志愿者人数", "约120名", "120多人")]
    assert found.cells == ()


def test_a_row_that_is_new_or_gone_has_its_key_among_its_cells(edit: Edit, made: Made) -> None:
    """Its texts are cells, its numbers numbers; what did not exist is empty."""
    edit("data/2023/problems.csv", "正在办理\n", "正在办理\np2,利用率不高,宣传不够,加强宣传,办公室,2024年,正在办理\n")
    edit("data/2023/items.csv", "repair,库房维修,项目支出,财政拨款,80.00,80.00,77.00\n", "")
    found = made()
    cells = [each for each in found.cells if each.is_key]
    assert [(each.table, each.key, each.label, each.old, each.new) for each in cells] == [
        ("items", "repair", "库房维修", "repair", ""),
        ("problems", "p2", "利用率不高", "", "p2"),
    ]
    assert _cells(found)["problems", "p2", "owner"] == ("", "办公室", ("money",))
    gone = {each.name: (each.old, each.new) for each in found.numbers}
    assert gone["库房维修·执行数"] == ("77.00万元", "")


def test_a_judgement_that_follows_from_the_numbers_is_told(edit: Edit, made: Made) -> None:
    """An indicator that now reaches its target does so in its table and no longer on the cover."""
    edit("data/2023/indicators.csv", "2000,1800", "1700,1800")
    found = _cells(made())
    assert found["indicators", "visits", "met"] == ("未达到", "已达到", ("index", "work"))


def test_what_the_year_says_of_itself_is_told(edit: Edit, made: Made) -> None:
    """Entries of `report.yml`, the ones that surround every page with all of them."""
    edit("data/2023/report.yml", "grade: 优", "grade: 良")
    edit(
        "data/2023/report.yml",
        "自评报告\n",
        "自评报告（修订）\ndates: {published: 2024-08-28}\ncontact: {phone: 0000-1234}\n",
    )
    found = _cells(made())
    everywhere = ("index", "work", "money", "checks", "figures")
    assert found["report", "conclusion", "grade"] == ("优", "良", ("index",))
    assert found["report", "dates", "published"] == ("原报告未列", "2024-08-28", ("index",))
    assert found["report", "title", ""][2] == everywhere
    assert found["report", "contact", "phone"] == ("原报告未列", "0000-1234", everywhere)


def test_a_heading_over_pages_is_told_with_the_pages_below_it(edit: Edit, made: Made) -> None:
    """It has no page of its own."""
    edit("data/2023/report.yml", "  - {id: money, title", "  - {title: 管理}\n  - {id: money, level: 2, title")
    found = made()
    assert _cells(found)["report", "sections", "money"] == ("", "管理", ("money",))
    assert [(each.page, each.kind, each.title) for each in found.pages] == [("money", "moved", "（一）资金使用情况")]


def test_acknowledgements_and_explanations_are_told(edit: Edit, made: Made) -> None:
    """What the year says of its own doubts is public."""
    edit(
        "data/2023/report.yml",
        "sections:",
        "empty_tables: {assets: 本馆没有资产。}\n"
        "acknowledgements: [{rule: settled_explained, table: unit_costs, key: boxes, reason: 原报告未说明}]\nsections:",
    )
    found = _cells(made())
    assert found["report", "empty_tables", "assets"] == ("", "本馆没有资产。", ())
    assert found["report", "acknowledgements", "settled_explained/unit_costs/boxes/"] == (
        "",
        "原报告未说明",
        ("checks",),
    )


def test_what_the_years_own_tables_are_called_is_told(tmp_path: Path) -> None:
    """Title and columns of a table that the year declares for itself are in the year's hands."""
    root = tmp_path / "hospital"
    shutil.copytree(HOSPITAL, root)
    before, _ = read(root)
    declared = root / "data/2023/tables.yml"
    text = declared.read_text(encoding="utf-8")
    title = next(line.split("title: ")[1] for line in text.splitlines() if "title: " in line)
    declared.write_text(text.replace(title, f"{title}（修订）", 1), encoding="utf-8")
    found = difference(before, read(root)[0])
    assert [(each.column, each.old, each.new) for each in found.cells] == [("表题", title, f"{title}（修订）")]


def test_what_a_page_says_of_itself_to_those_who_look_for_it_is_told(edit: Edit, made: Made) -> None:
    """Its description is in no sentence of it, and stands in lists of results."""
    edit("docs/2023/work.md", "## 查档服务", "---\ndescription: 查档与利用\n---\n## 查档服务")
    assert _cells(made()) == {("pages", "work", "description"): ("", "查档与利用", ("work",))}
