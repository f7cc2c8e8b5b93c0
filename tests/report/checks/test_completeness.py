from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nianbao.report.finding import Finding
from nianbao.report.model import PublicExpense, UnitCost
from nianbao.report.tables import TABLES
from nianbao.sources.year import read_year
from nianbao.wording.sentences import sentence

Damage = Callable[[str, str, str], list[Finding]]
REPORT = "data/2023/report.yml"
RULESET = "data/rulesets/county-sample.yml"
WORK = "docs/2023/work.md"


def _of(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def test_a_required_section_that_the_outline_lacks_is_a_warning(damage: Damage) -> None:
    """It is named with its id, at the list of sections."""
    old = "title: 部门概况\n    level: 1\n    required: false"
    (finding,) = _of(damage(RULESET, old, old.replace("false", "true")), "sections_present")
    assert (finding.level, finding.values["id"], finding.values["title"]) == ("warning", "overview", "部门概况")
    assert str(finding.place) == "data/2023/report.yml:7"
    assert (finding.table, finding.key, finding.field) == ("report", "sections", "overview")


def test_a_required_section_has_more_than_words_and_headings(small: Path, damage: Damage) -> None:
    """A page of headings and tables alone is a warning; a sentence ends it, and a hint that is left has its own gap."""
    damage(RULESET, "title: 履职情况\n    level: 1\n    required: false", "title: 履职情况\n    level: 1")
    (small / WORK).write_text("## 查档服务\n\n{{ indicators_table() }}\n", encoding="utf-8")
    (finding,) = _of(damage("docs/2023/money.md", "2023年支出", "本年支出"), "sections_written")
    assert (finding.level, finding.place.file, finding.key) == ("warning", WORK, "work")
    assert _of(damage(WORK, "## 查档服务", "## 查档服务\n\n完成情况如下。"), "sections_written") == []
    assert _of(damage(WORK, "完成情况如下。", "【提示：写完成情况】"), "sections_written") == []


def test_what_the_ruleset_wants_disclosed_is_stated(damage: Damage) -> None:
    """An entry left out is a warning; 原报告未列 answers it; a name that no entry has is a fault of the ruleset."""
    found = _of(
        damage(RULESET, "publication_days: 20", "disclosure_fields: [文号, 公开日期, 文书]\npublication_days: 20"),
        "disclosure_stated",
    )
    assert {finding.values.get("entry", finding.sentence) for finding in found} == {
        "disclosure.document_number",
        "dates.published",
        "disclosure_stated.unknown",
    }
    entries = "disclosure: {document_number: 原报告未列}\ndates: {published: 原报告未列}\nruleset:"
    (finding,) = _of(damage(REPORT, "ruleset:", entries), "disclosure_stated")
    assert finding.sentence == "disclosure_stated.unknown"


def _emptied(root: Path, table: str) -> None:
    path = root / f"data/2023/{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "word"), [("sangong", 'data_table("sangong")'), ("unit_costs", "unit_costs_table()")]
)
def test_an_empty_table_on_a_page_needs_a_reason(small: Path, damage: Damage, table: str, word: str) -> None:
    """Without one it is an error at the word; with one in report.yml, or without the word, it is fine."""
    _emptied(small, table)
    (finding,) = _of(damage("docs/2023/money.md", "2023年支出", "本年支出"), "empty_tables_explained")
    assert (finding.level, finding.key, finding.field) == ("error", "money", table)
    entry = f"empty_tables: {{{table}: 本年没有发生。}}\nruleset:"
    assert _of(damage(REPORT, "ruleset:", entry), "empty_tables_explained") == []
    damage(REPORT, entry, "ruleset:")
    assert _of(damage("docs/2023/money.md", f"{{{{ {word} }}}}\n\n", ""), "empty_tables_explained") == []


def test_the_reason_stands_in_place_of_the_rows(small: Path, damage: Damage) -> None:
    """Every word that may show an empty table shows what report.yml says, and a plain sentence where it says nothing."""
    for table in ("sangong", "unit_costs", "items", "facts"):
        _emptied(small, table)
    damage(
        REPORT, "ruleset:", "empty_tables: {sangong: 没有车辆。, unit_costs: 没有采购。, facts: 没有登记。}\nruleset:"
    )
    report = read_year(small, 2023).report
    words = (("data_table", "sangong"), ("unit_costs_table",), ("items_table",), ("facts_table", "work"))
    tables = [TABLES[word](report, None, *arguments) for word, *arguments in words]
    assert [table.explanation for table in tables] == [
        "没有车辆。",
        "没有采购。",
        "本年度没有“项目资金安排及执行情况”的数据。",
        "没有登记。",
    ]
    assert (PublicExpense.title, UnitCost.title) == (tables[0].caption, tables[1].caption)


def test_a_section_without_facts_shows_no_table_of_them(damage: Damage) -> None:
    """Facts of other sections do not fill it."""
    (finding,) = _of(damage(WORK, 'facts_table("work")', 'facts_table("money", "查档服务")'), "empty_tables_explained")
    assert finding.sentence == "empty_tables_explained.section"


@pytest.mark.parametrize(("table", "variant"), [("sangon", "unknown"), ("sangong", "filled")])
def test_a_reason_for_no_empty_table_is_an_error(damage: Damage, table: str, variant: str) -> None:
    """A name that no table has, and a table with rows."""
    (finding,) = _of(
        damage(REPORT, "ruleset:", f"empty_tables: {{{table}: 没有。}}\nruleset:"), "empty_tables_explained"
    )
    assert (finding.sentence, str(finding.place)) == (f"empty_tables_explained.{variant}", "data/2023/report.yml:4")
    assert table in sentence(finding.sentence, finding.values) or variant == "filled"
