"""What the archive promises, as a table: each promise, what it aims at, and what was measured in this run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

TARGETS: Mapping[str, str] = {
    "a crash never harms the archive": "kill -9 at 200 random moments and at every write, rename, symlink, fsync: "
    "0 corrupt, 0 lost years, every retry succeeds",
    "“published” means on disk": "power cuts simulated on a loop file system: 0 reported and gone",
    "disk full is harmless": "old state served, exit 4, message says how much is needed, retry works",
    "two publishers never lose a year": "50 rounds of 4 at once: no year lost; same year: exactly one winner, "
    "the others exit 3 naming the holder",
    "readers never see half a site": "100 publications under at least 100,000 requests through nginx: "
    "0 × 404, truncated, or mixed versions",
    "tampering is found": "every kind of change to store, view, ledger, manifest, and 1,000 random byte flips: "
    "all found, file named",
    "accidents lose nothing": "an older copy over a newer archive, a newer over an older, two machines put together, "
    "`current` led back, views without store, store without views: nothing swept, all told, withdrawals win",
    "same bytes": "one hash over 8 variations of the environment",
}
"""{promise: what it aims at}."""


@dataclass
class Measured:
    """What tests counted for each promise, in the order in which it was first told."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, promise: str, figures: Mapping[str, int]) -> None:
        """Add {what was counted: how many} to what is known of a promise. Raises KeyError for one never made."""
        assert promise in TARGETS, promise
        known = self.counts.setdefault(promise, Counter())
        for what, number in figures.items():
            known[what] += number

    def table(self) -> Iterator[str]:
        """Yield the lines of a Markdown table of all promises."""
        yield from ("| promise | target | measured |", "|---|---|---|")
        for promise, target in TARGETS.items():
            yield f"| {promise} | {target} | {_told(self.counts.get(promise, Counter()).items())} |"


def _told(counts: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{number:,} {what}" for what, number in counts) or "not measured"
