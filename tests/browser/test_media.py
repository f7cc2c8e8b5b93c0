from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.test_large_type import KINDS

pytestmark = pytest.mark.browser

MOVING = """() => [...document.querySelectorAll("*"), document.documentElement].flatMap((part) =>
  ["", "::before", "::after"].map((pseudo) => getComputedStyle(part, pseudo)).filter((style) =>
    style.animationName !== "none" || style.scrollBehavior === "smooth"
    || (style.transitionProperty !== "none" && /[1-9]/.test(style.transitionDuration))
  ).map(() => part.className)).length"""

SPACED = """(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    + " p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
})()"""

CUT = """() => [...document.querySelectorAll(".md-content *, .md-footer *, .md-header__title ~ *")].filter((part) => {
  const style = getComputedStyle(part);
  if (!part.innerText?.trim() || part.closest(".nb-unseen, .md-ellipsis, svg, [hidden], select")) return false;
  const cut = (over, size, inner) => /hidden|clip/.test(over) && inner > size + 1;
  return cut(style.overflowX, part.clientWidth, part.scrollWidth) || cut(style.overflowY, part.clientHeight, part.scrollHeight);
}).map((part) => part.className + " " + part.innerText.slice(0, 20))"""


def test_nothing_moves_for_who_does_not_want_it(browser: Browser, sample_site: str) -> None:
    """With less motion asked for there is no transition, animation or gliding, of the theme neither."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for address in ("2024/spending.html", "index.html"):
        page.goto(sample_site + address)
        assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVING) > 0
    context.close()


def test_charts_and_states_are_told_apart_in_forced_colours(browser: Browser, sample_site: str) -> None:
    """Bars have the system's colours and two of them, the key shows the same, met and unmet keep sign and word."""
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    bars = "[...new Set([...document.querySelectorAll('.nb-chart__svg path[fill^=var]')].map(p => getComputedStyle(p).fill))]"
    drawn = set(page.evaluate(bars))
    assert len(drawn) == 2
    assert ground not in drawn
    key = "[1, 2].map(n => getComputedStyle(document.querySelectorAll('.nb-chart__series')[n - 1], '::before').backgroundColor)"
    assert set(page.evaluate(key)) == drawn
    page.goto(f"{sample_site}2024/indicators.html")
    assert "✓" in page.evaluate("getComputedStyle(document.querySelector('.nb-mark--met'), '::before').content")
    assert "▽" in page.evaluate("getComputedStyle(document.querySelector('.nb-mark--unmet'), '::before').content")
    assert "✓ 已达到" in (page.locator(".nb-chart__svg").first.text_content() or "")
    context.close()


@pytest.mark.parametrize("width", [640, 320])
def test_zoom_and_wider_spacing_cut_nothing_off(browser: Browser, sample_site: str, width: int) -> None:
    """At 200 % and 400 % of a screen of 1280, also with the spacing of WCAG 1.4.12: no text is cut, nothing too wide."""
    context = browser.new_context(viewport={"width": width, "height": 512})
    page = context.new_page()
    for address in KINDS:
        page.goto(sample_site + address)
        assert page.evaluate(CUT) == [], address
        page.evaluate(SPACED)
        assert page.evaluate(CUT) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()
