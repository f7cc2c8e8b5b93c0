"""File systems of our own, to be filled up or to lose their power; only root may make them."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHUTDOWN = (2 << 30) | (4 << 16) | (ord("X") << 8) | 125
"""The ioctl EXT4_IOC_SHUTDOWN, `_IOR('X', 125, __u32)`."""

_NO_LOG_FLUSH = 2
"""EXT4_GOING_FLAGS_NOLOGFLUSH: what is not on the disk yet is lost, as when the power goes."""


def reason_against(folder: Path) -> str:
    """Return why no file systems can be made here, or nothing where they can; `folder` is an empty one."""
    try:
        with memory(folder / "memory", 1 << 20):
            pass
        make_image(folder / "image", 1 << 22)
        (folder / "disk").mkdir()
        with mounted(folder / "image", folder / "disk"):
            pass
    except (OSError, subprocess.CalledProcessError) as error:
        return f"file systems of our own need root, mount, mkfs.ext4 and loop devices: {error}"
    return ""


@contextmanager
def memory(folder: Path, size: int) -> Iterator[Path]:
    """Mount a file system of so many bytes, kept in memory, on a new folder."""
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        _run("umount", str(folder))


def resize(folder: Path, size: int) -> None:
    """Give a file system in memory another size in bytes."""
    _run("mount", "-o", f"remount,size={size}", str(folder))


def make_image(image: Path, size: int) -> None:
    """Make a file that holds an empty ext4 file system of so many bytes."""
    with image.open("wb") as file:
        file.truncate(size)
    _run("mkfs.ext4", "-q", "-F", str(image))


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Path]:
    """Mount the file system that a file holds on an existing folder."""
    _run("mount", "-o", "loop", str(image), str(folder))
    try:
        yield folder
    finally:
        _run("umount", str(folder))


def cut_power(folder: Path) -> None:
    """End all writing to the mounted ext4 file system at once: whatever is not on its disk is lost."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.ioctl(handle, _SHUTDOWN, struct.pack("=I", _NO_LOG_FLUSH))
    finally:
        os.close(handle)


def _run(*command: str) -> None:
    search = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    program = shutil.which(command[0], path=search) or command[0]
    subprocess.run([program, *command[1:]], capture_output=True, check=True, timeout=60)
