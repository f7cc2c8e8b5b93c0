"""Reading a year: its data files and its narrative, whole or not at all, with every problem of every file at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nianbao.report.finding import Finding, Unusable, nearest
from nianbao.report.model import ROWS, Attachment
from nianbao.report.narrative import Page
from nianbao.report.place import Place
from nianbao.report.privacy import FILE as PRIVACY_FILE
from nianbao.report.privacy import Privacy, SourceText
from nianbao.report.report import Report
from nianbao.report.row import Row
from nianbao.report.ruleset import Ruleset
from nianbao.report.site import Site
from nianbao.sources.attachments.kinds import clean
from nianbao.sources.attachments.reading import read_attachments
from nianbao.sources.folders import files_below, is_told, misnamed_years, year_folder
from nianbao.sources.headfile import HeadFile, read_head
from nianbao.sources.moved import wrong_moves
from nianbao.sources.own_tables import FILE, read_own_tables
from nianbao.sources.pictures import read_pictures
from nianbao.sources.privacy import year_privacy
from nianbao.sources.refusal import Refused
from nianbao.sources.site import read_ruleset, read_yaml_as
from nianbao.sources.tables import WORKBOOK, read_tables, table_files
from nianbao.sources.year_pages import read_year_pages


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


@dataclass(frozen=True)
class _Files:
    """The regular files of a year, by their name relative to the site folder `root`."""

    root: Path
    folder: str
    data: Mapping[str, Path]
    docs: Mapping[str, Path]

    def shared(self, found: HeadFile | None) -> dict[str, Path]:
        """The file outside its own folders that a year's sources hold: its ruleset."""
        if found is None or not re.fullmatch(r"[a-z0-9-]+", found.head.ruleset):
            return {}
        name = f"data/rulesets/{found.head.ruleset}.yml"
        return {name: self.root / name}


@dataclass(frozen=True)
class _Tables:
    """The tables that the year declares for itself, and the rows of all that it has."""

    own: dict[str, type[Row]]
    rows: dict[str, tuple[Row, ...]]

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """What the table of attachments lists."""
        return tuple(row for row in self.rows.get(Attachment.table, ()) if isinstance(row, Attachment))


@dataclass(frozen=True)
class _Published:
    """What is published of files that are not published as they are, by their name in the sources."""

    attachments: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    workbook: dict[str, bytes] = field(default_factory=dict)

    def beside(self, others: Mapping[str, Path]) -> dict[str, bytes]:
        """All files of the year as they are kept, but for what is never published."""
        made = self.attachments | self.pictures | self.workbook
        kept = {name: path for name, path in others.items() if not (name in made or name.endswith("/private.yml"))}
        return dict(sorted(({name: path.read_bytes() for name, path in kept.items()} | made).items()))


def read_year(root: Path, year: int, *, text_only: bool = False) -> YearSources:
    """Return everything that `data/<year>/` and `docs/<year>/` say; raises Unusable with all that is wrong.

    With `text_only`, attachments, pictures and the workbook are not made ready to be published: what the year says is
    the same.
    """
    findings: list[Finding] = []
    files = _files(root, year, findings)
    found = read_head(files.data, files.folder, year, findings)
    tables = _tables(files, findings)
    published = _Published() if text_only else _published(files, tables, findings)
    pages = read_year_pages(files.docs, found.head if found else None, year, findings)
    site = read_yaml_as(root, "data/site.yml", Site, findings)
    others = {**files.data, **files.docs, **files.shared(found)}
    privacy = Privacy() if text_only else year_privacy(others, files.folder, published.attachments, findings)
    ruleset = None if found is None else _ruleset(root, found, findings)
    if found is not None:
        findings += wrong_moves(found, pages, tables.attachments)
    if found is None or ruleset is None or site is None or any(map(_forbids_reading, findings)):
        raise Unusable([*findings, *privacy.findings()])
    report = _report(found, ruleset, tables, site, privacy)
    kept = published.beside(others)
    return YearSources(report, pages, tuple(findings), kept, published.attachments, published.pictures)


def _forbids_reading(finding: Finding) -> bool:
    return finding.level == "error" and not finding.gap


def _files(root: Path, year: int, findings: list[Finding]) -> _Files:
    """Raises Unusable where there is no data folder, or only a link to one."""
    folder = year_folder(root, year)
    findings += misnamed_years(root)
    data = files_below(root, folder, findings)
    if not data and any(finding.rule == "not_a_plain_file" for finding in findings):
        raise Unusable(findings)
    return _Files(root, folder, data, files_below(root, f"docs/{year}", findings))


def _tables(files: _Files, findings: list[Finding]) -> _Tables:
    own = read_own_tables(files.data, files.folder, findings)
    kinds = ROWS | own
    _check_names(files.data, files.folder, kinds, findings)
    return _Tables(own, read_tables(files.data, files.folder, kinds, findings))


def _published(files: _Files, tables: _Tables, findings: list[Finding]) -> _Published:
    attachments = read_attachments(tables.attachments, files.data, files.folder, findings)
    pictures = read_pictures(files.docs, files.folder.replace("data/", "docs/", 1), findings)
    return _Published(attachments, pictures, _published_workbook(files.data, files.folder, findings))


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


def _ruleset(root: Path, found: HeadFile, findings: list[Finding]) -> Ruleset | None:
    return read_ruleset(root, found.head.ruleset, found.place_of("ruleset"), findings)


def _report(found: HeadFile, ruleset: Ruleset, tables: _Tables, site: Site, privacy: Privacy) -> Report:
    return Report(
        head=found.head,
        ruleset=ruleset,
        tables=tables.rows,
        own_tables=tuple(tables.own.values()),
        conclusion_place=found.place_of("conclusion"),
        acknowledgement_places=found.acknowledgement_places,
        entry_places=found.entry_places,
        privacy=privacy.of_year(found.head, SourceText(Place("data/site.yml"), site.notice)),
        notice=site.notice,
        address=site.address,
        licence=site.licence,
    )


def _check_names(
    data: Mapping[str, Path], folder: str, kinds: Mapping[str, type[Row]], findings: list[Finding]
) -> None:
    known = table_files(kinds) | {"report.yml", "private.yml", FILE, PRIVACY_FILE}
    called = {word: f"{table}.csv" for table, kind in kinds.items() for word in (kind.sheet, kind.title, table)}
    called |= {"report": f"{WORKBOOK}、report.yml", "tables": FILE}
    undeclared = is_told(f"{folder}/{FILE}", findings)  # what it declares is not known, so tables may be right
    for name in data:
        short = name.removeprefix(f"{folder}/")
        may_be_a_table = undeclared and "/" not in short and short.endswith((".csv", ".yml"))
        if short not in known and not short.startswith("attachments/") and not may_be_a_table:
            near = nearest(Path(short).stem, called).split("、")
            values = {"name": short, "nearest": "、".join(dict.fromkeys(called[word] for word in near if word))}
            findings.append(Finding("file_unknown", "error", Place(name), values))
