"""Measure the search over many years in chromium: time of a query, bytes before the first result.

The years are copies of the real one with numbers of their own. Nothing here is asserted, and no test depends on it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from benchmarks.browsing import chromium, served
from nianbao.publish.compressed import compress
from nianbao.publish.downloads import QUANTITIES
from nianbao.publish.editions import build_year
from nianbao.publish.portal import build_portal, preview_catalogue
from nianbao.publish.searching.shard import SHARD, shard, texts_of_pages
from nianbao.report.catalogue import Catalogue, PublishedYear
from nianbao.report.same_section import SectionText, YearText, is_narrative
from nianbao.report.year_quantities import read_quantities

REPOSITORY = Path(__file__).resolve().parents[1]
YEAR = 2022
YEARS = range(2001, 2051)
SECTIONS = 10
ROUNDS = 20
QUERIES = ("的", "职工", "困难职工", "预算执行率", "1593.35", "支困", "困难职工 帮扶", "GB")
AT_FIRST_RESULT = """new MutationObserver((_, watch) => {
    if (!document.querySelector(".nb-hit")) return;
    watch.disconnect();
    const kinds = ["navigation", "resource"];
    const fetched = kinds.flatMap(kind => performance.getEntriesByType(kind));
    window.firstResult = [fetched.reduce((sum, entry) => sum + entry.encodedBodySize, 0), performance.now()];
}).observe(document, {childList: true, subtree: true})"""
TIMED = """query => {
    const box = document.getElementById("nb-search-query");
    const start = performance.now();
    box.value = query;
    box.dispatchEvent(new InputEvent("input"));
    document.body.offsetHeight;
    return performance.now() - start;
}"""


def copies(folder: Path) -> None:
    """Write a portal over `YEARS` and their shards into a folder."""
    build_year(REPOSITORY, YEAR, folder / "year")
    (real,) = preview_catalogue(REPOSITORY).years
    summaries = [real.summary.model_copy(update={"year": year}) for year in reversed(YEARS)]
    listed = tuple(PublishedYear(summary=summary, version=1, events=()) for summary in summaries)
    told = read_quantities((folder / "year" / QUANTITIES).read_bytes())
    figures = tuple(replace(told, year=year) for year in reversed(YEARS))
    silent = tuple(SectionText(section, ()) for section in real.summary.sections if is_narrative(section))
    texts = tuple(YearText(year, silent) for year in reversed(YEARS))  # comparing them is not what is measured
    build_portal(REPOSITORY, Catalogue(years=listed, preview=True), folder / "site", figures=figures, texts=texts)
    names = [section.page for section in real.summary.sections][:SECTIONS]
    pages = list(texts_of_pages(folder / "year", names))
    for year in YEARS:
        (folder / f"site/{year}").mkdir()
        (folder / f"site/{year}" / SHARD).write_bytes(shard(year, 1, [_altered(page, year) for page in pages]))
    compress(folder / "site")


def _altered(page: dict[str, Any], year: int) -> dict[str, Any]:
    """The page with other figures in every year but the last one, so that years do not pack or match as one."""
    if year == YEARS[-1]:
        return page

    def other(found: re.Match[str]) -> str:
        return "".join(str((int(figure) * 7 + year) % 10) for figure in found[0])

    parts = [[anchor, heading, re.sub("[0-9]+", other, text)] for anchor, heading, text in page["parts"]]
    return {**page, "parts": parts}


def first_result(browser: Browser, site: str) -> tuple[int, float]:
    """Return the bytes received and the milliseconds passed from opening the page with a query to its first result."""
    page = browser.new_page()
    page.add_init_script(AT_FIRST_RESULT)
    page.goto(f"{site}search/index.html?q={quote('职工')}")
    page.locator(".nb-hit").first.wait_for()
    received, passed = page.evaluate("window.firstResult")
    page.close()
    return int(received), float(passed)


def query_times(page: Page, site: str) -> Iterator[tuple[str, float, float]]:
    """Yield queries with the median and the longest of their times, in milliseconds, all years being loaded."""
    page.goto(f"{site}search/index.html?q={quote('职工')}")
    page.get_by_role("status").get_by_text(f"在{len(YEARS)}个年度").wait_for()
    for query in QUERIES:
        times = [float(page.evaluate(TIMED, query)) for _ in range(ROUNDS)]
        yield query, median(times), max(times)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        folder = Path(scratch)
        copies(folder)
        shards = [path.stat().st_size for path in (folder / "site").glob(f"2*/{SHARD}.gz")]
        with served(folder / "site") as site:
            received, passed = first_result(browser, site)
            print(f"{len(YEARS)} years of {SECTIONS} sections, shards of {median(shards) / 1024:.1f} KB packed")
            print(f"until the first result      {received / 1024:6.1f} KB, page and theme with it, {passed:.0f} ms")
            print(f"all years                   {sum(shards) / 1024:6.1f} KB")
            for query, usual, longest in query_times(browser.new_page(), site):
                print(f"{query:<10}\t{usual:6.1f} ms, at most {longest:.1f} ms")


if __name__ == "__main__":
    main()
