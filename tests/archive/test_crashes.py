from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from nianbao.publish.archive import verify
from tests.archive import deeds, killing
from tests.archive.conftest import Measure
from tests.archive.harm import Case, Harm, case, copy, counted, holding, interrupted, retried, seen

REPOSITORY = Path(__file__).resolve().parents[2]
PROMISE = "a crash never harms the archive"
DEEDS: dict[str, tuple[deeds.Deed | None, deeds.Deed]] = {
    "the first publication": (None, deeds.publish_2022),
    "a publication": (deeds.begin, deeds.publish_2024),
    "a correction": (deeds.begin, deeds.correct_2022),
    "a withdrawal": (deeds.begin, deeds.withdraw_2022),
}
SYSTEM_CALLS = (
    "/^(write|pwrite64|sendfile|copy_file_range|ftruncate|fsync|rename.*|symlink.*|link|linkat|unlink.*|rmdir"
    "|mkdir.*|chmod|fchmod.*)$"
)
"""The system calls that change a disk, as strace names them."""


@pytest.fixture(params=DEEDS)
def interruptible(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    """Return a deed with the archive before it, and what it leaves when nothing interrupts it."""
    return _interruptible(request.param, tmp_path)


def test_killed_at_any_change_of_the_disk(interruptible: Case, tmp_path: Path, torture: bool, measure: Measure) -> None:
    """Readers have all of the old or all of the new, nothing published is touched, and the retry leaves no trace."""
    harms: list[Harm] = []
    steps = len(interruptible.steps)
    moments = killing.spread(steps, steps if torture else 14, killing.around_commit(interruptible.steps))
    for moment in moments:
        folder = copy(interruptible.folder, tmp_path / "killed")
        assert killing.run(interruptible.deed, folder, moment) == -9
        harms += interrupted(interruptible, folder)
        harms += retried(interruptible, folder)
        shutil.rmtree(folder)
    measure(PROMISE, {"kills at a change of the disk": len(moments), **counted(harms)})
    assert harms == []


@pytest.mark.parametrize("then", [deeds.withdraw_2022, deeds.publish_2024])
def test_a_killed_withdrawal_leaves_nothing_in_the_end(
    then: deeds.Deed, tmp_path: Path, torture: bool, measure: Measure
) -> None:
    """As soon as readers meet the tombstone, the next run of any kind removes every byte of what was withdrawn."""
    killed = _interruptible("a withdrawal", tmp_path)
    assert holding(killed.folder / "archive", deeds.WITHDRAWN) != []
    shown = 1 + killed.steps.index("os.rename current")
    rest = len(killed.steps) - shown
    later = [shown + number for number in killing.spread(rest, rest if torture else 6)]
    for moment in later:
        folder = copy(killed.folder, tmp_path / "killed")
        assert killing.run(killed.deed, folder, moment) == -9
        assert seen(folder / "archive") == killed.after
        assert killing.run(then, folder) == 0
        assert holding(folder / "archive", deeds.WITHDRAWN) == []
        assert verify(folder / "archive").intact
        shutil.rmtree(folder)
    measure(PROMISE, {"withdrawals killed when half removed": len(later)})


def test_killed_at_any_system_call(
    interruptible: Case, tmp_path: Path, torture: bool, strace: Strace, measure: Measure
) -> None:
    """As at any change that Python knows of, so at every single write, rename, link, sync and removal of the system."""
    calls = strace(interruptible.deed, copy(interruptible.folder, tmp_path / "counted"), None)
    moments = [calls[number - 1] for number in killing.spread(len(calls), len(calls) if torture else 3)]

    def killed(call: Call) -> list[Harm]:
        folder = copy(interruptible.folder, tmp_path / f"killed-{call.name}-{call.number}")
        strace(interruptible.deed, folder, call)
        harms = [*interrupted(interruptible, folder), *retried(interruptible, folder)]
        shutil.rmtree(folder)
        return harms

    with ThreadPoolExecutor(2) as two:
        harms = [harm for harms in two.map(killed, moments) for harm in harms]
    measure(PROMISE, {"kills at a system call": len(moments), **counted(harms)})
    assert harms == []


@dataclass(frozen=True)
class Call:
    """The n-th call of a system function, such as the third `fsync`."""

    name: str
    number: int


Strace = Callable[[deeds.Deed, Path, Call | None], list[Call]]
"""Does a deed under strace, which kills it at a certain call, or to its end; returns all calls that change a disk."""


@pytest.fixture
def strace() -> Strace:
    """Return a function that watches a deed's system calls; skips where the system lets nobody do so."""
    program = shutil.which("strace")
    if program is None:
        pytest.skip("there is no strace: apt-get install strace")

    def traced(deed: deeds.Deed, folder: Path, kill_at: Call | None) -> list[Call]:
        log = folder / "calls.txt"
        kill = [f"--inject={kill_at.name}:signal=KILL:when={kill_at.number}"] if kill_at else []
        command = [program, "-qq", "-e", f"trace={SYSTEM_CALLS}", *kill, "-o", str(log)]
        command += [sys.executable, "-B", "-m", killing.__name__, deed.__name__, str(folder)]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=120)
        if "ptrace" in done.stderr.lower():
            pytest.skip(f"strace may not trace here: {done.stderr.strip()}")
        assert done.returncode == (-9 if kill_at else 0), done.stderr
        return _numbered(re.findall(r"^(\w+)\(", log.read_text(encoding="utf-8"), flags=re.MULTILINE))

    return traced


def _numbered(names: list[str]) -> list[Call]:
    seen_before = Counter[str]()
    calls = []
    for name in names:
        seen_before[name] += 1
        calls.append(Call(name, seen_before[name]))
    return calls


def _interruptible(name: str, tmp_path: Path) -> Case:
    begin, deed = DEEDS[name]
    folder = tmp_path / "begun"
    folder.mkdir()
    if begin is not None:
        assert killing.run(begin, folder) == 0
    return case(deed, folder, tmp_path / "reference")
