"""A stored version read again: what it said, from the sources that are kept with it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from nianbao.publish.archive.layout import SOURCES, version_address
from nianbao.publish.archive.reading import read_sources, read_version
from nianbao.publish.archive.refusals import Damage, Damaged
from nianbao.report.finding import Finding, Unusable
from nianbao.report.site import Licence
from nianbao.sources.year import YearSources, read_year
from nianbao.wording.language import say

SITE = "data/site.yml"
SITE_OF_YEAR = "data/site.json"
"""What the pages of a year show of `site.yml`, as it is kept among the year's sources."""

_READ = (".csv", ".yml", ".xlsx", ".md")
"""What the readers of a year's text need; the rest of its sources is only shown."""


def read_stored(archive: Path, year: int, version: int, root: Path) -> YearSources:
    """Return what a stored version says; its attachments and pictures are known by the hashes of its sources alone.

    The `site.yml` of the site folder `root` stands in for the one of that time, of which the version keeps only what
    its pages show. Pages that were withdrawn are empty. Raises Damaged for a version that is not what was published,
    and Unusable, with the version in the places, for one that can be read no more.
    """
    withdrawn = read_version(archive, year, version).withdrawn_sources
    sources = read_sources(archive, year, version)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as scratch:
        folder = Path(scratch)
        empty = {name: b"" for name in withdrawn if name.endswith(".md")}
        _unpack({**sources, **empty, SITE: (root / SITE).read_bytes()}, folder)
        try:
            read = read_year(folder, year, text_only=True)
        except Unusable as unusable:
            raise Unusable(
                _of_version(finding, version_address(year, version)) for finding in unusable.findings
            ) from None
    if SITE_OF_YEAR in withdrawn:
        return read
    told = _told_of_site(sources, f"{version_address(year, version)}/{SOURCES}")
    return replace(read, report=read.report.model_copy(update=told))


def _of_version(finding: Finding, address: str) -> Finding:
    return replace(finding, place=replace(finding.place, file=f"{address}/{finding.place.file}"))


def _told_of_site(sources: Mapping[str, bytes], name: str) -> dict[str, object]:
    try:
        told = json.loads(sources[SITE_OF_YEAR])
        licence = Licence.model_validate(told.get("licence", {}))
        return {"notice": str(told["notice"]), "address": str(told["address"]), "licence": licence}
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged((Damage(f"{name}:{SITE_OF_YEAR}", say("内容不是本程序写下的")),)) from error


def _unpack(sources: Mapping[str, bytes], folder: Path) -> None:
    for name, content in sources.items():
        path = PurePosixPath(name)
        plain = not path.is_absolute() and ".." not in path.parts and "attachments" not in path.parts
        if plain and path.suffix in _READ:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
