from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.archive import BuiltPortal, Unfit, layout, views
from nianbao.report.catalogue import Catalogue
from tests.publish.archive.office import ADDRESS, Office, summary

FACTS = views.Facts(3, ADDRESS, "portal-1", "made by hand", {2022: views.Served(summary(2022), ("budget.html",))})


def test_view_json_is_read_back() -> None:
    """Everything from which a view was derived besides the ledger is kept with it."""
    assert views.read_facts(views.facts_json(FACTS)) == FACTS


@given(st.one_of(st.binary(), st.just(b"[" * 100_000), st.just(b"{}"), st.just(b'{"years": []}')))
def test_garbage_is_no_view_json(content: bytes) -> None:
    """Any other bytes give one kind of error, so that damage can always be named."""
    with pytest.raises(ValueError):  # noqa: PT011 - That it is this type is what is promised.
        views.read_facts(content)


def test_a_versions_pages_are_its_html_files() -> None:
    """Assets, sources and the page for missing addresses are no pages."""
    files = ["content/b.html", "content/a.html", "content/404.html", "content/a.css", "sources.tar", "build.json"]
    listed, sizes = dict.fromkeys(files, "0" * 64), dict.fromkeys(files, 1)
    assert views.served(summary(2022), listed, sizes).pages == ("a.html", "b.html")


def test_our_files_replace_the_builders_own(office: Office) -> None:
    """The portal's sitemap gives way to the one of all years, and its compressed twin goes."""
    office.publish(2022)
    current = office.archive / "current"
    assert b"2022/budget.html" in (current / "sitemap.xml").read_bytes()
    assert not (current / "sitemap.xml.gz").exists()


@pytest.mark.parametrize("name", ["2022", "2022-v1", "latest", "proof"])
def test_a_portal_may_not_take_the_name_of_a_year(office: Office, name: str) -> None:
    """The year's address belongs to the stored version."""

    def greedy(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        (folder / name).mkdir()
        return BuiltPortal("")

    office.portal = greedy
    with pytest.raises(Unfit, match=name):
        office.publish(2022)


def test_a_portal_may_not_hold_links(office: Office) -> None:
    """Only the archive's own links lie in a view."""

    def linking(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        (folder / "etc").symlink_to("/etc")
        return BuiltPortal("")

    office.portal = linking
    with pytest.raises(Unfit, match="etc"):
        office.publish(2022)


def test_the_record_of_links_is_covered_by_the_sums(office: Office) -> None:
    """Symbolic links have no hash of their own, so their record has."""
    office.publish(2022)
    current = office.archive / "current"
    assert (current / layout.LINKS).read_text(encoding="utf-8").splitlines() == [
        "2022 -> ../../store/2022/v1/content",
        "2022-v1 -> ../../store/2022/v1/content",
        "latest -> 2022",
    ]
    assert f"  {layout.LINKS}\n" in (current / layout.SUMS).read_text(encoding="utf-8")
