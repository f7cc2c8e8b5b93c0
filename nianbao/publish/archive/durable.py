"""Writing so that "done" means on the disk: order of syncs, atomic links, modes, and the publishing lock.

Everything that only POSIX systems have is imported when it is used.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from nianbao.publish.archive import ledger, manifest
from nianbao.publish.archive.refusals import Busy, Unsupported
from nianbao.wording.language import say

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says of a disk, a quota or a file that can take no more."""

_MOMENTS = 50

_NOT_LINKABLE = frozenset({errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP})


def make_folder(path: Path) -> None:
    """Make a folder of mode 0755 whatever the umask, and the folders above it; each is synced into its parent."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    path.chmod(0o755)
    sync(path.parent)


def write_file(path: Path, content: bytes) -> None:
    """Write a file anew, never through a link or into a file that other names share; it is not synced yet."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def replace_file(path: Path, content: bytes, passage: Path, mode: int = 0o644) -> None:
    """Replace a file in one step that lasts; `passage` is an unused name on the same file system."""
    prepare_file(passage, content, mode)
    put_in_place(passage, path)


def prepare_file(passage: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file that is to take another one's place, so that it is on the disk."""
    write_file(passage, content)
    passage.chmod(mode)
    sync(passage)


def put_in_place(passage: Path, path: Path) -> None:
    """Give a prepared file its name in one step that lasts; that needs no room on the disk."""
    passage.replace(path)
    sync(path.parent)


def copy_file(source: Path, target: Path, twin: Path | None = None) -> None:
    """Copy a file's bytes, or give `twin` (a file known to have the same bytes) a second name where that can be."""
    if twin is not None and _gave_second_name(twin, target):
        return
    shutil.copyfile(source, target, follow_symlinks=False)


def set_modes(folder: Path, file_mode: int) -> None:
    """Set every file below `folder` to `file_mode` and every folder, itself included, to 0755; links are left."""
    folder.chmod(0o755)
    for entry in manifest.walk(folder):
        path = folder / entry.name
        mode = 0o755 if entry.kind == "folder" else file_mode
        if entry.kind in ("file", "folder") and path.stat().st_mode & 0o7777 != mode:
            path.chmod(mode)


def sync(path: Path) -> None:
    """Return when a file's bytes, or a folder's list of names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Sync every file below `folder`, then every folder from the bottom up, itself last."""
    entries = list(manifest.walk(folder))
    for entry in entries:
        if entry.kind == "file":
            sync(folder / entry.name)
    for entry in reversed(entries):
        if entry.kind == "folder":
            sync(folder / entry.name)
    sync(folder)


def move_folder(source: Path, target: Path) -> None:
    """Rename a synced folder to a name that must not exist, and sync both parents."""
    make_folder(target.parent)
    if target.exists() or target.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    source.rename(target)
    sync(target.parent)
    sync(source.parent)


def swap_link(link: Path, target: str, passage: Path) -> None:
    """Point `link` at `target` in one step that lasts; `passage` is an unused name on the same file system."""
    passage.unlink(missing_ok=True)
    passage.symlink_to(target)
    passage.replace(link)
    sync(link.parent)


def free_space(folder: Path) -> int:
    """Return the bytes that may still be written on the file system of `folder`."""
    return shutil.disk_usage(folder).free


def largest_file() -> int:
    """Return the bytes that one file of this process may have, -1 where the system sets no limit. POSIX only."""
    import resource

    return resource.getrlimit(resource.RLIMIT_FSIZE)[0]


@contextmanager
def hold(lock: Path, action: str, since: datetime) -> Iterator[None]:
    """Hold the publishing lock; the file says who holds it, since when and to do what.

    Raises Busy with the holder where someone else has it, Unsupported where the system has no such locks.
    """
    try:
        import fcntl  # noqa: F401 - to know before anything is written
    except ImportError as error:
        raise Unsupported from error
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(handle, lock)
        _sign(handle, action, since)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _gave_second_name(twin: Path, target: Path) -> bool:
    try:
        target.hardlink_to(twin)
    except OSError as error:
        if error.errno not in _NOT_LINKABLE:
            raise
        return False
    return True


def _take(handle: int, lock: Path) -> None:
    """Take the lock, or raise Busy; whoever has just taken it, or is letting go, is given a moment to say so."""
    import fcntl

    for _ in range(_MOMENTS):
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _holder(lock)
            if holder is not None:
                raise Busy(holder) from error
        time.sleep(0.01)
    raise Busy(say("占用者还没有留下说明"))


def _sign(handle: int, action: str, since: datetime) -> None:
    holder = {"action": action, "pid": os.getpid(), "host": socket.gethostname(), "since": ledger.timestamp(since)}
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(holder, ensure_ascii=False).encode(), 0)


def _holder(lock: Path) -> str | None:
    try:
        holder = json.loads(lock.read_bytes())
        return say("{action}（主机 {host}，进程 {pid}，{since} 起）", **{str(key): holder[key] for key in holder})
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
