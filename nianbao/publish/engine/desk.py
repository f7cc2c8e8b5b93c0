"""What one MkDocs build has at hand: which editions it shows, their years, the catalogue, and held HTML."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from nianbao.publish.downloads import MadeFile, all_years, two_years_files, year_files
from nianbao.publish.engine.linking import year_links
from nianbao.publish.last_year import LastYears
from nianbao.publish.pictures import KeptPictures
from nianbao.publish.policy import Inline
from nianbao.publish.two_years.pairs import Pair, name_of, pairs_of
from nianbao.publish.two_years.script import FOLDER as COMPARED
from nianbao.publish.two_years.script import year_scripts
from nianbao.report.attached import attached_files
from nianbao.report.catalogue import Catalogue, PublishedYear
from nianbao.report.correction import Correction
from nianbao.report.download import Download
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding, Unusable
from nianbao.report.model import Attachment
from nianbao.report.narrative import Page
from nianbao.report.number_pair import TwoYears
from nianbao.report.origin import origin_of_all
from nianbao.report.privacy import Privacy
from nianbao.report.same_section import Paragraph, SameSection, SectionText, YearText, is_narrative, same_sections
from nianbao.report.site import Site
from nianbao.report.year_quantities import YearQuantities, quantities_of
from nianbao.sources.folders import years
from nianbao.sources.portal_files import read_portal_files
from nianbao.sources.privacy import portal_privacy
from nianbao.sources.site import read_portal_pages, read_site
from nianbao.sources.year import YearSources, read_year

PORTAL = "portal"
EVERYTHING = ""
_TOKEN = re.compile("\ue000([0-9]+)\ue001")
_ALONE = re.compile("<p>\\s*\ue000([0-9]+)\ue001\\s*</p>")

Fragment = Callable[[], str]
ReadText = Callable[[YearEdition, Page], tuple[Paragraph, ...]]
"""Renders the narrative of a page of the sources and reads it, for a preview of the portal."""


def _unread(edition: YearEdition, page: Page) -> tuple[Paragraph, ...]:
    raise RuntimeError("no Markdown at hand")


def edition_of(
    root: Path,
    sources: YearSources,
    version: int,
    last_years: LastYears,
    corrections: tuple[Correction, ...] = (),
) -> YearEdition:
    """Return a year as read, as the edition that shows it as that version, compared with the year before.

    What is wrong with the links of its pages is among its notes.
    """
    attached = attached_files(sources.report.rows(Attachment), sources.attachments)
    before, unread = last_years.before(sources.report.year)
    notes = (*sources.notes, *unread)
    edition = YearEdition(sources.report, sources.pages, notes, version, attached, before, corrections)
    wrong = year_links(root, edition, sources.pictures, last_years.archive or root / "archive")
    return replace(edition, notes=(*notes, *wrong))


@dataclass
class Desk:
    """The work of one build. `edition` is a year (`2022`), `portal`, or empty for a preview of everything.

    Words leave their HTML with `hold` and write the token they get; `fill` puts it in once Markdown is done. Years that
    cannot be read raise Unusable, unless `tolerant`: then their findings are kept in `unusable` and the others go on.
    `files` are the bytes that each year was read from, `attachments` and `pictures` what is published of its
    attachments and of the pictures beside its pages. Each year is compared with the year before it, in `archive`
    (the site's own where none is named) or else in the sources. `corrections` are those of the one year it shows.
    The portal compares neighbouring years and the `known_pairs`, in the narrative that `read_text` finds in the sources
    or that was given. `inline` are the scripts and styles that the templates bring into each page that was built.
    Unless its caller does so (`finishing` is False), an edition gets redirects, policies and packed twins as soon as it
    is built; a preview gets none of them.
    """

    root: Path
    edition: str = EVERYTHING
    version: int = 1
    given_catalogue: Catalogue | None = None
    given_figures: tuple[YearQuantities, ...] | None = None
    given_texts: tuple[YearText, ...] | None = None
    known_pairs: tuple[Pair, ...] = ()
    kept: KeptPictures | None = None
    tolerant: bool = False
    archive: Path | None = None
    corrections: tuple[Correction, ...] = ()
    finishing: bool = True
    unusable: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    files: dict[int, Mapping[str, bytes]] = field(default_factory=dict)
    attachments: dict[int, Mapping[str, bytes]] = field(default_factory=dict)
    pictures: dict[int, Mapping[str, bytes]] = field(default_factory=dict)
    inline: dict[str, frozenset[Inline]] = field(default_factory=dict)
    read_text: ReadText = _unread
    _held: list[Fragment] = field(default_factory=list)
    _endings: list[Callable[[], None]] = field(default_factory=list)

    @cached_property
    def site(self) -> Site:
        """What `site.yml` says."""
        return read_site(self.root)

    def read(self) -> None:
        """Read everything the build is made of, so that Unusable is raised before MkDocs begins."""
        _ = (self.site, self.editions, self.portal_pages, self.beside_portal, self.portal_privacy)

    @cached_property
    def portal_pages(self) -> tuple[Page, ...]:
        """The portal's own pages; none in a year's edition."""
        return () if self.edition.isdigit() else read_portal_pages(self.root)

    @cached_property
    def beside_portal(self) -> dict[str, bytes]:
        """The files beside the portal's own pages, by their address; none in a year's edition."""
        return {} if self.edition.isdigit() else read_portal_files(self.root)

    @cached_property
    def editions(self) -> dict[int, YearEdition]:
        """The years whose pages this build shows, oldest first; raises Unusable where one cannot be read."""
        shown = [int(self.edition)] if self.edition.isdigit() else years(self.root)
        return {} if self.edition == PORTAL else dict(self._read(shown))

    def _read(self, shown: tuple[int, ...] | list[int]) -> Iterator[tuple[int, YearEdition]]:
        wrong: list[Finding] = []
        last_years = LastYears(self.root, self.archive)
        for year in shown:
            try:
                sources = read_year(self.root, year)
            except Unusable as unusable:
                self.unusable[year] = unusable.findings
                wrong += unusable.findings
                continue
            self.files[year] = sources.files
            self.attachments[year] = sources.attachments
            self.pictures[year] = sources.pictures
            last_years.remember(sources)
            yield year, edition_of(self.root, sources, self.version, last_years, self.corrections)
        if wrong and not self.tolerant:
            raise Unusable(wrong)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The years as the portal lists them: those given by the archive, or a preview from the sources."""
        if self.given_catalogue is not None:
            return self.given_catalogue
        shown = self.editions or dict(self._read(list(years(self.root))))
        newest_first = sorted(shown, reverse=True)
        entries = [PublishedYear(summary=shown[year].summary(), version=1, events=()) for year in newest_first]
        return Catalogue(years=tuple(entries), preview=True)

    @cached_property
    def figures(self) -> tuple[YearQuantities, ...]:
        """The quantities of all years that the portal lists, newest first: those given, or a preview's own."""
        if self.given_figures is not None:
            return self.given_figures
        shown = self.editions or dict(self._read(list(years(self.root))))
        return tuple(quantities_of(shown[year]) for year in sorted(shown, reverse=True))

    @cached_property
    def texts(self) -> tuple[YearText, ...]:
        """The narrative of all years that the portal lists, newest first: those given, or a preview's own."""
        if self.given_texts is not None:
            return self.given_texts
        shown = self.editions or dict(self._read(list(years(self.root))))
        return tuple(self._text_of(shown[year]) for year in sorted(shown, reverse=True))

    def _text_of(self, edition: YearEdition) -> YearText:
        pages = {page.id: page for page in edition.pages}
        entries = (entry for entry in edition.summary().sections if is_narrative(entry))
        return YearText(
            edition.year, tuple(SectionText(entry, self.read_text(edition, pages[entry.id])) for entry in entries)
        )

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The two years that have a page to compare them, newest first; none in a year's edition."""
        return () if self.single else pairs_of((entry.year for entry in self.catalogue.years), self.known_pairs)

    @cached_property
    def compared(self) -> dict[Pair, TwoYears]:
        """The numbers of the two years of each pair."""
        from nianbao.report.comparison import two_years

        return {pair: two_years(self.figures, *pair) for pair in self.pairs}

    def sections_of(self, pair: Pair) -> tuple[SameSection, ...]:
        """Return the narrative of two years, section beside section."""
        texts = {text.year: text for text in self.texts}
        return same_sections(*(texts[year] for year in pair))

    @cached_property
    def pair_files(self) -> dict[str, tuple[MadeFile, ...]]:
        """The files of data beside the pages that compare two years, by folder."""
        if self.single:
            return {}
        origin = origin_of_all(self.site, self.catalogue)
        versions = {entry.year: entry.version for entry in self.catalogue.years}
        return {
            f"{COMPARED}{name_of(pair)}/": two_years_files(
                two, (versions[pair[0]], versions[pair[1]]), origin, self.catalogue.count
            )
            for pair, two in self.compared.items()
        }

    @cached_property
    def compared_files(self) -> dict[str, tuple[MadeFile, ...]]:
        """The files beside the pages that compare years, by folder: data of each pair, and a script of each year."""
        of_pairs = self.pair_files
        sections = {entry.year: entry.summary.sections for entry in self.catalogue.years}
        return {**of_pairs, COMPARED: year_scripts(self.figures, sections)} if of_pairs else {}

    def pair_downloads(self, pair: Pair) -> tuple[Download, ...]:
        """Return the files of data of a pair."""
        return tuple(file.download for file in self.pair_files[f"{COMPARED}{name_of(pair)}/"])

    @cached_property
    def data_files(self) -> dict[int, tuple[MadeFile, ...]]:
        """The files of data of the years whose pages this build shows."""
        return {year: year_files(edition) for year, edition in self.editions.items()}

    @cached_property
    def portal_files(self) -> tuple[MadeFile, ...]:
        """The files of data over all years; none in a year's edition."""
        if self.single:
            return ()
        return all_years(self.figures, origin_of_all(self.site, self.catalogue), self.catalogue.count)

    def downloads(self, year: int | None = None) -> tuple[Download, ...]:
        """Return the files of data of a year that this build shows, or without a year those of the portal."""
        return tuple(file.download for file in (self.portal_files if year is None else self.data_files[year]))

    @cached_property
    def portal_privacy(self) -> Privacy:
        """What is looked at for numbers of persons in the portal; nothing in a year's edition."""
        return Privacy() if self.single else portal_privacy(self.root, self.day)

    @property
    def day(self) -> datetime.date:
        """The day of which the built files bear the date: the first after the (newest) fiscal year."""
        years = [int(self.edition)] if self.single else [entry.year for entry in self.catalogue.years]
        return datetime.date(max(years, default=2000) + 1, 1, 1)

    @property
    def single(self) -> bool:
        """Whether this build is one year's edition."""
        return self.edition.isdigit()

    @property
    def moved(self) -> Mapping[str, str]:
        """What the editor of the one edition this build shows says has moved."""
        return self.editions[int(self.edition)].report.head.moved if self.single else self.site.moved

    def prefix(self, year: int) -> str:
        """Return where a year's pages lie in this build: at the root of its own edition, below `2022/` elsewhere."""
        return "" if self.single else f"{year}/"

    def page_at(self, address: str) -> tuple[YearEdition | None, Page] | None:
        """Return the year and page that a source address (`2022/budget.md`, `budget.md`) stands for, or None."""
        for year, edition in self.editions.items():
            for page in edition.pages:
                if address == f"{self.prefix(year)}{page.id}.md":
                    return edition, page
        found = next((page for page in self.portal_pages if page.file == f"docs/{address}"), None)
        return None if found is None else (None, found)

    def title_at(self, address: str) -> str | None:
        """Return the title of a year's page with that source address; the portal's pages bear theirs themselves."""
        found = self.page_at(address)
        return found[0].titles[found[1].id] if found and found[0] else None

    def hold(self, fragment: Fragment) -> str:
        """Keep a piece of trusted HTML, made when it is needed, and return the token that stands for it."""
        self._held.append(fragment)
        return f"\ue000{len(self._held) - 1}\ue001"

    def fill(self, html: str) -> str:
        """Put the held HTML in place of its tokens; a token alone in its paragraph takes the paragraph's place."""
        whole = _ALONE.sub(lambda found: self._held[int(found[1])](), html)
        return _TOKEN.sub(lambda found: self._held[int(found[1])](), whole)

    def at_end(self, action: Callable[[], None]) -> None:
        """Have something done when the build is over, however it ends."""
        self._endings.append(action)

    def end(self) -> None:
        """Do what was left for the end, and let go of the held HTML."""
        while self._endings:
            self._endings.pop()()
        self._held.clear()
