"""What lies outside the program and stops it anywhere: files that the system refuses, no memory, no such characters."""

from __future__ import annotations

import errno
import os
import tempfile
import zipfile
from pathlib import Path

from nianbao.cli.status import NO_SPACE, UNUSABLE
from nianbao.publish.archive.durable import FULL
from nianbao.wording.language import say
from nianbao.wording.system import advice, refusal

_FOLDER_AT_FAULT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""Reasons that belong to the folder where something was to be made."""
_NO_FOLDER = frozenset({errno.ENOTDIR, errno.EEXIST})
"""What the system says of a file where a folder should be."""


def answer(error: Exception) -> tuple[int, str]:
    """Return the exit status and the sentence for what was raised: where, what, what to do; the rest is our fault."""
    match error:
        case OSError():
            return _refused(error)
        case MemoryError():
            return UNUSABLE, say("内存不够；请关闭别的程序后再试，或减少附件和图片")
        case RecursionError():
            return UNUSABLE, say("读到的内容嵌套得太深；请检查最近改过的文件，去掉一层套一层的括号、列表或引用")
        case UnicodeError():
            values = _text(error)
            return UNUSABLE, say("{what}：不能写成或读作 {encoding} 的文字；请改用 UTF-8，去掉特别的字符", **values)
        case zipfile.BadZipFile():
            return UNUSABLE, say("压缩文件（工作簿、文档）已损坏：{why}；请用原软件打开后另存", why=error)
    described = f"{type(error).__name__}: {error}".removesuffix(": ")
    return UNUSABLE, say("程序内部出错：{error}。请加 --debug 再运行一次，并把结果交给维护人员", error=described)


def _refused(error: OSError) -> tuple[int, str]:
    given = (error.filename, error.filename2)
    paths = [Path(os.fsdecode(name)) for name in given if isinstance(name, (str, bytes, os.PathLike))]
    if error.errno in FULL:
        name = paths[-1] if paths else _temporary()
        return NO_SPACE, say("磁盘已满，写不下 {name}；请腾出空间后重试。已公开的内容没有变动。", name=name)
    if not paths and not _temporary():
        return UNUSABLE, say("没有可以写入的临时文件夹；请用环境变量 TMPDIR 指出一个")
    if not paths and error.errno == errno.ENOENT and not _has_current_folder():
        return UNUSABLE, say("当前文件夹已被删除或移走；请换到站点文件夹再运行")
    values = {"why": refusal(error), "advice": advice(error)}
    if not paths:
        return UNUSABLE, say("系统不能完成这一步：{why}。{advice}", **values)
    if error.errno in _NO_FOLDER and (file := _file_on_the_way(paths)):
        return UNUSABLE, say("{name}：是文件，不是文件夹。{advice}", name=file, advice=advice(error))
    where = " → ".join(str(_at_fault(path, error)) for path in paths)
    return UNUSABLE, say("{name}：{why}。{advice}", name=where, **values)


def _file_on_the_way(paths: list[Path]) -> Path | None:
    steps = (step for path in paths for step in (path, *path.absolute().parents))
    return next((step for step in steps if os.path.lexists(step) and not step.is_dir()), None)


def _at_fault(path: Path, error: OSError) -> Path:
    """What is named for a file: for one that could not be made, the nearest folder that is there."""
    if error.errno not in _FOLDER_AT_FAULT:
        return path
    return next((step for step in (path, *path.absolute().parents) if os.path.lexists(step)), path)


def _has_current_folder() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def _temporary() -> str:
    """The folder for temporary files; empty where there is none."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return ""


def _text(error: UnicodeError) -> dict[str, object]:
    if isinstance(error, (UnicodeEncodeError, UnicodeDecodeError)):
        piece = ascii(error.object[max(0, error.start - 10) : error.end + 10])
        return {"what": piece, "encoding": error.encoding}
    return {"what": str(error), "encoding": "UTF-8"}
