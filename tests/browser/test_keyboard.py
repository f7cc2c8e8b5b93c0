from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

AT = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const shown = at.matches("input.nb-unseen, input.md-option, input.md-nav__toggle") ? at.nextElementSibling : at;
  const box = shown.getBoundingClientRect();
  const style = getComputedStyle(shown);
  const inner = getComputedStyle(shown.closest(".nb-box") ?? shown);
  const middle = document.elementFromPoint(box.x + Math.min(box.width, 40) / 2, box.y + Math.min(box.height, 20) / 2);
  return {
    name: at.tagName + "." + at.className + "#" + at.id + " " + (at.textContent || at.value || "").trim().slice(0, 20),
    outlined: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || (inner.outlineStyle !== "none" && parseFloat(inner.outlineWidth) >= 2),
    behind: middle ? middle.tagName + "." + middle.className : "off " + box.x + " " + box.y,
    seen: !!middle && (shown === middle || shown.contains(middle) || middle.contains(shown)),
    part: at.closest("header, .md-sidebar--primary, .md-sidebar--secondary, .md-content, footer, .md-top")?.className ?? "",
    small: Math.min(box.width, box.height),
  };
}"""


def _walk(page: Page, most: int = 600) -> list[dict[str, Any]]:
    """Every stop of the Tab key, from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(AT)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError("the focus never leaves the page")


@pytest.mark.parametrize(
    ("address", "width"),
    [
        ("2024/spending.html", 1280),
        ("2024/indicators.html", 320),
        ("index.html", 1280),
        ("history/2024/index.html", 320),
        ("search/index.html?q=供水", 1280),
    ],
)
def test_every_stop_of_the_keyboard_is_seen(browser: Browser, sample_site: str, address: str, width: int) -> None:
    """Each has a frame, none lies under the header, off the screen or behind something; the order is that of the page."""
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(sample_site + address)
    page.locator(".md-header__option label:visible").wait_for()
    if "q=" in address:
        expect(page.get_by_role("status")).to_contain_text("：")
        page.locator(".md-header .md-logo").focus()
        page.keyboard.press("Shift+Tab")
    start = page.evaluate(AT)
    stops = [start, *_walk(page)] if start else _walk(page)
    assert [stop["name"] for stop in stops if not stop["outlined"]] == []
    assert [(stop["name"], stop["behind"]) for stop in stops if not stop["seen"]] == []
    assert stops[0]["name"].startswith("A.md-skip")
    order = ["md-header", "md-sidebar--primary", "md-sidebar--secondary", "md-content", "md-top", "md-footer"]
    assert [stop["name"] for stop in stops[1:] if not any(name in stop["part"] for name in order)] == []
    parts = [next(order.index(name) for name in order if name in stop["part"]) for stop in stops[1:]]
    assert parts == sorted(parts)
    context.close()


def test_the_skip_link_leads_past_the_header(browser: Browser, sample_site: str) -> None:
    """The next stop after it is in the text."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{sample_site}2024/spending.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "md-content" in page.evaluate(AT)["part"]
    page.close()


def test_the_years_are_chosen_by_keyboard(browser: Browser, sample_site: str) -> None:
    """The list opens where the focus comes, each year is a stop, Escape closes it, Enter goes to the same section."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{sample_site}2024/spending.html")
    button = page.get_by_role("button", name=re.compile("^2024年度"))
    button.focus()
    years = page.locator(".md-version__list")
    expect(years).to_have_css("opacity", "1")
    page.keyboard.press("Escape")
    expect(years).to_have_css("opacity", "0")
    page.keyboard.press("Tab")
    expect(years).to_have_css("opacity", "1")
    for _ in range(2):
        page.keyboard.press("Tab")
    focused = page.locator(".md-version__link:focus")
    expect(focused).to_contain_text("2019年度")
    assert page.evaluate(AT)["outlined"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/2019/spending.html")
    page.close()


def test_no_single_character_is_a_shortcut(browser: Browser, sample_site: str) -> None:
    """Neither `/` nor the theme's own keys do anything; Alt+/ leads to the search, and typing is not disturbed."""
    page = browser.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    page.locator(".md-header__option label:visible").wait_for()
    for key in ("/", "n", "p", ",", ".", "s", "f"):
        page.keyboard.press(key)
    assert page.evaluate(AT) is None
    assert page.url == f"{sample_site}2024/spending.html"
    page.keyboard.press("Alt+/")
    box = page.locator(".nb-box__input")
    expect(box).to_be_focused()
    assert box.get_attribute("aria-keyshortcuts") == "Alt+/"
    page.keyboard.type("n/p")
    expect(box).to_have_value("n/p")
    page.keyboard.press("Escape")
    expect(box).not_to_be_focused()
    page.close()


def test_what_scrolls_and_what_is_folded_is_worked_by_keyboard(browser: Browser, sample_site: str) -> None:
    """A table moves with the arrows, the words of a chart open with Enter."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{sample_site}2024/indicators.html")
    region = page.get_by_role("region", name=re.compile("绩效指标完成情况")).first
    region.focus()
    page.keyboard.press("ArrowRight")
    region.evaluate(
        "part => part.scrollLeft > 0 || new Promise((moved) => part.addEventListener('scroll', moved, { once: true }))"
    )
    assert region.evaluate("part => part.scrollLeft") > 0
    words = page.locator(".nb-chart__words")
    words.first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(words.first.locator("p")).to_be_visible()
    context.close()


def test_the_theme_is_changed_by_keyboard(browser: Browser, sample_site: str) -> None:
    """Light and dark are two choices, between which the arrows go."""
    page = browser.new_page(color_scheme="light")
    page.goto(f"{sample_site}2024/spending.html")
    page.locator(".md-header__option label:visible").wait_for()
    page.locator("input.md-option:checked").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_contents_of_a_narrow_screen_are_worked_by_keyboard(
    browser: Browser, sample_site: str, scripts: bool
) -> None:
    """A button opens them, folded they are no stop; without scripts they come when the focus does."""
    context = browser.new_context(
        viewport={"width": 320, "height": 800}, reduced_motion="reduce", java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    contents = page.locator(".md-sidebar--primary")
    link = contents.get_by_role("link", name=re.compile("绩效指标"))
    if scripts:
        button = page.get_by_role("button", name="目录")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(link).to_have_count(0)
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(link).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()
        page.keyboard.press("Space")
        expect(link).to_be_in_viewport()
    link.focus()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_url("**/2024/indicators.html")
    context.close()
