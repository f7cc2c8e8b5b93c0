from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from nianbao.publish.archive import NoSpace, durable, verify
from tests.archive import deeds, filesystems, killing
from tests.archive.conftest import Measure
from tests.archive.harm import case, copy, lying, seen
from tests.publish.archive.office import Office, tree

REPOSITORY = Path(__file__).resolve().parents[2]
PROMISE = "disk full is harmless"
DEEDS = {"publish": deeds.publish_2024, "correct": deeds.correct_2022, "withdraw": deeds.withdraw_2022}
PAGE = 4096


@pytest.fixture(params=DEEDS)
def deed(request: pytest.FixtureRequest) -> deeds.Deed:
    """Return something an office does."""
    return DEEDS[request.param]


@pytest.mark.usefixtures("mounting")
def test_a_disk_that_fills_up_anywhere_on_the_way(
    deed: deeds.Deed, office: Office, torture: bool, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever could no longer be written, readers have what they had, nothing is left, and more room is all it takes."""
    monkeypatch.setattr(durable, "free_space", lambda folder: 1 << 40)
    full = 0
    with filesystems.memory(office.archive, 64 << 20):
        deeds.begin(office)
        before, readers = tree(office.archive), seen(office.archive)
        used = shutil.disk_usage(office.archive).used
        while not _fits(deed, office, used + full * PAGE):
            assert tree(office.archive) == before
            assert seen(office.archive) == readers
            full += 1 if torture else 5
        found = verify(office.archive)
        assert (found.intact, found.orphans) == (True, ())
        assert seen(office.archive) != readers
    assert full > 10
    measure(PROMISE, {"sizes of a disk": full})


def _fits(deed: deeds.Deed, office: Office, size: int) -> bool:
    filesystems.resize(office.archive, size)
    try:
        deed(office)
    except NoSpace as full:
        refusal = str(full)
    else:
        return True
    assert "MiB" in refusal
    return False


@pytest.mark.usefixtures("mounting")
def test_what_is_said_to_be_needed_is_enough(deed: deeds.Deed, office: Office, measure: Measure) -> None:
    """The refusal comes before anything is written, and a disk with just that much room takes it all."""
    with filesystems.memory(office.archive, 64 << 20):
        deeds.begin(office)
        before = tree(office.archive)
        used = shutil.disk_usage(office.archive).used
        filesystems.resize(office.archive, used)
        with pytest.raises(NoSpace) as refusal:
            deed(office)
        assert tree(office.archive) == before
        filesystems.resize(office.archive, used + refusal.value.need + PAGE * 4)
        deed(office)
        assert verify(office.archive).intact
    measure(PROMISE, {"refusals whose figure was enough": 1})


def test_a_limit_to_the_size_of_a_file_is_harmless_too(
    deed: deeds.Deed, tmp_path: Path, torture: bool, measure: Measure
) -> None:
    """Where the account may write only small files, readers have what they had, and without the limit all goes on."""
    (tmp_path / "office").mkdir()
    assert killing.run(deeds.begin, tmp_path / "office") == 0
    done = case(deed, tmp_path / "office", tmp_path / "reference")
    folder = copy(tmp_path / "office", tmp_path / "limited")
    before = tree(folder / "archive")
    sizes = [*range(0, 10_000, 250)] if torture else [0, 100, 1000, 9000]
    for size in sizes:
        assert killing.run(partial(deeds.limited, deed, size), folder) == 4, size
        assert tree(folder / "archive") == before
    assert killing.run(deed, folder) == 0
    assert lying(folder / "archive") == done.whole
    measure(PROMISE, {"limits of a file": len(sizes)})


@pytest.mark.usefixtures("mounting")
def test_the_command_line_ends_with_status_4(small: Path, tmp_path: Path, measure: Measure) -> None:
    """It says how much is needed and how much there is; with more room the same command succeeds."""
    with filesystems.memory(tmp_path / "disk", 1 << 20) as disk:
        refused = _publish(small, archive=disk)
        assert refused.returncode == 4
        assert "MiB" in refused.stderr
        assert not (disk / "store").exists()
        filesystems.resize(disk, 64 << 20)
        assert _publish(small, archive=disk).returncode == 0
        assert verify(disk).intact
    measure(PROMISE, {"exits with 4": 1})


@pytest.mark.torture
@pytest.mark.usefixtures("mounting")
@pytest.mark.parametrize("kibibytes", [4, 64, 200, 300, 400, 500, 600])
def test_a_full_folder_for_temporary_files_ends_with_status_4(
    small: Path, tmp_path: Path, kibibytes: int, measure: Measure
) -> None:
    """The pages are built elsewhere first: there a full disk is told as what it is, too, and leaves no archive behind."""
    with filesystems.memory(tmp_path / "scratch", kibibytes << 10) as scratch:
        refused = _publish(small, archive=tmp_path / "archive", TMPDIR=str(scratch))
        assert refused.returncode == 4, refused.stderr
        assert list(scratch.iterdir()) == []
    assert not (tmp_path / "archive").exists()
    measure(PROMISE, {"exits with 4": 1})


def _publish(root: Path, archive: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nianbao", "publish", "2023", "--root", str(root), "--archive", str(archive)]
    return subprocess.run(
        command, cwd=REPOSITORY, env=os.environ | environment, capture_output=True, text=True, timeout=120
    )
