"""What the command line prints: findings by file, outcomes of publications, results of verification."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import click

from nianbao.cli.status import CLEAN, FINDINGS, UNUSABLE
from nianbao.publish.archive import Outcome, Verification
from nianbao.publish.starting.new_year import Begun
from nianbao.report.finding import Finding, Unusable
from nianbao.wording.language import say
from nianbao.wording.sentences import sentence

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def level_name(finding: Finding) -> str:
    """Return what a finding's level is called: 已说明 for an acknowledged one, 待填 for what is to be filled in."""
    if finding.acknowledged:
        return say("已说明")
    if finding.gap:
        return say("待填")
    return {"error": say("错误"), "warning": say("提醒"), "info": say("说明")}[finding.level]


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings grouped by file, each with its place, level, sentence and rule."""
    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        click.secho(file, bold=True)
        for entry in group:
            colour = "green" if entry.acknowledged else _COLOURS[entry.level]
            text = sentence(entry.sentence or entry.rule, entry.values)
            click.echo(f"  {click.style(level_name(entry), fg=colour)} {entry.place}  {text}  [{entry.rule}]")
            if entry.reason is not None:
                click.echo("      " + say("公开说明：{reason}", reason=entry.reason))


def check_years(root: Path, years: Sequence[int], form: str) -> int:
    """Check years and print what was found; return the exit status."""
    from nianbao.publish.editions import assemble

    found: list[Finding] = []
    unusable = False
    for year in years:
        try:
            found += assemble(root, year).findings
        except Unusable as problem:
            found += problem.findings
            unusable = True
    counts = Counter("acknowledged" if entry.acknowledged else entry.level for entry in found)
    if form == "json":
        document = {"findings": [_entry(item) for item in found], "counts": counts}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print_findings(found)
        told = {name: counts.get(name, 0) for name in (*_COLOURS, "acknowledged")}
        gaps = sum(entry.gap for entry in found)
        told["error"] -= gaps
        click.echo(
            say(
                "共核对{years}个年度：待填{gaps}，错误{error}，提醒{warning}，说明{info}，已公开说明{acknowledged}",
                years=len(years),
                gaps=gaps,
                **told,
            )
        )
    return UNUSABLE if unusable else FINDINGS if counts["error"] else CLEAN


def _entry(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "rule": finding.rule,
        "level": finding.level,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "sheet": place.sheet,
        "cell": place.cell,
        "message": sentence(finding.sentence or finding.rule, finding.values),
        "acknowledged": finding.acknowledged,
    }


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


def tell_outcome(outcome: Outcome) -> None:
    """Say what a publication did, and the hash that proves it."""
    match outcome.kind:
        case "published":
            click.echo(say("已发布{year}年度第{version}版", year=outcome.year, version=outcome.version))
        case "portal":
            click.echo(say("年度没有变化，首页已更新"))
        case "unchanged":
            click.echo(say("没有变化，不重复发布"))
    if outcome.kind != "unchanged":
        click.echo(say("总校验值（可用 nianbao verify --expect 核对）：{hash}", hash=outcome.view_hash))
    for damage in outcome.damage:
        click.secho(say("另发现损坏：{damage}", damage=damage), fg="red", err=True)


def tell_verification(found: Verification) -> int:
    """Say what a verification found; return the exit status."""
    for damage in found.damages:
        click.secho(str(damage), fg="red", err=True)
    if found.damages:
        click.echo(say("历年报告库有{count}处损坏", count=len(found.damages)), err=True)
        return FINDINGS
    counts = {name: found.counts[name] for name in ("versions", "files")}
    click.echo(say("历年报告库完好：{versions}个版次，{files}个文件", **counts))
    click.echo(say("总校验值：{hash}", hash=found.view_hash))
    return CLEAN
