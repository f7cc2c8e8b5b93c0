"""Measure in chromium what a first view of a page weighs and whether anything moves while it is read.

The pages are those of the ten sample years, published and sent packed. Nothing here is asserted, and no test depends
on it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Response

from benchmarks.browsing import chromium, served
from nianbao.publish.publishing import publish_year
from nianbao.sources.folders import years

SAMPLE = Path(__file__).resolve().parents[1] / "tests" / "sample"
WIDTHS = (1280, 360)
OF_A_YEAR = ("index.html", "spending.html", "indicators.html", "checks.html", "figures.html")
SHIFTS = """window.shifted = 0;
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true})"""
DOWNWARDS = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise(requestAnimationFrame);
    }
    await new Promise(done => setTimeout(done, 100));
    return window.shifted;
}"""


@dataclass(frozen=True)
class View:
    """A first view: bytes and files received, and the layout shift on the way from the top to the bottom."""

    received: int
    files: int
    shifted: float


def view(browser: Browser, address: str, width: int) -> View:
    """Return what the first view of a page takes in a window of that width, nothing being cached."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    received = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
    found = View(received, len(answers), float(page.evaluate(DOWNWARDS)))
    context.close()
    return found


def pages(site: Path) -> Iterator[str]:
    """Yield the portal's pages of one kind each, and a year's."""
    newest = max(int(folder.name) for folder in site.iterdir() if folder.name.isdigit())
    yield "index.html"
    for folder in ("trends", "compare", "corrections", "search", "verify"):
        yield from (page.relative_to(site).as_posix() for page in (site / folder).glob("index.html"))
    for kind in ("compare", "sections", "history"):
        found = sorted((site / kind).glob("*/index.html"), key=lambda page: (page.stat().st_size, page))
        yield from (page.relative_to(site).as_posix() for page in found[-1:])
    yield from (f"{newest}/{page}" for page in OF_A_YEAR if (site / f"{newest}/{page}").is_file())


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        archive = Path(scratch) / "archive"
        for year in years(SAMPLE):
            publish_year(SAMPLE, archive, year)
        site = archive / "current"
        with served(site) as address:
            for page in pages(site):
                for width in WIDTHS:
                    found = view(browser, address + page, width)
                    told = f"{found.received / 1024:6.1f} KB packed, {found.files:2} files, shifted {found.shifted:.3f}"
                    print(f"first view of {page:<34} at {width:<5}{told}")


if __name__ == "__main__":
    main()
