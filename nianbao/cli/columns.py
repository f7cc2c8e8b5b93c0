"""Columns on a terminal, where a Chinese character is as wide as two others."""

from __future__ import annotations


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def padded(text: str, width: int) -> str:
    """Return a text with blanks behind it until it is `width` columns wide."""
    return text + " " * (width - width_of(text))
