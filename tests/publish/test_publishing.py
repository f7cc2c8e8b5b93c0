from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from nianbao.publish import archive as store
from nianbao.publish.publishing import publish_year
from nianbao.report.finding import Blocked
from nianbao.report.report import Report
from nianbao.sources.year import read_year

REPOSITORY = Path(__file__).resolve().parents[2]


def rows_of(report: Report) -> dict[str, list[dict[str, object]]]:
    """Return what every table of a report says."""
    return {table: [row.model_dump() for row in rows] for table, rows in report.tables.items()}


def test_a_year_is_published_once(real: Path, tmp_path: Path) -> None:
    """The first publication freezes version 1, the second of the same sources is no event, and the archive is sound."""
    archive = tmp_path / "archive"
    assert publish_year(real, archive, 2022).kind == "published"
    before = sorted(path.as_posix() for path in archive.rglob("*"))
    assert publish_year(real, archive, 2022).kind == "unchanged"
    assert sorted(path.as_posix() for path in archive.rglob("*")) == before
    assert store.verify(archive).damages == ()
    assert json.loads((archive / "current/versions.json").read_text(encoding="utf-8")) == [
        {"version": "2022", "title": "2022年度", "aliases": ["2022-v1", "latest"]}
    ]


def test_a_published_year_is_not_changed_behind_its_readers_back(real: Path, tmp_path: Path) -> None:
    """Other sources for a published year are refused by name, and nothing changes."""
    archive = tmp_path / "archive"
    publish_year(real, archive, 2022)
    page = real / "docs/2022/overview.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n补充一句。\n", encoding="utf-8")
    with pytest.raises(store.Frozen) as refused:
        publish_year(real, archive, 2022)
    assert refused.value.changed == ("docs/2022/overview.md",)
    assert [event.version for event in store.read_events(archive)] == [1]


def test_a_portal_page_can_change_without_an_event(real: Path, tmp_path: Path) -> None:
    """The portal is renewed when its own pages change; the ledger records only what happens to years."""
    archive = tmp_path / "archive"
    publish_year(real, archive, 2022)
    page = real / "docs/contact.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n接待时间另行公布。\n", encoding="utf-8")
    assert publish_year(real, archive, 2022).kind == "portal"
    assert "接待时间另行公布" in (archive / "current/contact.html").read_text(encoding="utf-8")
    assert len(store.read_events(archive)) == 1


def test_findings_keep_a_year_from_being_published(real: Path, tmp_path: Path) -> None:
    """A report whose total does not add up never reaches the archive."""
    archive = tmp_path / "archive"
    budget = real / "data/2022/budget.csv"
    budget.write_text(budget.read_text(encoding="utf-8").replace("1593.35", "1593.36"), encoding="utf-8")
    with pytest.raises(Blocked):
        publish_year(real, archive, 2022)
    assert not (archive / "store").exists()


def test_a_workbook_is_kept_among_the_sources_without_the_name_of_whoever_saved_it(tmp_path: Path) -> None:
    """The archive is public: author and times of the office's file are taken out of it, its numbers are not."""
    root = tmp_path / "hospital"
    for name in ("data", "docs"):
        shutil.copytree(REPOSITORY / "tests/hospital" / name, root / name)
    path = root / "data/2024/report.xlsx"
    book = openpyxl.load_workbook(path)
    book.properties.creator = book.properties.lastModifiedBy = "某某某"
    book.save(path)
    sources = read_year(root, 2024)
    kept = sources.files["data/2024/report.xlsx"]
    assert kept != path.read_bytes()
    parts = zipfile.ZipFile(io.BytesIO(kept))
    assert not any("某某某".encode() in parts.read(name) for name in parts.namelist())
    path.write_bytes(kept)
    again = read_year(root, 2024)
    assert rows_of(again.report) == rows_of(sources.report)
    assert again.files == sources.files
