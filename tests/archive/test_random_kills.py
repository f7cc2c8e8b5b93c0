from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from nianbao.publish.archive import layout, read_events, verify
from nianbao.publish.publishing import publish_year
from tests.archive.conftest import Measure
from tests.archive.harm import Harm, Seen, counted, seen

REPOSITORY = Path(__file__).resolve().parents[2]
PUBLISH = [sys.executable, "-m", "nianbao", "publish", "2024", "--root"]
SEED = 20240101
KILLS = 200


@pytest.mark.torture
def test_the_real_program_killed_at_random_moments(following: Path, tmp_path: Path, measure: Measure) -> None:
    """From reading the sources to the last sync: readers have the old or the new year, and the retry succeeds."""
    publish_year(following, following / "archive", 2023)
    before = seen(following / "archive")
    whole, writing = _durations(shutil.copytree(following, tmp_path / "measured", symlinks=True))
    chance = random.Random(SEED)  # noqa: S311 - moments, no secrets
    moments = [(index % 2 == 0, chance.random()) for index in range(KILLS)]

    def killed(index: int) -> list[Harm]:
        root = shutil.copytree(following, tmp_path / f"killed-{index}", symlinks=True)
        while_writing, share = moments[index]
        while not _killed(root, while_writing, share * (writing if while_writing else whole)):
            shutil.rmtree(root / "archive")
            shutil.copytree(following / "archive", root / "archive", symlinks=True)
            share *= 0.7  # It was done before its moment came: another one, earlier.
        harms = [*_harm(root / "archive", before), *_retried(root)]
        shutil.rmtree(root)
        return harms

    with ThreadPoolExecutor(2) as two:
        harms = [harm for harms in two.map(killed, range(KILLS)) for harm in harms]
    measure("a crash never harms the archive", {"kills at a random moment": KILLS, **counted(harms)})
    assert harms == []


def _harm(archive: Path, before: Seen) -> list[Harm]:
    """What is wrong after a kill: something is damaged, half shown, or no longer where it was."""
    shown = seen(archive)
    harms = [Harm("corrupt", str(damage)) for damage in verify(archive).damages]
    if len(read_events(archive)) == 1 and shown != before:
        harms.append(Harm("corrupt", "readers meet neither the old nor the new"))
    lost = [name for name in before if name.startswith("2023") and shown.get(name) != before[name]]
    return harms + [Harm("lost years", name) for name in lost]


def _retried(root: Path) -> list[Harm]:
    done = subprocess.run([*PUBLISH, str(root)], cwd=REPOSITORY, capture_output=True, text=True, timeout=120)
    found = verify(root / "archive")
    years = [event.year for event in read_events(root / "archive")]
    if done.returncode or not found.intact or found.orphans or years != [2023, 2024]:
        return [Harm("failed retries", f"{done.returncode} {years} {found.orphans} {done.stderr}")]
    return []


def _killed(root: Path, while_writing: bool, seconds: float) -> bool:
    """Kill a publication so many seconds after it began, or began to write; False where it was done by then."""
    process = _begun(root)
    try:
        if while_writing:
            _wait_for_lock(process, root / "archive" / layout.LOCK)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(seconds) != 0
        process.kill()
        return process.wait() == -signal.SIGKILL
    finally:
        _end(process)


def _durations(root: Path) -> tuple[float, float]:
    """The seconds that a whole publication takes, and those of them in which it writes into the archive."""
    begun = time.monotonic()
    process = _begun(root)
    try:
        _wait_for_lock(process, root / "archive" / layout.LOCK)
        locked = time.monotonic()
        assert process.wait(120) == 0
    finally:
        _end(process)
    return time.monotonic() - begun, time.monotonic() - locked


def _begun(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*PUBLISH, str(root)],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_for_lock(process: subprocess.Popen[bytes], lock: Path) -> None:
    while process.poll() is None and not lock.read_bytes():
        time.sleep(0.002)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the publication and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
