from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_large_type import KINDS

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_page_is_read_without_scripts(page: Page, sample_site: str, address: str) -> None:
    """It has its heading, text and contents, and offers nothing that would not work."""
    page.goto(sample_site + address)
    expect(page.locator("h1")).to_be_visible()
    assert len(page.locator(".md-content").inner_text()) > 30
    if address != "404.html":
        assert page.locator(".md-sidebar--primary").get_by_role("link").count() > 3
    expect(page.locator(".md-header__option")).to_be_hidden()
    assert page.locator("button:visible:not([type=submit])").count() == 0


def test_numbers_charts_and_downloads_work_without_scripts(page: Page, sample_site: str) -> None:
    """A number leads to its source, a chart is drawn and its words open, a table is downloaded."""
    page.goto(f"{sample_site}2024/spending.html")
    expect(page.locator(".nb-chart__svg").first).to_be_visible()
    words = page.locator(".nb-chart__words").first
    words.locator("summary").click()
    expect(words.locator("p")).to_be_visible()
    with page.expect_download() as loading:
        page.locator(".nb-get a", has_text="CSV").first.click()
    assert loading.value.suggested_filename.endswith(".csv")
    page.locator("p a.nb-num").first.click()
    page.wait_for_url("**/figures.html#*")
    expect(page.locator(".nb-figure:target")).to_be_in_viewport()


def test_the_search_page_leads_to_every_section_without_scripts(page: Page, sample_site: str) -> None:
    """It says that searching needs scripts, and lists what can be read instead."""
    page.goto(f"{sample_site}search/index.html?q=供水")
    expect(page.locator("noscript p")).to_contain_text("请使用下面的章节索引")
    page.locator(".md-content").get_by_role("link", name=re.compile("收支")).first.click()
    page.wait_for_url(re.compile(r"/20\d\d/spending\.html$"))
