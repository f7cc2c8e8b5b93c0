"""What `report.yml` says has moved, held against the pages and attachments that the year has."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.finding import Finding
from nianbao.report.model import Attachment
from nianbao.report.moved import misdirected
from nianbao.report.narrative import Page
from nianbao.sources.headfile import HeadFile


def wrong_moves(found: HeadFile, pages: tuple[Page, ...], attachments: tuple[Attachment, ...]) -> Iterator[Finding]:
    """Yield what is wrong with it; whether an anchor or a file that is made is there, the build will tell."""
    there = {f"{section.id}.html" for section in found.head.sections} | {f"{page.id}.html" for page in pages}
    there |= {f"attachments/{row.file}" for row in attachments}

    def leads(address: str) -> bool:
        return address in there or not (address.endswith(".html") or address.startswith("attachments/"))

    return misdirected(found.head.moved, there, leads, lambda old: found.place_of("moved", old))
