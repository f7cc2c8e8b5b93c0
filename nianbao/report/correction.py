"""更正公告: what a later version of a year changed, when, why and by whom, as its pages announce it."""

from __future__ import annotations

import datetime
from typing import Literal, get_args

from nianbao.report.change import Difference
from nianbao.report.row import Value

Nature = Literal["更正", "修订", "补充"]
NATURES: tuple[Nature, ...] = get_args(Nature)
"""更正 puts an error right, 修订 replaces what has been decided otherwise, 补充 adds what was missing."""


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

    def touches(self, page: str) -> bool:
        """Say whether a page is another than before."""
        return page in self.changes.touched_pages or page in self.concealed


def concealing(changes: Difference, pages: tuple[str, ...]) -> Difference:
    """Return the changes without those that stand on one of the `pages`, of which nothing old is to be quoted."""
    hidden = frozenset(pages)
    return changes.model_copy(
        update={
            "numbers": tuple(change for change in changes.numbers if not hidden & set(change.pages)),
            "cells": tuple(change for change in changes.cells if not hidden & set(change.pages)),
            "passages": tuple(change for change in changes.passages if change.page not in hidden),
            "pages": tuple(change for change in changes.pages if change.page not in hidden),
            "files": tuple(change for change in changes.files if not hidden & set(change.pages)),
        }
    )
