"""更正公告: what a correction changed, at the head of each changed page and in the history of the year."""

from __future__ import annotations

from macros.markup import render
from nianbao.report.correction import FIGURES
from nianbao.report.edition import YearEdition
from nianbao.report.narrative import Page

COVER = "index"
"""The page that announces a correction of any page of its year."""


def correction_notice(edition: YearEdition, page: Page) -> str:
    """Return the announcement of what this version changed on a page; nothing where it changed nothing there."""
    correction = edition.correction
    if correction is None:
        return ""
    changes = correction.changes.touching(page.id)
    if page.id == FIGURES:
        changes = correction.changes.model_copy(update={"cells": (), "passages": (), "pages": (), "files": ()})
    everything = page.id == COVER
    if changes.is_empty and not everything and page.id not in correction.concealed:
        return ""
    return render(
        "correction.html.j2",
        correction=correction,
        changes=changes,
        concealed=page.id in correction.concealed,
        others=[other for other in correction.changes.touched_pages if other != page.id] if everything else [],
        titles=correction.changes.titles,
        year=edition.year,
        page=page.id,
        is_new=any(change.page == page.id and change.kind == "added" for change in correction.changes.pages),
        known=set(edition.titles),
    )
