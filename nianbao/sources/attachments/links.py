"""Links out of an attachment: what a reader may be led to."""

from __future__ import annotations

import re

from nianbao.sources.refusal import Refused
from nianbao.sources.text import quote

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x20]+")
_ALLOWED = frozenset({"http", "https", "mailto"})


def refuse_link(target: str) -> None:
    """Raise Refused for a link to anything but a web page, a mail address or a place in the same document.

    A local path (`C:\\…`, `file:`) would tell whose computer the file was written on; other schemes run programs.
    """
    found = _SCHEME.match(_UNSEEN.sub("", target))
    if (found and found[1].lower() not in _ALLOWED and "." not in found[1]) or target.startswith("\\"):
        raise Refused("attachment_link", target=quote(target))
