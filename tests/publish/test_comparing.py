from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nianbao.publish import archive as store
from nianbao.publish.comparing import changes
from nianbao.publish.publishing import publish_year
from nianbao.report.finding import Unusable

REPOSITORY = Path(__file__).resolve().parents[2]


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def published(small: Path) -> Path:
    """The small site after its year was published, with an attachment and a picture."""
    folder = small / "data/2023/attachments"
    folder.mkdir()
    (folder / "survey.csv").write_text("问题,满意\n服务,38\n", encoding="utf-8")
    (small / "data/2023/attachments.csv").write_text("编号,名称,文件\ns,满意度调查结果,survey.csv\n", encoding="utf-8")
    picture = next((REPOSITORY / "tests/sources").rglob("*.png"), None) or next((REPOSITORY / "docs").rglob("*.png"))
    shutil.copy(picture, small / "docs/2023/hall.png")
    _replace(small / "docs/2023/work.md", "## 查档服务", "![查档大厅](hall.png)\n\n{{ attachments() }}\n\n## 查档服务")
    publish_year(small, small / "archive", 2023)
    return small


def test_a_year_that_was_published_as_it_is_does_not_differ(published: Path) -> None:
    """Neither what readers see nor the sources, attachments and pictures among them."""
    found = changes(published, published / "archive", 2023)
    assert found.is_empty
    assert (found.since, found.sources) == (1, ())


def test_the_sources_are_compared_with_the_published_version(published: Path) -> None:
    """Numbers, cells, sentences, files, and what the pages take over from `site.yml`."""
    _replace(published / "data/2023/facts.csv", "120,约", "130,约")
    _replace(published / "docs/2023/work.md", "约120名", "约130名")
    _replace(published / "data/2023/problems.csv", "增加预约名额", "增加开放时间")
    _replace(published / "data/site.yml", "虚构部门，仅供测试", "虚构部门")
    (published / "data/2023/attachments/survey.csv").write_text("问题,满意\n服务,39\n", encoding="utf-8")
    found = changes(published, published / "archive", 2023)
    assert [(each.name, each.old, each.new) for each in found.numbers] == [("志愿者人数", "约120名", "约130名")]
    assert {(each.table, each.key): (each.old, each.new) for each in found.cells} == {
        ("report", "notice"): ("虚构部门，仅供测试", "虚构部门"),
        ("problems", "p1"): ("增加预约名额", "增加开放时间"),
    }
    assert [(each.name, each.kind, each.pages) for each in found.files] == [
        ("attachments/survey.csv", "changed", ("work",))
    ]
    assert len(found.passages) == 1
    assert found.touched_pages == ("index", "work", "money", "checks", "figures")


def test_a_picture_that_was_taken_away_is_told(published: Path) -> None:
    """With the page that showed it."""
    (published / "docs/2023/hall.png").unlink()
    _replace(published / "docs/2023/work.md", "![查档大厅](hall.png)\n\n", "")
    found = changes(published, published / "archive", 2023)
    assert [(each.name, each.kind, each.pages) for each in found.files] == [("hall.png", "removed", ("work",))]


def test_sources_that_differ_only_in_how_they_are_written_are_named(published: Path) -> None:
    """Readers see nothing of a comment; the archive keeps it all the same."""
    path = published / "data/2023/report.yml"
    path.write_text("# 2023年度\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    found = changes(published, published / "archive", 2023)
    assert found.is_empty
    assert found.sources == ("data/2023/report.yml",)


def test_everything_is_new_in_a_year_that_was_never_published(small: Path) -> None:
    """There is no version to compare with, and no archive needed."""
    found = changes(small, small / "archive", 2023)
    assert found.since is None
    assert len(found.pages) == len(found.titles) == 5


def test_a_damaged_version_is_not_compared_with(published: Path) -> None:
    """What readers have cannot be known from it."""
    path = published / "archive/store/2023/v1/sources.tar"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace("查档".encode(), "档查".encode(), 1))
    with pytest.raises(store.Damaged) as damaged:
        changes(published, published / "archive", 2023)
    assert "store/2023/v1/sources.tar" in str(damaged.value)


def test_sources_that_cannot_be_read_are_told(published: Path) -> None:
    """As everywhere: what is wrong, and where."""
    _replace(published / "data/2023/budget.csv", "212.00", "二百一十二")
    with pytest.raises(Unusable) as unusable:
        changes(published, published / "archive", 2023)
    assert unusable.value.findings[0].place.file == "data/2023/budget.csv"


def test_a_version_that_can_be_read_no_more_is_told_apart_from_the_sources(published: Path) -> None:
    """Its places begin with its address, so that nobody looks for the fault in the folder."""
    from nianbao.publish.archive import tar, versions

    folder = published / "archive/store/2023/v1"
    sources = tar.read_tar((folder / "sources.tar").read_bytes())
    sources["data/2023/budget.csv"] = sources["data/2023/budget.csv"].replace(b"212.00", b"2I2.00")
    facts = json.loads((folder / "build.json").read_bytes())
    facts["inputs"] = versions.hash_inputs(sources)
    for name, content in (("sources.tar", tar.sources_tar(sources, 0)), ("build.json", json.dumps(facts).encode())):
        (folder / name).chmod(0o644)
        (folder / name).write_bytes(content)
    with pytest.raises(Unusable) as unusable:
        changes(published, published / "archive", 2023)
    assert unusable.value.findings[0].place.file == "2023-v1/data/2023/budget.csv"
