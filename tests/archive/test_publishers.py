from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nianbao.publish.archive import durable, layout, read_events, verify
from tests.archive.conftest import Measure
from tests.archive.rivals import fight_for, publish_at_once

REPOSITORY = Path(__file__).resolve().parents[2]
PROMISE = "two publishers never lose a year"
YEARS = [2021, 2022, 2023, 2024]
RIVALS = 4


@pytest.fixture
def rounds(torture: bool) -> int:
    """Return how often everything is tried."""
    return 50 if torture else 3


def test_four_years_published_at_once_are_all_there(tmp_path: Path, rounds: int, measure: Measure) -> None:
    """Whoever finds the archive busy tries again; no year is lost, and none is published twice."""
    lost = 0
    for number in range(rounds):
        folder = tmp_path / str(number)
        told = publish_at_once(folder, YEARS)
        assert [each.kind for each in told] == ["published"] * 4
        published = [event.year for event in read_events(folder / "archive")]
        lost += len(set(YEARS) - set(published))
        assert sorted(published) == YEARS
        assert all((folder / "archive/current" / str(year) / "index.html").is_file() for year in YEARS)
        assert verify(folder / "archive").intact
    measure(PROMISE, {"rounds of 4 years at once": rounds, "years lost": lost})


def test_of_four_that_publish_the_same_year_one_wins_and_the_others_learn_who(
    tmp_path: Path, rounds: int, measure: Measure
) -> None:
    """The others are refused at once, with the process and the machine that hold the archive."""
    named = 0
    for number in range(rounds):
        told = fight_for(tmp_path / str(number), 2024, RIVALS)
        assert Counter(each.kind for each in told) == {"published": 1, "busy": RIVALS - 1}
        winner = next(each.pid for each in told if each.kind == "published")
        refused = [each.holder for each in told if each.kind == "busy"]
        assert all(f"进程 {winner}" in holder and socket.gethostname() in holder for holder in refused)
        named += len(refused)
        assert [event.year for event in read_events(tmp_path / str(number) / "archive")] == [2024]
        assert verify(tmp_path / str(number) / "archive").intact
    measure(PROMISE, {"rounds of 4 for the same year": rounds, "refusals that name the holder": named})


def test_the_same_year_published_again_and_again_is_one_event(tmp_path: Path, rounds: int, measure: Measure) -> None:
    """Those who come second after waiting find it published and write nothing."""
    for number in range(rounds):
        told = publish_at_once(tmp_path / str(number), [2024] * RIVALS)
        assert Counter(each.kind for each in told) == {"published": 1, "unchanged": RIVALS - 1}
        assert len(read_events(tmp_path / str(number) / "archive")) == 1
        assert verify(tmp_path / str(number) / "archive").intact
    measure(PROMISE, {"rounds of 4 that waited for the same year": rounds})


def test_the_command_line_ends_with_status_3_and_names_the_holder(small: Path, measure: Measure) -> None:
    """What is being done, by which process on which machine; nothing is written."""
    archive = small / "archive"
    archive.mkdir()
    with durable.hold(archive / layout.LOCK, "发布2022年度", datetime.now(UTC)):
        refused = _publish(small)
    assert refused.returncode == 3
    for words in ("发布2022年度", f"进程 {os.getpid()}", socket.gethostname()):
        assert words in refused.stderr
    assert [path.name for path in archive.iterdir()] == [layout.LOCK]
    measure(PROMISE, {"exits with 3 that name the holder": 1})


@pytest.mark.torture
def test_four_real_commands_for_the_same_year(small: Path, measure: Measure) -> None:
    """One publishes; the others end with 3 and name the holder, or come after it and find nothing to do."""
    for _ in range(2):
        shutil.rmtree(small / "archive", ignore_errors=True)
        with ThreadPoolExecutor(RIVALS) as at_once:
            done = list(at_once.map(_publish, [small] * RIVALS))
        assert sum("已发布2023年度第1版" in each.stdout for each in done) == 1
        for each in done:
            assert each.returncode in (0, 3)
            assert each.returncode == 0 or f"主机 {socket.gethostname()}" in each.stderr
        assert verify(small / "archive").intact
        assert _publish(small).returncode == 0
    measure(PROMISE, {"rounds of 4 real commands": 2})


def _publish(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nianbao", "publish", "2023", "--root", str(root)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120)
