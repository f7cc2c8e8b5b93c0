from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.publish import archive as store
from nianbao.publish.archive import durable, layout, ledger
from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.publication import freeze
from nianbao.publish.archive.survey import survey
from nianbao.publish.building import fingerprint
from nianbao.publish.editions import assemble, build_year, year_sources
from nianbao.publish.last_year import LastYears
from nianbao.publish.publishing import publish_year
from nianbao.publish.withdrawing.request import Request
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.report.catalogue import Catalogue
from nianbao.report.finding import Blocked
from nianbao.report.model import BudgetLine
from tests.sites import change

REPOSITORY = Path(__file__).resolve().parents[2]
BUDGET = "data/2024/budget.csv"
ACKNOWLEDGED = (
    "acknowledgements:\n"
    "  - {rule: prior_agrees, table: budget, key: 项目支出, field: prior, reason: 上年决算批复后调整}\n"
)


def _disagree(root: Path) -> None:
    change(root / BUDGET, "220.00,212.00,212.00", "220.00,212.00,213.00")
    change(root / BUDGET, "520.00,510.00,510.00", "520.00,510.00,511.00")


def _acknowledge(root: Path) -> None:
    head = root / "data/2024/report.yml"
    entries = ACKNOWLEDGED + ACKNOWLEDGED.replace("acknowledgements:\n", "").replace("项目支出", "合计")
    head.write_text(head.read_text(encoding="utf-8") + entries, encoding="utf-8")


def _portal(folder: Path, catalogue: Catalogue) -> store.BuiltPortal:
    for name in ("index.html", "404.html", "sitemap.xml"):
        (folder / name).write_text(f"{len(catalogue.years)}", encoding="utf-8")
    (folder / "search").mkdir()
    (folder / "search/index.html").write_text("", encoding="utf-8")
    return store.BuiltPortal("test")


def _correct(root: Path, archive: Path, year: int) -> None:
    """Freeze the year's present sources as its second version."""
    content = root / "build" / "corrected"
    built = build_year(root, year, content, version=2, archive=archive)
    staged = store.Staged(
        year, content, built.sources, built.edition.summary(), built.fingerprint, {"engine": "test"}, built.epoch
    )
    moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    deed = ledger.Deed("correct", year, 2, "更正", "支出", "执行数有误", "财务部门")
    with durable.hold(archive / layout.LOCK, "更正", moment):
        portal = Portal(_portal, "test", "https://small.example/")
        freeze(archive, survey(archive), staged, deed, portal, lambda: moment)


@pytest.fixture
def published(following: Path) -> Path:
    """The site of two years after the first of them was published."""
    publish_year(following, following / "archive", 2023)
    return following


def test_the_published_version_comes_before_the_sources(published: Path) -> None:
    """What readers have is what this year must agree with, whatever became of the sources since."""
    change(published / "data/2023/budget.csv", "220.00,212.00", "220.00,213.00")
    before, unread = LastYears(published).before(2024)
    assert before is not None
    assert (before.year, before.version, before.address, unread) == (2023, 1, "2023-v1", ())
    assert {line.category: line.executed for line in before.report.rows(BudgetLine)}["项目支出"] == 2120000
    assert [page.id for page in before.pages] == ["index", "work", "money", "checks", "figures"]


def test_a_version_made_from_the_sources_at_hand_is_not_read_again(published: Path) -> None:
    """The year that was checked a moment ago is the year before of the next."""
    last_years = LastYears(published)
    edition = assemble(published, 2023, last_years=last_years)
    before, _ = last_years.before(2024)
    assert before is not None
    assert before.report is edition.report
    assert before.version == 1


def test_a_year_that_was_never_published_is_taken_from_its_sources(following: Path) -> None:
    """Two years may be prepared at once; an archive elsewhere may be named."""
    before, unread = LastYears(following).before(2024)
    assert before is not None
    assert (before.version, before.address, unread) == (None, "2023", ())
    assert LastYears(following, following / "elsewhere").before(2024)[0] is not None


@pytest.mark.parametrize("year", [2023, 2026])
def test_years_that_are_not_neighbours_have_nothing_to_be_compared_with(published: Path, year: int) -> None:
    """The first year, and one after a gap."""
    assert LastYears(published).before(year) == (None, ())


def test_a_correction_is_what_counts_from_then_on(published: Path) -> None:
    """The latest version says what last year was."""
    change(published / "data/2023/budget.csv", "220.00,212.00,180.00", "220.00,213.00,180.00")
    change(published / "data/2023/budget.csv", "520.00,510.00,470.00", "520.00,511.00,470.00")
    change(published / "data/2023/items.csv", "80.00,80.00,77.00", "80.00,80.00,78.00")
    change(published / "data/2023/facts.csv", "58.43", "58.32")
    change(published / "data/2023/report.yml", "97.31", "97.33")
    _correct(published, published / "archive", 2023)
    found = {
        entry.key: entry.values["last"] for entry in assemble(published, 2024).findings if entry.rule == "prior_agrees"
    }
    assert found == {"项目支出": "2023-v2", "合计": "2023-v2", "原列基本支出占比": "2023-v2"}


@pytest.mark.parametrize(("name", "old", "new"), [("sources.tar", b"2023", b"2033"), ("build.json", b"inputs", b"")])
def test_a_damaged_version_is_told_and_not_compared_with(published: Path, name: str, old: bytes, new: bytes) -> None:
    """There is no fall back to the sources: what readers have cannot be known."""
    path = published / "archive/store/2023/v1" / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    before, (finding,) = LastYears(published).before(2024)
    assert before is None
    assert (finding.level, finding.sentence, finding.place.file) == (
        "warning",
        "last_year_unread.damaged",
        "data/2024/report.yml",
    )
    assert f"store/2023/v1/{name}" in str(finding.values["what"])
    assert finding in assemble(published, 2024).findings


def test_a_last_year_with_unreadable_sources_is_told(following: Path) -> None:
    """The year itself can be checked; the other has to be mended first."""
    change(following / "data/2023/budget.csv", "212.00", "二百一十二")
    before, (finding,) = LastYears(following).before(2024)
    assert before is None
    assert (finding.rule, finding.sentence) == ("last_year_unread", "")
    assert "data/2023/budget.csv" in str(finding.values["what"])


def test_nothing_of_the_archive_is_in_an_edition_without_a_published_finding(following: Path, tmp_path: Path) -> None:
    """The same bytes, whether last year is published, only in the sources, or not there at all."""
    built = []
    publish_year(following, tmp_path / "archive", 2023)
    for archive in (tmp_path / "archive", tmp_path / "nothing"):
        out = tmp_path / "out"
        built.append((build_year(following, 2024, out, archive=archive).fingerprint, _tree(out)))
    for folder in ("data", "docs"):
        (following / folder / "2023").rename(tmp_path / folder)
    built.append((build_year(following, 2024, out, archive=tmp_path / "nothing").fingerprint, _tree(out)))
    assert built[0] == built[1] == built[2]


def test_an_acknowledged_difference_is_published_with_both_numbers_and_kept_with_the_version(published: Path) -> None:
    """The page names the version it differs from; build.json keeps the values, so that they can be checked for ever."""
    _disagree(published)
    with pytest.raises(Blocked):
        publish_year(published, published / "archive", 2024)
    _acknowledge(published)
    publish_year(published, published / "archive", 2024)
    page = (published / "archive/current/2024/checks.html").read_text(encoding="utf-8")
    for part in ("“上年执行数”写作213.00万元", "上年报告（2023-v1）为212.00万元", "上年决算批复后调整"):
        assert part in page
    facts = json.loads((published / "archive/store/2024/v1/build.json").read_bytes())
    kept = facts["build"]["last_year"]
    assert (kept["year"], kept["version"]) == (2023, 1)
    assert [(entry["key"], entry["values"]["other"]) for entry in kept["findings"]] == [
        ("项目支出", "212.00万元"),
        ("合计", "510.00万元"),
    ]


@pytest.mark.parametrize("elsewhere", [False, True])
def test_mkdocs_alone_builds_the_same_edition(published: Path, tmp_path: Path, elsewhere: bool) -> None:
    """It finds last year where `nianbao build` does: in the site's own archive, or in the one that is named."""
    archive = published / "archive"
    _disagree(published)
    _acknowledge(published)
    environment = {**os.environ, "NIANBAO_ROOT": str(published), "NIANBAO_EDITION": "2024"}
    if elsewhere:
        archive = archive.rename(tmp_path / "elsewhere")
        environment["NIANBAO_ARCHIVE"] = str(archive)
    build_year(published, 2024, tmp_path / "nianbao", archive=archive if elsewhere else None)
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path / "mkdocs")]
    subprocess.run(command, check=True, cwd=REPOSITORY, env=environment, capture_output=True)
    assert _tree(tmp_path / "mkdocs") == _tree(tmp_path / "nianbao")
    assert "2023-v1" in (tmp_path / "mkdocs/checks.html").read_text(encoding="utf-8")


def test_a_published_year_stays_what_it_is_when_the_year_before_is_corrected(published: Path) -> None:
    """Its fingerprint is over its own sources; a new version of last year is no change behind its readers' back."""
    archive = published / "archive"
    publish_year(published, archive, 2024)
    before = fingerprint(year_sources(published, 2024))
    change(published / "docs/2023/money.md", "2023年支出", "2023年共支出")
    _correct(published, archive, 2023)
    assert fingerprint(year_sources(published, 2024)) == before
    assert publish_year(published, archive, 2024).kind == "portal"
    assert [(event.year, event.version) for event in store.read_events(archive)] == [(2023, 1), (2024, 1), (2023, 2)]


def test_an_acknowledgement_that_cannot_be_confirmed_says_what_is_missing(following: Path, tmp_path: Path) -> None:
    """Without last year's report the note would silently fall off the page."""
    _disagree(following)
    head = following / "data/2024/report.yml"
    head.write_text(head.read_text(encoding="utf-8") + ACKNOWLEDGED, encoding="utf-8")
    for folder in ("data", "docs"):
        (following / folder / "2023").rename(tmp_path / folder)
    (finding,) = assemble(following, 2024).blocking
    assert (finding.rule, finding.sentence) == ("acknowledgement_unmatched", "acknowledgement_unmatched.alone")


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_last_year_of_which_content_was_withdrawn_is_told_as_that(published: Path) -> None:
    """Nobody is sent to the keepers of the program for what was done on purpose."""
    asked = Request(2023, None, whole=True, reason="含个人信息", role="办公室")
    withdraw_content(published, published / "archive", asked, lambda *_: True)
    before, unread = LastYears(published).before(2024)
    assert before is None
    assert [finding.sentence for finding in unread] == ["last_year_unread.withdrawn"]
