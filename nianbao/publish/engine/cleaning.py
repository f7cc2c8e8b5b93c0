"""Rendered HTML, cleaned: what Markdown of a page may become, and what was found that it may not."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import nh3

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
_ALIGNMENTS = {f"text-align: {side};": side for side in ("left", "center", "right")}


def clean(html: str) -> tuple[str, tuple[str, ...]]:
    """Return the HTML of a page with nothing but harmless tags and attributes, and what had to be taken out.

    What is taken out is told as `<tag attribute>`, so that nothing of an editor's disappears in silence.
    """
    aligned = html
    for style, side in _ALIGNMENTS.items():
        aligned = aligned.replace(f'style="{style}"', f'align="{side}"')
    cleaned = nh3.clean(
        aligned,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=_local_pictures,
        link_rel=None,
        strip_comments=True,
    )
    return cleaned, tuple(sorted((_inventory(aligned) - _inventory(cleaned)).elements()))


def _local_pictures(tag: str, attribute: str, value: str) -> str | None:
    foreign = value.startswith("//") or ":" in value.split("/", 1)[0]
    return None if (tag, attribute) == ("img", "src") and foreign else value


class _Inventory(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[f"<{tag}>"] += 1
        for name, _ in attrs:
            self.found[f"<{tag} {name}>"] += 1

    def handle_comment(self, data: str) -> None:
        self.found["<!-- -->"] += 1


def _inventory(html: str) -> Counter[str]:
    parser = _Inventory()
    parser.feed(html)
    return parser.found
