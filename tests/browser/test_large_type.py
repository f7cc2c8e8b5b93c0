from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

KINDS = (
    "index.html",
    "trends/index.html",
    "search/index.html?q=供水",
    "history/2024/index.html",
    "sections/spending/index.html",
    "verify/index.html",
    "contact.html",
    "404.html",
    "2024/index.html",
    "2024/spending.html",
    "2024/indicators.html",
    "2024/figures.html",
    "2024/checks.html",
    "2024/terms.html",
)
"""A page of every kind."""

SIZES = """() => {
  const size = (name) => parseFloat(getComputedStyle(document.querySelector(name)).fontSize);
  const line = document.querySelector(".md-content__inner > p");
  const chart = document.querySelector(".nb-chart__svg");
  const height = (name) => document.querySelector(name).getBoundingClientRect().height;
  return {
    text: size(".md-content__inner > p"),
    cell: size(".nb-table__grid td"),
    title: size("h1"),
    spacing: parseFloat(getComputedStyle(line).lineHeight) / size(".md-content__inner > p"),
    chart: chart.getBoundingClientRect().width / chart.viewBox.baseVal.width * 12,
    link: height(".nb-yearbar a"),
    download: height(".nb-get a"),
    fold: height(".nb-chart__words summary"),
  };
}"""

ON_A_PHONE = {"width": 320, "height": 800}


def _switch(page: Page) -> None:
    page.locator(".nb-large__switch").click()


def _is_large(page: Page) -> bool:
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")) >= 27


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [1280, 320])
def test_large_type_enlarges_text_lines_charts_and_what_is_pointed_at(
    browser: Browser, sample_site: str, width: int, scripts: bool
) -> None:
    """With and without scripts: 1.35 to 1.5 times the size, wider lines, controls of 44 px and more; and back again."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    plain = page.evaluate(SIZES)
    _switch(page)
    large = page.evaluate(SIZES)
    for name in ("text", "cell", "title"):
        assert 1.35 <= large[name] / plain[name] <= 1.5, name
    assert large["text"] >= 22
    assert large["spacing"] > plain["spacing"] >= 1.5
    assert large["chart"] >= 17.5
    assert min(large["link"], large["download"], large["fold"]) >= 44
    assert min(plain["link"], plain["download"], plain["fold"]) >= 24
    _switch(page)
    assert page.evaluate(SIZES) == plain
    context.close()


def test_the_switch_is_a_box_that_says_whether_it_is_ticked(browser: Browser, sample_site: str) -> None:
    """It is named 大字, reached and worked by keyboard, large enough to hit, and shows its state by a sign."""
    page = browser.new_page()
    page.goto(f"{sample_site}2024/index.html")
    box = page.get_by_role("checkbox", name="大字", exact=True)
    expect(box).not_to_be_checked()
    hit = page.locator(".nb-large__switch").bounding_box()
    assert hit is not None
    assert min(hit["width"], hit["height"]) >= 24
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    shown = "getComputedStyle(document.querySelector('.nb-large__switch'), '::before').content"
    assert "✓" in page.evaluate(shown)
    page.keyboard.press("Space")
    expect(box).not_to_be_checked()
    assert "✓" not in page.evaluate(shown)
    page.close()


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_choice_holds_on_every_page_of_every_year(
    browser: Browser, sample_site: str, sample_archive: Path, way: str
) -> None:
    """On a server and from a disk, over years, portal and back in the history; so does taking it back."""
    base = sample_site if way == "http" else f"{(sample_archive / 'current').absolute().as_uri()}/"
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}2024/spending.html")
    _switch(page)
    for address in ("2018/index.html", "index.html", "trends/index.html"):
        page.goto(base + address)
        assert _is_large(page), address
        expect(page.get_by_role("checkbox", name="大字")).to_be_checked()
    _switch(page)
    page.go_back()
    assert not _is_large(page)
    expect(page.get_by_role("checkbox", name="大字")).not_to_be_checked()
    context.close()


def test_a_page_is_large_before_anything_of_it_is_drawn(browser: Browser, sample_site: str) -> None:
    """When the body begins, the size is there already: nothing flashes and moves."""
    context = browser.new_context()
    context.add_init_script(
        "localStorage.setItem('nianbao.large', '1');"
        "new MutationObserver((_, self) => { if (!document.body) return; self.disconnect();"
        " window.early = document.documentElement.classList.contains('nb-large'); })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page = context.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    assert page.evaluate("window.early") is True
    context.close()


def test_where_nothing_can_be_kept_the_switch_works_for_the_page(browser: Browser, sample_site: str) -> None:
    """A browser that refuses to remember raises no error."""
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(error.stack or ""))
    page.goto(f"{sample_site}2024/spending.html")
    _switch(page)
    assert _is_large(page)
    page.goto(f"{sample_site}2024/indicators.html")
    assert not _is_large(page)
    assert [entry for entry in wrong if "reader.js" in entry] == []
    context.close()


def test_paper_is_not_enlarged(browser: Browser, sample_site: str) -> None:
    """The sizes of a printed page are its own."""
    page = browser.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    page.emulate_media(media="print")
    size = "getComputedStyle(document.querySelector('.md-content__inner > p')).fontSize"
    plain = page.evaluate(size)
    page.emulate_media(media="screen")
    _switch(page)
    page.emulate_media(media="print")
    assert page.evaluate(size) == plain
    page.close()


def _rows_of_header(context: BrowserContext, address: str) -> list[tuple[str, dict[str, float]]]:
    page = context.new_page()
    page.goto(address)
    page.locator(".md-version__current").wait_for()
    page.locator(".md-header__option label:visible").wait_for()
    parts = page.locator(
        ".md-header :is(.md-logo, [for=__drawer], .md-version__current, .nb-box, .nb-box__link, .nb-large__switch,"
        " .md-header__option label)"
    )
    boxes = [(str(part.get_attribute("class")), part.bounding_box()) for part in parts.all()]
    page.close()
    return [(name, dict(box)) for name, box in boxes if box and box["width"] and box["height"]]  # type: ignore[arg-type]  # typed dict


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("width", [320, 360, 600, 960, 1280, 1920])
def test_nothing_in_the_header_lies_on_anything_else(
    browser: Browser, sample_site: str, width: int, large: bool
) -> None:
    """Menu, years, search, 大字 and the theme stand side by side or one below the other, all inside the screen."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    if large:
        context.add_init_script("localStorage.setItem('nianbao.large', '1')")
    parts = _rows_of_header(context, f"{sample_site}2024/spending.html")
    assert len(parts) == 5
    for name, box in parts:
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        assert min(box["width"], box["height"]) >= 24 or "md-version" in name, name
    parts.sort(key=lambda part: (part[1]["y"] + part[1]["height"] / 2 > 70, part[1]["x"]))
    for (name, box), (other, after) in pairwise(parts):
        beside = box["x"] + box["width"] <= after["x"] + 1
        below = box["y"] + box["height"] <= after["y"] + 1
        assert beside or below, (name, other)
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_large_page_scrolls_sideways(browser: Browser, sample_site: str, width: int) -> None:
    """What is wider than a phone, tables and charts, scrolls within itself and is reached by key."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script("localStorage.setItem('nianbao.large', '1')")
    page = context.new_page()
    for address in KINDS:
        page.goto(sample_site + address)
        assert _is_large(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        stuck = "[...document.querySelectorAll('.nb-chart__scroll')].filter(part => part.scrollWidth > part.clientWidth"
        assert page.evaluate(f"{stuck} && part.tabIndex < 0).length") == 0, address
    context.close()
