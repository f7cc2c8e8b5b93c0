"""What a correction and a withdrawal have in common: their words become public, and somebody agrees beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nianbao.report.finding import Finding, Unusable, nearest
from nianbao.report.place import Place
from nianbao.sources.text import visible
from nianbao.wording.personal import find

_MOST = 500
"""So many characters tell a reason; more would be a report of its own in every page, the feed and the ledger."""


class NotApproved(Exception):
    """Whoever was asked did not agree; nothing was changed."""


def check_public_words(year: int, **words: str) -> None:
    """Raise Unusable where what goes into the public ledger is empty, long, not plain text, or tells of a person."""
    place = Place(f"archive/{year}")
    found = [(rule, {"option": name, **told}) for name, text in words.items() for rule, told in _faults(text)]
    if found:
        raise Unusable(Finding(rule, "error", place, values) for rule, values in found)


def _faults(text: str) -> Iterator[tuple[str, dict[str, object]]]:
    if not text.strip():
        yield "public_word_empty", {}
    elif len(text) > _MOST:
        yield "public_word_long", {"count": len(text), "most": _MOST}
    elif "\n" in text or "\t" in text or visible(text) != text:
        yield "public_word_unseen", {"text": repr(visible(text))[1:-1]}
    for number in find(text):
        yield "public_word_personal", {"kind": number.kind, "number": number.masked}


def unknown_name(year: int, name: str, known: Collection[str]) -> Finding:
    """Return the finding that a published year has no page or file of that name; the nearest it has are told."""
    near = nearest(name, known) or "、".join(sorted(known)[:3])
    return Finding("address_unknown", "error", Place(f"archive/{year}"), {"name": name, "near": near})
