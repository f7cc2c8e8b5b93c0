"""更正公告: what a later version of a year changed, when, why and by whom, as its pages announce it."""

from __future__ import annotations

import datetime
from typing import Literal, get_args

from nianbao.report.change import CellChange, Difference, FileChange, NumberChange
from nianbao.report.row import Value

Nature = Literal["更正", "修订", "补充"]
FIGURES = "figures"
"""The page that stands for what no page shows: it has every number, and the downloads have the rest."""

NATURES: tuple[Nature, ...] = get_args(Nature)
"""更正 puts an error right, 修订 replaces what has been decided otherwise, 补充 adds what was missing."""


_CHINA = datetime.timezone(datetime.timedelta(hours=8))
_NO_TITLE = "（已删去的一章）"
"""What a page is called that is gone and must not be quoted: its title is old text too."""


class Correction(Value):
    """One correction: the version it made, its day and nature, its public reason, and every change against the last.

    `role` is never a person. `concealed` are the pages of which the old text must not be told once more.
    """

    version: int
    day: datetime.date
    nature: Nature
    reason: str
    role: str
    changes: Difference
    concealed: tuple[str, ...] = ()

    @property
    def before(self) -> int:
        """The version that was corrected."""
        return self.version - 1

    def ways(self, year: int) -> tuple[tuple[str, str, str], ...]:
        """Return each changed page of that year: its title, its address before and its address after, below the root.

        An address is empty where the page was not there, or is not to be shown as it was.
        """
        kinds = {change.page: change.kind for change in self.changes.pages}
        found = []
        for page, title in self.changes.titles.items():
            if not self.touches(page):
                continue
            hidden, gone = page in self.concealed, kinds.get(page) == "removed" or title == _NO_TITLE
            old = "" if hidden or kinds.get(page) == "added" else f"{year}-v{self.before}/{page}.html"
            found.append((title, old, "" if gone else f"{year}-v{self.version}/{page}.html"))
        return tuple(found)

    def touches(self, page: str) -> bool:
        """Say whether a page is another than before."""
        return page in self.changes.touched_pages or page in self.concealed


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day in China (UTC+8, without summer time) of an aware time, as every page states it."""
    return moment.astimezone(_CHINA).date()


def concealing(changes: Difference, pages: tuple[str, ...]) -> Difference:
    """Return the changes without those that stand on one of the `pages`, of which nothing old is to be quoted."""
    hidden = frozenset(pages)
    gone = {change.page for change in changes.pages if change.kind == "removed"} & hidden
    return changes.model_copy(
        update={
            "titles": {page: _NO_TITLE if page in gone else title for page, title in changes.titles.items()},
            "numbers": tuple(change for change in changes.numbers if not hidden.intersection(where(change))),
            "cells": tuple(change for change in changes.cells if not hidden.intersection(where(change))),
            "passages": tuple(change for change in changes.passages if change.page not in hidden),
            "pages": tuple(change for change in changes.pages if change.page not in hidden),
            "files": tuple(change for change in changes.files if not hidden.intersection(where(change))),
        }
    )


def where(change: NumberChange | CellChange | FileChange) -> tuple[str, ...]:
    """Return the pages on which a change stands; the page of all numbers for what no page shows."""
    return change.pages or (FIGURES,)
