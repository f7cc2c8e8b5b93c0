from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nianbao.publish.archive import Busy, Unsupported, durable
from tests.publish.archive.office import names

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOLDING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from nianbao.publish.archive import durable
with durable.hold(Path(sys.argv[1]), "发布2022年度", datetime(2026, 11, 24, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_held_by_another_process_says_who_holds_it(tmp_path: Path) -> None:
    """The second is refused with the first one's process, host, time and deed, and may go on when the first is done."""
    lock = tmp_path / ".lock"
    command = [sys.executable, "-c", HOLDING, str(lock)]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy, match="发布2022年度") as refusal, durable.hold(lock, "发布2023年度", NOON):
            raise AssertionError
        assert f"进程 {other.pid}" in refusal.value.holder
        assert "2026-11-24T00:00:00Z" in refusal.value.holder
        other.stdin.close()
        other.wait(timeout=10)
    with durable.hold(lock, "发布2023年度", NOON):
        assert json.loads(lock.read_bytes())["pid"] == os.getpid()
    assert lock.read_bytes() == b""


def test_a_holder_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    """What it left in the file does not keep the next one out."""
    lock = tmp_path / ".lock"
    lock.write_text('{"action": "发布", "pid": 1}', encoding="utf-8")
    with durable.hold(lock, "发布2023年度", NOON):
        pass
    assert lock.read_bytes() == b""


def test_the_lock_is_released_when_the_work_fails(tmp_path: Path) -> None:
    """An error inside leaves no lock behind."""
    with pytest.raises(KeyError), durable.hold(tmp_path / ".lock", "发布", NOON):
        raise KeyError
    with durable.hold(tmp_path / ".lock", "发布", NOON):
        pass


def test_without_posix_locks_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where fcntl is missing the refusal says what to use instead."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with pytest.raises(Unsupported, match="nianbao export"), durable.hold(tmp_path / ".lock", "发布", NOON):
        pass


def test_swapping_a_link_replaces_it_in_place(tmp_path: Path) -> None:
    """The link leads to the new target and nothing else is left."""
    for target in ("views/1", "views/2"):
        durable.swap_link(tmp_path / "current", target, tmp_path / "passage")
        assert (tmp_path / "current").readlink() == Path(target)
    assert names(tmp_path) == {"current"}


def test_a_folder_is_never_moved_over_another(tmp_path: Path) -> None:
    """A version that is there already cannot be replaced, not even by a rename that POSIX would allow."""
    (tmp_path / "new").mkdir()
    (tmp_path / "there").mkdir()
    with pytest.raises(FileExistsError):
        durable.move_folder(tmp_path / "new", tmp_path / "there")


def test_writing_never_goes_through_a_link_or_into_a_shared_file(tmp_path: Path) -> None:
    """Other names of the same file keep their bytes."""
    (tmp_path / "stored").write_bytes(b"stored")
    (tmp_path / "second").hardlink_to(tmp_path / "stored")
    (tmp_path / "link").symlink_to("stored")
    for name in ("second", "link"):
        durable.write_file(tmp_path / name, b"new")
    assert (tmp_path / "stored").read_bytes() == b"stored"
    assert (tmp_path / "link").read_bytes() == b"new"


def test_a_twin_that_cannot_be_shared_is_copied(tmp_path: Path) -> None:
    """Saving space is welcome, having the bytes is a must: another file system is no obstacle."""
    (tmp_path / "source").write_bytes(b"page")
    elsewhere = Path("/dev/shm/nianbao-twin")  # noqa: S108 - A second file system is the point.
    if not elsewhere.parent.is_dir():
        pytest.skip("this system has no second file system at hand")
    elsewhere.write_bytes(b"page")
    try:
        durable.copy_file(tmp_path / "source", tmp_path / "target", elsewhere)
    finally:
        elsewhere.unlink()
    assert (tmp_path / "target").read_bytes() == b"page"
