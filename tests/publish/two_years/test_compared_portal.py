from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from frictionless import Package

from nianbao.publish import archive as store
from nianbao.publish.portal import build_portal, preview_catalogue
from nianbao.publish.publishing import publish_year
from nianbao.publish.withdrawing.remaining import TakenOut
from nianbao.publish.withdrawing.request import Request
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.report.finding import Blocked
from tests.sites import change

LEAK = "住在示例路六号的当事人"


@pytest.fixture
def published(following: Path) -> Path:
    """Return a site with two years published, of which the later says a sentence that should not have been."""
    page = following / "docs/2024/work.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n来信人是{LEAK}。\n", encoding="utf-8")
    for year in (2023, 2024):
        publish_year(following, following / "archive", year)
    return following


def agreed(version: int, out: TakenOut, places: Mapping[str, int]) -> bool:
    """Agree to everything."""
    return True


def files_with(folder: Path, words: str) -> set[str]:
    """Return the names of the files below a folder that hold the words, packed twins unpacked."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
        and words.encode() in (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
    }


def test_what_was_published_is_compared_and_not_the_present_sources(published: Path) -> None:
    """The sources may say something else by now; the page of two years tells what readers have, no script any text."""
    change(published / "docs/2024/work.md", LEAK, "别的什么人")
    publish_year(published, published / "archive", 2023)
    compare = published / "archive/current/compare"
    assert files_with(compare, LEAK) == {"2024-2023/index.html", "2024-2023/index.html.gz"}
    assert files_with(compare, "别的什么人") == set()
    assert store.verify(published / "archive").intact


def test_no_word_of_a_withdrawn_page_is_compared(published: Path) -> None:
    """The page of two years says that it was withdrawn; its words are in no page, and the chooser says it too."""
    archive = published / "archive"
    request = Request(year=2024, version=None, reason="含个人信息", role="办公室", pages=("work",))
    withdraw_content(published, archive, request, agreed)
    assert files_with(archive, LEAK) == set()
    page = (archive / "current/compare/2024-2023/index.html").read_text(encoding="utf-8")
    assert "2024年度的这一章已撤下，不能对照" in page
    assert "含个人信息" not in page
    assert "（已撤下）" in (archive / "current/compare/2024.js").read_text(encoding="utf-8")
    assert store.verify(archive).intact


def test_of_a_withdrawn_year_nothing_is_compared(published: Path) -> None:
    """The page stays at its address and says why."""
    archive = published / "archive"
    request = Request(year=2024, version=None, reason="含个人信息", role="办公室", whole=True)
    withdraw_content(published, archive, request, agreed)
    assert files_with(archive / "current/compare", LEAK) == set()
    page = (archive / "current/compare/2024-2023/index.html").read_text(encoding="utf-8")
    assert "2024年度的内容已撤下" in page
    assert "没有2024年度的数据可以对照。" in (archive / "current/compare/2024.js").read_text(encoding="utf-8")


def test_what_is_damaged_is_told_as_such_and_not_as_empty(following: Path) -> None:
    """A deadline is not held up by damage of another year, and readers are not told that it said nothing."""
    archive = following / "archive"
    publish_year(following, archive, 2023)
    for name in ("work.html", "quantities.json"):
        path = archive / "store/2023/v1/content" / name
        path.chmod(0o644)
        path.write_text("damaged", encoding="utf-8")
    publish_year(following, archive, 2024)
    page = (archive / "current/compare/2024-2023/index.html").read_text(encoding="utf-8")
    assert "2023年度的这一章现在读不出，不能对照" in page
    assert "没有2023年度的数据可以对照。" in page
    assert "没有2023年度的数据可以对照。" in (archive / "current/compare/2023.js").read_text(encoding="utf-8")


def test_words_that_may_stay_on_a_page_may_stay_where_it_is_compared(published: Path) -> None:
    """Of the portal's copies, the page of two years has a name of its own."""
    archive = published / "archive"
    stays = ("2024-v1/work.html", "2024-v1/sources.tar!docs/2024/work.md")
    asked = {
        "year": 2024,
        "version": None,
        "reason": "含个人信息",
        "role": "办公室",
        "pages": ("money",),
        "gone": (LEAK,),
    }
    with pytest.raises(Blocked) as refused:
        withdraw_content(published, archive, Request(**asked, stays=stays), agreed)  # type: ignore[arg-type]  # by name
    assert [finding.place.file for finding in refused.value.findings] == ["compare/2024-2023/index.html"]
    more = (*stays, "compare/2024-2023/index.html")
    outcome = withdraw_content(published, archive, Request(**asked, stays=more), agreed)  # type: ignore[arg-type]  # by name
    assert outcome.kind == "withdrawn"


def test_a_page_of_two_years_stays_when_a_year_comes_between_them(following: Path, tmp_path: Path) -> None:
    """2024 and 2022 were neighbours until 2023 was published; their page keeps its address, and so do its data."""
    for folder in ("data", "docs"):
        for path in shutil.copytree(following / folder / "2023", following / folder / "2022").iterdir():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("2023", "2022").replace("2024", "2023"), encoding="utf-8")
    earlier = {
        f"compare/2024-2022/{name}" for name in ("index.html", "numbers.csv", "numbers.json", "datapackage.json")
    }
    build_portal(following, preview_catalogue(following), tmp_path / "portal", earlier)
    folders = sorted(path.name for path in (tmp_path / "portal/compare").iterdir() if path.is_dir())
    assert folders == ["2023-2022", "2024-2022", "2024-2023"]
    with pytest.raises(Blocked):
        build_portal(following, preview_catalogue(following), tmp_path / "portal", {"compare/2024-2021/index.html"})


def test_the_numbers_of_two_years_are_data(published: Path) -> None:
    """CSV and JSON say the same, a stranger finds the package valid, and what is not there is told in words."""
    folder = published / "archive/current/compare/2024-2023"
    assert Package(str(folder / "datapackage.json")).validate().valid
    rows = list(csv.DictReader(io.StringIO((folder / "numbers.csv").read_text(encoding="utf-8-sig"), newline="")))
    document = json.loads((folder / "numbers.json").read_bytes())
    assert len(document["rows"]) == len(rows)
    (total,) = [row for row in rows if row["数据名称"] == "合计·执行数"]
    assert (total["差额（计算）"], total["差额单位"], total["是否可比"]) == ("0.00", "万元", "可比")
    assert total["2024年度数值"] == total["2023年度数值"]
    assert document["sources"] == ["2023年度报告第1版", "2024年度报告第1版"]
    groups = {row["类别"] for row in rows}
    assert "计算得出的数据" in groups
    assert "其他数据" not in groups
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="../../compare/2024-2023/numbers.csv" download' in page


def test_a_preview_reads_the_sources_as_published_pages_are_read(following: Path, tmp_path: Path) -> None:
    """The narrative of the sources is, sentence by sentence, that of the pages built from them, and so are the numbers."""
    for year in (2023, 2024):
        publish_year(following, tmp_path / "archive", year)
    build_portal(following, preview_catalogue(following), tmp_path / "portal")
    preview, published = tmp_path / "portal/compare", tmp_path / "archive/current/compare"
    assert (preview / "2024.js").read_bytes() == (published / "2024.js").read_bytes()
    texts = (
        (of / "2024-2023/index.html").read_text(encoding="utf-8").partition('<h2 id="texts">')[2]
        for of in (preview, published)
    )
    before, after = (text.partition("</article>")[0] for text in texts)
    assert before == after != ""
