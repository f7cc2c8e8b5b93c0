"""From a call in a page to the HTML of a word: which year, which number, which renderer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Protocol

from macros import comparison, notices, numbers, portal
from macros.charts import chart_figure
from macros.corrections import correction_notice
from macros.figures import quantity_index
from macros.markup import render
from macros.pictures import Kept, Pictures
from macros.tables import table_figure
from macros.trends import trends
from nianbao.report.charts import CHARTS
from nianbao.report.download import Download, TableFiles, files_of
from nianbao.report.edition import YearEdition
from nianbao.report.narrative import Page, anchors
from nianbao.report.showing import shows_part, table_of
from nianbao.report.site import Site
from nianbao.report.tables import TABLES
from nianbao.report.words import WORDS
from nianbao.report.year_quantities import YearQuantities

Fragment = Callable[[], str]


class Desk(comparison.Years, Protocol):
    """What the words need of the build they are rendered in."""

    @property
    def site(self) -> Site:
        """What `site.yml` says."""

    @property
    def figures(self) -> tuple[YearQuantities, ...]:
        """The quantities of all years that the portal lists, newest first."""

    @property
    def kept(self) -> Kept | None:
        """The store of drawn charts."""

    def downloads(self, year: int | None = None) -> tuple[Download, ...]:
        """Return the files of data of a year, or without a year those of the portal."""

    def page_at(self, address: str) -> tuple[YearEdition | None, Page] | None:
        """Return the year and page that a source address stands for."""

    def hold(self, fragment: Fragment) -> str:
        """Keep a piece of HTML and return its token."""

    def at_end(self, action: Callable[[], None]) -> None:
        """Have something done when the build is over."""


class Words:
    """The words of one build; counts the calls of each page, so that every table and chart finds its number."""

    def __init__(self, desk: Desk, address: Callable[[], str]) -> None:
        self._desk = desk
        self._address = address
        self._calls: Counter[str] = Counter()
        self._pictures = Pictures(desk.kept)
        desk.at_end(self._pictures.close)

    def render(self, name: str, arguments: tuple[str, ...]) -> str:
        """Return the token of a word called on the page that is being rendered."""
        address = self._address()
        found = self._desk.page_at(address)
        edition, page = found if found else (None, None)
        if WORDS[name].portal or edition is None or page is None:
            return self._desk.hold(self._fragment_of_portal(name, "../" * address.count("/"), arguments))
        if name == "num" and len(arguments) == 2:
            return self._desk.hold(lambda: numbers.num(edition, *arguments))
        if name == "downloads":
            return self._desk.hold(lambda: notices.downloads(edition, self._desk.downloads(edition.year)))
        if name == "quantity_index":
            return self._desk.hold(lambda: quantity_index(edition, self._desk.downloads(edition.year)))
        if name == "correction":
            return self._desk.hold(lambda: correction_notice(edition, page))
        call = self._next_call(address)
        try:
            return self._desk.hold(self._fragment(name, edition, page, call, arguments))
        except KeyError:
            return self._desk.hold(lambda: _missing(name, arguments))

    def _fragment_of_portal(self, name: str, up: str, arguments: tuple[str, ...]) -> Fragment:
        desk = self._desk
        if name == "trends":
            files = tuple(file for file in desk.downloads() if file.table)
            return trends(desk.figures, desk.catalogue, self._pictures, up, files)
        if name == "all_downloads":
            return lambda: notices.all_downloads(desk.downloads(), up)
        if name in comparison.COMPARISON:
            return lambda: comparison.COMPARISON[name](desk, up, *arguments)
        return lambda: portal.PORTAL[name](desk.catalogue, desk.site, up, *arguments)

    def _next_call(self, address: str) -> int:
        self._calls[address] += 1
        return self._calls[address] - 1

    def _fragment(self, name: str, edition: YearEdition, page: Page, call: int, arguments: tuple[str, ...]) -> Fragment:
        number, anchor = edition.numbering.get((page.id, call), 0), anchors(page).get(call, "")
        if name in TABLES:
            table = TABLES[name](edition.report, edition.quantities, *arguments)
            files = self._files(edition, name, arguments)
            return lambda: table_figure(table, edition.quantities, number, anchor, files)
        if name in CHARTS:
            chart = CHARTS[name](edition.report, edition.quantities, *arguments)
            files = self._files(edition, name, arguments)
            return chart_figure(chart, number, anchor, self._pictures, files)
        if name == "num" and edition.quantities.get(arguments[0]) is None:
            raise KeyError(arguments[0])
        return lambda: _NOTICES[name](edition, *arguments)

    def _files(self, edition: YearEdition, name: str, arguments: tuple[str, ...]) -> TableFiles:
        table = table_of(name, arguments)
        whole = edition.report.kinds[table].sheet if shows_part(name) else ""
        return TableFiles(files_of(self._desk.downloads(edition.year), table), whole)


def _missing(name: str, arguments: tuple[str, ...]) -> str:
    """What a preview shows where a word names something that is not there; nothing is built of it otherwise."""
    return render("missing.html.j2", name=name, arguments=arguments)


_NOTICES: dict[str, Callable[..., str]] = {"num": numbers.num, "grade": numbers.grade, **notices.NOTICES}


def bound_words(desk: Desk, address: Callable[[], str]) -> dict[str, Callable[..., str]]:
    """Return every declared word as a function of its literal arguments; `address` tells the page being rendered."""
    words = Words(desk, address)

    def bind(name: str) -> Callable[..., str]:
        return lambda *arguments: words.render(name, arguments)

    return {name: bind(name) for name in WORDS}
