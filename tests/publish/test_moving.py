from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.publish import archive as store
from nianbao.publish.archive.reading import read_version
from nianbao.publish.correcting import Request, correct_year
from nianbao.publish.editions import assemble, build_year
from nianbao.publish.portal import build_portal, portal_findings, preview_catalogue
from nianbao.publish.publishing import publish_year
from nianbao.publish.withdrawing.request import Request as Withdrawal
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.report.finding import Blocked

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def published(small: Path) -> Path:
    """The small site with 2023 published; its work has a section of its own, which is in two parts."""
    work = small / "docs/2023/work.md"
    work.write_text(work.read_text(encoding="utf-8") + "\n## 开放情况\n\n全年开放。\n", encoding="utf-8")
    publish_year(small, small / "archive", 2023)
    return small


def correct(root: Path) -> store.Outcome:
    """Publish the present sources of 2023 as its next version."""
    request = Request(2023, "修订", "章节调整", "办公室")
    return correct_year(root, root / "archive", request, lambda correction: True)


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, where it stands once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def merge(root: Path) -> None:
    """Put all that the section on money shows into the one on work."""
    money = root / "docs/2023/money.md"
    work = root / "docs/2023/work.md"
    work.write_text(
        f"{work.read_text(encoding='utf-8')}\n## 资金使用\n\n{money.read_text(encoding='utf-8')}", encoding="utf-8"
    )
    money.unlink()
    facts = root / "data/2023/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("money,", "work,"), encoding="utf-8")
    replace(root / "data/2023/report.yml", "  - {id: money, title: 资金使用情况}\n", "")


def say_moved(root: Path, name: str, *entries: str) -> None:
    """Write into a file of the site what has moved."""
    path = root / "data" / name
    text = "".join(f"  {entry}\n" for entry in entries)
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\nmoved:\n{text}", encoding="utf-8")


def test_a_heading_worded_anew_keeps_its_old_address(published: Path) -> None:
    """The old anchor stands in the new heading, once, and stays there in the version after."""
    work = published / "docs/2023/work.md"
    replace(work, "## 开放情况", "## 开放与接待")
    correct(published)
    page = (published / "archive/current/2023/work.html").read_text(encoding="utf-8")
    assert '<h2 id="开放与接待"><span id="开放情况"></span>开放与接待<a' in page
    replace(work, "全年开放。", "全年开放，节假日除外。")
    correct(published)
    later = (published / "archive/current/2023/work.html").read_text(encoding="utf-8")
    assert later.count('id="开放情况"') == 1
    assert store.verify(published / "archive").damages == ()


def test_a_page_that_vanished_refuses_the_correction(published: Path) -> None:
    """The editor is told which address, since when, and what to write where; nothing is published."""
    merge(published)
    with pytest.raises(Blocked) as refused:
        correct(published)
    assert [(found.rule, found.place.file, found.values["address"]) for found in refused.value.findings] == [
        ("address_lost", "data/2023/report.yml", "2023/money.html")
    ]
    assert [event.version for event in store.read_events(published / "archive")] == [1]


def test_a_page_that_vanished_is_told_before_anything_is_built(published: Path) -> None:
    """`check` tells it as well, until the editor says where the page has gone; what is in ruins is told elsewhere."""
    merge(published)
    (found,) = (entry for entry in assemble(published, 2023).blocking if entry.rule == "address_lost")
    assert (found.place.file, found.values["entry"]) == ("data/2023/report.yml", "money")
    say_moved(published, "2023/report.yml", "money: work")
    assert assemble(published, 2023).blocking == ()
    (published / "archive/current/ledger.jsonl").write_text("", encoding="utf-8")
    (published / "archive/store/2023/v1/build.json").unlink()
    assert assemble(published, 2023).blocking == ()


def test_a_section_merged_into_another_leads_there(published: Path) -> None:
    """The old address has a page that leads on, servers are told, and the section's own page names the old version."""
    merge(published)
    say_moved(published, "2023/report.yml", "money: work#资金使用")
    correct(published)
    current = published / "archive/current"
    page = (current / "2023/money.html").read_text(encoding="utf-8")
    assert 'content="0; url=work.html#%E8%B5%84%E9%87%91%E4%BD%BF%E7%94%A8"' in page
    assert 'href="https://small.example/2023/work.html"' in page
    assert 'http-equiv="Content-Security-Policy"' in page
    assert (current / "2023-v1/money.html").read_text(encoding="utf-8").count("<h1>") == 1
    assert b"/2023/money" in (current / "redirects.map").read_bytes()
    section = (current / "sections/money/index.html").read_text(encoding="utf-8")
    assert 'href="../../2023-v1/money.html">2023年度第1版：二、资金使用情况</a>' in section
    assert "现行各年度的报告都没有这一章" in section
    assert "<h1" in section
    assert store.verify(published / "archive").damages == ()


def test_a_move_to_a_place_that_is_not_on_the_page_is_refused(published: Path) -> None:
    """Like any other link that leads nowhere."""
    merge(published)
    say_moved(published, "2023/report.yml", "money: work#资金")
    with pytest.raises(Blocked) as refused:
        correct(published)
    assert [(found.rule, found.place.file) for found in refused.value.findings] == [
        ("built_anchor_missing", "2023/money.html")
    ]


def test_redirects_need_no_archive(small: Path) -> None:
    """What an editor says has moved is in every build, so that the same sources give the same pages."""
    say_moved(small, "2023/report.yml", "goals: work")
    built = build_year(small, 2023, small / "build/2023")
    assert built.addresses.moved == {"goals.html": "work.html"}
    assert "本页已移至" in (small / "build/2023/goals.html").read_text(encoding="utf-8")


def test_mkdocs_alone_writes_the_same_redirects(small: Path, tmp_path: Path) -> None:
    """An edition built from the command line of MkDocs is the one that is published, redirects included."""
    say_moved(small, "2023/report.yml", "goals: work", "attachments/a.pdf: work")
    build_year(small, 2023, tmp_path / "built")
    settings, out = str(REPOSITORY / "mkdocs.yml"), tmp_path / "mkdocs"
    command = [sys.executable, "-m", "mkdocs", "build", "-f", settings, "--site-dir", str(out)]
    environment = {**os.environ, "NIANBAO_EDITION": "2023", "NIANBAO_ROOT": str(small)}
    subprocess.run(command, check=True, cwd=tmp_path, env=environment, capture_output=True)
    for name in ("goals.html", "attachments/a.pdf.moved.html", "work.html"):
        assert (out / name).read_bytes() == (tmp_path / "built" / name).read_bytes()


def test_a_page_of_the_portal_that_vanished_refuses_the_publication(published: Path) -> None:
    """The portal's addresses last as those of the years do."""
    (published / "docs/about.md").write_text("# 关于本站\n\n说明。\n", encoding="utf-8")
    archive = published / "archive"
    assert publish_year(published, archive, 2023).kind == "portal"
    (published / "docs/about.md").unlink()
    with pytest.raises(Blocked) as refused:
        publish_year(published, archive, 2023)
    (found,) = refused.value.findings
    assert (found.rule, found.sentence, found.values["address"]) == (
        "address_lost",
        "address_lost.portal",
        "about.html",
    )
    assert "关于本站" in (archive / "current/about.html").read_text(encoding="utf-8")
    say_moved(published, "site.yml", "about: index")
    assert publish_year(published, archive, 2023).kind == "portal"
    assert "本页已移至" in (archive / "current/about.html").read_text(encoding="utf-8")
    assert b'"~^/about\\x2ehtml$" "/index.html";' in (archive / "current/redirects.map").read_bytes()
    assert publish_year(published, archive, 2023).kind == "unchanged"
    assert store.verify(archive).damages == ()


def test_what_has_moved_from_the_portal_is_checked_too(small: Path) -> None:
    """`check` tells it, and a build refuses it."""
    say_moved(small, "site.yml", "about: reach-us")
    assert [(found.rule, found.place.file) for found in portal_findings(small)] == [("moved_nowhere", "data/site.yml")]
    with pytest.raises(Blocked) as refused:
        build_portal(small, preview_catalogue(small), small / "build/portal")
    assert "moved_nowhere" in [found.rule for found in refused.value.findings]


@pytest.mark.parametrize("old", ["2099/goals", "2023-v1/goals", "latest/goals", "ledger.jsonl", "feed.xml"])
def test_the_portal_moves_nothing_that_is_the_archives_own(small: Path, old: str) -> None:
    """It would hide the ledger from readers, or take the address of a year that is still to come."""
    say_moved(small, "site.yml", f"{old}: index")
    expected = [("moved_form", "moved_form.archive")]
    assert [(found.rule, found.sentence) for found in portal_findings(small)] == expected
    with pytest.raises(Blocked) as refused:
        build_portal(small, preview_catalogue(small), small / "build/portal")
    assert [(found.rule, found.sentence) for found in refused.value.findings] == expected


def test_a_withdrawn_page_leaves_no_anchors_behind(published: Path) -> None:
    """Its headings may be what must not be known, so their ids go; its address stays."""
    request = Withdrawal(2023, None, pages=("work",), reason="含不宜公开的内容", role="办公室")
    withdraw_content(published, published / "archive", request, lambda *asked: True)
    addresses = read_version(published / "archive", 2023, 1).addresses
    assert addresses.pages["work.html"] == ()
    assert addresses.pages["index.html"] != ()
    assert "开放情况".encode() not in (published / "archive/store/2023/v1.1/build.json").read_bytes()


def test_what_is_not_to_be_quoted_is_not_carried_on(published: Path) -> None:
    """An old heading may be the very words that were wrong to publish; other pages keep their anchors."""
    replace(published / "docs/2023/work.md", "## 开放情况", "## 开放与接待")
    request = Request(2023, "更正", "标题不当", "办公室", concealed=("work",))
    correct_year(published, published / "archive", request, lambda correction: True)
    page = (published / "archive/current/2023/work.html").read_text(encoding="utf-8")
    assert "开放情况" not in page
    replace(published / "docs/2023/work.md", "全年开放。", "全年开放，节假日除外。")
    correct(published)
    assert 'id="开放情况"' not in (published / "archive/current/2023/work.html").read_text(encoding="utf-8")
