"""Each page's own content security policy: what the edition brings may run, what anybody adds to it later may not."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from nianbao.publish.placed import PlacedParser
from nianbao.report.finding import Finding
from nianbao.report.place import Place

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


@dataclass(frozen=True)
class _Inline:
    """A script or style written into a page: its place there, its element and its text."""

    at: int
    tag: str
    text: str


@dataclass
class _Page(PlacedParser):
    """What of a page its policy has to do with; places are offsets into `text`.

    `head` is the place where a policy belongs, `policies` are the places of those it has, `article` is the stretch from
    the first article's beginning to the last one's end.
    """

    head: int | None = None
    policies: list[tuple[int, int]] = field(default_factory=list)
    inline: list[_Inline] = field(default_factory=list)
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
            self.inline.append(_Inline(*self._open, "".join(self._data)))
            self._open = None

    def _find_head(self, tag: str, values: dict[str, str], after: int) -> None:
        if len(self._first_tags) > len(_TO_HEAD):
            return
        charset = self._first_tags in _TO_HEAD and tag == "meta" and "charset" in values
        self._first_tags.append(tag)
        if charset or self._first_tags in _TO_HEAD:
            self.head = after

    def may_stay(self, inline: _Inline) -> bool:
        """Say whether something inline belongs to the theme and gets a hash.

        The article holds an editor's text, in which no script has any business, whatever it slipped through.
        """
        in_article = self.article[0] <= inline.at < self.article[1]
        return not in_article and not _READ_DIFFERENTLY[inline.tag].search(inline.text)

    def policy(self) -> str:
        """Return the policy that fits the page."""
        hashes: dict[str, set[str]] = {name: set() for name in _DIRECTIVES}
        for inline in filter(self.may_stay, self.inline):
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


def protected(page: str) -> str:
    """Return a page's HTML with the policy that fits it, in place of any it has; without a head it stays as it is.

    The policy stands before everything that is run or fetched; only the character encoding is told earlier.
    """
    return _Page(page).protected()


def protect(folder: Path) -> None:
    """Give every page below `folder` the policy that fits it; those that have it already are not touched."""
    for path in sorted(folder.rglob("*.html")):
        page = path.read_bytes().decode("utf-8")
        done = protected(page)
        if done != page:
            path.unlink()
            path.write_bytes(done.encode())


def unprotected(folder: Path, at: str) -> Iterator[Finding]:
    """Yield each page below `folder` without its policy, and whatever in a page browsers refuse because of it.

    The edition will be served at the address `at` (`2022/`, or empty). Only what ends with `.html` is given a policy,
    so that a page by any other ending is told as well.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _PAGES and path.suffix != ".html":
            place = Place(f"{at}{path.relative_to(folder).as_posix()}")
            yield Finding("built_without_policy", "error", place, {}, "built_without_policy.ending")
    for path in sorted(folder.rglob("*.html")):
        place = Place(f"{at}{path.relative_to(folder).as_posix()}")
        page = _Page(path.read_bytes().decode("utf-8"))
        if page.head is None or page.protected() != page.text:
            yield Finding("built_without_policy", "error", place)
        inline = {f"<{inline.tag}>" for inline in page.inline if not page.may_stay(inline)}
        for what in sorted(page.refused | inline):
            yield Finding("built_refused_by_policy", "error", place, {"what": what})


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
