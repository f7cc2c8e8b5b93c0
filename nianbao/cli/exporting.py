"""The verb `export`: which form is asked for, and what is said of what was handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from nianbao.cli.group import stop
from nianbao.cli.status import FINDINGS, UNUSABLE
from nianbao.cli.telling import working
from nianbao.publish import exporting
from nianbao.publish.archive import Damaged
from nianbao.publish.exporting import Exported
from nianbao.wording.language import say
from nianbao.wording.numbers import written_size


@dataclass(frozen=True)
class Wanted:
    """What a command line asks for: one form alone. `target` is a plain folder, or the file for the year `single`.

    `version` goes with `single` only.
    """

    target: Path | None
    zip_file: Path | None
    bag: Path | None
    single: int | None
    version: int | None


def run_export(archive: Path, wanted: Wanted) -> None:
    """Export in the form that is wanted and say what came of it.

    Raises UsageError for none or several forms; ends with status 1 where the archive is damaged, 2 where the target
    or what is asked for is unfit. Then nothing was written.
    """
    target, export = _chosen(archive, wanted)
    try:
        with working(say("正在核对历年报告库并导出到 {target}", target=target)):
            done = export()
    except exporting.Refused as refused:
        stop(UNUSABLE, str(refused))
    except Damaged as damaged:
        for damage in damaged.damages:
            click.secho(str(damage), fg="red", err=True)
        count = len(damaged.damages)
        stop(FINDINGS, say("历年报告库有{count}处损坏，没有导出任何内容；请先修复，再导出", count=count))
    size = written_size(done.size)
    click.echo(say("已导出到 {target}：{files}个文件，{size}", target=target, files=done.files, size=size))
    click.echo(say("总校验值：{hash}", hash=done.view_hash))


def _chosen(archive: Path, wanted: Wanted) -> tuple[Path, Callable[[], Exported]]:
    forms: list[tuple[Path, Callable[[], Exported]]] = []
    target = wanted.target
    if target is not None and wanted.single is not None:
        single = partial(exporting.export_single, archive, wanted.single, target.absolute(), wanted.version)
        forms.append((target, single))
    elif target is not None:
        forms.append((target, partial(exporting.export_tree, archive, target.absolute())))
    elif wanted.single is not None:
        raise click.UsageError(say("--single 后面要写年度和文件，如 {example}", example="--single 2022 2022.html"))
    if wanted.zip_file is not None:
        forms.append((wanted.zip_file, partial(exporting.export_zip, archive, wanted.zip_file.absolute())))
    if wanted.bag is not None:
        forms.append((wanted.bag, partial(exporting.export_bag, archive, wanted.bag.absolute())))
    if len(forms) != 1:
        raise click.UsageError(say("请写明导出成什么，只能选一种：一个文件夹、--zip、--bag 或 --single"))
    if wanted.version is not None and wanted.single is None:
        raise click.UsageError(say("--version 只能和 --single 一起用；其他形式都含全部版次"))
    return forms[0]
