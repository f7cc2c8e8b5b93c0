from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.editions import assemble
from nianbao.publish.starting.new_year import Request, begin_year
from nianbao.report.finding import Unusable
from nianbao.report.model import BudgetLine
from nianbao.sources.year import read_year


def _tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _rules(unusable: pytest.ExceptionInfo[Unusable]) -> list[tuple[str, str]]:
    return [(finding.rule, str(finding.place)) for finding in unusable.value.findings]


@pytest.mark.parametrize("csv", [False, True])
def test_a_new_year_can_be_read_at_once_and_tells_only_what_is_to_be_filled_in(real: Path, csv: bool) -> None:
    """After 2022 comes 2023: whatever is said of it is a gap, or follows from one."""
    begun = begin_year(real, Request(2023, csv=csv))
    assert begun.last == 2022
    assert ("data/2023/report.xlsx" in begun.files) is not csv
    edition = assemble(real, 2023)
    others = {finding.rule for finding in edition.findings if not finding.gap}
    assert others <= {"scores_stated"}
    assert {finding.rule for finding in edition.findings if finding.gap} == {"cell_needed", "entry_needed", "hint_left"}
    prior = {line.category: line.prior for line in edition.report.rows(BudgetLine)}
    assert prior == {line.category: line.executed for line in read_year(real, 2022).report.rows(BudgetLine)}
    assert [page.id for page in edition.pages] == [page.id for page in read_year(real, 2022).pages]


def test_nothing_that_exists_is_touched(real: Path) -> None:
    """The year before, the site and its rulesets are as they were; a second time is refused and writes nothing."""
    before = _tree(real)
    begin_year(real, Request(2023))
    after = _tree(real)
    assert {name: after[name] for name in before} == before
    with pytest.raises(Unusable) as refused:
        begin_year(real, Request(2023))
    assert _rules(refused) == [("new_exists", "data/2023"), ("new_exists", "docs/2023")]
    assert _tree(real) == after


def test_pages_without_data_are_enough_to_refuse(real: Path) -> None:
    """Somebody has begun to write: their text is not overwritten."""
    (real / "docs/2023").mkdir()
    (real / "docs/2023/work.md").write_text("已经写了。\n", encoding="utf-8")
    before = _tree(real)
    with pytest.raises(Unusable) as refused:
        begin_year(real, Request(2023))
    assert _rules(refused) == [("new_exists", "docs/2023")]
    assert _tree(real) == before


def test_a_year_before_that_cannot_be_read_stops_it_with_its_own_complaints(real: Path) -> None:
    """What would be carried over has to be right first, unless it is left aside."""
    path = real / "data/2022/budget.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1171.06", "1171.06万元", 1), encoding="utf-8")
    before = _tree(real)
    with pytest.raises(Unusable) as refused:
        begin_year(real, Request(2023))
    assert _rules(refused) == [("cell_not_a_number", "data/2022/budget.csv:2:年初预算数")]
    assert _tree(real) == before
    assert begin_year(real, Request(2023, ruleset="mof-2020", fresh=True)).last is None


def test_a_site_begins_from_an_empty_folder(tmp_path: Path) -> None:
    """Department, address and ruleset are all it takes: site file, ruleset, portal pages and the first year."""
    request = Request(2024, "mof-2020", "示例市图书馆", "https://library.example/")
    begun = begin_year(tmp_path, request)
    for name in ("data/site.yml", "data/rulesets/mof-2020.yml", "docs/index.md", "docs/search/index.md"):
        assert name in begun.files
    edition = assemble(tmp_path, 2024)
    assert edition.report.head.title == "示例市图书馆2024年度部门整体支出绩效自评报告"
    assert {finding.rule for finding in edition.findings if not finding.gap} == set()
    assert "rows_needed" in {finding.rule for finding in edition.findings}


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (Request(2024), "new_site"),
        (Request(2024, "", "示例市图书馆", "https://library.example/"), "new_ruleset"),
        (Request(2024, "no-such", "示例市图书馆", "https://library.example/"), "ruleset_unknown"),
        (Request(2024, "mof-2020", "示例市图书馆", "library.example"), "entry_unfit"),
        (Request(1999, "mof-2020", "示例市图书馆", "https://library.example/"), "year_form"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(tmp_path: Path, request_: Request, rule: str) -> None:
    """No half-made site is left behind."""
    with pytest.raises(Unusable) as refused:
        begin_year(tmp_path, request_)
    assert [name for name, _ in _rules(refused)] == [rule]
    assert list(tmp_path.rglob("*")) == []


def test_a_new_ruleset_brings_its_own_outline(real: Path) -> None:
    """The outline of the year before is kept only under its own ruleset."""
    begin_year(real, Request(2023, "guangdong-2022"))
    edition = assemble(real, 2023)
    outline = [section.id for section in edition.report.head.sections]
    assert outline == [section.id for section in edition.report.ruleset.outline]


def test_the_names_explained_last_year_are_taken_over_to_be_checked(real: Path) -> None:
    """名词解释 stays, under a hint that asks to look it over."""
    begin_year(real, Request(2023))
    text = (real / "docs/2023/terms.md").read_text(encoding="utf-8")
    assert "【提示：" in text
    assert "**部门整体支出**" in text
