"""The verb `exempt`: the number is read where it stands or asked for without being shown, and never printed."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from nianbao.publish.exempting import PORTAL, Approval, exceptions_file, number_in, numbers_at, written_entry
from nianbao.wording.language import say


def print_entry(root: Path, year: str, approval: Approval) -> None:
    """Print the entry for the file of exceptions; raises click.UsageError for arguments that cannot be right."""
    if year != PORTAL and not year.isdigit():
        raise click.UsageError(say("“{name}”应为年度（如 2022）或 portal", name=year))
    try:
        datetime.date.fromisoformat(approval.expires)
    except ValueError:
        raise click.UsageError(
            say("“{text}”应为日期，如 {example}", text=approval.expires, example="2026-12-31")
        ) from None
    found = numbers_at(root, year, approval)
    if len(found) > 1:
        click.echo(say("这里有{count}个{kind}，请输入要登记的一个", count=len(found), kind=approval.kind), err=True)
    elif not found:
        click.echo(say("“{place}”处没有找到{kind}，请输入号码", place=approval.place, kind=approval.kind), err=True)
    value = found[0] if len(found) == 1 else _asked(approval)
    click.echo(say("请把下面几行加到 {file}：", file=exceptions_file(year)), err=True)
    click.echo(written_entry(root, year, approval, value), nl=False)


def _asked(approval: Approval) -> str:
    value = number_in(_typed(approval), approval.kind)
    if value is None:
        raise click.UsageError(say("输入的不是{kind}", kind=approval.kind))
    return value


def _typed(approval: Approval) -> str:
    """What is typed without being shown; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    try:
        return str(click.prompt(say("{kind}（输入时不显示）", kind=approval.kind), hide_input=True, err=True))
    except click.Abort:
        return ""
