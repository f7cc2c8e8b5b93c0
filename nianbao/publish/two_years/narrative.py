"""The narrative of a rendered page: its paragraphs, headings and lists, without tables, charts and notices."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from nianbao.report.same_section import Paragraph

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_LINES = frozenset({"p", "li", "dt", "dd", "blockquote", "br", "div", "ul", "ol", "dl", "pre", "hr"}) | _HEADINGS
_UNSAID = frozenset({"aside", "details", "figure", "form", "nav", "script", "section", "style", "svg", "table"})
_UNSAID_CLASSES = frozenset({"footnote-backref", "footnote-ref", "headerlink"})
_OURS = "nb-"
"""Blocks whose class begins so are made by words; inside a paragraph such elements are numbers, which are read."""
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


def narrative(html: str) -> tuple[Paragraph, ...]:
    """Return what an editor wrote on a rendered page, with the numbers that words put into it; its title is not told.

    `html` is a whole page, of which only the article counts, or what stands in one.
    """
    article = _ARTICLE.search(html)
    reader = _Reader()
    reader.feed(article[0] if article else html)
    reader.close()
    reader.end_line()
    return tuple(reader.paragraphs)


class _Reader(HTMLParser):
    """Goes through an article once; `_unsaid` is the element that is passed over, with how often it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[Paragraph] = []
        self._text: list[str] = []
        self._heading = False
        self._unsaid, self._opened = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._unsaid and _is_unsaid(tag, dict(attrs).get("class") or ""):
            if tag in _UNSAID or tag in _LINES or tag == "h1":
                self.end_line()
            self._unsaid = tag
        if self._unsaid:
            self._opened += tag == self._unsaid
        elif tag in _LINES:
            self.end_line()
            self._heading = tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if self._unsaid:
            self._opened -= tag == self._unsaid
            self._unsaid = self._unsaid if self._opened else ""
        elif tag in _LINES:
            self.end_line()
            self._heading = False

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self._text.append(data)

    def end_line(self) -> None:
        """Take what was read since the last line as a paragraph, unless it is blank."""
        text = " ".join("".join(self._text).split())
        self._text = []
        if text:
            self.paragraphs.append(Paragraph(text, self._heading))


def _is_unsaid(tag: str, classes: str) -> bool:
    if tag in _UNSAID or tag == "h1" or _UNSAID_CLASSES & set(classes.split()):
        return True
    return tag in _LINES and any(name.startswith(_OURS) for name in classes.split())
