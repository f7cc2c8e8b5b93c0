"""Notices of a year: cover, downloads, attachments and 数据核对说明."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from macros.markup import render
from nianbao.report.citation import citation_of
from nianbao.report.download import Download
from nianbao.report.edition import KEY_NUMBERS, YearEdition
from nianbao.report.entry import group_in
from nianbao.report.finding import Finding
from nianbao.report.head import Disclosure, Head
from nianbao.report.passages import HEAD, PAGES
from nianbao.report.scoring import stated_grade, unmet
from nianbao.wording.numbers import written_size
from nianbao.wording.personal import masked
from nianbao.wording.sentences import TITLES, statement


def cover(edition: YearEdition) -> str:
    """Return the head of a year: department, year, key numbers and the targets that were not met."""
    numbers = {name: quantity for name in KEY_NUMBERS if (quantity := edition.quantities.get(name)) is not None}
    return render(
        "cover.html.j2",
        edition=edition,
        head=edition.report.head,
        numbers=numbers,
        grade=stated_grade(edition.report),
        unmet=[indicator.name for indicator in unmet(edition.report)],
    )


def disclosure(edition: YearEdition) -> str:
    """Return the disclosure header of a year (索引号 and so on), its dates and contact, and how to cite it."""
    head = edition.report.head
    pairs = [(str(info.title), getattr(head.disclosure, name)) for name, info in Disclosure.model_fields.items()]
    return render(
        "disclosure.html.j2",
        head=head,
        disclosure=pairs,
        ruleset=edition.report.ruleset,
        citation=citation_of(edition),
    )


def downloads(edition: YearEdition, files: Sequence[Download]) -> str:
    """Return the list of the year's files of data, each table with its own, with sizes, hashes and terms of use."""
    tables: dict[str, list[Download]] = {}
    for file in files:
        if file.table:
            tables.setdefault(file.title, []).append(file)
    wholes = [file for file in files if not file.table]
    return render(
        "downloads.html.j2", edition=edition, files=files, tables=tables, wholes=wholes, written_size=written_size
    )


def all_downloads(files: Sequence[Download], up: str) -> str:
    """Return the list of the portal's files of data; `up` leads from the page to the root."""
    return render("all_downloads.html.j2", files=files, up=up, written_size=written_size)


def attachments(edition: YearEdition) -> str:
    """Return the list of the year's attachments: kind, size and check sum of each, and which one replaces which."""
    names = {file.id: file.name for file in edition.attached}
    replaced = {file.replaces: file.name for file in edition.attached if file.replaces in names}
    return render("attachments.html.j2", edition=edition, names=names, replaced=replaced, written_size=written_size)


def findings(edition: YearEdition) -> str:
    """Return 数据核对说明: every acknowledged finding with both numbers and its reason, grouped by rule."""
    told = sorted(edition.acknowledged, key=lambda finding: list(TITLES).index(finding.rule))
    groups = [(TITLES[rule], [_told(edition, entry) for entry in group]) for rule, group in groupby(told, _rule)]
    return render("findings.html.j2", groups=groups, count=len(told), year=edition.year)


def _rule(finding: Finding) -> str:
    return finding.rule


def _told(edition: YearEdition, finding: Finding) -> dict[str, str]:
    key = finding.key
    if finding.table == PAGES:
        return _entry(finding, edition.titles.get(key, key))
    if finding.table == HEAD:
        return _entry(finding, _title_of_entry(key, finding.field))
    kind = edition.report.kinds.get(finding.table)
    row = next((row for row in edition.report.tables.get(finding.table, ()) if row.key == finding.key), None)
    label = str(getattr(row, "name", key)) if row is not None else ""
    field = kind.model_fields[finding.field].title if kind and finding.field in kind.model_fields else ""
    where = " · ".join(part for part in (kind.title if kind else "", label, field) if part)
    return _entry(finding, where)


def _title_of_entry(key: str, field: str) -> str:
    """What an entry of `report.yml` is called: the title of its group and its own."""
    info = Head.model_fields[key]
    inner = group_in(info.annotation)[0]
    own = inner.model_fields[field].title if inner is not None and field in inner.model_fields else field
    return " · ".join(part for part in (info.title, own) if part)


def _entry(finding: Finding, where: str) -> dict[str, str]:
    return {
        "where": masked(where),
        "what": statement(finding.sentence or finding.rule, finding.values),
        "reason": masked(finding.reason or ""),
        "place": str(finding.place),
    }


NOTICES: dict[str, Callable[..., str]] = {
    "cover": cover,
    "disclosure": disclosure,
    "attachments": attachments,
    "findings": findings,
}
