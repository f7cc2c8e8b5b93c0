"""What somebody asks to be withdrawn, read as the files of a stored version that it names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from nianbao.publish.announcing import unknown_name
from nianbao.publish.archive.layout import TOMBSTONE
from nianbao.publish.compressed import is_twin
from nianbao.report.finding import Finding, Unusable
from nianbao.report.place import Place


@dataclass(frozen=True)
class Request:
    """A withdrawal as it was asked for.

    `pages` and `files` are names below the version's address, or whole addresses; with `whole` all of a version goes.
    `sources` are further source files to take out; `gone` are words that must be nowhere in the archive afterwards and
    are never recorded, `stays` the files in which they may nevertheless stand. `reason` and `role` go into
    the public ledger.
    """

    year: int
    version: int | None
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    whole: bool = False
    gone: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    reason: str = ""
    role: str = ""

    def scope(self, titles: Mapping[str, str]) -> str:
        """Return what is taken out, as the public ledger says it; `titles` are those of pages, by file name."""
        if self.whole:
            return "整个版次"
        pages = [titles.get(page_name(page), tidy(page)) for page in self.pages]
        named = (("页面", pages), ("文件", map(tidy, self.files)), ("来源", self.sources))
        return "；".join(
            f"{kind}：{'、'.join(names)}" for kind, names in ((kind, list(of)) for kind, of in named) if names
        )


def tidy(name: str) -> str:
    """Return a page or file as a name below its version, from whatever a browser's address line showed."""
    plain = unquote(name).split("#")[0].split("?")[0]
    found = re.search(r"(?:^|/)[1-9][0-9]{3}(?:-v[0-9]+)?/(.+)", plain)
    return posixpath.normpath(found[1] if found else plain)


def chosen_version(request: Request, versions: Iterable[int]) -> int:
    """Return the version that is meant. Raises Unusable where the year has none, several, or not that one."""
    known = sorted(versions)
    place = Place(f"archive/{request.year}")
    listed = "、".join(map(str, known))
    if not known:
        raise Unusable([Finding("never_published", "error", place, {"year": request.year})])
    if request.version is None and len(known) > 1:
        raise Unusable([Finding("version_unsaid", "error", place, {"year": request.year, "versions": listed})])
    if request.version is not None and request.version not in known:
        values = {"year": request.year, "version": request.version, "versions": listed}
        raise Unusable([Finding("version_unknown", "error", place, values)])
    return known[0] if request.version is None else request.version


def named_content(request: Request, names: Iterable[str]) -> frozenset[str]:
    """Return the names below `content` that the request means; raises Unusable for each that is not there, or gone."""
    known = frozenset(names)
    if request.whole:
        return known
    wanted = [*(page_name(page) for page in request.pages), *map(tidy, request.files)]
    findings = list(_unknown(request.year, wanted, known))
    if not wanted and not request.sources:
        findings.append(Finding("withdrawal_empty", "error", Place(f"archive/{request.year}")))
    if findings:
        raise Unusable(findings)
    return frozenset(wanted)


def page_name(page: str) -> str:
    """Return the name of a page's file, of which people leave away the ending."""
    name = tidy(page)
    return name if name.endswith(".html") else f"{name}.html"


def _unknown(year: int, wanted: Iterable[str], known: frozenset[str]) -> Iterator[Finding]:
    for name in wanted:
        if f"{name}{TOMBSTONE}" in known:
            yield Finding("withdrawn_already", "error", Place(f"archive/{year}"), {"name": name})
        elif name not in known:
            yield unknown_name(year, name, [each for each in known if not is_twin(each)])
