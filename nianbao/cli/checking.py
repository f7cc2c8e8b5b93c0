"""How findings are told: as text grouped by file, as JSON, as annotations of a code host, and how numbers are bound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

import click

from nianbao.cli.columns import padded, width_of
from nianbao.cli.console import written_json
from nianbao.cli.status import CLEAN, FINDINGS, UNUSABLE
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding, Unusable
from nianbao.wording.language import say
from nianbao.wording.sentences import sentence

Form = Literal["text", "json", "github"]
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}


def level_name(finding: Finding) -> str:
    """Return what a finding's level is called: 已说明 for an acknowledged one, 待填 for what is to be filled in."""
    if finding.acknowledged:
        return say("已说明")
    if finding.gap:
        return say("待填")
    return {"error": say("错误"), "warning": say("提醒"), "info": say("说明")}[finding.level]


def told(finding: Finding) -> str:
    """Return the sentence of a finding."""
    return sentence(finding.sentence or finding.rule, finding.values)


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings grouped by file, each with its place, level, sentence and rule."""
    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        click.secho(file, bold=True)
        for entry in group:
            colour = "green" if entry.acknowledged else _COLOURS[entry.level]
            click.echo(f"  {click.style(level_name(entry), fg=colour)} {entry.place}  {told(entry)}  [{entry.rule}]")
            if entry.reason is not None:
                click.echo("      " + say("公开说明：{reason}", reason=entry.reason))


def check_years(
    root: Path,
    years: Sequence[int],
    form: Form,
    *,
    archive: Path | None = None,
    coverage: bool = False,
    portal: bool = False,
) -> int:
    """Check years, each against the year before in `archive` or the sources, and print what was found.

    With `portal`, numbers of persons are looked for in the portal's own texts too. Returns the exit status.
    """
    from nianbao.publish.editions import assemble
    from nianbao.publish.last_year import LastYears
    from nianbao.publish.portal import portal_findings

    found: list[Finding] = []
    editions: list[YearEdition] = []
    unusable = False
    last_years = LastYears(root, archive)
    for year in years:
        try:
            edition = assemble(root, year, last_years=last_years)
        except Unusable as problem:
            found += problem.findings
            unusable = True
        else:
            editions.append(edition)
            found += edition.findings
    try:
        found += portal_findings(root) if portal else ()
    except Unusable as problem:
        found += problem.findings
        unusable = True
    found = _each_once(found)
    counts = Counter("acknowledged" if entry.acknowledged else entry.level for entry in found)
    _print(found, counts, form, len(years))
    if coverage:
        for edition in editions:
            _print_coverage(edition)
    return UNUSABLE if unusable else FINDINGS if counts["error"] else CLEAN


def _each_once(found: Sequence[Finding]) -> list[Finding]:
    """The findings, but those that several years have in common (a folder's name, `site.yml`, a ruleset) once only."""
    return list({(entry.rule, entry.place, told(entry), entry.reason): entry for entry in found}.values())


def _print(found: Sequence[Finding], counts: Counter[str], form: Form, years: int) -> None:
    if form == "json":
        document = {"findings": [_entry(item) for item in found], "counts": counts}
        click.echo(written_json(document))
        return
    if form == "github":
        for entry in found:
            click.echo(_annotation(entry))
        return
    print_findings(found)
    gaps = sum(entry.gap for entry in found)
    click.echo(
        say(
            "共核对{years}个年度：待填{gaps}，错误{error}，提醒{warning}，说明{info}，已公开说明{acknowledged}",
            years=years,
            gaps=gaps,
            error=counts["error"] - gaps,
            warning=counts["warning"],
            info=counts["info"],
            acknowledged=counts["acknowledged"],
        )
    )


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
        "message": told(finding),
        "acknowledged": finding.acknowledged,
    }


def _annotation(finding: Finding) -> str:
    """One finding as a workflow command: shown beside the line of the file; an acknowledged one is a notice."""
    kind = "notice" if finding.acknowledged else _ANNOTATIONS[finding.level]
    place = finding.place
    line = f",line={place.line}" if place.line is not None and place.sheet is None else ""
    title = f"{level_name(finding)} {finding.rule}"
    return f"::{kind} file={_escaped(place.file)}{line},title={_escaped(title)}::{_message(f'{place} {told(finding)}')}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _print_coverage(edition: YearEdition) -> None:
    rows = edition.coverage
    heads = [say("页面"), say("词语"), say("匹配"), say("免于绑定"), say("未绑定")]
    click.secho(say("{year}年度正文中的数", year=edition.year), bold=True)
    click.echo(_line(heads))
    for row in rows:
        if row.total:
            click.echo(_line([row.page, row.by_word, row.by_match, row.exempt, row.unbound]))
    sums = [sum(getattr(row, name) for row in rows) for name in ("by_word", "by_match", "exempt", "unbound")]
    click.echo(_line([say("合计"), *sums]))


def _line(cells: Iterable[object]) -> str:
    """One line of a table for a terminal."""
    first, *rest = map(str, cells)
    return "  " + padded(first, 14) + "".join(" " * (10 - width_of(cell)) + cell for cell in rest)
