"""What later versions quote of withdrawn content when they announce a correction, and how it is taken out of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from nianbao.publish.archive import durable
from nianbao.publish.archive.versions import Staged
from nianbao.publish.compressed import TWIN, pack
from nianbao.publish.downloads import QUANTITIES
from nianbao.report.correction import Correction, concealing

Pages = Callable[[str], bool]
"""Says whether a page, by its id, was withdrawn."""

_QUOTE = re.compile(r'<(del class="nb-old"|ins class="nb-new")>(.*?)</(?:del|ins)>', re.DOTALL)
_IN_PLACE = '<span class="nb-none">（已撤下）</span>'


def quotes_of(corrections: tuple[Correction, ...], version: int, withdrawn: Pages) -> frozenset[str]:
    """Return what corrections quote of the withdrawn pages of a version: its old texts, or those it brought."""
    return frozenset(
        text
        for correction in corrections
        for old, new, pages in _texts(correction)
        for text, of in ((old, correction.before), (new, correction.version))
        if text and of == version and any(map(withdrawn, pages))
    )


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
    pages = sorted(staged.content.rglob("*.html")) if quotes else []
    for page in pages:
        rewrite(page, _unquoted(page.read_text(encoding="utf-8"), quotes))
    numbers = staged.content / QUANTITIES
    if quotes and numbers.is_file():
        rewrite(numbers, _unquoted_numbers(numbers.read_text(encoding="utf-8"), version, quotes))
    summary = staged.summary.model_copy(update={"corrections": without_quotes(corrections, version, withdrawn)})
    return replace(staged, summary=summary)


def _texts(correction: Correction) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    changes = correction.changes
    for number in changes.numbers:
        yield number.old, number.new, number.pages
    for cell in changes.cells:
        yield cell.old, cell.new, cell.pages
    for passage in changes.passages:
        yield passage.old, passage.new, (passage.page,)
    for page in changes.pages:
        yield page.old_title, page.title, (page.page,)


def _concealed(correction: Correction, withdrawn: Pages) -> Correction:
    pages = tuple(page for page in correction.changes.touched_pages if withdrawn(page))
    concealed = tuple(dict.fromkeys((*correction.concealed, *pages)))
    return correction.model_copy(update={"changes": concealing(correction.changes, pages), "concealed": concealed})


def _unquoted(text: str, quotes: frozenset[str]) -> str:
    return _QUOTE.sub(lambda found: _IN_PLACE if html.unescape(found[2]) in quotes else found[0], text)


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
