"""The verb `withdraw`: what will go is shown first, and taken out only when somebody agrees."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from nianbao.cli.telling import tell_clock, tell_outcome
from nianbao.publish.announcing import NotApproved
from nianbao.publish.withdrawing.remaining import TakenOut
from nianbao.publish.withdrawing.request import Request
from nianbao.publish.withdrawing.withdrawing import withdraw_content
from nianbao.wording.language import say
from nianbao.wording.personal import masked

_SHOWN = 20


def run_withdrawal(root: Path, archive: Path, request: Request, yes: bool) -> None:
    """Withdraw what is asked for and say what was done; without `yes` somebody at a terminal has to agree first.

    Raises what `withdraw_content` raises, and UsageError where nobody can be asked.
    """
    if not yes and not sys.stdin.isatty():
        raise click.UsageError(say("撤下不能撤回，需要确认；不在终端里运行时请加 --yes"))

    def approve(version: int, out: TakenOut, places: Mapping[str, int]) -> bool:
        _tell_what_goes(request.year, version, out)
        _tell_what_stays(places)
        return yes or click.confirm(say("确认撤下吗？此操作不能撤回"))

    tell_clock(archive)
    try:
        click.echo(say("正在查找{year}年度要撤下的内容", year=request.year), err=True)
        outcome = withdraw_content(root, archive, request, approve)
    except NotApproved:
        click.echo(say("没有撤下任何内容"))
        return
    tell_outcome(outcome)
    click.echo(say("来源文件夹里的原文没有动；请改好后再用 nianbao correct 更正，以免再次公开"))


def _tell_what_goes(year: int, version: int, out: TakenOut) -> None:
    click.echo(say("将从{year}年度第{version}版撤下：", year=year, version=version))
    for name in sorted(out.content | out.sources):
        click.echo(f"  {masked(name)}")


def _tell_what_stays(places: Mapping[str, int]) -> None:
    if not places:
        return
    click.echo(say("以下文件中有与撤下内容相同的字句，不会撤下；需要的请另行撤下："))
    ordered = sorted(places.items(), key=lambda entry: -entry[1])
    for name, count in ordered[:_SHOWN]:
        click.echo("  " + say("{name}（{count}处）", name=masked(name), count=count))
    if len(ordered) > _SHOWN:
        click.echo("  " + say("另有{count}个文件", count=len(ordered) - _SHOWN))
