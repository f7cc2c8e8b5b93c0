"""HTML read with the place of every tag, so that a page can be changed there and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate


@dataclass
class PlacedParser(HTMLParser):
    """A parser that knows where in `text` it is, in characters from its beginning; `read` reads all of it."""

    text: str

    def __post_init__(self) -> None:
        super().__init__()
        self._lines = [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    def read(self) -> None:
        """Read the whole text."""
        self.feed(self.text)
        self.close()

    @property
    def at(self) -> int:
        """Where the tag begins that is being handled."""
        line, column = self.getpos()
        return self._lines[line - 1] + column

    @property
    def after(self) -> int:
        """Where the start tag ends that is being handled."""
        return self.at + len(self.get_starttag_text() or "")
