"""Why the system refused something, and what to do, in the language of messages; its own words are English alone."""

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
        errno.ENOTEMPTY: say("文件夹不是空的"),
        errno.ENAMETOOLONG: say("名字太长"),
        errno.EINVAL: say("这个磁盘不接受这样的名字"),
        errno.ELOOP: say("链接绕成了圈"),
        errno.EROFS: say("磁盘是只读的"),
        errno.EIO: say("磁盘读写出错"),
        errno.ENOSPC: say("磁盘已满"),
        errno.EBUSY: say("正被别的程序占用"),
        errno.EMFILE: say("同时打开的文件太多"),
        errno.ENFILE: say("同时打开的文件太多"),
        errno.ENOMEM: say("内存不够"),
        errno.ESTALE: say("网络磁盘已断开"),
        errno.ETIMEDOUT: say("网络磁盘没有回应"),
    }
    return told.get(error.errno or 0, error.strerror or str(error))


def advice(error: OSError) -> str:
    """Return what somebody can do about a file that the system refuses."""
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return say("请检查它的权限，或换一个有权限的账号或位置")
        case errno.EROFS:
            return say("请换一个可以写入的位置")
        case errno.ENOENT:
            return say("请核对名字，或先建立它")
        case errno.EISDIR | errno.ENOTDIR | errno.EEXIST | errno.ENOTEMPTY:
            return say("请把它改名或移走，再试一次")
        case errno.ENAMETOOLONG:
            return say("请改短：一级名字最多255字节，一个汉字占3字节")
        case errno.EINVAL | errno.EILSEQ:
            return say("请改名，去掉特别的字符")
        case errno.EBUSY | errno.EMFILE | errno.ENFILE | errno.ENOMEM:
            return say("请关闭别的程序后再试")
        case errno.EIO | errno.ESTALE | errno.ETIMEDOUT | errno.ENODEV | errno.ENXIO:
            return say("请检查磁盘和连接，或换一个位置再试")
    return say("请排除原因后再试")
