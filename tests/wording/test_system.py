from __future__ import annotations

import errno
import os

import pytest

from nianbao.wording.system import refusal


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EACCES, "没有权限"),
        (errno.ENOTDIR, "上级不是文件夹"),
        (errno.ENAMETOOLONG, "名字太长"),
        (errno.EROFS, "磁盘是只读的"),
    ],
)
def test_what_editors_meet_is_told_in_their_language(number: int, told: str) -> None:
    """Python has only the system's English for it."""
    assert refusal(OSError(number, os.strerror(number))) == told


def test_rare_reasons_are_told_as_the_system_tells_them() -> None:
    """Better those than none."""
    assert refusal(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert refusal(OSError("no number")) == "no number"
