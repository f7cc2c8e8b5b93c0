"""What later versions quote of withdrawn content when they announce a correction, and how it is taken out of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nianbao.publish.archive import durable
from nianbao.publish.archive.versions import ADDRESSES, Staged
from nianbao.publish.compressed import TWIN, pack
from nianbao.publish.downloads import QUANTITIES
from nianbao.report.addresses import Addresses
from nianbao.report.correction import FIGURES, Correction, concealing, where

Pages = Callable[[str], bool]
"""Says whether a page, by its id, was withdrawn."""

_QUOTE = re.compile(r'<(del class="nb-old"|ins class="nb-new")>(.*?)</(?:del|ins)>', re.DOTALL)
_LABEL = re.compile(r'(<th scope="row">)([^<]*)(?=</th><td><(?:del class="nb-old"|span class="nb-none"))')
_ALIAS = re.compile(r'<span id="([^"]*)"></span>')
_IN_PLACE = '<span class="nb-none">（已撤下）</span>'


@dataclass(frozen=True)
class _Told:
    """A change as pages tell it: what it is called, its text before and after, and where it stands."""

    label: str
    old: str
    new: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Quotes:
    """What corrections quote of withdrawn pages: texts, and the names of what only these pages had."""

    texts: frozenset[str]
    labels: frozenset[str]


def quotes_of(corrections: tuple[Correction, ...], version: int, withdrawn: Pages) -> Quotes:
    """Return what corrections quote of the withdrawn pages of a version: its old texts, or those it brought."""
    found = [
        (told.label, text, other)
        for correction in corrections
        for told in _told(correction)
        for text, other, of in (
            (told.old, told.new, correction.before),
            (told.new, told.old, correction.version),
        )
        if text and of == version and any(map(withdrawn, told.pages))
    ]
    return Quotes(frozenset(text for _, text, _ in found), frozenset(label for label, _, other in found if not other))


def without_quotes(corrections: tuple[Correction, ...], version: int, withdrawn: Pages) -> tuple[Correction, ...]:
    """Return the corrections without what they tell of the withdrawn pages of a version, which they name instead."""
    return tuple(
        _concealed(correction, withdrawn) if version in (correction.before, correction.version) else correction
        for correction in corrections
    )


def take_quotes_out(staged: Staged, version: int, withdrawn: Pages) -> Staged:
    """Take what is quoted of a version's withdrawn pages out of a staged version: pages, numbers as data, summary."""
    corrections = staged.summary.corrections
    quotes = quotes_of(corrections, version, withdrawn)
    pages = sorted(staged.content.rglob("*.html")) if quotes.texts else []
    for page in pages:
        rewrite(page, _unquoted(page.read_text(encoding="utf-8"), quotes))
    numbers = staged.content / QUANTITIES
    if quotes.texts and numbers.is_file():
        rewrite(numbers, _unquoted_numbers(numbers.read_text(encoding="utf-8"), version, quotes.texts))
    summary = staged.summary.model_copy(update={"corrections": without_quotes(corrections, version, withdrawn)})
    return replace(staged, summary=summary)


def aliases_in(content: Path, gone: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return {page: ids} of the elements in a content folder that only keep an address of a withdrawn page.

    `gone` are {withdrawn page: its ids}. An id that a heading or a table has is no alias.
    """
    found = {
        name: frozenset(map(html.unescape, _ALIAS.findall((content / name).read_text(encoding="utf-8")))) & ids
        for name, ids in gone.items()
        if (content / name).is_file()
    }
    return {name: ids for name, ids in found.items() if ids}


def take_aliases_out(staged: Staged, aliases: Mapping[str, frozenset[str]]) -> Staged:
    """Take aliases, {page: ids}, out of the pages of a staged version and out of the addresses it is known to have."""
    if not aliases:
        return staged
    known = Addresses.model_validate(staged.build[ADDRESSES])
    kept = {
        name: tuple(anchor for anchor in anchors if anchor.id not in aliases.get(name, ()))
        for name, anchors in known.pages.items()
    }
    for name, ids in aliases.items():
        rewrite(staged.content / name, _without_aliases((staged.content / name).read_text(encoding="utf-8"), ids))
    addresses = known.model_copy(update={"pages": kept}).model_dump(mode="json")
    return replace(staged, build={**staged.build, ADDRESSES: addresses})


def _without_aliases(text: str, ids: frozenset[str]) -> str:
    return _ALIAS.sub(lambda found: "" if html.unescape(found[1]) in ids else found[0], text)


def _told(correction: Correction) -> Iterator[_Told]:
    changes = correction.changes
    for number in changes.numbers:
        yield _Told(number.name, number.old, number.new, where(number))
    for cell in changes.cells:
        label = " · ".join(filter(None, (cell.title, cell.label, cell.column)))
        yield _Told(label, cell.old, cell.new, where(cell))
    for passage in changes.passages:
        yield _Told("", passage.old, passage.new, (passage.page,))
    for page in changes.pages:
        yield _Told("", page.old_title, page.title, (page.page,))


def _concealed(correction: Correction, withdrawn: Pages) -> Correction:
    changes = correction.changes
    touched = dict.fromkeys((*changes.touched_pages, FIGURES))
    pages = tuple(page for page in touched if withdrawn(page) and concealing(changes, (page,)) != changes)
    concealed = tuple(dict.fromkeys((*correction.concealed, *pages)))
    return correction.model_copy(update={"changes": concealing(changes, pages), "concealed": concealed})


def _unquoted(text: str, quotes: Quotes) -> str:
    named = _LABEL.sub(
        lambda found: found[1] + _IN_PLACE if html.unescape(found[2]) in quotes.labels else found[0], text
    )
    return _QUOTE.sub(lambda found: _IN_PLACE if html.unescape(found[2]) in quotes.texts else found[0], named)


def _unquoted_numbers(text: str, version: int, quotes: frozenset[str]) -> str:
    document = json.loads(text)
    for entry in document["quantities"]:
        for earlier in entry.get("superseded", ()):
            if earlier["version"] == version and earlier["written"] in quotes:
                earlier["written"] = None
                earlier["withdrawn"] = True
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def rewrite(path: Path, text: str) -> None:
    """Write a text of a staged version anew, its packed twin too, where it is not what it was."""
    if text == path.read_text(encoding="utf-8"):
        return
    durable.write_file(path, text.encode())
    twin = path.with_name(path.name + TWIN)
    if twin.exists():
        durable.write_file(twin, pack(text.encode()))
