"""The outline of a stored version: its pages below the headings over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from nianbao.report.catalogue import SectionEntry, YearSummary
from nianbao.report.finding import Finding
from nianbao.report.head import Section
from nianbao.report.report import NumberedSection, numbered
from nianbao.sources.yamlfile import parse_yaml

APPENDICES = "附录"
"""The heading over the pages behind the outline, as the pages' own navigation calls them."""


@dataclass(frozen=True)
class Chapter:
    """Pages that belong together, below a heading where it is not empty."""

    heading: str
    pages: tuple[SectionEntry, ...]


def chapters(summary: YearSummary, report_yml: bytes | None) -> tuple[Chapter, ...]:
    """Return all pages of a version, in order.

    `report_yml` is the stored `report.yml`, whose outline has the headings. Where it was withdrawn (None), or is
    written in a way that is read no more, every page stands for itself.
    """
    waiting = {entry.id: entry for entry in summary.sections}
    found = list(_in_outline(_outline(report_yml), waiting))
    if not found:
        return tuple(Chapter("", (entry,)) for entry in summary.sections)
    cover = [entry for entry in summary.sections if entry.id == "index"]
    appendices = tuple(entry for entry in summary.sections if entry.id in waiting and entry.id != "index")
    return (
        *(Chapter("", (entry,)) for entry in cover),
        *found,
        *([Chapter(APPENDICES, appendices)] if appendices else []),
    )


def _in_outline(outline: tuple[NumberedSection, ...], waiting: dict[str, SectionEntry]) -> Iterator[Chapter]:
    """Yield the outline's chapters that have pages, and take those pages out of `waiting`."""
    heading, pages = "", list[SectionEntry]()
    for section in outline:
        entry = waiting.pop(section.id, None) if section.id else None
        if section.id is None or section.level == 1:
            yield from _chapter(heading, pages)
            heading, pages = ("" if section.id else section.heading), []
        if entry is not None:
            pages.append(entry)
    yield from _chapter(heading, pages)


def _chapter(heading: str, pages: list[SectionEntry]) -> Iterator[Chapter]:
    if heading and pages:
        yield Chapter(heading, tuple(pages))
    else:
        yield from (Chapter("", (entry,)) for entry in pages)


def _outline(report_yml: bytes | None) -> tuple[NumberedSection, ...]:
    findings: list[Finding] = []
    try:
        node = parse_yaml((report_yml or b"").decode("utf-8-sig"), "report.yml", findings)
        sections = node.plain()["sections"] if node is not None else []
        return numbered(tuple(Section.model_validate(section) for section in sections))
    except (ValueError, ValidationError, KeyError, TypeError):
        return ()
