from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from nianbao.publish import archive as store
from nianbao.publish.archive.tar import read_tar, sources_tar
from nianbao.publish.archive.versions import hash_inputs
from nianbao.publish.comparing import changes
from nianbao.publish.publishing import publish_year
from nianbao.publish.withdrawing.remaining import TakenOut
from nianbao.publish.withdrawing.request import Request
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.report.finding import Unusable
from tests.sites import change, hospital_sources

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site whose year 2023 was published with an attachment and a picture."""
    root = hospital_sources(tmp_path_factory.mktemp("site"))
    (root / "data/2023/attachments").mkdir()
    (root / "data/2023/attachments/survey.csv").write_text("问题,满意\n服务,38\n", encoding="utf-8")
    (root / "data/2023/attachments.csv").write_text("编号,名称,文件\ns,满意度问卷,survey.csv\n", encoding="utf-8")
    shutil.copy(REPOSITORY / "docs/guide/pictures/pages.png", root / "docs/2023/hall.png")
    change(root / "docs/2023/survey.md", "## 意见办理", "![大厅](hall.png)\n\n{{ attachments() }}\n\n## 意见办理")
    publish_year(root, root / "archive", 2023)
    return root


@pytest.fixture
def published(once: Path, tmp_path: Path) -> Path:
    """Return the published site, to be changed by one test."""
    shutil.copytree(once, tmp_path / "site", symlinks=True)
    return tmp_path / "site"


def test_a_year_that_was_published_as_it_is_does_not_differ(published: Path) -> None:
    """Neither what readers see nor the sources, attachments and pictures among them."""
    found = changes(published, published / "archive", 2023)
    assert found.is_empty
    assert (found.since, found.sources) == (1, ())


def test_the_sources_are_compared_with_the_published_version(published: Path) -> None:
    """Numbers, cells, sentences, files, and what the pages take over from `site.yml`."""
    change(published / "data/2023/facts.csv", "直接诊治患者的科室,28", "直接诊治患者的科室,29")
    change(published / "data/2023/problems.csv", "增加候诊提示", "增加候诊短信提示")
    change(published / "docs/2023/survey.md", "多为老年患者", "其中多为老年患者")
    change(published / "data/site.yml", "本站为虚构的示例部门。", "")
    (published / "data/2023/attachments/survey.csv").write_text("问题,满意\n服务,39\n", encoding="utf-8")
    found = changes(published, published / "archive", 2023)
    assert [(each.name, each.old, each.new) for each in found.numbers] == [("临床科室数", "28个", "29个")]
    assert [(each.table, each.key, each.field) for each in found.cells] == [
        ("report", "notice", ""),
        ("problems", "waiting", "measure"),
    ]
    assert [(each.name, each.kind, each.pages) for each in found.files] == [
        ("attachments/survey.csv", "changed", ("survey",))
    ]
    assert "survey" in {each.page for each in found.passages}
    assert found.touched_pages == tuple(found.titles)


def test_a_picture_that_was_taken_away_is_told(published: Path) -> None:
    """With the page that showed it."""
    (published / "docs/2023/hall.png").unlink()
    change(published / "docs/2023/survey.md", "![大厅](hall.png)\n\n", "")
    found = changes(published, published / "archive", 2023)
    assert [(each.name, each.kind, each.pages) for each in found.files] == [("hall.png", "removed", ("survey",))]


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
    path.write_bytes(path.read_bytes().replace("门诊".encode(), "诊门".encode(), 1))
    with pytest.raises(store.Damaged) as damaged:
        changes(published, published / "archive", 2023)
    assert "store/2023/v1/sources.tar" in str(damaged.value)


def test_sources_that_cannot_be_read_are_told(published: Path) -> None:
    """As everywhere: what is wrong, and where."""
    change(published / "data/2023/problems.csv", "编号,存在问题", "编号,存在的什么")
    with pytest.raises(Unusable) as unusable:
        changes(published, published / "archive", 2023)
    assert unusable.value.findings[0].place.file == "data/2023/problems.csv"


def _reseal(site: Path, name: str, old: bytes, new: bytes) -> None:
    """Change a source of the stored version so that `build.json` agrees with it."""
    folder = site / "archive/store/2023/v1"
    sources = read_tar((folder / "sources.tar").read_bytes())
    assert old in sources[name]
    sources[name] = sources[name].replace(old, new)
    facts = json.loads((folder / "build.json").read_bytes())
    facts["inputs"] = hash_inputs(sources)
    for file, content in (("sources.tar", sources_tar(sources, 0)), ("build.json", json.dumps(facts).encode())):
        (folder / file).chmod(0o644)
        (folder / file).write_bytes(content)


def test_a_version_that_can_be_read_no_more_is_told_apart_from_the_sources(published: Path) -> None:
    """Its places begin with its address, so that nobody looks for the fault in the folder."""
    _reseal(published, "data/2023/staff.csv", b"720", b"7Z0")
    with pytest.raises(Unusable) as unusable:
        changes(published, published / "archive", 2023)
    assert unusable.value.findings[0].place.file == "2023-v1/data/2023/staff.csv"


def test_a_version_with_notes_that_nobody_wrote_is_damaged(published: Path) -> None:
    """What the pages showed of `site.yml` is in the program's own hand."""
    _reseal(published, "data/site.json", b'"notice"', b'"notise"')
    with pytest.raises(store.Damaged) as damaged:
        changes(published, published / "archive", 2023)
    assert "2023-v1/sources.tar:data/site.json" in str(damaged.value)


def _agreed(version: int, out: TakenOut, places: Mapping[str, int]) -> bool:
    return True


def test_what_was_withdrawn_and_still_is_in_the_sources_is_new(published: Path) -> None:
    """Publishing would bring it back; of a page that was withdrawn every sentence is told."""
    archive = published / "archive"
    withdraw_content(
        published, archive, Request(2023, None, pages=("survey",), reason="含个人信息", role="办公室"), _agreed
    )
    found = changes(published, archive, 2023)
    assert found.since == 1
    assert {each.page for each in found.passages} == {"survey"}
    assert {each.old for each in found.passages} == {""}
    assert found.pages == ()
    assert [(each.table, each.key, each.field) for each in found.cells] == [("pages", "survey", "description")]


def test_a_version_of_which_nothing_is_left_has_nothing_to_compare_with(published: Path) -> None:
    """Everything is new, and there was a version."""
    archive = published / "archive"
    withdraw_content(published, archive, Request(2023, None, whole=True, reason="误发", role="办公室"), _agreed)
    found = changes(published, archive, 2023)
    assert found.since == 1
    assert {each.kind for each in found.pages} == {"added"}
