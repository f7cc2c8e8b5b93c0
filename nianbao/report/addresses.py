"""地址: what of a published edition a link may lead to, and where an anchor goes whose place is no longer there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

from pydantic import Field

from nianbao.report.row import Value


class Anchor(Value):
    """A place on a page by its id, and the id of the heading it stands under: a heading's own, empty before the first.

    An alias, which stands in for a place that is gone, is an anchor like any other.
    """

    id: str
    heading: str


class Addresses(Value):
    """All addresses of an edition, as names below its own address.

    `pages` are {page: its anchors in their order}, `files` what can be taken away from it, `moved` are {page or file
    that is no longer there: where its redirect leads, with an anchor where there is one}.
    """

    pages: dict[str, tuple[Anchor, ...]] = Field(default_factory=dict)
    files: tuple[str, ...] = ()
    moved: dict[str, str] = Field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Every page and file, and every one that led on elsewhere."""
        return frozenset((*self.pages, *self.files, *self.moved))

    def without(self, pages: Collection[str]) -> Addresses:
        """Return the same addresses, of which these pages have no anchors: an id may tell what must not be told."""
        kept = {name: () if name in pages else anchors for name, anchors in self.pages.items()}
        return self.model_copy(update={"pages": kept})


def aliases(earlier: Iterable[Sequence[Anchor]], now: Sequence[Anchor], taken: Collection[str]) -> dict[str, str]:
    """Return where each lost anchor of a page goes: {its id: the id of a heading, empty for the top of the page}.

    `earlier` are the page's anchors in its earlier versions, the latest of them first, `now` those it has, `taken` all
    ids on it. An anchor goes to the heading it stood under; where that is gone, to the one that came in its place, or
    else to the last one before it that is still there.
    """
    headings = _headings(now)
    found: dict[str, str] = {}
    for anchors in earlier:
        stands, last = _standing(_headings(anchors), headings), ""
        places = {"": ""}
        for heading in _headings(anchors):
            last = places[heading] = stands.get(heading, last)
        for anchor in anchors:
            if anchor.id not in taken:
                found.setdefault(anchor.id, places.get(anchor.heading, ""))
    return found


def _headings(anchors: Iterable[Anchor]) -> list[str]:
    return [anchor.id for anchor in anchors if anchor.id == anchor.heading]


def _standing(before: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """Where each heading is now: the same one, or where as many came as went, the one that came in its place."""
    stands = {heading: heading for heading in before if heading in now}
    for kind, start, end, first, last in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == last - first:
            for gone, come in zip(before[start:end], now[first:last], strict=True):
                if gone not in now and come not in before:
                    stands[gone] = come
    return stands
