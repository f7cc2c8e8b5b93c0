"""同一章节: the narrative of a section in two years, sentence beside sentence, and how much of it stayed the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from nianbao.report.catalogue import SectionEntry
from nianbao.report.rewording import Stroke, aligned, sentences_of, strokes
from nianbao.wording.numbers import round_half_up

_PUT_IN, _STRUCK = "put_in", "struck"


def is_narrative(entry: SectionEntry) -> bool:
    """Say whether an editor writes a page; 数据索引 and 数据核对说明 are made from data."""
    return entry.id not in ("figures", "checks")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or heading of the narrative as readers see it, without tables, charts and notices."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class SectionText:
    """A section of one year with its narrative; none where it was `withdrawn`, or is damaged and so `unread`."""

    entry: SectionEntry
    paragraphs: tuple[Paragraph, ...] = ()
    unread: bool = False

    @property
    def withdrawn(self) -> bool:
        """Whether the section was withdrawn."""
        return self.entry.withdrawn

    @property
    def told(self) -> bool:
        """Whether its narrative is at hand."""
        return not (self.withdrawn or self.unread)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of all paragraphs, in order; a heading is one."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in sentences_of(paragraph.text))

    @cached_property
    def headings(self) -> frozenset[str]:
        """The sentences that are headings."""
        return frozenset(line for each in self.paragraphs if each.heading for line in sentences_of(each.text))


@dataclass(frozen=True)
class YearText:
    """The narrative of a year's latest version, section by section in the order of its outline."""

    year: int
    sections: tuple[SectionText, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of one year with what changed in it against the other year."""

    strokes: tuple[Stroke, ...]
    heading: bool = False

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(stroke.text for stroke in self.strokes)

    @property
    def kept(self) -> int:
        """How many of its characters stand in the other year too."""
        return sum(len(stroke.text) for stroke in self.strokes if stroke.kind == "kept")


@dataclass(frozen=True)
class Facing:
    """A sentence of the earlier year and the one that took its place; None where there was none, or is none."""

    before: Sentence | None
    after: Sentence | None

    @property
    def same(self) -> bool:
        """Whether both years say the same."""
        return self.before is not None and self.after is not None and self.before.text == self.after.text


@dataclass(frozen=True)
class Run:
    """Sentences that follow one another and are all the `same` in both years, or all differ."""

    same: bool
    rows: tuple[Facing, ...]

    @property
    def characters(self) -> int:
        """How long it is in the later year."""
        return sum(len(row.after.text) for row in self.rows if row.after)


@dataclass(frozen=True)
class SameSection:
    """A section of two years, None for a year that does not have it."""

    before: SectionText | None
    after: SectionText | None

    @property
    def entry(self) -> SectionEntry:
        """The section as the later year has it, or else the earlier."""
        section = self.after or self.before
        if section is None:
            raise ValueError(self)
        return section.entry

    @property
    def in_both(self) -> bool:
        """Whether both years have it with text that can be compared."""
        return all(section is not None and section.told for section in (self.before, self.after))

    @cached_property
    def rows(self) -> tuple[Facing, ...]:
        """The sentences of both years side by side; none unless both have it."""
        if self.before is None or self.after is None or not self.in_both:
            return ()
        old, new = self.before, self.after
        return tuple(
            _facing(was, now, old.headings, new.headings) for was, now in aligned(old.sentences, new.sentences)
        )

    @property
    def runs(self) -> tuple[Run, ...]:
        """The rows in runs of what stayed and what differs."""
        return tuple(Run(same, tuple(rows)) for same, rows in groupby(self.rows, key=lambda row: row.same))

    @cached_property
    def characters(self) -> int:
        """How many characters the later year's text has."""
        return sum(len(row.after.text) for row in self.rows if row.after)

    @cached_property
    def kept(self) -> int:
        """How many characters of the later year's text stand unchanged and in the same order in the earlier year's."""
        return sum(row.after.kept for row in self.rows if row.after)

    @cached_property
    def dropped(self) -> int:
        """How many characters of the earlier year's text do not stand in the later year's."""
        return sum(len(row.before.text) - row.before.kept for row in self.rows if row.before)

    @property
    def share(self) -> Decimal:
        """The share of the later year's text that stayed, in whole percent; 0 and 100 only where it is exactly so."""
        if not self.characters:
            return Decimal(0)
        share = round_half_up(Decimal(100 * self.kept) / self.characters, 0)
        return share if self.kept in (0, self.characters) else min(max(share, Decimal(1)), Decimal(99))

    def told(self, earlier: int, later: int) -> str:
        """Return in words how much of the section stayed the same, or why it cannot be compared."""
        sides = [(f"{year}年度", side) for year, side in ((earlier, self.before), (later, self.after)) if side]
        if gone := [year for year, side in sides if side.withdrawn]:
            return f"{'和'.join(gone)}的这一章已撤下，不能对照"
        if unread := [year for year, side in sides if side.unread]:
            return f"{'和'.join(unread)}的这一章现在读不出，不能对照"
        if self.before is None or self.after is None:
            return f"{earlier if self.before is None else later}年度没有这一章"
        if not self.characters:
            return f"{later}年度的这一章没有文字说明"
        if not self.kept:
            return f"本章没有与{earlier}年度相同的文字"
        if self.kept == self.characters:
            left = f"，{earlier}年度另有{self.dropped}字没有沿用" if self.dropped else ""
            return f"本章文字全部与{earlier}年度相同{left}"
        return f"本章文字约有{self.share}%与{earlier}年度相同"


def _facing(old: str, new: str, headings: frozenset[str], later_headings: frozenset[str]) -> Facing:
    marks = strokes(old, new)
    return Facing(
        _sentence(marks, _PUT_IN, old in headings) if old else None,
        _sentence(marks, _STRUCK, new in later_headings) if new else None,
    )


def _sentence(marks: Iterable[Stroke], other: str, heading: bool) -> Sentence:
    return Sentence(tuple(stroke for stroke in marks if stroke.kind != other), heading)


def same_sections(before: YearText, after: YearText) -> tuple[SameSection, ...]:
    """Return every section of either year, in the order of the later one, those of the earlier alone at the end."""
    return tuple(_paired(before, after))


def _paired(before: YearText, after: YearText) -> Iterator[SameSection]:
    earlier = {section.entry.id: section for section in before.sections}
    later = {section.entry.id for section in after.sections}
    for section in after.sections:
        yield SameSection(earlier.get(section.entry.id), section)
    yield from (SameSection(section, None) for key, section in earlier.items() if key not in later)
