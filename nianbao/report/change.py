"""改动: a change of a year as readers are told of it, number by number, sentence by sentence, and all of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from nianbao.report.row import Value
from nianbao.wording.personal import masked

Told = Annotated[str, AfterValidator(masked)]
"""A text as it is told: without numbers of persons, which a difference would make public once more."""

Titles = Annotated[
    dict[str, Told],
    BeforeValidator(dict),
    PlainSerializer(lambda titles: list(titles.items()), return_type=list[tuple[str, str]]),
]
"""Titles of pages by their id, in an order that counts; JSON need not keep it, so that they are written as pairs."""


class NumberChange(Value):
    """A quantity by its name, as written before and after; empty where there was none, or is none."""

    name: Told
    old: Told
    new: Told
    pages: tuple[str, ...] = ()


class CellChange(Value):
    """A text in a table, in `report.yml` (table `report`) or of a page as such (table `pages`), before and after.

    `table`, `key` and `field` are what an acknowledgement calls its place, `title`, `label` and `column` what readers
    call table, row and column. A row that is new or gone has its key cells (`is_key`)
    among its changes.
    """

    table: str
    key: Told
    field: Told
    title: Told
    label: Told
    column: Told
    old: Told
    new: Told
    is_key: bool = False
    pages: tuple[str, ...] = ()


class PassageChange(Value):
    """A sentence of a page as readers see it, or a table or chart in it, before and after."""

    page: str
    old: Told
    new: Told


class PageChange(Value):
    """A page that came, went, got another title or another place in the outline; titles with their outline number."""

    page: str
    title: Told
    kind: Literal["added", "removed", "renamed", "moved"]
    old_title: Told = ""


class FileChange(Value):
    """An attachment or a picture by its address in the edition; `label` is what readers call it."""

    name: Told
    kind: Literal["added", "removed", "changed"]
    label: Told = ""
    pages: tuple[str, ...] = ()


class Difference(Value):
    """What readers see otherwise, in the order of outline and tables.

    `since` is the version that is compared with, None where there is none and everything is new. `titles` are all
    pages of both editions in their order. `sources` are the names of the source files that differ, seen or not.
    """

    year: int
    since: int | None
    titles: Titles
    numbers: tuple[NumberChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    passages: tuple[PassageChange, ...] = ()
    pages: tuple[PageChange, ...] = ()
    files: tuple[FileChange, ...] = ()
    sources: tuple[Told, ...] = Field(default=(), repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether readers see no difference; the sources may differ in what nobody sees."""
        return not (self.numbers or self.cells or self.passages or self.pages or self.files)

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(map(len, (self.numbers, self.cells, self.passages, self.pages, self.files)))

    @property
    def touched_pages(self) -> tuple[str, ...]:
        """The ids of the pages that differ, in their order."""
        touched = {page for change in self.numbers for page in change.pages}
        touched |= {page for change in self.cells for page in change.pages}
        touched |= {page for change in self.files for page in change.pages}
        touched |= {change.page for change in self.passages} | {change.page for change in self.pages}
        return tuple(page for page in self.titles if page in touched)

    def touching(self, page: str) -> Difference:
        """Return what concerns one page; the titles stay."""
        return self.model_copy(
            update={
                "numbers": tuple(change for change in self.numbers if page in change.pages),
                "cells": tuple(change for change in self.cells if page in change.pages),
                "passages": tuple(change for change in self.passages if page == change.page),
                "pages": tuple(change for change in self.pages if page == change.page),
                "files": tuple(change for change in self.files if page in change.pages),
                "sources": (),
            }
        )
