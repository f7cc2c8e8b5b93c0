"""What the command line prints: years begun, outcomes of publications, results of verification."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from nianbao.publish.archive import ArchiveError, Outcome, read_events
from nianbao.publish.archive.ledger import doubt_of, latest_time, timestamp
from nianbao.publish.starting.new_year import Begun
from nianbao.wording.language import say


@contextmanager
def working(message: str) -> Iterator[None]:
    """Show that something long is being done: moving on a terminal, one plain line elsewhere."""
    if not sys.stderr.isatty():
        click.echo(message, err=True)
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(message):
        yield


def tell_begun(begun: Begun, year: int) -> None:
    """Say which files were written for a new year, what it goes on from, and what to do next."""
    for name in begun.files:
        click.echo(f"  {name}")
    if begun.last is not None:
        click.echo(say("已沿用{last}年度的提纲、名称和上年数，请核对", last=begun.last))
    click.echo(say("已新建{year}年度。请填写数据、写好各章，随时运行：nianbao check {year}", year=year))


def tell_clock(archive: Path) -> None:
    """Say on standard error that the system's clock cannot be right, where that is so; what is done is recorded so.

    An archive that cannot be read says nothing; the verb itself will tell why.
    """
    now = datetime.datetime.now(datetime.UTC)
    with suppress(ArchiveError):
        events = read_events(archive)
        if not doubt_of(events, now):
            return
        values = {"now": timestamp(now), "last": latest_time(events) or "2000-01-01T00:00:00Z"}
        click.echo(
            say("系统时钟是 {now}，早于 {last}；请核对并校准时钟。仍照常进行，台账会记明时间不可信", **values), err=True
        )


def tell_outcome(outcome: Outcome) -> None:
    """Say what a publication did, and the hash that proves it."""
    match outcome.kind:
        case "published":
            click.echo(say("已发布{year}年度第{version}版", year=outcome.year, version=outcome.version))
        case "withdrawn":
            click.echo(say("已从{year}年度第{version}版撤下所列内容", year=outcome.year, version=outcome.version))
        case "portal":
            click.echo(say("年度没有变化，首页已更新"))
        case "unchanged":
            click.echo(say("没有变化，不重复发布"))
    if outcome.kind != "unchanged":
        click.echo(say("总校验值（可用 nianbao verify --expect 核对）：{hash}", hash=outcome.view_hash))
        click.echo(say("台账校验值（可用 nianbao verify --since 核对）：{hash}", hash=outcome.head))
    for name in outcome.moved_aside:
        text = say("上次没有做完的内容可能已经公开过，已移到 {name} 保存，不再提供", name=name)
        click.secho(text, fg="yellow", err=True)
    for name in outcome.dropped_aside:
        text = say("另外保存的 {name} 可能含有撤下的内容，已一并删除", name=name)
        click.secho(text, fg="yellow", err=True)
    for damage in outcome.damage:
        click.secho(say("另发现损坏：{damage}", damage=damage), fg="red", err=True)
