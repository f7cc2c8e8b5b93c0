"""`nianbao new`: a year's folders from its ruleset and the year before; nothing that exists is touched."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nianbao.publish.schemas import FOLDER, schema_files
from nianbao.publish.site_folder import shipped_rulesets
from nianbao.publish.starting.forms import csv_form
from nianbao.publish.starting.headfile import head_file, site_file
from nianbao.publish.starting.pages import portal_pages, section_pages
from nianbao.publish.starting.plan import Plan
from nianbao.publish.starting.workbook import workbook_form
from nianbao.report.carrying import form
from nianbao.report.finding import Finding, Unusable
from nianbao.report.model import REQUIRED_TABLES, ROWS
from nianbao.report.place import Place
from nianbao.sources.folders import is_year, years
from nianbao.sources.own_tables import FILE as OWN_TABLES
from nianbao.sources.site import read_ruleset, read_site
from nianbao.sources.tables import WORKBOOK
from nianbao.sources.year import YearSources, read_year
from nianbao.wording.language import reports_language

Files = dict[str, bytes]
"""What is to be written, by name below the site folder."""


@dataclass(frozen=True)
class Request:
    """What an editor asks for; `ruleset`, `department` and `address` only where they do not follow from the site.

    `fresh` leaves the year before aside; `csv` asks for CSV files instead of a workbook.
    """

    year: int
    ruleset: str = ""
    department: str = ""
    address: str = ""
    unit: str | None = None
    csv: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class Begun:
    """What was written: the files' names, and the year that the new one goes on from."""

    files: tuple[str, ...]
    last: int | None


def begin_year(root: Path, request: Request) -> Begun:
    """Write the folders of a new year, and before a first year the site's own files; return what was written.

    Raises Unusable, with nothing written, where the year exists, the year before cannot be read, there is no site and
    the request does not describe one, or no ruleset is named.
    """
    _refuse_existing(root, request.year)
    first = not root.exists()
    root.mkdir(parents=True, exist_ok=True)
    try:
        with reports_language(), tempfile.TemporaryDirectory(prefix=".new-", dir=root) as scratch:
            return _begin(root, Path(scratch), request)
    finally:
        if first and not any(root.iterdir()):
            root.rmdir()


def _begin(root: Path, staged: Path, request: Request) -> Begun:
    _write(staged, _new_site(root, request))
    plan = _plan(root, staged, request)
    _write(staged, _year_files(plan, request))
    return Begun(_move(staged, root, request.year), plan.last.year if plan.last else None)


def _complain(rule: str, name: str, **values: object) -> Unusable:
    return Unusable([Finding(rule, "error", Place(name), values)])


def _refuse_existing(root: Path, year: int) -> None:
    if not is_year(year):
        raise _complain("year_form", f"data/{year}", year=year)
    found = [folder for folder in (f"data/{year}", f"docs/{year}") if (root / folder).exists()]
    if found:
        raise Unusable([Finding("new_exists", "error", Place(folder), {"year": year}) for folder in found])


def _new_site(root: Path, request: Request) -> Files:
    """The files that a site folder needs besides its years, where it has none yet."""
    files: Files = {}
    if not (root / "data/site.yml").exists():
        if not (request.department and request.address):
            raise _complain("new_site", "data/site.yml")
        files["data/site.yml"] = site_file(request.department, request.address).encode()
    if not (root / "docs/index.md").exists():
        department = request.department or read_site(root).department.name
        files |= {f"docs/{name}": text.encode() for name, text in portal_pages(department)}
    if request.ruleset and not (root / f"data/rulesets/{request.ruleset}.yml").exists():
        shipped = shipped_rulesets().get(request.ruleset)
        if shipped is not None:
            files[f"data/rulesets/{request.ruleset}.yml"] = shipped.read_bytes()
    return {name: content for name, content in files.items() if not (root / name).exists()}


def _plan(root: Path, staged: Path, request: Request) -> Plan:
    last = None if request.fresh else _last(root, request.year)
    ruleset_id = request.ruleset or (last.report.head.ruleset if last else "")
    home = staged if (staged / f"data/rulesets/{ruleset_id}.yml").is_file() else root
    findings: list[Finding] = []
    if not ruleset_id:
        raise _complain("new_ruleset", f"data/{request.year}", known="、".join(_known_rulesets(root)))
    ruleset = read_ruleset(home, ruleset_id, Place(f"data/{request.year}"), findings)
    if ruleset is None:
        raise Unusable(findings)
    site = read_site(staged if (staged / "data/site.yml").is_file() else root)
    unit = request.unit or (last.report.head.unit if last else "万元")
    return Plan(request.year, site, ruleset, unit, last.report if last else None, last.files if last else None)


def _known_rulesets(root: Path) -> list[str]:
    own = {path.stem for path in (root / "data/rulesets").glob("*.yml")}
    return sorted(own | set(shipped_rulesets()))


def _last(root: Path, year: int) -> YearSources | None:
    earlier = [known for known in years(root) if known < year]
    return read_year(root, max(earlier)) if earlier else None


def _year_files(plan: Plan, request: Request) -> Files:
    folder = f"data/{plan.year}"
    files: Files = {f"{folder}/report.yml": head_file(plan).encode()}
    kinds = plan.last.kinds if plan.last is not None else ROWS
    asked = request.unit is not None
    forms = [form(kind, plan.last, plan.year, plan.unit, asked=asked) for kind in kinds.values()]
    own = (plan.files or {}).get(f"data/{plan.last.year}/{OWN_TABLES}") if plan.last is not None else None
    if own is not None:
        files[f"{folder}/{OWN_TABLES}"] = own
    if request.csv:
        begun = [entry for entry in forms if entry.rows or entry.kind.table in REQUIRED_TABLES]
        files |= {f"{folder}/{entry.kind.table}.csv": csv_form(entry) for entry in begun}
    else:
        files[f"{folder}/{WORKBOOK}"] = workbook_form(forms, plan.year)
    return files | {f"docs/{plan.year}/{name}": text.encode() for name, text in section_pages(plan)}


def _write(staged: Path, files: Files) -> None:
    for name, content in files.items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).write_bytes(content)


def _move(staged: Path, root: Path, year: int) -> tuple[str, ...]:
    """Move what was staged into place: the site's files first, each year folder whole and last.

    Schemas are made anew: they follow from the engine, and nobody edits them.
    """
    names = sorted(path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file())
    folders = (f"docs/{year}", f"data/{year}")
    for name in names:
        if not name.startswith(tuple(f"{folder}/" for folder in folders)):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(staged / name, root / name)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, text in schema_files().items():
        (root / FOLDER / name).write_text(text, encoding="utf-8")
    for folder in folders:
        (root / folder).parent.mkdir(parents=True, exist_ok=True)
        (staged / folder).rename(root / folder)
    return tuple(names)
