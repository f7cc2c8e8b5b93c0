"""The verbs that change the archive or read it: what is published, and what proves it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nianbao.cli.group import archive_option, chosen_years, cli, root_option, verb
from nianbao.wording.language import say


@cli.command()
@click.argument("years", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="发布所有年度")
@archive_option
@root_option
@verb
def publish(years: tuple[int, ...], everything: bool, archive: Path | None, root: Path) -> None:
    """把年度作为第1版公开；已公开且没有变化的不重复发布。"""
    from nianbao.cli.telling import tell_outcome, working

    if not years and not everything:
        raise click.UsageError(say("请写明年度，如 nianbao publish 2022，或用 --all 发布所有年度"))
    from nianbao.publish.publishing import publish_year

    target = archive or root / "archive"
    for year in chosen_years(root, years, everything):
        with working(say("正在核对、生成并发布{year}年度", year=year)):
            outcome = publish_year(root, target, year)
        tell_outcome(outcome)
    click.echo(say("请打开 {address}", address=(target / "current" / "index.html").absolute().as_uri()))


@cli.command()
@click.option("--expect", metavar="HASH", help="应有的总校验值（发布时打印的那一串）")
@archive_option
@root_option
@verb
def verify(expect: str | None, archive: Path | None, root: Path) -> None:
    """重新计算历年报告库中每个文件的校验值，指出任何与发布时不同的文件。"""
    from nianbao.cli.telling import tell_verification
    from nianbao.publish.archive import verify as verify_archive

    sys.exit(tell_verification(verify_archive(archive or root / "archive", expect)))
