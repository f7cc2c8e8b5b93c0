"""What a view says of all years: derived anew from ledger, summaries and address at every publication.

The texts are part of the public record, so they are Chinese whatever language the messages have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from nianbao.publish.archive import layout, ledger
from nianbao.publish.archive.index import absolute
from nianbao.report.catalogue import Catalogue, Event, FormerSection, PublishedYear, YearSummary

DERIVATION = 4
"""Raised with every change of what these functions write, so that an older view is not held against newer rules."""

_BEFORE_ALL = "1970-01-01T00:00:00Z"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAFE = re.compile("[A-Za-z0-9/_-]")
_KINDS = {"publish": "公开", "correct": "更正", "withdraw": "撤下", "aside": "搁置"}


def catalogue(
    events: Sequence[Event],
    summaries: Mapping[int, YearSummary],
    former: Mapping[int, tuple[FormerSection, ...]] | None = None,
) -> Catalogue:
    """Return the index of years, newest first; `summaries` holds the latest version's summary of every year.

    `former` are the sections of each year that only earlier versions have. Raises KeyError for a year of the ledger
    that has no summary.
    """
    return Catalogue(
        head=ledger.head(events) if events else "",
        count=len(events),
        set_aside=tuple(event for event in events if event.kind == "aside"),
        years=tuple(
            PublishedYear(
                summary=summaries[year],
                version=version,
                events=tuple(event for event in events if event.year == year),
                former=(former or {}).get(year, ()),
            )
            for year, version in ledger.latest_versions(events).items()
        ),
    )


def links(events: Sequence[Event]) -> dict[str, str]:
    """Return {name: relative target} of every link in a view: years, versions and `latest`."""
    latest = ledger.latest_versions(events)
    found: dict[str, str] = {}
    for (year, version), kept in ledger.kept(events).items():
        found[layout.version_address(year, version)] = layout.link_target(kept.name)
        if version == latest[year]:
            found[str(year)] = layout.link_target(kept.name)
    if latest:
        found[layout.LATEST] = str(max(latest))
    return found


def links_text(targets: Mapping[str, str]) -> bytes:
    """Return the record of a view's links, one `name -> target` a line, sorted."""
    return "".join(f"{name} -> {target}\n" for name, target in sorted(targets.items())).encode()


def versions_json(events: Iterable[Event]) -> bytes:
    """Return the years in mike's format, newest first; every address of a year is an alias of it."""
    latest = ledger.latest_versions(events)
    return _json(
        [
            {
                "version": str(year),
                "title": f"{year}年度",
                "aliases": [
                    *(layout.version_address(year, version) for version in range(newest, 0, -1)),
                    *([layout.LATEST] if year == max(latest) else []),
                ],
            }
            for year, newest in latest.items()
        ]
    )


def timemap_json(events: Sequence[Event], base_address: str) -> bytes:
    """Return, for every year, its versions with time and address, in the manner of a RFC 7089 TimeMap."""
    return _json(
        {
            "self": f"{base_address}{layout.TIMEMAP}",
            "timemaps": [
                {"original": f"{base_address}{year}/", "mementos": _mementos(events, year, base_address)}
                for year in ledger.latest_versions(events)
            ],
        }
    )


def feed_xml(events: Sequence[Event], summaries: Mapping[int, YearSummary], base_address: str) -> bytes:
    """Return an Atom feed (RFC 4287) of all events, newest first; an event keeps its id whatever comes later."""
    newest = summaries[max(summaries)] if summaries else None
    author = newest.department if newest else "nianbao"
    entries = [_feed_entry(event, summaries.get(event.year), base_address) for event in reversed(events)]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<id>{uuid5(NAMESPACE_URL, base_address).urn}</id>",
        f"<title>{_text(f'{author}历年绩效自评报告' if newest else '历年绩效自评报告')}</title>",
        f"<updated>{events[-1].time if events else _BEFORE_ALL}</updated>",
        f"<author><name>{_text(author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(base_address + layout.FEED)}/>',
        f"<link href={quoteattr(base_address)}/>",
        *entries,
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def sitemap_xml(
    events: Sequence[Event], portal_pages: Iterable[str], year_pages: Mapping[int, Iterable[str]], base_address: str
) -> bytes:
    """Return a sitemap of the portal's pages and of the pages of every year's latest version.

    Pages are names below the portal or the edition, such as `budget.html`; an `index.html` is listed as its folder.
    A page is as old as the last event of its year, a portal page as the last event of all.
    """
    times = {event.year: event.time for event in events}
    last = events[-1].time if events else ""
    places = [(page, last) for page in sorted(portal_pages)]
    for year in ledger.latest_versions(events):
        places += [(f"{year}/{page}", times[year]) for page in sorted(year_pages[year])]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(_place(page, time, base_address) for page, time in places),
        "</urlset>",
    ]
    return ("\n".join(lines) + "\n").encode()


def redirects_map(moved: Mapping[str, str]) -> bytes:
    """Return {address that moved: where to}, both below the root, as entries of a `map` of `$uri` for nginx, sorted.

    The server whose map it is has the portal at its own root, whatever stands before it. Everything is written in
    ASCII, so that no name can be more than a name to nginx: the old address as a regular expression that tells letters
    of both cases apart, the new one as a quoted address.
    """
    lines = ['# nginx: map $uri $target { default ""; include redirects.map; }']
    for old, new in sorted(moved.items()):
        path, sign, anchor = new.partition("#")
        lines.append(f'"~^{_pattern(f"/{old}")}$" "{quote(f"/{path}")}{sign}{quote(anchor)}";')
    return ("\n".join(lines) + "\n").encode()


def pages(names: Iterable[str]) -> list[str]:
    """Return those of `names` that are pages people look for: no tombstones, nor the one for missing addresses."""
    known = frozenset(names)
    unsought = {name.removesuffix(layout.TOMBSTONE) for name in known if name.endswith(layout.TOMBSTONE)}
    unsought |= {f"{name}{layout.TOMBSTONE}" for name in unsought}
    pages = (name for name in known - unsought if name.endswith(".html") and not name.endswith(layout.MOVED))
    return sorted(name for name in pages if name.rsplit("/", 1)[-1] != "404.html")


def _mementos(events: Iterable[Event], year: int, base_address: str) -> list[dict[str, str | int]]:
    found: dict[int, dict[str, str | int]] = {}
    for event in events:
        if event.year == year and event.makes_version:
            address = f"{base_address}{layout.version_address(year, event.version)}/"
            found[event.version] = {"version": event.version, "datetime": event.time, "uri": address}
        elif event.year == year and event.kind == "withdraw":
            found[event.version]["withdrawn"] = event.time
    return list(found.values())


def _feed_entry(event: Event, summary: YearSummary | None, base_address: str) -> str:
    kind = _KINDS[event.kind]
    shown = layout.version_address(event.year, event.version) if event.kind != "aside" else "corrections"
    address = f"{base_address}{shown}/"
    title = f"{event.year}年度 {summary.title} 第" if summary else f"{event.year}年度 第"
    named = uuid5(NAMESPACE_URL, f"urn:sha256:{sha256(ledger.line(event)).hexdigest()}").urn
    text = f"{event.nature}（{event.scope}）：{event.reason}"
    return (
        f"<entry><id>{named}</id>"
        f"<title>{_text(f'{title}{event.version}版{kind}')}</title>"
        f"<updated>{event.time}</updated><link href={quoteattr(address)}/>"
        f'<category term="{event.kind}" label="{kind}"/>'
        f"<summary>{_text(text)}</summary></entry>"
    )


def _pattern(address: str) -> str:
    """A regular expression for an address as nginx decodes it, which with `index.html` also is that of its folder."""
    folder, index, rest = address.rpartition("index.html")
    ends = index and not rest and folder.endswith("/")
    plain = folder if ends else address
    escaped = "".join(chr(byte) if _SAFE.fullmatch(chr(byte)) else f"\\x{byte:02x}" for byte in plain.encode())
    return escaped + ("(index\\x2ehtml)?" if ends else "")


def _place(page: str, time: str, base_address: str) -> str:
    age = f"<lastmod>{time}</lastmod>" if time else ""
    return f"<url><loc>{escape(absolute(page, base_address))}</loc>{age}</url>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
