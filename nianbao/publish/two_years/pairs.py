"""Which two years have a page of their own: neighbours among the published years, and those that once were."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

Pair = tuple[int, int]
"""The earlier and the later year."""

_ADDRESS = re.compile(r"compare/(?P<later>[0-9]{4})-(?P<earlier>[0-9]{4})/index\.html")


def pairs_of(years: Iterable[int], known: Iterable[Pair] = ()) -> tuple[Pair, ...]:
    """Return the pairs that have a page, newest first; those that are `known` keep theirs when a year comes between."""
    published = sorted(years)
    kept = (pair for pair in known if set(pair) <= set(published))
    return tuple(sorted({*pairwise(published), *kept}, key=lambda pair: (-pair[1], -pair[0])))


def pairs_among(addresses: Iterable[str]) -> tuple[Pair, ...]:
    """Return the pairs whose pages are among the addresses of a portal."""
    found = (_ADDRESS.fullmatch(address) for address in addresses)
    return tuple((int(match["earlier"]), int(match["later"])) for match in found if match)


def name_of(pair: Pair) -> str:
    """Return the name of a pair's folder (`2022-2021`)."""
    return f"{pair[1]}-{pair[0]}"
