"""`report.yml`: what a year's report says of itself, and where each entry stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nianbao.report.finding import Finding
from nianbao.report.head import Head
from nianbao.report.place import Place
from nianbao.report.report import RESERVED_PAGES
from nianbao.sources.entries import as_model
from nianbao.sources.folders import is_told
from nianbao.sources.text import read_text
from nianbao.sources.yamlfile import Node, parse_yaml


@dataclass(frozen=True)
class HeadFile:
    """The head of a year's report as read from the file `name`, and the tree that it was read from."""

    head: Head
    name: str
    node: Node

    def place_of(self, *path: str | int) -> Place:
        """Return where an entry stands, by the names and positions that lead to it."""
        return Place(self.name, self.node.line_of(path))

    @property
    def entry_places(self) -> dict[tuple[str, ...], Place]:
        """Where each entry stands, by the names and positions that lead to it."""
        return dict(_entry_places(self.node, self.name))

    @property
    def acknowledgement_places(self) -> tuple[Place, ...]:
        """Where each acknowledgement begins, in their order."""
        return tuple(self.place_of("acknowledgements", index) for index in range(len(self.head.acknowledgements)))


def read_head(data: Mapping[str, Path], folder: str, year: int, findings: list[Finding]) -> HeadFile | None:
    """Return what `report.yml` says, or None with the reasons appended to `findings`.

    `data` are the regular files below the year's data folder `folder`. A year other than `year` and section names that
    no page may have are complained of, but read.
    """
    name = f"{folder}/report.yml"
    node = _tree(data, name, findings)
    head = None if node is None else as_model(node, Head, name, findings, blanks=True)
    if node is None or head is None:
        return None
    found = HeadFile(head, name, node)
    findings += _wrong_year(found, year)
    findings += _wrong_sections(found)
    return found


def _tree(data: Mapping[str, Path], name: str, findings: list[Finding]) -> Node | None:
    if name not in data:
        if not is_told(name, findings):
            findings.append(Finding("file_missing", "error", Place(name)))
        return None
    text = read_text(data[name], name, findings)
    return None if text is None else parse_yaml(text, name, findings)


def _wrong_year(found: HeadFile, year: int) -> Iterator[Finding]:
    if found.head.fiscal_year != year:
        values = {"year": year, "found": found.head.fiscal_year}
        yield Finding("fiscal_year_differs", "error", found.place_of("fiscal_year"), values)


def _wrong_sections(found: HeadFile) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, section in enumerate(found.head.sections):
        place = found.place_of("sections", index)
        if section.id in RESERVED_PAGES:
            yield Finding("section_reserved", "error", place, {"section": section.id})
        elif section.id is not None and section.id in seen:
            yield Finding("section_repeated", "error", place, {"section": section.id})
        seen.add(section.id or "")


def _entry_places(node: Node, name: str, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Yield where each entry stands, by the names and positions that lead to it."""
    content = node.content
    inner = enumerate(content) if isinstance(content, list) else content.items() if isinstance(content, dict) else ()
    for step, child in inner:
        yield (*path, str(step)), Place(name, child.line)
        yield from _entry_places(child, name, (*path, str(step)))
