"""Pictures beside the pages of a year, published without what a camera or a program wrote into them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.attachments.kinds import clean
from nianbao.sources.refusal import Refused

ENDINGS = ("png", "jpg", "jpeg")
MAX_BYTES = 5 << 20
"""Largest picture; one that is wide enough for a page and a printout has some 500 KiB."""


def read_pictures(docs: Mapping[str, Path], folder: str, findings: list[Finding]) -> dict[str, bytes]:
    """Return what is published of the pictures below a year's folder of pages, by their name in the sources.

    `docs` are the regular files below the folder `docs/<year>`. Files that are neither pages nor pictures, and pages in
    folders below, are appended to `findings`, as are pictures that are not what their name says.
    """
    pictures: dict[str, bytes] = {}
    for name, path in docs.items():
        ending = name.rpartition(".")[2].lower()
        page = ending == "md" and "/" not in name.removeprefix(f"{folder}/")
        if page:
            continue
        if ending not in ENDINGS:
            findings.append(Finding("file_among_pages", "error", Place(name), {"known": "、".join(ENDINGS)}))
            continue
        size = path.stat().st_size
        if size > MAX_BYTES:
            findings.append(Finding("file_size", "error", Place(name), {"size": size, "limit": MAX_BYTES}))
            continue
        try:
            pictures[name] = clean(path.read_bytes(), ending)
        except Refused as refused:
            findings.append(Finding(refused.rule, "error", Place(name), refused.values))
    return pictures
