"""Addresses that last: what of a built edition links may lead to, and what keeps them when a later one differs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath

from nianbao.publish.archive.layout import MOVED, TOMBSTONE, is_taken, version_address
from nianbao.publish.placed import PlacedParser
from nianbao.publish.redirects import redirect_of, write_redirects
from nianbao.report.addresses import Addresses, Anchor, aliases
from nianbao.report.finding import Finding
from nianbao.report.moved import misdirected, redirects
from nianbao.report.place import Place

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ATTACHED = "attachments/"
_THEME = "assets/"
_FETCHED = frozenset(
    {".css", ".gif", ".gz", ".ico", ".jpeg", ".jpg", ".js", ".map", ".png", ".svg", ".webp", ".woff", ".woff2", ".xml"}
)
"""What pages and machines fetch by themselves; as an attachment it is an address like any other."""


@dataclass
class _Article(PlacedParser):
    """What of a page stands in its article: anchors, and the places where an alias may be put.

    `tops` are offsets into `text` by the id of a heading, right behind its tag; under the empty name the first heading
    of the page, or else the beginning of the article. `ids` are all of the page.
    """

    anchors: list[Anchor] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    tops: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.tops[""] = len(self.text)
        self._inside = self._drawing = False
        self._heading = ""
        self._title_seen = False
        self.read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id") or ""
        if name:
            self.ids.add(name)
        if tag == "article":
            self._inside = True
            self.tops[""] = self.after
        self._drawing = self._drawing or tag == "svg"
        if not self._inside or self._drawing or tag == "figcaption":
            return
        if tag in _HEADINGS:
            self._enter(tag, name)
        if name:
            self.anchors.append(Anchor(id=name, heading=self._heading))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"
        self._drawing = self._drawing and tag != "svg"

    def _enter(self, tag: str, name: str) -> None:
        if tag == "h1" and not self._title_seen:
            self._title_seen = True
            self.tops[""] = self.after
        if name:
            self._heading = name
            self.tops[name] = self.after


def inventory(folder: Path) -> Addresses:
    """Return all addresses of the edition in `folder` that readers may link to.

    Of a page, those are the ids in its article but for captions and what is inside drawings; of files, all that is no
    page and that no page fetches by itself.
    """
    pages: dict[str, tuple[Anchor, ...]] = {}
    moved: dict[str, str] = {}
    for path in sorted(folder.rglob("*.html")):
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        redirect = redirect_of(name, content)
        if redirect is not None:
            moved[redirect[0]] = redirect[1]
        elif _is_page(name):
            pages[name] = tuple(_Article(content.decode()).anchors)
    return Addresses(pages=pages, files=tuple(sorted(filter(_is_file, _names(folder)))), moved=moved)


def addressed(names: Iterable[str]) -> frozenset[str]:
    """Return the addresses of the files with these names: of a redirect, the one that moved."""
    return frozenset(
        name.removesuffix(MOVED) for name in names if name.endswith(MOVED) or _is_page(name) or _is_file(name)
    )


@dataclass(frozen=True)
class Promise:
    """What is promised of the earlier addresses of an edition that is served at `at` (`2022/`, or empty: the portal).

    `earlier` are the addresses of its earlier versions; `moved` is what the editor says has moved, and `place` where an
    entry of it is written, or has to be. `base_address` is the absolute address of the portal.
    """

    at: str
    base_address: str
    earlier: Mapping[int, Addresses]
    moved: Mapping[str, str]
    place: Callable[[str], Place]

    def of_archive(self, address: str) -> bool:
        """Say whether an address of the edition is one that the archive itself gives something else."""
        return not self.at and is_taken(address)


def keep(folder: Path, promise: Promise, outside: Callable[[str], bool]) -> tuple[Finding, ...]:
    """Put aliases and redirects into the edition in `folder`, and return what is wrong: addresses that would be lost.

    `outside` answers for addresses below the root that are not in the edition. Where the editor's words on what has
    moved are wrong, nothing is put in.
    """
    there = _names(folder)

    def leads(address: str) -> bool:
        return address in there or outside(promise.at + address)

    wrong = tuple(misdirected(promise.moved, there, leads, promise.place, promise.of_archive))
    if wrong:
        return wrong
    put_aliases(folder, promise.earlier)
    moved = redirects(promise.moved)
    before = {old: found for old in moved if (found := _last_version(old, promise)) is not None}
    write_redirects(folder, moved, promise.base_address + promise.at, before)
    return tuple(lost(addressed(_names(folder)), promise))


def _last_version(address: str, promise: Promise) -> tuple[int, str] | None:
    """The last version that had an address of a year, and where it is for ever."""
    had = [version for version, known in promise.earlier.items() if address in {*known.pages, *known.files}]
    if not promise.at or not had:
        return None
    return max(had), f"../{version_address(int(promise.at[:-1]), max(had))}/{address}"


def lost(present: Collection[str], promise: Promise) -> Iterator[Finding]:
    """Yield each earlier address that is not among the `present` ones: what to write where, so that it leads on."""
    for address in sorted({name for known in promise.earlier.values() for name in known.names}.difference(present)):
        since = min(version for version, known in promise.earlier.items() if address in known.names)
        entry = address.removesuffix(".html")
        place = promise.place(entry)
        values = {"address": promise.at + address, "version": since, "entry": entry, "file": place.file}
        yield Finding("address_lost", "error", place, values, "" if promise.at else "address_lost.portal")


def put_aliases(folder: Path, earlier: Mapping[int, Addresses]) -> None:
    """Put an empty element with the id of each anchor that the pages in `folder` had in `earlier` versions and lost.

    It stands in the heading that `aliases` names.
    """
    latest_first = [earlier[version].pages for version in sorted(earlier, reverse=True)]
    for name in sorted({name for pages in latest_first for name in pages}):
        path = folder / name
        if not path.is_file():
            continue
        text = path.read_bytes().decode()
        article = _Article(text)
        wanted = aliases([pages[name] for pages in latest_first if name in pages], article.anchors, article.ids)
        if wanted:
            path.unlink()
            path.write_bytes(_with_aliases(text, wanted, article.tops).encode())


def _with_aliases(text: str, wanted: Mapping[str, str], tops: Mapping[str, int]) -> str:
    at: dict[int, str] = {}
    for name, heading in wanted.items():
        place = tops.get(heading, tops[""])
        at[place] = f'{at.get(place, "")}<span id="{escape(name)}"></span>'
    for place in sorted(at, reverse=True):
        text = text[:place] + at[place] + text[place:]
    return text


def _names(folder: Path) -> frozenset[str]:
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def is_attached(name: str) -> bool:
    """Say whether a file name of an edition is that of an attachment."""
    return name.startswith(_ATTACHED)


def _is_page(name: str) -> bool:
    beside = name.endswith((MOVED, TOMBSTONE))
    return name.endswith(".html") and not beside and not name.startswith((_ATTACHED, _THEME)) and name != "404.html"


def _is_file(name: str) -> bool:
    if is_attached(name):
        return not name.endswith((MOVED, TOMBSTONE)) and not name.endswith(".gz")
    path = PurePosixPath(name)
    return not name.startswith(_THEME) and path.suffix not in {*_FETCHED, ".html"}
