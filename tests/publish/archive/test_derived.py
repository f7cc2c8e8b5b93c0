from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.archive import derived, ledger
from nianbao.publish.archive.ledger import Deed
from nianbao.report.catalogue import Event
from tests.publish.archive.office import ADDRESS, summary

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SUMMARIES = {2022: summary(2022), 2023: summary(2023)}


def happened(*deeds: Deed) -> tuple[Event, ...]:
    """Return the ledger of deeds done on the first days of a November."""
    events: tuple[Event, ...] = ()
    for day, deed in enumerate(deeds, start=1):
        events = (*events, ledger.next_event(events, deed, datetime(2026, 11, day, tzinfo=UTC), "0" * 64))
    return events


EVENTS = happened(
    Deed("publish", 2022, 1, "公开", "全年度", "按规定公开", "财务科"),
    Deed("publish", 2023, 1, "公开", "全年度", "按规定公开", "财务科"),
    Deed("correct", 2022, 2, "更正", "预算 <执行> & 情况", "执行数有误", "财务科"),
    Deed("withdraw", 2022, 1, "撤下", "budget.html", "含个人信息", "财务科"),
)


def test_the_index_of_years_is_newest_first_with_all_events() -> None:
    """Each year has its latest version and its own events, oldest first."""
    index = derived.catalogue(EVENTS, SUMMARIES)
    assert [(entry.year, entry.version) for entry in index.years] == [(2023, 1), (2022, 2)]
    assert [event.n for event in index.years[1].events] == [1, 3, 4]


def test_a_year_without_summary_is_never_left_out_silently() -> None:
    """A lost summary is an error, not a shorter list of years."""
    with pytest.raises(KeyError):
        derived.catalogue(EVENTS, {2022: SUMMARIES[2022]})


def test_every_year_version_and_the_newest_have_a_link() -> None:
    """A year leads to its latest version, a version to what is left of it, `latest` to the newest year."""
    assert derived.links(EVENTS) == {
        "2022": "../../store/2022/v2/content",
        "2022-v1": "../../store/2022/v1.1/content",
        "2022-v2": "../../store/2022/v2/content",
        "2023": "../../store/2023/v1/content",
        "2023-v1": "../../store/2023/v1/content",
        "latest": "2023",
    }
    assert derived.links_text({"b": "c", "a": "b"}) == b"a -> b\nb -> c\n"
    assert derived.links(()) == {}


def test_versions_are_in_mikes_format_and_every_address_is_an_alias() -> None:
    """The theme's selector finds its year under each address at which the year is served."""
    assert json.loads(derived.versions_json(EVENTS)) == [
        {"version": "2023", "title": "2023年度", "aliases": ["2023-v1", "latest"]},
        {"version": "2022", "title": "2022年度", "aliases": ["2022-v2", "2022-v1"]},
    ]
    assert json.loads(derived.versions_json(())) == []


def test_the_timemap_has_time_and_address_of_every_version() -> None:
    """A withdrawal is noted on its version, which keeps its time and address."""
    timemap = json.loads(derived.timemap_json(EVENTS, ADDRESS))
    assert timemap["self"] == f"{ADDRESS}timemap.json"
    assert timemap["timemaps"][1] == {
        "original": f"{ADDRESS}2022/",
        "mementos": [
            {
                "version": 1,
                "datetime": "2026-11-01T00:00:00Z",
                "uri": f"{ADDRESS}2022-v1/",
                "withdrawn": "2026-11-04T00:00:00Z",
            },
            {"version": 2, "datetime": "2026-11-03T00:00:00Z", "uri": f"{ADDRESS}2022-v2/"},
        ],
    }


def test_the_feed_tells_every_event_newest_first() -> None:
    """Titles, reasons and addresses are there, and what looks like markup is text."""
    feed = ElementTree.fromstring(derived.feed_xml(EVENTS, SUMMARIES, ADDRESS))  # noqa: S314 - Our own bytes.
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == [
        "2022年度 部门整体支出绩效自评报告 第1版撤下",
        "2022年度 部门整体支出绩效自评报告 第2版更正",
        "2023年度 部门整体支出绩效自评报告 第1版公开",
        "2022年度 部门整体支出绩效自评报告 第1版公开",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-04T00:00:00Z"
    assert "更正（预算 <执行> & 情况）：执行数有误" in [entry.findtext(f"{ATOM}summary") for entry in feed]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "示例区总工会"


def test_an_event_keeps_its_id_in_the_feed_for_ever() -> None:
    """Later events, another address or another title never make an old event look new."""

    def ids(events: tuple[Event, ...], address: str) -> list[str | None]:
        feed = ElementTree.fromstring(derived.feed_xml(events, SUMMARIES, address))  # noqa: S314 - Our own bytes.
        return [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]

    assert ids(EVENTS, ADDRESS)[2:] == ids(EVENTS[:2], "https://elsewhere.example/")
    assert len(set(ids(EVENTS, ADDRESS))) == len(EVENTS)


@given(st.text(), st.text())
def test_no_reason_breaks_the_feed(reason: str, scope: str) -> None:
    """Control characters and markup in a reason still give well-formed XML."""
    events = happened(Deed("publish", 2022, 1, "公开", scope, reason, "财务科"))
    ElementTree.fromstring(derived.feed_xml(events, SUMMARIES, ADDRESS))  # noqa: S314 - Our own bytes.


def test_an_empty_archive_has_a_valid_feed() -> None:
    """Author, title and time are there even before the first publication."""
    feed = ElementTree.fromstring(derived.feed_xml((), {}, ADDRESS))  # noqa: S314 - Our own bytes.
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_the_sitemap_lists_portal_and_latest_pages_with_their_age() -> None:
    """Addresses are absolute and escaped, an index page is its folder, a page is as old as its year's last event."""
    content = derived.sitemap_xml(
        EVENTS, ["index.html", "search/index.html"], {2022: ["数据索引.html"], 2023: ["index.html"]}, ADDRESS
    )
    places = ElementTree.fromstring(content)  # noqa: S314 - Our own bytes.
    assert [(place.findtext(f"{MAP}loc"), place.findtext(f"{MAP}lastmod")) for place in places] == [
        (ADDRESS, "2026-11-04T00:00:00Z"),
        (f"{ADDRESS}search/", "2026-11-04T00:00:00Z"),
        (f"{ADDRESS}2023/", "2026-11-02T00:00:00Z"),
        (f"{ADDRESS}2022/%E6%95%B0%E6%8D%AE%E7%B4%A2%E5%BC%95.html", "2026-11-04T00:00:00Z"),
    ]


def test_a_page_for_missing_addresses_is_nothing_to_look_for() -> None:
    """Only HTML counts as a page, and 404.html does not."""
    assert derived.pages(["index.html", "404.html", "a/404.html", "style.css"]) == ["index.html"]
