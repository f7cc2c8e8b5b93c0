"""核对疑点: something a reader of the sources or a check has to say about one place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from nianbao.report.place import Place

GAPS = frozenset({"cell_needed", "entry_needed", "rows_needed", "hint_left"})
"""Findings of the readers that say what is still to be filled in: they stop publication, but the rest can be read."""

FindingLevel = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One doubt: its rule, how grave it is, where it is, and the values that its sentence is made of.

    `error` stops publication, `warning` is shown, `info` informs. `sentence` names the wording where a rule has
    several. `table`, `key` and `field` (English names) say which cell an acknowledgement has to name; `reason` is
    the public reason once it is acknowledged. Its place and its sentence show no number of a person in full.
    """

    rule: str
    level: FindingLevel
    place: Place
    values: Mapping[str, object] = field(default_factory=dict)
    sentence: str = ""
    table: str = ""
    key: str = ""
    field: str = ""
    reason: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", self.place.shown)

    @property
    def acknowledged(self) -> bool:
        """Whether it is published with a reason."""
        return self.reason is not None

    @property
    def gap(self) -> bool:
        """Whether it says that something is still to be filled in."""
        return self.rule in GAPS

    @property
    def blocks(self) -> bool:
        """Whether it stops publication."""
        return self.level == "error" and not self.acknowledged


class Unusable(Exception):
    """Input that cannot be read; carries everything that is wrong with it, in the order of the places."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: finding.place.order))
        super().__init__(f"{len(self.findings)} findings")


class Blocked(Unusable):
    """Input that was read but has findings that stop publication."""


def nearest(word: str, known: Iterable[str], count: int = 3) -> str:
    """Return the known words most like `word`, joined by 、 (empty when none is near)."""
    options = list(known)
    close = difflib.get_close_matches(word, options, n=count, cutoff=0.4)
    if not close:
        close = [option for option in options if word and (word in option or option in word)][:count]
    return "、".join(close)
