"""移动: pages and files that an editor says have moved, read as addresses, and what is wrong with what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.wording.spelling import common_form, is_portable

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
    there: Collection[str],
    leads: Callable[[str], bool],
    place: Callable[[str], Place],
    of_archive: Callable[[str], bool] = lambda _: False,
) -> Iterator[Finding]:
    """Yield what is wrong with the editor's words on what has moved.

    `there` are the addresses of the edition, `leads` answers for one to which a link may lead, `of_archive` for one
    that is the archive's own; `place` tells where the entry for an address is written. Names that some systems take for
    the same are the same: what is published once must be possible to hand over for ever.
    """
    found, seen = redirects(moved), set[str]()
    spelt = {common_form(name): name for name in there}
    names = {*spelt, *map(common_form, map(address_of, moved))}
    for old, new in moved.items():
        values, address = {"old": old, "new": new}, address_of(old)
        form = common_form(address)
        if not _well_formed(old, new) or _below_a_file(form, names):
            yield Finding("moved_form", "error", place(old), values)
        elif of_archive(address):
            yield Finding("moved_form", "error", place(old), values, "moved_form.archive")
        elif form in seen:
            yield Finding("moved_twice", "error", place(old), values)
        elif address in there:
            yield Finding("moved_still_there", "error", place(old), values)
        elif form in spelt:
            values["other"] = spelt[form]
            yield Finding("moved_still_there", "error", place(old), values, "moved_still_there.alike")
        elif address not in found:
            yield Finding("moved_in_a_circle", "error", place(old), values)
        elif address_of(new).partition("#")[0] not in found and not leads(found[address].partition("#")[0]):
            yield Finding("moved_nowhere", "error", place(old), values)
        seen.add(form)


def _well_formed(old: str, new: str) -> bool:
    portable = all(map(is_portable, old.split("/")))
    return portable and "#" not in old and bool(_FORM.fullmatch(old) and _FORM.fullmatch(new))


def _below_a_file(address: str, names: Collection[str]) -> bool:
    """Whether a folder on the way to an address would bear the name of a file."""
    parts = address.split("/")
    return any("/".join(parts[:length]) in names for length in range(1, len(parts)))
