"""A stored page as a part of a single file: its article, cut out, cleaned and with addresses that hold there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser

from nianbao.publish.exporting.allowed import cleaned
from nianbao.publish.placed import PlacedParser

_REFERENCES = frozenset({"aria-labelledby", "aria-describedby", "headers"})
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*)"')
_HEADING = re.compile(r"h([1-6])")
_INSIDE = re.compile(r"url\(#([^)]+)\)")
_DEEPEST = 6


@dataclass
class _Cut(PlacedParser):
    """Finds where the first element that `wanted` accepts begins and ends, without its own tags."""

    wanted: Callable[[str, list[str]], bool]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.tag, self.depth = "", 0
        self.start = self.end = -1
        self.read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.end >= 0:
            return
        if not self.tag and self.wanted(tag, (dict(attrs).get("class") or "").split()):
            self.tag, self.start = tag, self.after
        if tag == self.tag:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.tag == tag and self.end < 0:
            self.depth -= 1
            if not self.depth:
                self.end = self.at


def article(html: str) -> str:
    """Return the HTML of a stored page between its frame, cleaned: its article, or else its main part, body or all."""
    for name in ("article", "main", "body"):
        found = _inside(html, lambda tag, _, name=name: tag == name)  # type: ignore[misc]  # bound at once
        if found:
            return cleaned(found)
    return cleaned(html)


def colophon(html: str) -> str:
    """Return the HTML of the department's notice at the foot of a stored page, cleaned; empty where it has none."""
    return cleaned(_inside(html, lambda _, classes: "nb-colophon" in classes))


def ids(html: str) -> frozenset[str]:
    """Return the ids in cleaned HTML."""
    return frozenset(unescape(value) for name, value in _attributes(html) if name == "id")


def rewritten(
    html: str,
    level: int,
    anchor: Callable[[str], str],
    address: Callable[[str], str],
    picture: Callable[[str], str],
) -> str:
    """Return cleaned HTML as a part of a larger document.

    Its first heading becomes one of `level` and the others follow. `anchor` gives the new name of an id, `address`
    the new address of a link, `picture` that of a picture. Links to a heading itself are left out.
    """
    parser = _Rewriter(level - 1, anchor, address, picture)
    parser.feed(html)
    parser.close()
    return "".join(parser.out).strip()


def _inside(html: str, wanted: Callable[[str, list[str]], bool]) -> str:
    found = _Cut(html, wanted)
    return html[found.start : found.end] if found.end >= 0 else ""


def _attributes(html: str) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend((name, value or "") for name, value in attrs)

    parser = Tags()
    parser.feed(html)
    parser.close()
    yield from found


class _Rewriter(HTMLParser):
    def __init__(
        self,
        shift: int,
        anchor: Callable[[str], str],
        address: Callable[[str], str],
        picture: Callable[[str], str],
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.shift, self.anchor, self.address, self.picture = shift, anchor, address, picture
        self.out: list[str] = []
        self.skipping = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        if tag == "a" and "headerlink" in (dict(attrs).get("class") or "").split():
            self.skipping = True
        if not self.skipping:
            name = text[1:].partition(" ")[0].rstrip(">")
            rest = text[1 + len(name) :]
            self.out.append(f"<{self._level(name)}{_ATTRIBUTE.sub(self._attribute, rest)}")

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping = tag != "a"
            return
        name = {"clippath": "clipPath", "lineargradient": "linearGradient", "radialgradient": "radialGradient"}
        self.out.append(f"</{self._level(name.get(tag, tag))}>")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _level(self, name: str) -> str:
        found = _HEADING.fullmatch(name)
        return f"h{min(_DEEPEST, int(found[1]) + self.shift)}" if found else name

    def _attribute(self, found: re.Match[str]) -> str:
        name, value = found[1], unescape(found[2])
        if name == "id":
            value = self.anchor(value)
        elif name in _REFERENCES:
            value = " ".join(self.anchor(part) for part in value.split())
        elif name == "href":
            value = self.address(value)
        elif name == "src":
            value = self.picture(value)
        else:
            value = _INSIDE.sub(lambda inner: f"url(#{self.anchor(inner[1])})", value)
        return f' {name}="{escape(value)}"'
