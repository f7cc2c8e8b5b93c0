"""Why the system refused something, in the language of messages; its own words are English alone."""

from __future__ import annotations

import errno

from nianbao.wording.language import say


def refusal(error: OSError) -> str:
    """Return why a file cannot be read or written, without its name; the system's own words for rare reasons."""
    told = {
        errno.EACCES: say("没有权限"),
        errno.EPERM: say("系统不允许"),
        errno.ENOENT: say("没有这个文件或文件夹"),
        errno.ENOTDIR: say("上级不是文件夹"),
        errno.EISDIR: say("是文件夹，不是文件"),
        errno.EEXIST: say("已有同名的文件或文件夹"),
        errno.ENAMETOOLONG: say("名字太长"),
        errno.EINVAL: say("这个磁盘不接受这样的名字"),
        errno.EROFS: say("磁盘是只读的"),
        errno.EIO: say("磁盘读写出错"),
        errno.ENOSPC: say("磁盘已满"),
    }
    return told.get(error.errno or 0, error.strerror or str(error))
