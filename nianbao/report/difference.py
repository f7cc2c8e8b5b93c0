"""改动: what readers of one edition of a year see otherwise in another, by number, text, page and file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal, TypeVar

from nianbao.report.change import CellChange, Difference, FileChange, NumberChange, PageChange, PassageChange
from nianbao.report.edition import YearEdition
from nianbao.report.page_text import as_read, as_typed
from nianbao.report.rewording import reworded
from nianbao.report.sides import Hashes, Side, side_of

K = TypeVar("K")


def difference(before: YearEdition | None, after: YearEdition, hashes: tuple[Hashes, Hashes] = ({}, {})) -> Difference:
    """Return what readers of `after` see otherwise than those of `before`; without `before`, everything is new.

    `hashes` are the sources of each. Sentences of pages that only one of them has are not listed one by one.
    """
    old = Side() if before is None else side_of(before, hashes[0])
    new = side_of(after, hashes[1])
    order = _merged(old.titles, new.titles)
    return Difference(
        year=after.year,
        since=None if before is None else before.version,
        titles={page: new.titles.get(page) or old.titles[page] for page in order},
        numbers=tuple(_numbers(old, new, order)),
        cells=(*_cells(old, new, order), *_orders(old, new, order)),
        passages=tuple(_passages(old, new, order)),
        pages=tuple(_pages(old, new, order)),
        files=tuple(_files(old, new, order)),
        sources=tuple(name for name in sorted({*hashes[0], *hashes[1]}) if hashes[0].get(name) != hashes[1].get(name)),
    )


def _merged(before: Iterable[K], after: Iterable[K]) -> list[K]:
    """All entries in the order of `after`, those of `before` alone behind what they stood behind."""
    later = list(after)
    known = set(later)
    gone: dict[K | None, list[K]] = {}
    last: K | None = None
    for entry in before:
        if entry in known:
            last = entry
        else:
            gone.setdefault(last, []).append(entry)
    return [*gone.get(None, ()), *chain.from_iterable((entry, *gone.get(entry, ())) for entry in later)]


def _on(order: list[str], *found: Iterable[str]) -> tuple[str, ...]:
    pages = set(chain.from_iterable(found))
    return tuple(page for page in order if page in pages)


def _numbers(old: Side, new: Side, order: list[str]) -> Iterator[NumberChange]:
    for name in _merged(old.numbers, new.numbers):
        was, is_now = old.numbers.get(name, ""), new.numbers.get(name, "")
        if was != is_now:
            pages = _on(order, old.numbered.get(name, ()), new.numbered.get(name, ()))
            yield NumberChange(name=name, old=was, new=is_now, pages=pages)


def _cells(old: Side, new: Side, order: list[str]) -> Iterator[CellChange]:
    for at in _merged(old.statements, new.statements):
        was, is_now = old.statements.get(at), new.statements.get(at)
        told = is_now or was
        if told is None or (was is not None and is_now is not None and was.text == is_now.text):
            continue
        yield CellChange(
            table=told.table, key=told.key, field=told.field, title=told.title, label=told.label, column=told.column,
            old=was.text if was else "", new=is_now.text if is_now else "", is_key=told.is_key,
            pages=_on(order, was.pages if was else (), is_now.pages if is_now else ()),
        )  # fmt: skip


def _orders(old: Side, new: Side, order: list[str]) -> Iterator[CellChange]:
    """Tables whose rows stand in another order: the rows that both have."""
    for table in _merged(old.rows, new.rows):
        rows, others = old.rows.get(table, {}), new.rows.get(table, {})
        was, is_now = [key for key in rows if key in others], [key for key in others if key in rows]
        if was != is_now:
            title, pages = new.tables[table]
            texts = "、".join(rows[key] for key in was), "、".join(others[key] for key in is_now)
            yield CellChange(
                table=table, key="", field="", title=title, label="", column="各行的顺序", old=texts[0], new=texts[1],
                pages=_on(order, pages, old.tables[table][1]),
            )  # fmt: skip


def _passages(old: Side, new: Side, order: list[str]) -> Iterator[PassageChange]:
    for page in order:
        if page in old.sentences and page in new.sentences:
            for was, is_now in reworded(old.sentences[page], new.sentences[page]):
                read, read_now = as_read(was), as_read(is_now)
                if read == read_now:  # nothing but the marks is another
                    read, read_now = as_typed(was), as_typed(is_now)
                yield PassageChange(page=page, old=read, new=read_now)


def _pages(old: Side, new: Side, order: list[str]) -> Iterator[PageChange]:
    for page in order:
        title, earlier = new.titles.get(page), old.titles.get(page)
        if title is None or earlier is None:
            kind: Literal["added", "removed"] = "removed" if title is None else "added"
            yield PageChange(page=page, title=title or earlier or page, kind=kind)
        elif old.names[page] != new.names[page]:
            yield PageChange(page=page, title=title, kind="renamed", old_title=earlier)
        elif old.places.get(page) != new.places.get(page):
            yield PageChange(page=page, title=title, kind="moved", old_title=earlier)


def _files(old: Side, new: Side, order: list[str]) -> Iterator[FileChange]:
    for name in _merged(old.files, new.files):
        was, is_now = old.files.get(name), new.files.get(name)
        told = is_now or was
        if told is None or (was is not None and is_now is not None and was.digest == is_now.digest):
            continue
        kind: Literal["added", "removed", "changed"] = (
            "added" if was is None else "removed" if is_now is None else "changed"
        )
        pages = _on(order, was.pages if was else (), is_now.pages if is_now else ())
        yield FileChange(name=name, kind=kind, label=told.label, pages=pages)
