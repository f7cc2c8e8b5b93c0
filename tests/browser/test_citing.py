from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.publish.test_machines import linked_data

pytestmark = pytest.mark.browser

CITATION = (
    "江门市总工会. （二）预算编制及执行情况[R/OL]//江门市总工会. 江门市总工会2022年度部门整体支出绩效自评报告. "
    "第1版.（未注明日期）[{day}]. https://nianbao.example/2022-v1/budget.html."
)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that may not write into the clipboard, unless a test lets it."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def _today(page: Page) -> str:
    told = page.evaluate("new Date().toLocaleDateString('sv')")
    return datetime.date.fromisoformat(told).isoformat()


def test_every_page_of_a_year_ends_with_its_citation_and_the_ways_on(
    browser: Browser, real_site: str, real_archive: Path
) -> None:
    """Without scripts: folded, with department, year, title, chapter, version, date and the address of this version."""
    page = browser.new_page(java_script_enabled=False)
    for path in sorted((real_archive / "current/2022").glob("*.html")):
        page.goto(f"{real_site}2022/{path.name}")
        block = page.locator("nav.nb-citing")
        address = f"https://nianbao.example/2022-v1/{path.name}"
        expect(block.get_by_role("link", name="本页的永久链接")).to_have_attribute("href", address)
        expect(block.get_by_role("link", name="对本页提出意见或更正申请")).to_have_attribute("href", "../contact.html")
        expect(block.locator(".nb-cite")).to_be_hidden()
        block.get_by_text("引用本页", exact=True).click()
        expect(block.locator(".nb-cite")).to_contain_text(f"（未注明日期）[引用日期]. {address}.")
    page.goto(f"{real_site}2022/budget.html")
    page.get_by_text("引用本页", exact=True).click()
    expect(page.locator(".nb-citing .nb-cite")).to_have_text(CITATION.format(day="引用日期"))
    told = page.locator(".nb-citing .nb-pairs div").all_inner_texts()
    assert [re.split(r"\s+", text, maxsplit=1)[1] for text in told] == [
        "江门市总工会",
        "2022年度",
        "江门市总工会2022年度部门整体支出绩效自评报告",
        "（二）预算编制及执行情况",
        "第1版",
        "未注明日期",
        "https://nianbao.example/2022-v1/budget.html",
    ]
    page.close()


def test_the_cover_says_how_the_whole_report_is_cited(page: Page, real_site: str) -> None:
    """With the address of the version; the reader's own day is put in where scripts run."""
    page.goto(f"{real_site}2022/index.html")
    cite = page.locator(".nb-facts .nb-cite")
    expect(cite).to_have_text(
        "江门市总工会. 江门市总工会2022年度部门整体支出绩效自评报告[R/OL]. 第1版.（未注明日期）"
        f"[{_today(page)}]. https://nianbao.example/2022-v1/."
    )


def test_a_citation_is_copied_and_that_is_announced(page: Page, real_site: str) -> None:
    """With the day on which it was read; the message is in a region that screen readers read out."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{real_site}2022/budget.html")
    page.get_by_text("引用本页", exact=True).click()
    page.get_by_role("button", name="复制引用").click()
    expect(page.locator(".nb-citing").get_by_role("status")).to_have_text("已复制。")
    assert page.evaluate("navigator.clipboard.readText()") == CITATION.format(day=_today(page))
    assert Axe().run(page).response["violations"] == []


def test_where_nothing_may_be_copied_the_text_is_selected(page: Page, real_archive: Path) -> None:
    """Also from a folder; readers are told what to do."""
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto((real_archive / "current/2022/budget.html").absolute().as_uri())
    page.get_by_text("引用本页", exact=True).click()
    page.get_by_role("button", name="复制引用").click()
    expect(page.locator(".nb-citing").get_by_role("status")).to_contain_text("已选中")
    assert page.evaluate("getSelection().toString()").strip() == CITATION.format(day=_today(page))


def test_a_printed_page_ends_with_its_citation(browser: Browser, real_site: str) -> None:
    """Unfolded, and without what only works on a screen."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{real_site}2022/budget.html")
    printed = page.locator(".nb-citing__printed")
    expect(printed).to_be_hidden()
    page.emulate_media(media="print")
    expect(printed).to_be_visible()
    expect(printed).to_have_text(f"引用本页：{CITATION.format(day='引用日期')}")
    expect(page.get_by_role("link", name="本页的永久链接")).to_be_hidden()
    page.close()


def test_who_wants_a_correction_finds_whom_to_ask_and_a_form(page: Page, real_site: str) -> None:
    """From a page of a year, frozen as it is: office, telephone to dial, rule, and a form that can be copied."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{real_site}2022-v1/budget.html")
    page.get_by_role("link", name="对本页提出意见或更正申请").click()
    expect(page).to_have_url(f"{real_site}contact.html")
    expect(page.get_by_role("link", name="0750-3276289")).to_have_attribute("href", "tel:+867503276289")
    expect(page.locator("article")).to_contain_text("《中华人民共和国政府信息公开条例》第四十一条")
    page.get_by_role("button", name="复制格式").click()
    expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert [copied[0], copied[-1]] == ["意见或者更正申请", "日期："]
    assert {"收件：江门市总工会", "永久地址：", ""} <= set(copied)


def test_an_archive_without_corrections_says_so(page: Page, real_site: str) -> None:
    """The page is reached from the start page and from the menu, and leads to the feed."""
    page.goto(f"{real_site}index.html")
    page.locator("article").get_by_role("link", name="各年度的更正与撤下").click()
    expect(page.locator("article")).to_contain_text("还没有更正过，也没有内容撤下")
    expect(page.locator('link[rel~="alternate"][type="application/atom+xml"]')).to_have_attribute("href", "../feed.xml")
    expect(page.locator(".md-nav__link", has_text="更正与撤下").first).to_be_attached()


def test_dates_are_told_to_machines_only_where_they_are_stated(real_archive: Path) -> None:
    """The real report states none; each page still tells its report, and the portal its catalogue."""
    for path in sorted((real_archive / "current/2022").glob("*.html")):
        report = linked_data(path)[0]
        assert (report["@type"], report["@id"]) == ("Report", "https://nianbao.example/2022-v1/")
        assert [name for name in report if name.startswith("date")] == []
    (catalogue,) = linked_data(real_archive / "current/index.html")
    assert [entry["name"] for entry in catalogue["dataset"]] == [f"{report['name']}：数据"]
    assert linked_data(real_archive / "current/contact.html") == []
