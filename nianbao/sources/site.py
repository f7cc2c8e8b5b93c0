"""Reading what all years share: `site.yml`, a ruleset, the portal's own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from nianbao.report.finding import Finding, Unusable
from nianbao.report.narrative import Page
from nianbao.report.place import Place
from nianbao.report.report import RESERVED_PAGES
from nianbao.report.ruleset import Ruleset
from nianbao.report.site import Site
from nianbao.sources.entries import as_model
from nianbao.sources.folders import files_below
from nianbao.sources.narrative import read_page
from nianbao.sources.text import read_text
from nianbao.sources.yamlfile import parse_yaml

M = TypeVar("M", bound=BaseModel)

GUIDE = "docs/guide/"
"""The editors' guide: shown in the preview, its words printed and not run, never part of the archive."""

_YEAR_FOLDER = re.compile(r"docs/20[0-9]{2}/")


def read_site(root: Path) -> Site:
    """Return what `data/site.yml` says; raises Unusable with everything that is wrong in it."""
    findings: list[Finding] = []
    site = read_yaml_as(root, "data/site.yml", Site, findings)
    if site is None:
        raise Unusable(findings)
    return site


def read_ruleset(root: Path, ruleset_id: str, asked_at: Place, findings: list[Finding]) -> Ruleset | None:
    """Return the ruleset that a year names at `asked_at`, or None with the reasons in `findings`."""
    name = f"data/rulesets/{ruleset_id}.yml"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", ruleset_id) or not (root / name).is_file():
        known = sorted(path.stem for path in (root / "data/rulesets").glob("*.yml"))
        values = {"ruleset": ruleset_id, "known": "、".join(known)}
        findings.append(Finding("ruleset_unknown", "error", asked_at, values))
        return None
    ruleset = read_yaml_as(root, name, Ruleset, findings)
    wrong = [] if ruleset is None else list(_wrong_names(ruleset, ruleset_id, Place(name)))
    findings += wrong
    return None if wrong else ruleset


def _wrong_names(ruleset: Ruleset, ruleset_id: str, place: Place) -> Iterator[Finding]:
    """What is wrong with the names in a ruleset: its own, and those of the sections in its outline."""
    if ruleset.id != ruleset_id:
        yield Finding("ruleset_id", "error", place, {"found": ruleset.id, "right": ruleset_id})
    ids = [section.id for section in ruleset.outline if section.id]
    for section in dict.fromkeys(ids):
        if section in RESERVED_PAGES:
            yield Finding("section_reserved", "error", place, {"section": section})
        elif ids.count(section) > 1:
            yield Finding("section_repeated", "error", place, {"section": section})


def read_yaml_as(root: Path, name: str, model: type[M], findings: list[Finding]) -> M | None:
    """Return the YAML file `name` as a value of `model`, or None with the reasons in `findings`."""
    before = len(findings)
    path = files_below(root, name, findings).get(name)
    if path is None and len(findings) == before:
        findings.append(Finding("file_missing", "error", Place(name)))
    text = None if path is None else read_text(path, name, findings)
    node = None if text is None else parse_yaml(text, name, findings)
    return None if node is None else as_model(node, model, name, findings)


def is_of_portal(name: str) -> bool:
    """Say whether a file below `docs/` belongs to the portal, and not to a year or the guide."""
    return not _YEAR_FOLDER.match(name) and not name.startswith(GUIDE)


def read_portal_pages(root: Path) -> tuple[Page, ...]:
    """Return the portal's own pages (`docs/` without years and guide); raises Unusable with what is wrong."""
    findings: list[Finding] = []
    pages = []
    for name, path in files_below(root, "docs", findings).items():
        if name.endswith(".md") and is_of_portal(name):
            page = read_page(path, name, portal=True, findings=findings)
            if page is not None:
                pages.append(page)
    if any(finding.level == "error" for finding in findings):
        raise Unusable(findings)
    return tuple(pages)
