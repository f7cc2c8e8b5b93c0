from __future__ import annotations

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from nianbao.publish import archive as store
from nianbao.publish.announcing import NotApproved
from nianbao.publish.archive.reading import read_sources, read_version
from nianbao.publish.archive.refusals import Overtaken
from nianbao.publish.correcting import Request as Correction
from nianbao.publish.correcting import correct_year
from nianbao.publish.publishing import publish_year
from nianbao.publish.searching.shard import SHARD, texts_by_page, without_pages
from nianbao.publish.withdrawing.remaining import TakenOut
from nianbao.publish.withdrawing.request import Request
from nianbao.publish.withdrawing.tombstone import is_tombstone
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.report.finding import Blocked, Unusable
from tests.publish.archive.office import tree
from tests.sites import hospital_sources

LEAK = "住在示例路六号的当事人"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site whose year 2023 was published with a sentence that should not have been."""
    root = hospital_sources(tmp_path_factory.mktemp("site"))
    page = root / "docs/2023/survey.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n来信人是{LEAK}。\n", encoding="utf-8")
    publish_year(root, root / "archive", 2023)
    return root


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """Return the published site, to be changed by one test."""
    shutil.copytree(published, tmp_path / "site", symlinks=True)
    return tmp_path / "site"


def request(**asked: object) -> Request:
    """Return a withdrawal of the year's page."""
    return Request(**{"year": 2023, "version": None, "reason": "含个人信息", "role": "办公室", **asked})  # type: ignore[arg-type]  # tests name fields


def agreed(version: int, out: TakenOut, places: Mapping[str, int]) -> bool:
    """Agree to everything."""
    return True


def files_with(archive: Path, words: str) -> set[str]:
    """Return the names of the files that hold the words."""
    return {
        path.relative_to(archive).as_posix()
        for path in archive.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    }


def test_a_withdrawn_page_is_nowhere_any_more(site: Path) -> None:
    """Its words are in no stored or served file, sources included; the tombstone says when, why and who."""
    archive = site / "archive"
    assert files_with(archive, LEAK)
    withdraw_content(site, archive, request(pages=("survey",), gone=(LEAK,)), agreed)
    assert files_with(archive, LEAK) == set()
    page = (archive / "current/2023/survey.html").read_bytes()
    assert is_tombstone(page)
    assert "全部文件" not in page.decode()
    assert "含个人信息" in page.decode()
    assert "办公室" in page.decode()
    assert page == (archive / "current/2023/survey.html.gone.html").read_bytes()
    assert store.verify(archive).intact
    assert store.verify(archive).withdrawn == ("2023-v1",)


def test_the_notice_says_exactly_what_was_removed_and_where_it_still_stands(site: Path) -> None:
    """As of that day: while another version has the same sentences, nobody is told that all files are without them."""
    archive = site / "archive"
    report = site / "data/2023/report.yml"
    report.write_text(report.read_text(encoding="utf-8") + "\n# 备注\n", encoding="utf-8")
    correct_year(site, archive, Correction(2023, "更正", "补记", "办公室"), lambda _: True)
    withdraw_content(site, archive, request(version=1, pages=("survey",)), agreed)
    first = (archive / "current/2023-v1/survey.html").read_text(encoding="utf-8")
    assert "从2023年度第1版撤下的是页面：" in first
    assert "2023年度第2版中仍有" in first
    assert "全部文件" not in first
    assert LEAK in (archive / "current/2023-v2/survey.html").read_text(encoding="utf-8")
    withdraw_content(site, archive, request(version=2, pages=("survey",)), agreed)
    second = (archive / "current/2023-v2/survey.html").read_text(encoding="utf-8")
    assert "从2023年度第2版撤下的是页面：" in second
    assert "年度第1版中" not in second
    assert files_with(archive, LEAK) == set()
    assert (archive / "current/2023-v1/survey.html").read_text(encoding="utf-8") == first
    assert store.verify(archive).intact


def test_a_withdrawn_page_is_found_by_no_search(site: Path) -> None:
    """Its text leaves the year's shard and the shard's packed twin; that of the other pages stays."""
    archive = site / "archive"
    before = (archive / "current/2023" / SHARD).read_bytes()
    assert LEAK.encode() in before
    withdraw_content(site, archive, request(pages=("survey",)), agreed)
    after = (archive / "current/2023" / SHARD).read_bytes()
    assert after == without_pages(before, frozenset({"survey.html"})) != before
    assert gzip.decompress((archive / f"current/2023/{SHARD}.gz").read_bytes()) == after
    assert "index.html" in (texts_by_page(after) or {})


def test_nothing_is_left_to_guess_the_withdrawn_from(site: Path) -> None:
    """Fingerprint, hashes of the page and of its source, and the manifest that listed them are gone."""
    archive = site / "archive"
    before = read_version(archive, 2023, 1)
    digest = before.inputs["docs/2023/survey.md"]
    withdraw_content(site, archive, request(pages=("survey",)), agreed)
    after = read_version(archive, 2023, 1)
    assert after.fingerprint == ""
    assert after.withdrawn_sources == {"docs/2023/survey.md"}
    assert "docs/2023/survey.md" not in read_sources(archive, 2023, 1)
    assert files_with(archive, digest) == set()
    assert files_with(archive, before.fingerprint) == set()


def test_the_portal_says_what_was_withdrawn(site: Path) -> None:
    """History, section and ledger show it, and the sitemap no longer leads to the page."""
    archive = site / "archive"
    withdraw_content(site, archive, request(pages=("survey",)), agreed)
    current = archive / "current"
    assert "撤下" in (current / "history/2023/index.html").read_text(encoding="utf-8")
    assert "已撤下" in (current / "sections/survey/index.html").read_text(encoding="utf-8")
    assert "2023/survey.html" not in (current / "sitemap.xml").read_text(encoding="utf-8")


def test_a_whole_version_can_be_withdrawn(site: Path) -> None:
    """Every page is a tombstone, no source and no key number is left, and the portal still lists the year."""
    archive = site / "archive"
    withdraw_content(site, archive, request(whole=True), agreed)
    assert "没有发现其中整句的文字" in (archive / "current/2023/survey.html").read_text(encoding="utf-8")
    content = archive / "current/2023"
    assert all(is_tombstone(page.read_bytes()) for page in content.rglob("*.html"))
    assert not (content / SHARD).exists()
    assert "2023/search.js" not in (archive / "current/search/index.html").read_text(encoding="utf-8")
    assert read_sources(archive, 2023, 1) == {}
    assert read_version(archive, 2023, 1).summary.key_numbers == ()
    assert "2023年度" in (archive / "current/index.html").read_text(encoding="utf-8")
    assert store.verify(archive).intact


def test_words_that_would_stay_elsewhere_stop_the_withdrawal(site: Path) -> None:
    """Each file is named, and the archive is as it was."""
    archive = site / "archive"
    before = tree(archive)
    with pytest.raises(Blocked) as refused:
        withdraw_content(site, archive, request(pages=("index",), gone=(LEAK,)), agreed)
    named = {finding.place.file for finding in refused.value.findings}
    assert named == {"2023-v1/survey.html", "2023-v1/sources.tar!docs/2023/survey.md"}
    assert tree(archive) == before


def test_words_may_stay_where_somebody_says_so(site: Path) -> None:
    """A file that is named as one that stays does not stop the withdrawal."""
    archive = site / "archive"
    stays = ("2023-v1/survey.html", "2023-v1/sources.tar!docs/2023/survey.md")
    outcome = withdraw_content(site, archive, request(pages=("terms",), gone=(LEAK,), stays=stays), agreed)
    assert outcome.kind == "withdrawn"


def test_without_agreement_nothing_is_withdrawn(site: Path) -> None:
    """Whoever is asked sees what goes and where the same words stay, and may say no."""
    archive = site / "archive"
    before = tree(archive)
    shown: list[TakenOut] = []

    def refuse(version: int, out: TakenOut, places: Mapping[str, int]) -> bool:
        shown.append(out)
        return False

    with pytest.raises(NotApproved):
        withdraw_content(site, archive, request(pages=("survey",)), refuse)
    assert "docs/2023/survey.md" in shown[0].sources
    assert tree(archive) == before


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        ({"pages": ("没有这一页",)}, {"address_unknown"}),
        ({"sources": ("data/2023/没有.csv",), "pages": ("survey",)}, {"address_unknown"}),
        ({}, {"withdrawal_empty"}),
        ({"year": 2031, "pages": ("survey",)}, {"never_published"}),
        ({"version": 7, "pages": ("survey",)}, {"version_unknown"}),
        ({"pages": ("survey",), "reason": " ", "role": ""}, {"public_word_empty"}),
        ({"pages": ("survey",), "role": "张 13800138000"}, {"public_word_personal"}),
    ],
)
def test_an_unclear_withdrawal_is_refused(site: Path, asked: dict[str, object], rules: set[str]) -> None:
    """What does not exist, is not said, or must not go into the public ledger is answered before anything changes."""
    before = tree(site / "archive")
    with pytest.raises(Unusable) as refused:
        withdraw_content(site, site / "archive", request(**asked), agreed)
    assert {finding.rule for finding in refused.value.findings} == rules
    assert tree(site / "archive") == before


def test_the_same_sources_are_still_no_event_after_a_withdrawal(site: Path) -> None:
    """The site's own files still hold the page; publishing them again does not bring it back."""
    archive = site / "archive"
    withdraw_content(site, archive, request(pages=("survey",)), agreed)
    assert publish_year(site, archive, 2023).kind in ("unchanged", "portal")
    assert files_with(archive, LEAK) == set()


def test_a_page_can_be_named_by_its_whole_address(site: Path) -> None:
    """What is copied from the browser's address line names the page."""
    address = "https://example.org/nianbao/2023-v1/survey.html#满意度"
    withdraw_content(site, site / "archive", request(pages=(address,)), agreed)
    assert is_tombstone((site / "archive/current/2023/survey.html").read_bytes())


def corrected(site: Path, *concealed: str) -> Path:
    """Return the archive after the sentence was taken out of the sources and the year corrected."""
    page = site / "docs/2023/survey.md"
    page.write_text(page.read_text(encoding="utf-8").replace(f"来信人是{LEAK}。", "来信人已答复。"), encoding="utf-8")
    asked = Correction(2023, "更正", "文字有误", "办公室", concealed)
    correct_year(site, site / "archive", asked, lambda _: True)
    return site / "archive"


def test_a_correction_is_not_published_with_what_was_withdrawn_while_it_was_looked_at(site: Path) -> None:
    """Between the question and the answer somebody else withdrew the page that it would quote."""
    page = site / "docs/2023/survey.md"
    page.write_text(page.read_text(encoding="utf-8").replace(f"来信人是{LEAK}。", "来信人已答复。"), encoding="utf-8")
    archive = site / "archive"

    def looked_at(_: object) -> bool:
        return bool(withdraw_content(site, archive, request(pages=("survey",), gone=(LEAK,)), agreed))

    with pytest.raises(Overtaken):
        correct_year(site, archive, Correction(2023, "更正", "文字有误", "办公室"), looked_at)
    assert files_with(archive, LEAK) == set()


def test_what_a_correction_quotes_of_the_withdrawn_goes_too(site: Path) -> None:
    """The later version keeps its own page and its announcement, without the words it put right."""
    archive = corrected(site)
    quoting = {name for name in files_with(archive, LEAK) if name.startswith("store/2023/v2/")}
    assert "store/2023/v2/content/survey.html" in quoting
    withdraw_content(site, archive, request(version=1, pages=("survey",), gone=(LEAK,)), agreed)
    assert files_with(archive, LEAK) == set()
    page = (archive / "current/2023-v2/survey.html").read_text(encoding="utf-8")
    assert "来信人已答复" in page
    assert "文字有误" in page
    assert [event.kind for event in store.read_events(archive)] == ["publish", "correct", "withdraw", "withdraw"]
    assert store.verify(archive).intact


def test_a_correction_can_keep_the_old_text_to_itself(site: Path) -> None:
    """A concealed page is announced without its old text, so that only the version that was withdrawn held it."""
    archive = corrected(site, "survey")
    assert {name.split("/content")[0] for name in files_with(archive, LEAK)} == {
        "store/2023/v1",
        "store/2023/v1/sources.tar",
    }
    withdraw_content(site, archive, request(version=1, pages=("survey",), gone=(LEAK,)), agreed)
    assert files_with(archive, LEAK) == set()
    assert len(store.read_events(archive)) == 3


def test_the_address_of_a_withdrawn_heading_goes_from_later_versions(published: Path, tmp_path: Path) -> None:
    """A later version keeps old anchors alive under their own names, which are words of the withdrawn page."""
    site = tmp_path / "site"
    for name in ("data", "docs"):
        shutil.copytree(published / name, site / name)
    page = site / "docs/2023/survey.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n## {LEAK}一案\n\n已答复。\n", encoding="utf-8")
    publish_year(site, site / "archive", 2023)
    page.write_text(f"{text}\n## 来访一案\n\n已答复。\n", encoding="utf-8")
    archive = corrected(site)
    assert f'<span id="{LEAK}一案"></span>' in (archive / "current/2023/survey.html").read_text(encoding="utf-8")
    withdraw_content(site, archive, request(version=1, pages=("survey",), gone=(LEAK,)), agreed)
    assert files_with(archive, LEAK) == set()
    assert store.verify(archive).intact


def test_nothing_of_a_version_that_was_withdrawn_whole_is_quoted_later(site: Path) -> None:
    """Neither by pages nor in the numbers as data; the correction itself is still announced."""
    table = site / "data/2023/survey.csv"
    old = table.read_text(encoding="utf-8")
    assert "576951,900,846" in old
    table.write_text(old.replace("576951,900,846", "576951,911,846"), encoding="utf-8")
    archive = corrected(site)
    withdraw_content(site, archive, request(version=1, whole=True, gone=(LEAK, "900份")), agreed)
    correction = read_version(archive, 2023, 2).summary.corrections[0]
    assert correction.changes.is_empty
    assert "文字有误" in (archive / "current/2023/survey.html").read_text(encoding="utf-8")
    assert not (archive / "current/2023-v1/SHA256SUMS.gone.html").exists()
    assert (archive / "current/2023-v1/SHA256SUMS").is_file()
    assert store.verify(archive).intact


def test_what_a_crash_left_of_the_withdrawn_goes_though_the_sources_have_changed(site: Path) -> None:
    """Publishing is refused, for the sources were mended in the meantime; nothing of the old content is kept for that."""
    archive = site / "archive"
    withdraw_content(site, archive, request(pages=("survey",)), agreed)
    (archive / "store/2023/v1").mkdir()
    (archive / "store/2023/v1/survey.html").write_text(LEAK, encoding="utf-8")
    head = site / "data/2023/report.yml"
    head.write_text(head.read_text(encoding="utf-8") + "\n# 备注\n", encoding="utf-8")
    with pytest.raises(store.Frozen):
        publish_year(site, archive, 2023)
    assert files_with(archive, LEAK) == set()


def test_a_withdrawn_page_can_be_put_right_by_a_correction(site: Path) -> None:
    """After the page is gone, the mended sources become the next version, and the year's address shows it again."""
    archive = site / "archive"
    withdraw_content(site, archive, request(pages=("survey",), gone=(LEAK,)), agreed)
    corrected(site)
    page = (archive / "current/2023/survey.html").read_text(encoding="utf-8")
    assert "来信人已答复" in page
    assert files_with(archive, LEAK) == set()
    assert is_tombstone((archive / "current/2023-v1/survey.html").read_bytes())
