"""Why the archive does not do what it was asked: each reason with the sentence an editor reads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from nianbao.wording.language import say


@dataclass(frozen=True)
class Damage:
    """Something in the archive that is not as it was published: its archive path, and what is wrong with it.

    Bytes of a path that are no UTF-8 are shown as `\\xNN`, so that the path can be printed anywhere.
    """

    path: str
    what: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", os.fsencode(self.path).decode(errors="backslashreplace"))

    def __str__(self) -> str:
        return say("{path}：{what}", path=self.path, what=self.what)


class ArchiveError(Exception):
    """The archive refuses; the text is a sentence for people."""


class Unsupported(ArchiveError):
    """The operating system cannot keep the archive's promises."""

    def __init__(self) -> None:
        super().__init__(say("历年报告库只能放在 Linux 或 macOS 等 POSIX 系统上；在本机请用 nianbao export 导出。"))


class Busy(ArchiveError):
    """Someone else holds the publishing lock; `holder` says who."""

    def __init__(self, holder: str) -> None:
        super().__init__(say("历年报告库正被占用：{holder}。请等其完成后再试。", holder=holder))
        self.holder = holder


class Frozen(ArchiveError):
    """The year is already published from other sources; `changed` are the names of the inputs that differ."""

    def __init__(self, year: int, version: int, changed: Sequence[str]) -> None:
        named = "、".join(changed) or say("来源文件都没有变，变的是程序、主题或规则")
        super().__init__(
            say(
                "{year}年度第{version}版已经公开，不能悄悄改动；与已公开的不同之处：{named}。"
                "确需改动，请用 nianbao correct {year} --reason “更正原因”。",
                year=year,
                version=version,
                named=named,
            )
        )
        self.year = year
        self.version = version
        self.changed = tuple(changed)


class Overtaken(ArchiveError):
    """The correction was prepared against a version that is no longer the latest, or no longer what it was."""

    def __init__(self, year: int, version: int, latest: int) -> None:
        super().__init__(
            say(
                "{year}年度的内容在此期间已撤下一部分，准备公开的第{version}版可能引用了它；"
                "请重新运行 nianbao correct {year}",
                year=year,
                version=version,
            )
            if latest + 1 == version
            else say(
                "{year}年度现在的最新版次是第{latest}版，不能再公开第{version}版；请重新运行 nianbao correct {year}",
                year=year,
                latest=latest,
                version=version,
            )
        )


class Damaged(ArchiveError):
    """The archive is damaged where it must not be; `damages` says where."""

    def __init__(self, damages: Sequence[Damage]) -> None:
        found = "；".join(map(str, damages))
        super().__init__(say("历年报告库有损坏，先修复再发布：{found}", found=found))
        self.damages = tuple(damages)


class Unsettled(Damaged):
    """Other ledgers in the archive say that something was published which the shown one lacks; `damages` says what."""

    def __init__(self, damages: Sequence[Damage]) -> None:
        super().__init__(damages)
        self.args = (
            say(
                "报告库里有公开过、而现行台账没有记下的内容，没有发布任何内容：{found}。"
                "请先决定怎样处理：nianbao verify --adopt 并入现行台账（推荐），"
                "或 nianbao verify --set-aside 搁置、不再提供；没有做完的撤下也可以照原来的命令再运行一次",
                found="；".join(map(str, damages)),
            ),
        )


class NotRemoved(ArchiveError):
    """Withdrawn content is no longer served, but its bytes could not all be removed; `name` is where it stopped."""

    def __init__(self, year: int, name: str, why: str) -> None:
        super().__init__(
            say(
                "{year}年度的内容已撤下、不再提供，但旧文件未能全部删除：{name}：{why}。"
                "请排除原因后运行 nianbao publish {year}，残留会一并清除。",
                year=year,
                name=name,
                why=why,
            )
        )
        self.name = name


class NoSpace(ArchiveError):
    """The disk is too full; `need` and `have` are bytes."""

    def __init__(self, need: int, have: int) -> None:
        super().__init__(
            say(
                "磁盘空间不够：大约需要 {need:.1f} MiB，还剩 {have:.1f} MiB。已公开的内容没有变动。",
                need=need / 2**20,
                have=have / 2**20,
            )
        )
        self.need = need
        self.have = have


class FileLimit(NoSpace):
    """The system lets this account write no file as large as one of them; `have` is its limit in bytes."""

    def __init__(self, need: int, have: int) -> None:
        super().__init__(need, have)
        self.args = (
            say(
                "系统限制单个文件不超过 {have:.1f} MiB（ulimit -f），写不下；一共大约需要 {need:.1f} MiB。"
                "请放宽限制后重试。已公开的内容没有变动。",
                need=need / 2**20,
                have=have / 2**20,
            ),
        )


class Unfit(ArchiveError):
    """What was handed in cannot be archived; `name` is the file at fault."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(say("不能归档 {name}：{what}", name=name, what=what))
        self.name = name
