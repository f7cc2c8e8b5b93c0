"""移动: pages and files that an editor says have moved, read as addresses, and what is wrong with what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from nianbao.report.finding import Finding
from nianbao.report.place import Place

_FORM = re.compile(r"(?!/)(?!.*//)(?!.*(?:^|/)\.{1,2}(?:/|$))[^\t\r\n:?\\#]+(?:#[^\s#]+)?")
"""A page's id, or a file's name as in its address, and behind a `#` perhaps an anchor."""


def address_of(name: str) -> str:
    """Return the address that an editor's word for it stands for: `goals` for `goals.html`; a file has its own ending.

    An anchor stays (`goals#总体目标`), and so does whatever is written out already.
    """
    path, sign, anchor = name.partition("#")
    if path.endswith("/"):
        path += "index.html"
    elif "." not in path.rpartition("/")[2]:
        path += ".html"
    return path + sign + anchor


def redirects(moved: Mapping[str, str]) -> dict[str, str]:
    """Return {address that moved: the address where it is found in the end}; what leads in a circle is left out.

    `moved` are the editor's words. An anchor on a page that has moved itself is lost on the way.
    """
    steps = {address_of(old): address_of(new) for old, new in moved.items()}
    ends = {old: _end(steps, old) for old in steps}
    return {old: end for old, end in ends.items() if end is not None}


def _end(steps: Mapping[str, str], start: str) -> str | None:
    at, passed = start, set[str]()
    while (page := at.partition("#")[0]) in steps:
        if page in passed:
            return None
        passed.add(page)
        at = steps[page]
    return at


def misdirected(
    moved: Mapping[str, str],
    is_there: Callable[[str], bool],
    leads: Callable[[str], bool],
    place: Callable[[str], Place],
) -> Iterator[Finding]:
    """Yield what is wrong with the editor's words on what has moved.

    `is_there` answers for an address of the edition, `leads` for one to which a link may lead; `place` tells where the
    entry for an address is written.
    """
    found, seen = redirects(moved), set[str]()
    for old, new in moved.items():
        values, address = {"old": old, "new": new}, address_of(old)
        if not _FORM.fullmatch(old) or not _FORM.fullmatch(new) or "#" in old:
            yield Finding("moved_form", "error", place(old), values)
        elif address in seen:
            yield Finding("moved_twice", "error", place(old), values)
        elif is_there(address):
            yield Finding("moved_still_there", "error", place(old), values)
        elif address not in found:
            yield Finding("moved_in_a_circle", "error", place(old), values)
        elif address_of(new).partition("#")[0] not in found and not leads(found[address].partition("#")[0]):
            yield Finding("moved_nowhere", "error", place(old), values)
        seen.add(address)
