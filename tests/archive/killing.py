"""A process that dies at its n-th change of the disk, as `kill -9` would end it, or with the power."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from pathlib import Path
from typing import NoReturn

from tests.archive import deeds
from tests.archive.deeds import Deed
from tests.publish.archive.office import Office

CONTEXT = get_context("forkserver")
"""Starts processes from one that has no threads, whatever the tests before have left in this one."""

CONTEXT.set_forkserver_preload([__name__])

_CHANGES = frozenset(
    {
        "os.rename",
        "os.symlink",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rmdir",
        "os.chmod",
        "os.truncate",
        "shutil.copyfile",
        "shutil.rmtree",
    }
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PIECE = 4096

Death = Callable[[], None]


def kill() -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def run(deed: Deed, folder: Path, die_at: int = 0, death: Death = kill) -> int:
    """Do a deed in a process of its own and return how that ended: 0, or minus the signal that killed it.

    With `die_at` the process calls `death` right before its n-th change below `folder/archive`; a file's bytes are
    written in several steps. Nonces and times are the same in every run.
    """
    return _ended(deed, folder, die_at, death, None)


def changes(deed: Deed, folder: Path) -> list[str]:
    """Do a deed to its end and return all its changes of the disk, such as `os.rename current`."""
    log = folder / "changes.txt"
    assert _ended(deed, folder, 0, kill, log) == 0
    return log.read_text(encoding="utf-8").splitlines()


def spread(steps: int, count: int, always: Iterable[int] = ()) -> list[int]:
    """Return the numbers of about `count` of so many steps, at equal distances from first to last, and some others."""
    even = {1 + round(index * (steps - 1) / (count - 1)) for index in range(count)}
    return sorted(even | {number for number in always if 1 <= number <= steps})


def around_commit(steps: list[str]) -> range:
    """Return the numbers of the steps just before and after the one by which readers get the new."""
    commit = 1 + max(index for index, step in enumerate(steps) if step == "os.rename current")
    return range(commit - 1, commit + 3)


class _Watch:
    """Counts changes below a folder."""

    def __init__(self, folder: Path, die_at: int, death: Death, log: Path | None) -> None:
        self._folder = os.fspath(folder)
        self._die_at, self._death = die_at, death
        self._log = None if log is None else os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        self._count = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Take note of what Python tells its auditors."""
        if event == "open":
            path, mode, flags = arguments
            if isinstance(flags, int) and flags & _WRITING:
                self.change(f"open {mode or ''}".strip(), path)
        elif event in _CHANGES:
            self.change(event, arguments[1] if event in ("os.rename", "os.symlink", "os.link") else arguments[0])

    def change(self, what: str, path: object) -> None:
        """Count one change, or die of it; `path` is a name, a handle, or a name relative to a handle."""
        name = _name_of(path)
        if name.startswith("/") and not name.startswith(self._folder):
            return
        self._count += 1
        if self._log is not None:
            os.write(self._log, f"{what} {name.removeprefix(self._folder).lstrip('/')}\n".encode())
        if self._count == self._die_at:
            self._death()


def _name_of(path: object) -> str:
    if isinstance(path, int):
        return os.readlink(f"/proc/self/fd/{path}")  # noqa: PTH115 - Path itself is watched
    assert isinstance(path, (str, bytes, Path))
    return os.fsdecode(path)


def _ended(deed: Deed, folder: Path, die_at: int, death: Death, log: Path | None) -> int:
    process = CONTEXT.Process(target=_do, args=(deed, folder, die_at, death, log))
    process.start()
    process.join()
    status = process.exitcode
    process.close()
    assert status is not None
    return status


def _do(deed: Deed, folder: Path, die_at: int, death: Death, log: Path | None) -> NoReturn:
    watch = _Watch(folder / "archive", die_at, death, log)
    sys.addaudithook(watch)
    _watch_writing(watch, waits=death is not kill)
    _do_the_same_again(deed, folder)
    os._exit(0)


def _do_the_same_again(deed: Deed, folder: Path) -> None:
    secrets.token_bytes = lambda nbytes=None: b"\x17" * (nbytes or 32)
    deed(Office(folder))


def _watch_writing(watch: _Watch, waits: bool) -> None:
    """Count what auditors are not told of: syncs, writes to handles, and the pieces of a file's bytes.

    Without `waits` nothing is really synced: what was written outlives a killed process anyway.
    """
    fsync, pwrite, sendfile = os.fsync, os.pwrite, os.sendfile

    def watched_fsync(handle: int) -> None:
        watch.change("os.fsync", handle)
        if waits:
            fsync(handle)

    def watched_pwrite(handle: int, content: bytes, offset: int) -> int:
        watch.change("os.pwrite", handle)
        return pwrite(handle, content, offset)

    def watched_sendfile(target: int, source: int, offset: int, count: int) -> int:
        watch.change("os.sendfile", target)
        return sendfile(target, source, offset, min(count, _PIECE))

    def watched_write_bytes(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
            file.flush()
            watch.change("write", path)
            file.write(content[len(content) // 2 :])
        return len(content)

    patches: list[tuple[object, str, object]] = [
        (os, "fsync", watched_fsync),
        (os, "pwrite", watched_pwrite),
        (os, "sendfile", watched_sendfile),
        (Path, "write_bytes", watched_write_bytes),
    ]
    for owner, name, patched in patches:
        setattr(owner, name, patched)


if __name__ == "__main__":
    _do_the_same_again(getattr(deeds, sys.argv[1]), Path(sys.argv[2]))
