from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from nianbao.publish.archive import verify
from tests.archive import deeds, filesystems, killing
from tests.archive.conftest import Measure
from tests.archive.harm import Case, case, counted, holding, interrupted, retried, seen

pytestmark = pytest.mark.usefixtures("mounting")

PROMISE = "“published” means on disk"
DEEDS = {"publish": deeds.publish_2024, "correct": deeds.correct_2022, "withdraw": deeds.withdraw_2022}
SIZE = 32 << 20


@pytest.fixture(scope="module")
def begun(_mounting: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the image of a disk with an office that published two years, and all of it on the disk."""
    if _mounting:
        pytest.skip(_mounting)
    folder = tmp_path_factory.mktemp("power")
    (folder / "disk").mkdir()
    filesystems.make_image(folder / "image", SIZE)
    with filesystems.mounted(folder / "image", folder / "disk") as disk:
        assert killing.run(deeds.begin, disk) == 0
    return folder / "image"


@contextmanager
def plugged_in(image: Path, folder: Path) -> Iterator[Path]:
    """Mount a disk, as when a machine starts."""
    folder.mkdir(exist_ok=True)
    with filesystems.mounted(image, folder) as disk:
        yield disk


def lose_power(disk: Path) -> None:
    """End this process and all writing to its disk at once."""
    filesystems.cut_power(disk)
    killing.kill()


def test_the_cut_is_a_real_one(tmp_path: Path) -> None:
    """What was written and never synced is gone afterwards, so that these tests can tell the difference."""
    filesystems.make_image(tmp_path / "image", SIZE)
    with plugged_in(tmp_path / "image", tmp_path / "disk") as disk:
        for name in ("synced", "unsynced"):
            (disk / name).write_bytes(b"published")
            if name == "synced":
                os.sync()
        filesystems.cut_power(disk)
    with plugged_in(tmp_path / "image", tmp_path / "disk") as disk:
        assert (disk / "synced").read_bytes() == b"published"
        assert not (disk / "unsynced").exists() or (disk / "unsynced").read_bytes() == b""


@pytest.mark.parametrize("name", DEEDS)
def test_what_was_reported_is_there_when_the_power_comes_back(
    begun: Path, name: str, tmp_path: Path, torture: bool, measure: Measure
) -> None:
    """A cut right after the report of success loses no byte of it, and what was withdrawn does not come back."""
    done = _case(begun, DEEDS[name], tmp_path)
    cuts, gone = 4 if torture else 1, 0
    for _ in range(cuts):
        image = Path(shutil.copy(begun, tmp_path / "image"))
        with plugged_in(image, tmp_path / "disk") as disk:
            assert killing.run(done.deed, disk, 0, partial(lose_power, disk)) == 0
            filesystems.cut_power(disk)
        with plugged_in(image, tmp_path / "disk") as disk:
            found = verify(disk / "archive")
            gone += seen(disk / "archive") != done.after
            assert (found.damages, found.orphans) == ((), ())
            if name == "withdraw":
                assert holding(disk / "archive", deeds.WITHDRAWN) == []
    measure(PROMISE, {"cuts right after a report": cuts, "reported and gone": gone})
    assert gone == 0


@pytest.mark.parametrize("name", DEEDS)
def test_a_cut_on_the_way_harms_nothing(
    begun: Path, name: str, tmp_path: Path, torture: bool, measure: Measure
) -> None:
    """Readers have all of the old or all of the new, every earlier year is whole, and the retry succeeds."""
    done = _case(begun, DEEDS[name], tmp_path)
    around = killing.around_commit(done.steps)
    moments = killing.spread(len(done.steps), 6, around[1:3]) if torture else [around[2]]
    harms = []
    for moment in moments:
        image = Path(shutil.copy(begun, tmp_path / "image"))
        with plugged_in(image, tmp_path / "disk") as disk:
            assert killing.run(done.deed, disk, moment, partial(lose_power, disk)) == -9
        with plugged_in(image, tmp_path / "disk") as disk:
            harms += [*interrupted(done, disk), *retried(done, disk)]
    measure(PROMISE, {"cuts on the way": len(moments), **counted(harms)})
    assert harms == []


def _case(image: Path, deed: deeds.Deed, tmp_path: Path) -> Case:
    """What a deed does, learnt from a copy of what is on the disk."""
    with plugged_in(Path(shutil.copy(image, tmp_path / "learnt")), tmp_path / "disk") as disk:
        return case(deed, disk, tmp_path / "reference")
