from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.archive import BuiltPortal, derived, layout, read_catalogue, verify
from nianbao.publish.archive.correction import Announcement, correct
from nianbao.publish.archive.reading import read_addresses, read_portal_names, read_version
from nianbao.publish.archive.survey import survey
from nianbao.publish.archive.versions import ADDRESSES, Staged, read_build
from nianbao.report.addresses import Addresses, Anchor
from nianbao.report.catalogue import Catalogue, SectionEntry
from tests.publish.archive.office import Office, portal_pages

LINE = re.compile(r'"~\^(?P<old>[!-~]+)\$" "(?P<new>[!-~]+)";')
GOALS = SectionEntry(id="goals", title="（三）绩效目标", page="goals.html")


def correct_with(office: Office, staged: Staged, version: int) -> None:
    """Publish the next version of a year as a correction is published."""
    announced = Announcement(version, "更正", "整体支出", "执行数有误", "财务科")
    correct(office.archive, staged, announced, office.portal_of_view(), now=office.now)


def with_goals(office: Office, executed: str) -> Staged:
    """Return a built year that has one more section."""
    staged = office.staged(2022, executed)
    (staged.content / "goals.html").write_text("绩效目标", encoding="utf-8")
    summary = staged.summary.model_copy(update={"sections": (*staged.summary.sections, GOALS)})
    addresses = Addresses(pages={"goals.html": (Anchor(id="总体目标", heading="总体目标"),)})
    return replace(staged, summary=summary, build={ADDRESSES: addresses.model_dump(mode="json")})


def with_redirect(office: Office, executed: str) -> Staged:
    """Return a built year in which that section has moved."""
    staged = office.staged(2022, executed)
    (staged.content / "goals.html").write_text("本页已移至…", encoding="utf-8")
    addresses = Addresses(moved={"goals.html": "budget.html#总体目标"})
    return replace(staged, build={ADDRESSES: addresses.model_dump(mode="json")})


@pytest.fixture
def moved(office: Office) -> Office:
    """An office whose year 2022 lost a section with its second version."""
    office.publish(with_goals(office, "1171.06"))
    correct_with(office, with_redirect(office, "1171.07"), 2)
    return office


def test_a_version_keeps_its_addresses(moved: Office) -> None:
    """They are read back with the version, the oldest first."""
    assert read_addresses(moved.archive, 2022) == {
        1: Addresses(pages={"goals.html": (Anchor(id="总体目标", heading="总体目标"),)}),
        2: Addresses(moved={"goals.html": "budget.html#总体目标"}),
    }
    assert read_addresses(moved.archive, 2023) == {}


def test_a_version_that_tells_no_addresses_has_none(office: Office) -> None:
    """Versions from before they were kept can still be read; anything else in their place is no build.json."""
    office.publish(2022)
    assert read_version(office.archive, 2022, 1).addresses == Addresses()
    content = (office.archive / "store/2022/v1/build.json").read_bytes()
    with pytest.raises(ValueError):  # noqa: PT011 - That it is this type is what is promised.
        read_build(content.replace(b'"engine": "1.0"', b'"addresses": [1]'))


def test_what_has_moved_is_in_the_view_and_not_in_the_sitemap(moved: Office) -> None:
    """Servers are told where to, search engines find only the page of today."""
    current = moved.archive / "current"
    assert (
        b"\x22~^/2022/goals\\x2ehtml$\x22 \x22/2022/budget.html#%E6%80%BB" in (current / layout.REDIRECTS).read_bytes()
    )
    assert b"goals" not in (current / "sitemap.xml").read_bytes()
    assert verify(moved.archive).damages == ()


def test_a_changed_list_of_moves_is_found(moved: Office) -> None:
    """It is covered by the sums as everything in the view is."""
    (moved.archive / "current" / layout.REDIRECTS).write_text("", encoding="utf-8")
    assert {damage.path for damage in verify(moved.archive).damages} == {f"views/2/{layout.REDIRECTS}"}


def test_a_section_of_earlier_versions_stays_known(moved: Office) -> None:
    """The portal is told of it, so that its page stays, and so is whoever asks later."""
    told = list[Catalogue]()

    def portal(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        told.append(catalogue)
        return portal_pages(folder, catalogue)

    moved.portal = portal
    moved.publish(2023)
    for catalogue in (told[0], read_catalogue(moved.archive)):
        assert [entry.year for entry, _ in catalogue.sections()["budget"]] == [2023, 2022]
        ((entry, section),) = catalogue.former()["goals"]
        assert (entry.year, section.version, section.page, section.withdrawn) == (2022, 1, "goals.html", False)
        assert catalogue.titles == {"budget": "预算执行情况", "goals": "（三）绩效目标"}


def test_a_section_that_is_there_again_is_no_former_one(moved: Office) -> None:
    """Then the latest version is the one to read, and verification agrees at every step."""
    correct_with(moved, with_goals(moved, "1171.08"), 3)
    assert read_catalogue(moved.archive).former() == {}
    assert verify(moved.archive).damages == ()


def test_withdrawing_from_an_earlier_version_keeps_the_view_true(moved: Office) -> None:
    """What the portal says of earlier versions follows from what is left of them."""
    moved.withdraw(2022, 1, "goals.html")
    assert read_catalogue(moved.archive).former() == {}
    assert verify(moved.archive).damages == ()


def test_damage_of_an_earlier_version_leaves_what_the_view_says_of_it(moved: Office) -> None:
    """The current view goes on naming the section, and only the damage itself is told."""
    before = survey(moved.archive).years
    (moved.archive / "store/2022/v1/build.json").unlink()
    assert survey(moved.archive).years == before
    assert {damage.path for damage in verify(moved.archive).damages} == {"store/2022/v1/build.json"}


def test_the_portals_own_redirects_are_told_too(office: Office) -> None:
    """They lead anywhere below the root, and are no pages to look for."""

    def portal(folder: Path, catalogue: Catalogue) -> BuiltPortal:
        (folder / "goals.html").write_text("本页已移至…", encoding="utf-8")
        return replace(portal_pages(folder, catalogue), moved={"goals.html": "2022/budget.html"})

    office.portal = portal
    office.publish(2022)
    current = office.archive / "current"
    assert b'"~^/goals\\x2ehtml$" "/2022/budget.html";' in (current / layout.REDIRECTS).read_bytes()
    assert b"goals" not in (current / "sitemap.xml").read_bytes()
    assert verify(office.archive).damages == ()
    assert read_portal_names(office.archive) == {"404.html", "goals.html", "index.html", "search/index.html"}


def test_before_the_first_publication_the_portal_has_no_names(tmp_path: Path) -> None:
    """Nothing was promised yet."""
    assert read_portal_names(tmp_path / "archive") == frozenset()


def test_the_folder_of_a_page_that_moved_leads_on_as_well() -> None:
    """Readers leave away the name of an index."""
    (line,) = derived.redirects_map({"search/index.html": "find.html"}).decode().splitlines()[1:]
    assert line == r'"~^/search/(index\x2ehtml)?$" "/find.html";'


NAMES = st.text(st.characters(codec="utf-8"), min_size=1)


@given(st.dictionaries(NAMES, NAMES, max_size=3))
def test_no_name_is_more_than_a_name_to_nginx(moved: dict[str, str]) -> None:
    """Quotes, dollars, semicolons and newlines do nothing; each entry stands for exactly its own address."""
    lines = derived.redirects_map(moved).decode("ascii").splitlines()[1:]
    assert len(lines) == len(moved)
    for line, (old, new) in zip(lines, sorted(moved.items()), strict=True):
        found = LINE.fullmatch(line)
        assert found is not None
        assert not set('$"\\ ;{}') & set(found["new"])
        assert unquote(found["new"]) == f"/{new}"
        pattern = re.compile(found["old"].encode())
        assert pattern.fullmatch(f"/{old}".encode())
        assert not pattern.fullmatch(f"/{old}x".encode())
