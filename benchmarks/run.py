"""Measure a year's edition against plain MkDocs with the same theme and text; print ratios.

Ratios of one run on one machine; nothing here is asserted, and no test depends on it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from nianbao.publish.editions import build_year
from nianbao.publish.engine.outline import markdown_of
from nianbao.publish.portal import build_portal, preview_catalogue
from nianbao.sources.year import read_year

REPOSITORY = Path(__file__).resolve().parents[1]
YEAR = 2022
ROUNDS = 5
PLAIN = """site_name: plain
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: []
markdown_extensions: [tables, footnotes, toc]
"""


def timed(action: Callable[[], object]) -> float:
    """Return the median time of some rounds of an action, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return median(times)


def plain_site(folder: Path) -> None:
    """Write the year's narrative as a plain MkDocs site, words left out."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    for page in read_year(REPOSITORY, YEAR).pages:
        text = re.sub(r"\{\{.*?\}\}", "0", markdown_of(page))
        (folder / "docs" / f"{page.id}.md").write_text(f"# {page.id}\n\n{text}", encoding="utf-8")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plain_site(folder / "plain")
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "--clean", "-d", str(folder / "out")]
        nianbao = [sys.executable, "-m", "nianbao", "build", str(YEAR), "--out", str(folder / "cold")]
        peer = timed(lambda: subprocess.run(mkdocs, cwd=folder / "plain", check=True, capture_output=True))
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")  # where no chart is drawn yet
        undrawn = timed_once(lambda: subprocess.run(nianbao, cwd=REPOSITORY, check=True, capture_output=True))
        cold = timed(lambda: subprocess.run(nianbao, cwd=REPOSITORY, check=True, capture_output=True))
        warm = timed(lambda: build_year(REPOSITORY, YEAR, folder / "warm"))
        catalogue = preview_catalogue(REPOSITORY)
        portal = timed(lambda: build_portal(REPOSITORY, catalogue, folder / "portal"))
        print(f"plain MkDocs, same text and theme     {peer:6.2f} s   1.00")
        for name, seconds in (
            ("one edition, charts not yet drawn", undrawn),
            ("one edition, from cold", cold),
            ("one more edition in a warm process", warm),
            ("the portal in a warm process", portal),
        ):
            print(f"{name:<38}{seconds:6.2f} s   {seconds / peer:4.2f}")


def timed_once(action: Callable[[], object]) -> float:
    """Return the time of one round of an action, in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
