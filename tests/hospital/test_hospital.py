from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from nianbao.publish import archive as store
from nianbao.publish.editions import assemble
from nianbao.publish.publishing import publish_year
from nianbao.report.model import BudgetLine, Fact, PublicExpense
from nianbao.report.scoring import total_score
from nianbao.wording.numbers import split_unit

HOSPITAL = Path(__file__).resolve().parent
YEARS = (2023, 2024)
CODE = {".py", ".js", ".css", ".html", ".j2", ".sh", ".toml"}


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public view after both years were published from a copy that holds nothing but `data/` and `docs/`."""
    root = tmp_path_factory.mktemp("hospital")
    for name in ("data", "docs"):
        shutil.copytree(HOSPITAL / name, root / name)
    for year in YEARS:
        assert publish_year(root, root / "archive", year).kind == "published"
    return root / "archive" / "current"


def page(current: Path, name: str) -> str:
    """Return a published page."""
    return (current / name).read_text(encoding="utf-8")


def test_the_site_is_data_and_docs_without_any_code() -> None:
    """Another department writes tables and text; what else lies here is this test and the note for keepers."""
    outputs = {"build", "archive", "__pycache__"}
    parts = {path.name for path in HOSPITAL.iterdir()} - outputs
    assert parts == {"data", "docs", "README.md", "test_hospital.py"}
    files = [path for name in ("data", "docs") for path in (HOSPITAL / name).rglob("*") if path.is_file()]
    assert [path for path in files if path.suffix in CODE] == []


@pytest.mark.parametrize("year", YEARS)
def test_every_year_is_sound(year: int) -> None:
    """The rules find nothing at all, and nothing had to be acknowledged."""
    edition = assemble(HOSPITAL, year)
    assert [(finding.rule, str(finding.place)) for finding in edition.findings] == []
    assert edition.report.head.acknowledgements == ()


def test_last_year_is_told_as_it_was_published() -> None:
    """What 2024 calls 上年 is what 2023 says, in every table that has such a column."""
    before, now = (assemble(HOSPITAL, year).report for year in YEARS)
    lines = {line.category: line.executed for line in before.rows(BudgetLine)}
    assert {line.category: line.prior for line in now.rows(BudgetLine)} == lines
    expenses = {row.item: row.executed for row in before.rows(PublicExpense)}
    assert {row.item: row.prior for row in now.rows(PublicExpense)} == expenses
    facts = {fact.key_name: fact for fact in before.rows(Fact)}
    told = {fact.key_name: (fact.prior or 0) * split_unit(fact.unit)[0] for fact in now.rows(Fact)}
    assert told == {name: (facts[name].value or 0) * split_unit(facts[name].unit)[0] for name in told}


@pytest.mark.parametrize(("year", "score", "grade"), [(2023, "98.97", "优"), (2024, "94.86", "良")])
def test_the_grade_follows_from_the_hospitals_own_ruleset(year: int, score: str, grade: str) -> None:
    """Under its bands 优 begins at 95; the other rulesets would call both years 优."""
    edition = assemble(HOSPITAL, year)
    ruleset = edition.report.ruleset
    assert edition.report.head.conclusion.score == total_score(edition.report) == Decimal(score)
    assert edition.report.head.conclusion.grade == ruleset.grade_of(Decimal(score)).name == grade


def test_both_years_are_published_and_the_archive_is_sound(current: Path) -> None:
    """Freezing, portal and verification need nothing that the folder does not have."""
    assert store.verify(current.parent).damages == ()
    assert [(event.year, event.version) for event in store.read_events(current.parent)] == [(2023, 1), (2024, 1)]


@pytest.mark.parametrize(("year", "amount"), [(2023, "370,974,582.85元"), (2024, "386,154,258.06元")])
def test_amounts_are_written_in_yuan(current: Path, year: int, amount: str) -> None:
    """The year's unit stands behind every amount in the text, and no amount is turned into 万元."""
    money = page(current, f"{year}/money.html")
    assert amount in money
    assert "单位：元" in money
    assert "万元" not in money


def test_a_table_of_its_own_is_shown_and_its_cells_can_be_quoted(current: Path) -> None:
    """The wards are declared in `tables.yml` and are a table like the others, numbers in the text included."""
    work = page(current, "2024/work.html")
    assert "病区运行情况" in work
    assert "22,630,196.33元" in work
    assert "医疗成本（元）" in work


def test_one_year_is_a_workbook_and_the_other_one_file_a_table() -> None:
    """2024 stands in `report.xlsx`, its own table included; its numbers lead to a sheet and a cell."""
    assert not list((HOSPITAL / "data/2024").glob("*.csv"))
    cost = assemble(HOSPITAL, 2024).quantities.get("骨科病区·医疗成本")
    assert cost is not None
    assert str(cost.place).startswith("data/2024/report.xlsx!病区!")
    assert (HOSPITAL / "data/2023/wards.csv").is_file()


def test_every_page_says_that_the_hospital_does_not_exist(current: Path) -> None:
    """The notice of `site.yml` stands on every page that people read, the portal's included."""
    pages = [path for folder in (current, *(current / str(year) for year in YEARS)) for path in folder.rglob("*.html")]
    silent = [path for path in pages if "本站为虚构的示例部门" not in path.read_text(encoding="utf-8")]
    assert len(pages) > 30
    assert silent == []
