"""Where an export goes: whole or not at all, never over something that is there already."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from nianbao.publish.archive import durable
from nianbao.publish.archive.refusals import NoSpace
from nianbao.publish.exporting.pieces import Piece
from nianbao.publish.exporting.refusals import Refused
from nianbao.wording.language import say
from nianbao.wording.system import advice, refusal

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_MARGIN = 1 << 20
_BLOCK = 4096


@contextmanager
def beside(target: Path, archive: Path) -> Iterator[Path]:
    """Yield an unused path on the target's file system; what was written there becomes `target` in one step at last.

    After any failure the target is as it was. Raises Refused where it is taken, unfit or cannot be written.
    """
    try:
        _check(target, archive)
        _make_above(target)
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        yield scratch / "export"
        _check(target, archive)
        _move(scratch / "export", target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def room_for(need: int, folder: Path) -> Iterator[None]:
    """Raise NoSpace where the file system of `folder` has no room for `need` bytes, now or later inside."""
    need += _MARGIN
    if durable.free_space(folder) < need:
        raise NoSpace(need, durable.free_space(folder))
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(need, durable.free_space(folder)) from error
        raise


def size_of(pieces: Mapping[str, Piece]) -> int:
    """Return the bytes that files take on a disk, rounded up to whole blocks."""
    return sum((piece.size // _BLOCK + 1) * _BLOCK for piece in pieces.values())


def write_new(path: Path, content: bytes, moment: datetime) -> None:
    """Write a file that must not exist, so that it is on the disk; mode 0644, and `moment` as its time."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    finish(path, moment)


def finish(path: Path, moment: datetime) -> None:
    """Give a written file or folder the mode and the time that all exports give; a folder's names are on the disk."""
    path.chmod(0o755 if path.is_dir() else 0o644)
    os.utime(path, (moment.timestamp(), moment.timestamp()))
    if path.is_dir():
        _sync_folder(path)


def _check(target: Path, archive: Path) -> None:
    if target.is_symlink() or (target.exists() and not (target.is_dir() and not any(target.iterdir()))):
        raise Refused(say("{target} 已经存在，没有覆盖；请换一个名字，或者先把它移走", target=target))
    if os.path.ismount(target) or target.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise Refused(
            say("不能整个替换 {target}；请写其中一个新名字，如 {example}", target=target, example=target / "nianbao")
        )
    if archive.resolve() in (target.resolve(), *target.resolve().parents):
        raise Refused(say("{target} 在历年报告库里面；请导出到别处", target=target))


def _make_above(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename) from error


def _move(written: Path, target: Path) -> None:
    if target.is_dir():
        target.rmdir()  # Windows renames to no name that is taken, not even by an empty folder.
    written.rename(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # Neither Windows nor every USB stick can sync a folder.
        durable.sync(folder)


def _unwritable(target: Path, error: OSError) -> Refused:
    values = {"why": refusal(error), "advice": advice(error)}
    return Refused(say("写不成 {target}：{why}。{advice}", target=target, **values))
