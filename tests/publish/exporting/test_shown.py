from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from nianbao.publish.archive import Damaged, durable, verify
from nianbao.publish.exporting import Refused, export_tree
from nianbao.publish.exporting.pieces import pieces
from nianbao.publish.exporting.shown import Shown, steadily
from tests.publish.archive.office import Office, names


def written(shown: Shown) -> dict[str, bytes]:
    """Return all bytes of an export."""
    return {name: piece.read() for name, piece in pieces(shown).items()}


def test_an_export_shows_one_view_although_a_year_is_published_meanwhile(office: Office) -> None:
    """The year that came later is not in it, and everything in it fits together."""
    office.publish(2022)
    before = verify(office.archive).view_hash

    def write(shown: Shown) -> dict[str, bytes]:
        office.publish(2023)
        return written(shown)

    found = steadily(office.archive, write)
    assert not any(name.startswith("2023") for name in found)
    assert before.encode() in found["proof/README.txt"]


def test_an_export_begins_anew_where_publications_swept_its_view_away(office: Office) -> None:
    """Three later views remove the one that was being read; the export is then made of the newest."""
    office.publish(2022)
    seen: list[int] = []

    def write(shown: Shown) -> dict[str, bytes]:
        seen.append(shown.view)
        if len(seen) == 1:
            for year in (2023, 2024, 2025):
                office.publish(year)
        return written(shown)

    assert "2025-v1/index.html" in steadily(office.archive, write)
    assert seen == [1, 4]


def test_what_is_withdrawn_during_an_export_is_not_in_it(office: Office) -> None:
    """Even where every byte had been read before the withdrawal."""
    office.publish(2022)
    times: list[int] = []

    def write(shown: Shown) -> dict[str, bytes]:
        found = written(shown)
        times.append(shown.view)
        if len(times) == 1:
            office.withdraw(2022, 1, "budget.html")
        return found

    assert "已撤下".encode() in steadily(office.archive, write)["2022-v1/budget.html"]
    assert times == [1, 2]


def test_an_export_that_withdrawals_overtake_again_and_again_gives_up(office: Office) -> None:
    """With a sentence, after a few attempts."""
    for year in range(2018, 2024):
        office.publish(year)
    years = iter(range(2018, 2024))

    def write(shown: Shown) -> None:
        office.withdraw(next(years), 1, "budget.html")

    with pytest.raises(Refused, match="稍后再试"):
        steadily(office.archive, write)


def test_damage_is_told_at_once(office: Office) -> None:
    """Nothing is tried again where nothing was published meanwhile."""
    office.publish(2022)
    durable.write_file(office.archive / "store/2022/v1/sources.tar", b"")
    with pytest.raises(Damaged):
        steadily(office.archive, lambda shown: pytest.fail("the state is damaged"))


def test_exports_taken_while_years_are_published_are_all_sound(office: Office, tmp_path: Path) -> None:
    """One thread publishes twelve years, another exports all the time: every export verifies with its own sums."""
    office.publish(2000)
    publisher = threading.Thread(target=lambda: [office.publish(year) for year in range(2001, 2013)])
    publisher.start()
    hashes: list[str] = []
    try:
        while publisher.is_alive() or not hashes:
            hashes.append(export_tree(office.archive, tmp_path / f"out-{len(hashes)}").view_hash)
    finally:
        publisher.join()
    for number, view_hash in enumerate(hashes):
        out = tmp_path / f"out-{number}"
        for sums in ("SHA256SUMS", "proof/all-sha256.txt"):
            subprocess.run(["sha256sum", "--quiet", "--strict", "-c", sums], cwd=out, check=True)
        listed = {name for name in names(out) if name.endswith("-v1")}
        assert names(out / "proof") == {*listed, "README.txt", "all-sha256.txt"}
        assert view_hash in (out / "proof/README.txt").read_text(encoding="utf-8")
