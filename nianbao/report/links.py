"""链接: where the links and pictures of an edition's pages lead, and what is wrong with them, before it is built."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from nianbao.report.finding import Finding, nearest
from nianbao.report.place import Place

_OTHERS = ("mailto", "tel")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_OF_YEAR = re.compile(r"(20[0-9]{2})(?:-v[0-9]+)?(?:/(?P<page>.*))?")
_WRITTEN_ENDINGS = (
    "cn com net org gov edu mil int info biz name pro mobi asia top xyz vip site club shop online tech store wang ink "
    "app dev cloud link live icu fun work group ltd red win bid loan ren cc tv co io me us uk eu de fr ru jp kr hk tw "
    "mo sg in au ca example test invalid 中国 公司 网络 网址 政务 公益 商城 在线 集团 网店 中文网 香港 台湾"
)
_ENDINGS = frozenset(_WRITTEN_ENDINGS.split())
"""How the names of hosts end that people write without `www.` or `https://`; names of files end otherwise."""


@dataclass(frozen=True)
class Link:
    """A link or a picture as Markdown makes it: its address, the words that are shown for it, and its place.

    `words` of a picture are those that stand for it where it is not seen.
    """

    address: str
    words: str
    place: Place
    picture: bool = False


@dataclass(frozen=True)
class Linked:
    """What a page has that links may lead to, and where its own lead."""

    links: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    wrong: tuple[Finding, ...] = ()
    """What is wrong with the ids and the footnotes of the page itself."""


@dataclass(frozen=True)
class Within:
    """What links of an edition may lead to: its pages as they are read when asked for, and its other files.

    Both are named as in the sources, relative to the edition (`work.md`, `attachments/plan.pdf`). `home` is the address
    of the whole archive, `leads` answers for an address below it (`2021/work.html`).
    """

    pages: Mapping[str, Callable[[], Linked]]
    files: Collection[str]
    home: str
    leads: Callable[[str], bool]


def wrong_links(name: str, links: tuple[Link, ...], within: Within) -> Iterator[Finding]:
    """Yield what is wrong with the links and pictures of the page `name` (`work.md`), each at its place."""
    for link in links:
        if link.picture and not link.words.strip():
            yield _wrong("picture_without_words", link)
        try:
            parts = urlsplit(link.address)
            host = parts.hostname
        except ValueError:
            yield _wrong("page_link", link, text=link.address)
            continue
        if parts.scheme or parts.netloc:
            yield from _elsewhere(link, parts, host, within)
        else:
            yield from _here(name, link, parts, within)


def _wrong(rule: str, link: Link, sentence: str = "", **values: object) -> Finding:
    return Finding(rule, "error", link.place, {"address": link.address, **values}, sentence)


def _elsewhere(link: Link, parts: SplitResult, host: str | None, within: Within) -> Iterator[Finding]:
    """What is wrong with a link to another host, which one without `https:` before its `//` is as well."""
    if link.picture:
        return  # refused where the page is read
    if parts.scheme in _OTHERS:
        if parts.scheme == "mailto" and "@" in parts.path:
            yield from _misnamed(link, parts.path.rpartition("@")[2])
        return
    if not host or "\\" in link.address:
        yield _wrong("page_link", link, text=link.address)
        return
    if "@" in parts.netloc:
        yield _wrong("link_with_user", link, host=host)
        return
    yield from _misnamed(link, host)
    if link.address.startswith(within.home):
        below = unquote(urlsplit(link.address.removeprefix(within.home)).path)
        year = _OF_YEAR.fullmatch(below)
        if year and not within.leads(below):
            yield _wrong("link_broken", link, "link_broken.year", year=year[1])


def _here(name: str, link: Link, parts: SplitResult, within: Within) -> Iterator[Finding]:
    own = urlsplit(within.home).hostname or ""
    if not link.picture:
        yield from _misnamed(link, own)
    if link.address.startswith(("/", "\\")):
        yield _wrong("link_broken", link, "link_broken.absolute", example=within.home)
        return
    if not parts.path:
        if parts.fragment:
            yield from _anchor(link, name, parts.fragment, within)
        elif not link.address:
            yield _wrong("page_link", link, text="")
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)).lstrip("/"))
    if target in within.pages and not link.picture:
        yield from _anchor(link, target, parts.fragment, within)
    elif link.picture and (target not in within.files or not target.lower().endswith(_PICTURES)):
        pictures = [file for file in within.files if file.lower().endswith(_PICTURES)]
        yield _wrong("picture_missing", link, nearest=nearest(target, pictures))
    elif target not in within.files:
        yield _missing(link, target, within)


def _missing(link: Link, target: str, within: Within) -> Finding:
    if target.startswith(".."):
        return _wrong("link_broken", link, "link_broken.outside", example=within.home)
    written = f"{target.removesuffix('/').removesuffix('.html')}.md"
    if written in within.pages:
        return _wrong("link_broken", link, "link_broken.ending", right=written)
    return _wrong("link_broken", link, nearest=nearest(target, [*within.pages, *within.files]))


def _anchor(link: Link, target: str, fragment: str, within: Within) -> Iterator[Finding]:
    """What is wrong with the part of an address behind its `#`; a page without such a part is always there."""
    if not fragment:
        return
    there = within.pages[target]().ids
    if fragment not in there:
        known = nearest(unquote(fragment), [name for name in there if not name.startswith(("fn:", "fnref:"))])
        yield _wrong("anchor_missing", link, nearest=known, text=unquote(fragment))


def _misnamed(link: Link, host: str) -> Iterator[Finding]:
    """Words that name a host to which the link does not lead; a part of a host's own domain is the host's."""
    for named in hosts_named(link.words):
        if host != named and not host.endswith(f".{named}") and _bare(host) != _bare(named):
            yield _wrong("link_names_another_host", link, named=named, host=host or link.address)
            return


def _bare(host: str) -> str:
    return host.rstrip(".").removeprefix("www.")


def hosts_named(words: str) -> tuple[str, ...]:
    """Return the hosts that a text names, in small letters: `www.gov.cn`, `https://…`, a domain, that of a mailbox."""
    text = unicodedata.normalize("NFKC", words).replace("。", ".").lower()
    found = []
    for match in re.finditer(r"@?[a-z0-9\u4e00-\u9fff-]+(?:\.[a-z0-9\u4e00-\u9fff-]+)+", text):
        name = match.group()
        host = _without_words(name.removeprefix("@"))
        behind = text[max(0, match.start() - 3) : match.start()]
        sure = behind.endswith("//") or name.startswith("@") or host.startswith("www.")
        if host and (sure or host.rpartition(".")[2] in _ENDINGS):
            found.append(host)
    return tuple(found)


def _without_words(name: str) -> str:
    """A host without the Chinese words that stand right before or behind it (`见www.gov.cn网站`)."""
    found = re.search(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", name)
    if found:
        return found.group()
    return name if name.rpartition(".")[2] in _ENDINGS else ""
