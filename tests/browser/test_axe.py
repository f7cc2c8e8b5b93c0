"""What axe sees. A page is loaded once for each width; in the other colours the same page is looked at again.

Colours change nothing but colours, so that only the rules about them are asked again; large type changes sizes too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

COLOURS = ("color-contrast", "link-in-text-block")
SIZES = (*COLOURS, "target-size", "scrollable-region-focusable", "region", "aria-hidden-focus")

LOOKING = """async (rules) => (await axe.run(document, {
  resultTypes: ["violations"],
  ...(rules ? { runOnly: { type: "rule", values: rules } } : {}),
  rules: { "target-size": { enabled: true } },
})).violations.map((entry) => entry.id + " " + entry.nodes[0].target)"""


def _real(archive: Path) -> list[str]:
    """Every page of the portal and of 2022, as addresses below the root."""
    current = archive / "current"
    portal = [path.relative_to(current).as_posix() for path in current.rglob("*.html")]
    portal = [page for page in portal if "2022" not in page.split("/")[0] and not page.startswith("latest/")]
    year = [f"2022/{path.name}" for path in (archive / "store/2022/v1/content").glob("*.html")]
    return sorted(portal) + sorted(year)


def _eventful(archive: Path) -> list[str]:
    """Every page of the hospital's corrected year, another outline, with what tells of correction and withdrawal."""
    pages = [f"2023/{path.name}" for path in (archive / "current/2023").glob("*.html")]
    return [*sorted(pages), "2023-v1/work.html", "history/2023/index.html", "index.html"]


def _faults(page: Page, address: str, width: int) -> Iterator[str]:
    """Look at a page in light and dark, plain and large; what stands for withdrawn content has neither switch."""
    for scheme, large, rules in (
        ("light", False, None),
        ("dark", False, COLOURS),
        ("dark", True, COLOURS),
        ("light", True, SIZES),
    ):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # literal
        name = "slate" if scheme == "dark" else "default"
        choice = page.locator(f'.md-option[data-md-color-scheme="{name}"]')
        if choice.count():
            choice.dispatch_event("click")
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
        switch = page.get_by_role("checkbox", name="大字")
        if switch.count() and switch.is_checked() is not large:
            switch.dispatch_event("click")
        for fault in page.evaluate(LOOKING, rules):
            yield f"{address} {scheme} {'large' if large else 'plain'}: {fault}"
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{address} {'large' if large else 'plain'}: wider than {width}"


def _looked_over(context: BrowserContext, site: str, pages: list[str], width: int) -> tuple[list[str], list[str]]:
    """The faults of all pages, and the requests that left the site."""
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = context.new_page()
    faults = []
    for address in pages:
        page.goto(site + address)
        page.evaluate(Axe().axe_script)
        faults += list(_faults(page, address, width))
    context.close()
    return faults, [url for url in requests if not url.startswith(site)]


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_has_a_fault_that_axe_sees_or_scrolls_sideways(
    browser: Browser, real_site: str, real_archive: Path, width: int
) -> None:
    """Every page of 2022 and of the portal: 0 violations, nothing wider than the screen, no request to another host."""
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    pages = _real(real_archive)
    assert len(pages) > 25
    assert _looked_over(context, real_site, pages, width) == ([], [])


@pytest.mark.parametrize("width", [1280, 320])
def test_corrections_withdrawals_and_another_outline_have_no_fault_either(
    browser: Browser, eventful_site: str, eventful_archive: Path, width: int
) -> None:
    """A corrected year, its announcements and history, a tombstone, and all pages of a hospital."""
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    assert _looked_over(context, eventful_site, _eventful(eventful_archive), width) == ([], [])
