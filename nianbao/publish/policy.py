"""Each page's own content security policy: what its templates bring may run, what comes by any other way may not."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from nianbao.publish.placed import PlacedParser
from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.text import quote

_DIRECTIVES = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'none'",
}
"""What any page may do. Material's style sheet draws icons from `data:` addresses, and its script sets styles property
by property, which is no inline style: style attributes are needed nowhere, and none is allowed."""

_TO_HEAD = (["head"], ["html", "head"])
_EMBEDDING = frozenset({"applet", "base", "embed", "frame", "iframe", "object"})
_ADDRESSES = frozenset({"action", "data", "formaction", "href", "poster", "src", "xlink:href"})
_PAGES = frozenset({".htm", ".html", ".shtml", ".xht", ".xhtml"})
_UNSEEN = re.compile("[\x00-\x20]+")
_READ_DIFFERENTLY = {"script": re.compile(r"<!--|</?script", re.I), "style": re.compile("[<&]")}
"""Inline texts of which not every parser says that they end at the same place; they get no hash."""


class Inline(NamedTuple):
    """A script or style written into a page: its element (`script`, `style`) and its text."""

    tag: str
    text: str


Known = Mapping[str, frozenset[Inline]]
"""What may stand inline in each page, by the page's name below its folder; in a page that is not named, nothing."""

_NOTHING: frozenset[Inline] = frozenset()

UNKNOWN = "built_inline_unknown"
"""The rule that a script or style breaks which no template of the theme or of ours prints."""


@dataclass
class _Page(PlacedParser):
    """What of a page its policy has to do with; places are offsets into `text`.

    `known` is what may stand inline, `inline` what does and where, `head` is the place where a policy belongs,
    `policies` are the places of those it has, `article` is the stretch from the first article's beginning to the last
    one's end.
    """

    known: frozenset[Inline] = _NOTHING
    head: int | None = None
    policies: list[tuple[int, int]] = field(default_factory=list)
    inline: list[tuple[int, Inline]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    article: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._first_tags: list[str] = []
        self._open: tuple[int, str] | None = None
        self._data: list[str] = []
        self.read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at, after = self.at, self.after
        values = {name: value or "" for name, value in attrs}
        if _is_policy(tag, values):
            self.policies.append((at, after))
            return
        self._find_head(tag, values, after)
        self.refused.update(_refused(tag, values))
        if tag == "article" and self.article == (0, 0):
            self.article = (at, len(self.text))
        if tag == "style" or (tag == "script" and "src" not in values and _runs(values.get("type", ""))):
            self._open, self._data = (at, tag), []

    def handle_data(self, data: str) -> None:
        self._data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self.article = (self.article[0], self.at)
        if self._open and tag == self._open[1]:
            self.inline.append((self._open[0], Inline(tag, "".join(self._data))))
            self._open = None

    def _find_head(self, tag: str, values: dict[str, str], after: int) -> None:
        if len(self._first_tags) > len(_TO_HEAD):
            return
        charset = self._first_tags in _TO_HEAD and tag == "meta" and "charset" in values
        self._first_tags.append(tag)
        if charset or self._first_tags in _TO_HEAD:
            self.head = after

    def may_stay(self, at: int, inline: Inline) -> bool:
        """Say whether something inline is known and gets a hash.

        The article holds an editor's text, in which no script has any business, whatever it slipped through.
        """
        in_article = self.article[0] <= at < self.article[1]
        return inline in self.known and not in_article and not _READ_DIFFERENTLY[inline.tag].search(inline.text)

    def policy(self) -> str:
        """Return the policy that fits the page."""
        hashes: dict[str, set[str]] = {name: set() for name in _DIRECTIVES}
        for at, inline in self.inline:
            if self.may_stay(at, inline):
                hashes[f"{inline.tag}-src"].add(f" 'sha256-{_hash(inline.text)}'")
        return "; ".join(f"{name} {_DIRECTIVES[name]}{''.join(sorted(hashes[name]))}" for name in _DIRECTIVES)

    def protected(self) -> str:
        """Return the page with its policy."""
        if self.head is None:
            return self.text
        element = f'<meta http-equiv="Content-Security-Policy" content="{self.policy()}">'
        page = self.text
        for start, end in sorted([*self.policies, (self.head, self.head)], reverse=True):
            page = page[:start] + (element if start == end else "") + page[end:]
        return page


def inline_in(html: str) -> frozenset[Inline]:
    """Return the scripts and styles that a piece of HTML holds inline, as browsers run them."""
    return frozenset(inline for _, inline in _Page(html).inline)


def protected(page: str, known: frozenset[Inline]) -> str:
    """Return a page's HTML with the policy that fits it, in place of any it has; without a head it stays as it is.

    Of what stands inline only what is `known` may run. The policy stands before everything that is run or fetched; only
    the character encoding is told earlier.
    """
    return _Page(page, known).protected()


def protect(folder: Path, known: Known) -> None:
    """Give every page below `folder` the policy that fits it; those that have it already are not touched."""
    for path in sorted(folder.rglob("*.html")):
        page = path.read_bytes().decode("utf-8")
        done = protected(page, known.get(_name(path, folder), _NOTHING))
        if done != page:
            path.unlink()
            path.write_bytes(done.encode())


def unprotected(
    folder: Path, at: str, known: Known, wrote: Callable[[str], Place | None] = lambda _: None
) -> Iterator[Finding]:
    """Yield each page below `folder` without its policy, and whatever in a page browsers refuse because of it.

    The edition will be served at the address `at` (`2022/`, or empty). Only what ends with `.html` is given a policy,
    so that a page by any other ending is told as well. Scripts and styles that are not `known` are told with their
    text, at the place in the sources that `wrote` finds for it.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _PAGES and path.suffix != ".html":
            place = Place(f"{at}{_name(path, folder)}")
            yield Finding("built_without_policy", "error", place, {}, "built_without_policy.ending")
    for path in sorted(folder.rglob("*.html")):
        name = _name(path, folder)
        place = Place(f"{at}{name}")
        page = _Page(path.read_bytes().decode("utf-8"), known.get(name, _NOTHING))
        if page.head is None or page.protected() != page.text:
            yield Finding("built_without_policy", "error", place)
        unknown = {found for _, found in page.inline} - page.known
        kept = [(where, found) for where, found in page.inline if found not in unknown]
        for what in sorted(
            page.refused | {f"<{found.tag}>" for where, found in kept if not page.may_stay(where, found)}
        ):
            yield Finding("built_refused_by_policy", "error", place, {"what": what})
        for found in sorted(unknown):
            values = {"what": f"<{found.tag}>", "text": quote(found.text.strip()), "page": place}
            source = wrote(found.text)
            yield Finding(UNKNOWN, "error", source or place, values, f"{UNKNOWN}.entry" if source else "")


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _hash(text: str) -> str:
    """The hash a browser computes, for which every line end is a newline and a byte zero stands for nothing."""
    read = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return b64encode(sha256(read.encode()).digest()).decode()


def _runs(kind: str) -> bool:
    """Whether a script of this type is run; data blocks of JSON are not, and need no leave."""
    return not kind.strip().lower().endswith("json")


def _is_policy(tag: str, values: dict[str, str]) -> bool:
    return tag == "meta" and values.get("http-equiv", "").strip().lower() == "content-security-policy"


def _refused(tag: str, values: dict[str, str]) -> Iterator[str]:
    if tag in _EMBEDDING:
        yield f"<{tag}>"
    for name, value in values.items():
        address = _UNSEEN.sub("", value).lower() if name in _ADDRESSES else ""
        scheme = address.partition(":")[0] if ":" in address else ""
        if name.startswith("on") or name in ("style", "srcdoc"):
            yield f"<{tag} {name}>"
        elif scheme == "javascript" or (scheme == "data" and tag not in ("img", "image")):
            yield f"<{tag} {name}={scheme}:>"
        elif name.endswith("action") and (scheme or address.startswith("//")):
            yield f"<{tag} {name}={address}>"
