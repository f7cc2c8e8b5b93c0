from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nianbao.publish.editions import assemble
from nianbao.report.edition import YearEdition
from nianbao.report.narrative import HINT_OPENING
from nianbao.report.place import Place
from nianbao.report.report import RESERVED_PAGES
from nianbao.report.ruleset import OutlineSection, Ruleset
from nianbao.report.tables import TABLES
from nianbao.sources.site import read_ruleset
from tests.report.editing import REPOSITORY, below

RULESETS = tuple(
    path
    for root in ("data", "tests/hospital/data", "tests/sample/data")
    for path in sorted((REPOSITORY / root / "rulesets").glob("*.yml"))
)
SHIPPED = tuple(path for path in RULESETS if path.parents[2] == REPOSITORY)
every_ruleset = pytest.mark.parametrize("path", RULESETS, ids=below)


def ruleset(path: Path) -> Ruleset:
    """Return a kept ruleset, which is sound."""
    found = read_ruleset(path.parents[2], path.stem, Place("report.yml"), [])
    assert found is not None
    return found


def test_required_are_the_sections_with_a_page_that_the_outline_does_not_leave_open() -> None:
    """Headings have no page, and an optional section may be absent."""
    outline = (
        OutlineSection(title="部门情况"),
        OutlineSection(id="overview", title="部门概况"),
        OutlineSection(id="survey", title="满意度调查", required=False),
    )
    found = ruleset(RULESETS[0]).model_copy(update={"outline": outline})
    assert found.required_sections == ("overview",)


@every_ruleset
def test_an_outline_names_each_page_once_and_says_what_belongs_there(path: Path) -> None:
    """Pages have a hint and a text to begin from; headings have neither; no page is one of the program's own."""
    outline = ruleset(path).outline
    pages = [section.id for section in outline if section.id]
    assert len(set(pages)) == len(pages)
    assert not set(pages) & set(RESERVED_PAGES)
    assert [section.title for section in outline if bool(section.id) != bool(section.hint and section.text)] == []
    assert not any(HINT_OPENING in section.hint or "\n" in section.hint for section in outline)


BUDGET = "科目,年初预算数（万元）,全年预算数（万元）,执行数（万元）\n基本支出,2,2,2\n项目支出,1,1,0.95\n合计,3,3,2.95\n"
INDICATORS = "编号,一级指标,三级指标,方向,目标值,实际完成值,分值,得分\na,{level},甲,≥,1,1,9,9\n"
PROBLEMS = "编号,存在问题,原因,改进措施,责任岗位,完成时限,进展\np,甲,乙,丙,丁,戊,己\n"


def _smallest_year(path: Path, root: Path) -> YearEdition:
    """Assemble a year that has the required tables, and the ruleset's outline and texts for narrative."""
    rules = ruleset(path)
    year, docs = root / "data/2031", root / "docs/2031"
    for folder in (year, docs, root / "data/rulesets"):
        folder.mkdir(parents=True)
    shutil.copy(path, root / "data/rulesets")
    (root / "data/site.yml").write_text("title: 甲\ndepartment: {name: 乙}\naddress: https://x.example/\n", "utf-8")
    for name, text in (
        ("budget", BUDGET),
        ("indicators", INDICATORS.format(level=rules.levels[0].name)),
        ("problems", PROBLEMS),
    ):
        (year / f"{name}.csv").write_text(text, "utf-8")
    head = ["fiscal_year: 2031", "title: 甲", "department: {name: 乙}", f"ruleset: {path.stem}", "sections:"]
    (docs / "index.md").write_text("{{ cover() }}\n", "utf-8")
    for section in rules.outline:
        page = f"id: {section.id}, " if section.id else ""
        head.append(f"  - {{{page}title: {section.title}, level: {section.level}}}")
        if section.id:
            (docs / f"{section.id}.md").write_text(section.text, "utf-8")
    (year / "report.yml").write_text("\n".join(head) + "\n", "utf-8")
    return assemble(root, 2031)


@every_ruleset
def test_the_texts_of_an_outline_are_sound_in_the_smallest_year(path: Path, tmp_path: Path) -> None:
    """With the required tables alone every word finds what it names; only hints and empty tables are left to see to."""
    edition = _smallest_year(path, tmp_path)
    found = {finding.rule for finding in edition.findings if finding.place.file.startswith("docs/")}
    assert found <= {"hint_left", "empty_tables_explained", "sections_written"}


@pytest.mark.parametrize("path", SHIPPED, ids=below)
def test_a_table_in_a_shipped_outline_has_rows_or_says_why_not(path: Path, tmp_path: Path) -> None:
    """A new year's pages show no empty frames."""
    edition = _smallest_year(path, tmp_path)
    for page in edition.pages:
        for call in page.calls:
            if call.word in TABLES:
                table = TABLES[call.word](edition.report, edition.quantities, *call.arguments)
                assert table.explanation or table.groups[0].rows


@every_ruleset
def test_a_text_of_an_outline_speaks_of_no_department(path: Path) -> None:
    """No name of a place or office, and no number that somebody has to replace."""
    for section in ruleset(path).outline:
        assert not any(name in section.text for name in ("江门", "工会", "示例", "县", "20"))
