from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nianbao.publish.archive import BuiltPortal, Outcome, verify
from nianbao.report.catalogue import Catalogue
from tests.archive.conftest import Measure
from tests.archive.harm import Seen, seen
from tests.archive.readers import Asked, Shown, Tally, judge, read
from tests.publish.archive.office import Office, portal_pages
from tests.served.nginx import served

pytestmark = pytest.mark.nginx

READERS = 16
SEED = 20240102


def large_portal(folder: Path, catalogue: Catalogue) -> BuiltPortal:
    """Write a portal with a page that no server sends at one go."""
    events = [event.n for year in catalogue.years for event in year.events]
    (folder / "all.html").write_text(f"<p>{len(events)}</p>\n" * 40_000, encoding="utf-8")
    return portal_pages(folder, catalogue)


def addresses(archive: Path) -> Seen:
    """Return {address: SHA-256 of its body}; the address of a folder is that of its `index.html` too."""
    files = seen(archive)
    index = "index.html"
    return {**files, **{name.removesuffix(index): files[name] for name in files if Path(name).name == index}}


def deeds(office: Office) -> Iterator[Outcome]:
    """Publish, correct and renew without end; all years change in turn."""
    versions = {2022: 1, 2023: 1}
    for number in range(10**6):
        year = 2022 + number % 2
        if number % 5 == 4:
            yield office.publish(None, f"portal-{number}")
        elif number % 5 == 3 and len(versions) < 20:
            versions[2024 + len(versions)] = 1
            yield office.publish(max(versions))
        else:
            versions[year] += 1
            yield office.correct(year, versions[year], f"{1200 + number}.00")


def test_readers_have_whole_pages_while_everything_is_published(
    office: Office, tmp_path: Path, torture: bool, measure: Measure
) -> None:
    """Every answer is, byte for byte, what the address had before or after the publication that was going on."""
    publications, requests = (100, 100_000) if torture else (5, 2_000)
    office.portal = large_portal
    office.publish(2022)
    office.publish(2023)
    shown = Shown([addresses(office.archive)])
    tally = Tally()
    asked: list[Asked] = []
    (tmp_path / "nginx").mkdir()

    async def publish(site: str) -> None:
        done = False
        chances = [random.Random(SEED + number) for number in range(READERS)]  # noqa: S311 - addresses, no secrets
        readers = [asyncio.create_task(read(site, shown, tally, asked, chance, lambda: done)) for chance in chances]
        to_do = deeds(office)
        for number in range(1, publications + 1):
            shown.begun = number
            await asyncio.to_thread(next, to_do)
            shown.states.append(await asyncio.to_thread(addresses, office.archive))
            shown.finished = number
            while tally.answers < requests * number / publications and not all(reader.done() for reader in readers):
                await asyncio.sleep(0.01)
        done = True
        await asyncio.gather(*readers)

    # The browser's tests may have left a loop running in this thread.
    with served(office.archive, tmp_path / "nginx") as site, ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, publish(site)).result()
    judge(asked, shown, tally)
    faults = {kind: tally.faults[kind] for kind in ("not 200", "truncated", "mixed")}
    measure("readers never see half a site", {"publications": publications, "requests": tally.answers, **faults})
    assert tally.examples == []
    assert tally.answers >= requests
    assert verify(office.archive).intact
