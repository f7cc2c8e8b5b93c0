"""Files beside the portal's pages, published as pictures and attachments of a year are: nothing that browsers run."""

from __future__ import annotations

from pathlib import Path

from nianbao.report.finding import Finding, Unusable
from nianbao.report.place import Place
from nianbao.sources.attachments.kinds import ENDINGS, clean
from nianbao.sources.attachments.reading import MAX_BYTES
from nianbao.sources.folders import files_below
from nianbao.sources.refusal import Refused
from nianbao.sources.site import GUIDE, is_of_portal
from nianbao.sources.text import quote


def read_portal_files(root: Path) -> dict[str, bytes]:
    """Return what is published of the files below `docs/` that are no pages and of no year, by their name there.

    Raises Unusable with each file that may not be published: scripts, styles, pages of HTML, drawings that may hold
    scripts, and whatever else is no picture and no document of a kind that may be attached.
    """
    findings: list[Finding] = []
    published: dict[str, bytes] = {}
    for name, path in files_below(root, "docs", findings).items():
        if name.endswith(".md") or not is_of_portal(name):
            continue
        try:
            published[name.removeprefix("docs/")] = _cleaned(path, path.suffix[1:].lower())
        except Refused as refused:
            findings.append(Finding(refused.rule, "error", Place(name, refused.line), refused.values))
    if any(finding.level == "error" for finding in findings):
        raise Unusable(findings)
    return published


def is_shown_in_guide(name: str) -> bool:
    """Say whether a file below `docs/` is a page or a picture of the editors' guide, which only a preview shows."""
    return name.startswith(GUIDE) and name.rpartition(".")[2].lower() in ("md", "png", "jpg", "jpeg")


def _cleaned(path: Path, ending: str) -> bytes:
    if ending not in ENDINGS:
        raise Refused("file_of_portal", ending=quote(ending), known="、".join(ENDINGS))
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Refused("file_size", size=size, limit=MAX_BYTES)
    return clean(path.read_bytes(), ending)
