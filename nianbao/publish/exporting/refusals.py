"""Why nothing was exported: each reason is a sentence that says what to do."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was exported and nothing was changed; the text is a sentence for people."""
