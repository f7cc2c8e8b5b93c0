"""Names of files on other computers: which of them are one there, and which cannot be there at all."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 200
"""Bytes of a name in UTF-8; file systems end at 255, and endings are added to it."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f"*:<>?\\|%]|^ |[. ]$')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def common_form(name: str) -> str:
    """Return what a name has in common with all that some computer takes for the same name."""
    return unicodedata.normalize("NFKC", name).casefold()


def is_portable(name: str) -> bool:
    """Say whether Windows, USB sticks and BagIt tools take the name of a file or folder as it is.

    Of a percent sign BagIt's standard and its reference program say different things.
    """
    fits = len(name.encode(errors="replace")) <= _LONGEST
    return fits and not _UNFIT.search(name) and not _RESERVED.fullmatch(name)
