"""Reading a year: its data files and its narrative, whole or not at all, with every problem of every file at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nianbao.report.finding import Finding, Unusable, nearest
from nianbao.report.head import Head
from nianbao.report.model import ROWS, Attachment
from nianbao.report.narrative import Page
from nianbao.report.place import Place
from nianbao.report.privacy import FILE as PRIVACY_FILE
from nianbao.report.privacy import Privacy, SourceText
from nianbao.report.report import Report
from nianbao.report.row import Row
from nianbao.report.site import Site
from nianbao.sources.attachments.kinds import clean
from nianbao.sources.attachments.reading import read_attachments
from nianbao.sources.entries import as_model
from nianbao.sources.folders import files_below, misnamed_years, year_folder
from nianbao.sources.own_tables import FILE, read_own_tables
from nianbao.sources.pictures import read_pictures
from nianbao.sources.privacy import year_privacy
from nianbao.sources.refusal import Refused
from nianbao.sources.site import read_ruleset, read_yaml_as
from nianbao.sources.tables import WORKBOOK, read_tables, table_files


@dataclass(frozen=True)
class YearSources:
    """A year as read: the report, its pages in outline order, notes of the reading, and the bytes it was read from."""

    report: Report
    pages: tuple[Page, ...]
    notes: tuple[Finding, ...]
    files: Mapping[str, bytes]
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    """What is published of the attachments, by their name in the sources."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """What is published of the pictures beside the pages, by their name in the sources."""


def read_year(root: Path, year: int, *, text_only: bool = False) -> YearSources:
    """Return everything that `data/<year>/` and `docs/<year>/` say; raises Unusable with all that is wrong.

    With `text_only`, attachments, pictures and the workbook are not made ready to be published: what the year says is
    the same.
    """
    folder = year_folder(root, year)
    findings = misnamed_years(root)
    data = files_below(root, folder, findings)
    if not data and any(finding.rule == "not_a_plain_file" for finding in findings):  # the folder itself is a link
        raise Unusable(findings)
    docs = files_below(root, f"docs/{year}", findings)
    head_node = _yaml(data, f"{folder}/report.yml", findings)
    head = as_model(head_node, Head, f"{folder}/report.yml", findings, blanks=True) if head_node else None
    own = read_own_tables(data, folder, findings)
    kinds = ROWS | own
    _check_names(data, folder, kinds, findings)
    tables = read_tables(data, folder, kinds, findings)
    rows = tuple(row for row in tables.get(Attachment.table, ()) if isinstance(row, Attachment))
    attachments = {} if text_only else read_attachments(rows, data, folder, findings)
    pictures = {} if text_only else read_pictures(docs, f"docs/{year}", findings)
    workbook = {} if text_only else _published_workbook(data, folder, findings)
    pages = _pages(docs, head, year, findings)
    site = read_yaml_as(root, "data/site.yml", Site, findings)
    shared = _shared_files(root, head)
    privacy = Privacy() if text_only else year_privacy(data | docs | shared, folder, attachments, findings)
    if head is None or head_node is None:
        raise Unusable([*findings, *privacy.findings()])
    _check_head(head, head_node, year, folder, findings)
    findings += _misdirected(head, head_node, pages, rows, f"{folder}/report.yml")
    place = Place(f"{folder}/report.yml", head_node.line_of(("ruleset",)))
    ruleset = read_ruleset(root, head.ruleset, place, findings)
    if ruleset is None or site is None or any(finding.level == "error" and not finding.gap for finding in findings):
        raise Unusable([*findings, *privacy.findings()])
    report = Report(
        head=head,
        ruleset=ruleset,
        tables=tables,
        own_tables=tuple(own.values()),
        conclusion_place=Place(f"{folder}/report.yml", head_node.line_of(("conclusion",))),
        acknowledgement_places=_acknowledgement_places(head_node, f"{folder}/report.yml"),
        entry_places=dict(_entry_places(head_node, f"{folder}/report.yml")),
        privacy=privacy.of_year(head, SourceText(Place("data/site.yml"), site.notice)),
        notice=site.notice,
        address=site.address,
    )
    published = attachments | pictures | workbook
    others = {name: path for name, path in (data | docs | shared).items() if name not in published}
    read = {name: path.read_bytes() for name, path in others.items() if not name.endswith("/private.yml")}
    files = dict(sorted((read | published).items()))
    return YearSources(report, pages, tuple(findings), files, attachments, pictures)


def _shared_files(root: Path, head: Head | None) -> dict[str, Path]:
    """The file outside its own folders that a year's sources hold: its ruleset."""
    name = f"data/rulesets/{head.ruleset}.yml" if head else ""
    return {name: root / name} if head and re.fullmatch(r"[a-z0-9-]+", head.ruleset) else {}


def _published_workbook(data: Mapping[str, Path], folder: str, findings: list[Finding]) -> dict[str, bytes]:
    """The year's workbook as the archive keeps it among the sources: without author and other properties."""
    name = f"{folder}/{WORKBOOK}"
    if name not in data or any(finding.level == "error" and finding.place.file == name for finding in findings):
        return {}
    try:
        return {name: clean(data[name].read_bytes(), "xlsx")}
    except Refused as refused:
        findings.append(Finding(refused.rule, "error", Place(name), refused.values))
        return {}


def _check_names(
    data: Mapping[str, Path], folder: str, kinds: Mapping[str, type[Row]], findings: list[Finding]
) -> None:
    known = table_files(kinds) | {"report.yml", "private.yml", FILE, PRIVACY_FILE}
    called = {word: f"{table}.csv" for table, kind in kinds.items() for word in (kind.sheet, kind.title, table)}
    called |= {"report": f"{WORKBOOK}、report.yml", "tables": FILE}
    undeclared = _is_told(f"{folder}/{FILE}", findings)  # what it declares is not known, so tables may be right
    for name in data:
        short = name.removeprefix(f"{folder}/")
        may_be_a_table = undeclared and "/" not in short and short.endswith((".csv", ".yml"))
        if short not in known and not short.startswith("attachments/") and not may_be_a_table:
            near = nearest(Path(short).stem, called).split("、")
            values = {"name": short, "nearest": "、".join(dict.fromkeys(called[word] for word in near if word))}
            findings.append(Finding("file_unknown", "error", Place(name), values))
