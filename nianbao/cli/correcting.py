"""The verb `correct`: what readers will see otherwise is shown first, and published only when somebody agrees."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nianbao.cli.differing import tell_difference
from nianbao.cli.telling import tell_clock, tell_outcome
from nianbao.publish.announcing import NotApproved
from nianbao.publish.correcting import Request, Unchanged, correct_year
from nianbao.report.correction import Correction
from nianbao.wording.language import say


def run_correction(root: Path, archive: Path, request: Request, yes: bool) -> None:
    """Show what a correction changes, publish it and say what was done; without `yes` somebody has to agree first.

    Raises what `correct_year` raises, and UsageError where nobody can be asked.
    """
    if not yes and not sys.stdin.isatty():
        raise click.UsageError(say("更正要先看过改动再确认；不在终端里运行时请先运行 nianbao diff，再加 --yes"))

    def approve(correction: Correction) -> bool:
        tell_difference(correction.changes)
        agreed = yes or click.confirm(say("确认作为第{version}版公开吗？", version=correction.version))
        if agreed:
            click.echo(say("正在生成并公开第{version}版", version=correction.version), err=True)
        return agreed

    tell_clock(archive)
    try:
        outcome = correct_year(root, archive, request, approve)
    except Unchanged as unchanged:
        values = {"year": request.year, "version": unchanged.version}
        click.echo(say("没有变化：{year}年度的来源文件与已公开的第{version}版相同，没有可更正的", **values))
        return
    except NotApproved:
        click.echo(say("没有公开任何内容"))
        return
    tell_outcome(outcome)
