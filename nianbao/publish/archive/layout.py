"""Where everything lies inside the archive: path names only, nothing is read or written here."""

from __future__ import annotations

import re
from pathlib import Path

STORE = "store"
VIEWS = "views"
CURRENT = "current"
STAGING = ".staging"
LOCK = ".lock"
COMMITTED = ".committed"
EVENTS = "events"
"""The folder of all events that readers ever had, each in a file of its own: no older copy can take one away."""

ASIDE = "aside"
"""The folder of what may have been published or was published elsewhere, and is not shown."""


CONTENT = "content"
SOURCES = "sources.tar"
BUILD = "build.json"
NONCE = "nonce"
MANIFEST = "manifest-sha256.txt"

LEDGER = "ledger.jsonl"
VERSIONS = "versions.json"
TIMEMAP = "timemap.json"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
INDEX = "index.json"
FACTS = "view.json"
LINKS = "links.txt"
REDIRECTS = "redirects.map"
SUMS = "SHA256SUMS"
PROOF = "verify/index.html"
LATEST = "latest"
HANDED_OVER = "proof"
"""The folder of an export that holds what is not served; no page of the portal may lie there."""

TOMBSTONE = ".gone.html"
"""What is added to the name of a withdrawn file to name its tombstone, which servers give out with status 410."""

MOVED = ".moved.html"
"""What is added to the name of a file that has moved to name the page that leads on from it."""

VIEW_FILES = (LEDGER, VERSIONS, TIMEMAP, FEED, SITEMAP, FACTS, LINKS, REDIRECTS, INDEX)
"""The files of a view that are ours, not the portal's; `SHA256SUMS` covers them all."""

_YEAR = re.compile(r"[1-9][0-9]{3}")
_VERSION = re.compile(r"v[1-9][0-9]{0,5}(?:\.[1-9][0-9]{0,5})?")
_VIEW = re.compile(r"0|[1-9][0-9]{0,8}")
_CURRENT = re.compile(rf"{VIEWS}/({_VIEW.pattern})")


def year_name(year: int) -> str:
    """Return the archive path of a year's versions, such as `store/2022`."""
    return f"{STORE}/{year}"


def version_name(year: int, version: int, withdrawals: int = 0) -> str:
    """Return the archive path of one version, such as `store/2022/v1`, or `store/2022/v1.2` after two withdrawals."""
    return f"{STORE}/{year}/v{version}" + (f".{withdrawals}" if withdrawals else "")


def view_name(number: int) -> str:
    """Return the archive path of a view, such as `views/7`; it is also the target of `current`."""
    return f"{VIEWS}/{number}"


def version_address(year: int, version: int) -> str:
    """Return the name under which a version is served for ever, such as `2022-v1`."""
    return f"{year}-v{version}"


def link_target(version_name: str) -> str:
    """Return the target of a view's link to a version, relative to the view (`../../store/2022/v1/content`)."""
    return f"../../{version_name}/{CONTENT}"


def is_taken(address: str) -> bool:
    """Say whether an address below the root is the archive's own, and never one of the portal's."""
    first = address.partition("/")[0]
    year, sign, _ = first.partition("-v")
    return first in (LATEST, HANDED_OVER, SUMS, *VIEW_FILES) or bool(_YEAR.fullmatch(year) and (sign or year == first))


def event_name(digest: str) -> str:
    """Return the archive path of the mark of an event, by the SHA-256 in hex of its line."""
    return f"{EVENTS}/{digest}.json"


def aside_name(head: str) -> str:
    """Return the archive path of what was set aside, by the SHA-256 in hex of its ledger's last line."""
    return f"{ASIDE}/{head[:16]}"


def year_in(name: str) -> int | None:
    """Return the year that a folder name of the store states, or None where it is no year."""
    return int(name) if _YEAR.fullmatch(name) else None


def is_version(name: str) -> bool:
    """Say whether a folder name of a year names a version (`v2`, `v2.1`)."""
    return bool(_VERSION.fullmatch(name))


def view_in(name: str) -> int | None:
    """Return the number that a folder name under `views` states, or None where it is no view."""
    return int(name) if _VIEW.fullmatch(name) else None


def current_view_in(target: str) -> int | None:
    """Return the view that a target of `current` names, or None where it does not point inside `views`."""
    found = _CURRENT.fullmatch(target)
    return int(found[1]) if found else None


def view_path(archive: Path, number: int) -> Path:
    """Return the folder of one view."""
    return archive / view_name(number)
