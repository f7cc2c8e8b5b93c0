"""两年对照: the page of two years, number beside number and text beside text, and the chooser of any two years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from macros.markup import render
from nianbao.report.catalogue import Catalogue
from nianbao.report.download import Download
from nianbao.report.edition import FIGURES_PAGE
from nianbao.report.number_pair import ABSENT, TwoYears
from nianbao.report.same_section import Run, SameSection

_SHOWN = 60
"""A stretch of the same text that is longer is folded, so that changes stand near each other."""


class Years(Protocol):
    """What a comparison needs of the build: its years, and which two of them have a page of their own."""

    @property
    def catalogue(self) -> Catalogue:
        """The years as the portal lists them."""

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The earlier and the later year of each page, newest first."""

    @property
    def compared(self) -> Mapping[tuple[int, int], TwoYears]:
        """The numbers of both years of each pair."""

    def sections_of(self, pair: tuple[int, int]) -> tuple[SameSection, ...]:
        """Return the narrative of a pair, section beside section."""

    def pair_downloads(self, pair: tuple[int, int]) -> tuple[Download, ...]:
        """Return the files of data of a pair."""


def compared_years(years: Years, up: str, later: str, earlier: str) -> str:
    """Return the comparison of two years; of two that have no page, the way to the chooser.

    `up` leads from the page to the root.
    """
    pair = (int(earlier), int(later))
    if pair not in years.compared:
        return render("uncompared.html.j2", earlier=earlier, later=later, up=up)
    return render(
        "compared.html.j2",
        earlier=pair[0],
        later=pair[1],
        two=years.compared[pair],
        sections=years.sections_of(pair),
        files=years.pair_downloads(pair),
        withdrawn=_withdrawn(years.catalogue, pair),
        page=FIGURES_PAGE,
        folded=_folded,
        up=up,
    )


def choose_years(years: Years, up: str) -> str:
    """Return the chooser of any two years, and the pages of neighbouring years as plain links."""
    found = [entry.year for entry in years.catalogue.years]
    pages = " ".join(f"{later}-{earlier}" for earlier, later in years.pairs)
    return render("choose_years.html.j2", years=found, pairs=years.pairs, pages=pages, absent=ABSENT, up=up)


def _withdrawn(catalogue: Catalogue, pair: tuple[int, int]) -> list[int]:
    return [entry.year for entry in catalogue.years if entry.year in pair and entry.summary.withdrawn]


def _folded(run: Run) -> bool:
    return run.same and run.characters > _SHOWN


COMPARISON: dict[str, Callable[..., str]] = {"compared_years": compared_years, "choose_years": choose_years}
