from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.moved import address_of, misdirected, redirects
from nianbao.report.place import Place

THERE = frozenset({"index.html", "work.html", "attachments/b.pdf", "sections/work/index.html"})


def wrong(moved: dict[str, str]) -> list[tuple[str, object]]:
    """Return the rules that are broken and the entries that break them."""
    found = misdirected(moved, THERE, THERE.__contains__, lambda old: Place(f"at {old}"), {"ledger.jsonl"}.__contains__)
    return [(finding.rule, finding.values["old"]) for finding in found]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("goals", "goals.html"),
        ("goals#总体目标", "goals.html#总体目标"),
        ("goals.html", "goals.html"),
        ("attachments/a.pdf", "attachments/a.pdf"),
        ("sections/work/", "sections/work/index.html"),
        ("sections/work/index", "sections/work/index.html"),
    ],
)
def test_a_page_is_named_by_its_id_and_a_file_by_its_name(name: str, address: str) -> None:
    """Editors need not know how addresses end."""
    assert address_of(name) == address


def test_a_chain_is_followed_to_its_end() -> None:
    """Whoever comes from the oldest address goes straight to the newest, and keeps only the last anchor."""
    moved = {"a": "b#x", "b": "c#y", "c": "work", "d": "b"}
    assert redirects(moved) == dict.fromkeys(("a.html", "b.html", "c.html", "d.html"), "work.html")
    assert redirects({"a": "b", "b": "work#x"}) == {"a.html": "work.html#x", "b.html": "work.html#x"}
    assert wrong(moved) == []


def test_what_leads_in_a_circle_is_told() -> None:
    """A page that leads to itself, and those that lead each to the other; so does what leads into them."""
    assert wrong({"a": "a"}) == [("moved_in_a_circle", "a")]
    assert wrong({"a": "b", "b": "c#x", "c": "a", "d": "work"}) == [
        ("moved_in_a_circle", "a"),
        ("moved_in_a_circle", "b"),
        ("moved_in_a_circle", "c"),
    ]
    assert redirects({"a": "b", "b": "b"}) == {}


def test_what_leads_nowhere_is_told_once_where_it_is_written() -> None:
    """Entries that lead to the wrong one are right themselves."""
    assert wrong({"a": "b", "b": "gone#x"}) == [("moved_nowhere", "b")]
    assert wrong({"attachments/a.pdf": "attachments/b.pdf", "a": "sections/work/"}) == []


def test_what_is_still_there_has_not_moved() -> None:
    """A redirect would take the place of the page."""
    assert wrong({"work": "index", "attachments/b.pdf": "work"}) == [
        ("moved_still_there", "work"),
        ("moved_still_there", "attachments/b.pdf"),
    ]


@pytest.mark.parametrize(
    ("old", "there"), [("WORK", "work.html"), ("attachments/B.pdf", "attachments/b.pdf"), ("ｗork", "work.html")]
)
def test_no_redirect_takes_the_name_of_what_is_there_on_another_computer(old: str, there: str) -> None:
    """Frozen, such a pair could not be handed over for ever; the editor is told which name it is."""
    (found,) = misdirected({old: "index"}, THERE, THERE.__contains__, lambda old: Place(f"at {old}"))
    assert (found.rule, found.sentence, found.values["other"]) == (
        "moved_still_there",
        "moved_still_there.alike",
        there,
    )


def test_what_the_archive_writes_itself_cannot_have_moved() -> None:
    """A server would lead readers away from the ledger."""
    (found,) = misdirected({"ledger.jsonl": "index"}, THERE, THERE.__contains__, Place, {"ledger.jsonl"}.__contains__)
    assert (found.rule, found.sentence) == ("moved_form", "moved_form.archive")


def test_one_address_moves_to_one_place() -> None:
    """Written with and without its ending, it is still the same."""
    assert wrong({"a": "index", "a.html": "work"}) == [("moved_twice", "a.html")]
    assert wrong({"a": "index", "A": "work"}) == [("moved_twice", "A")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/2022/a", "work"),
        ("a", "https://example.org/"),
        ("a", "../2021/work"),
        ("a#x", "work"),
        ("a", "work?x=1"),
        ("a", "work#"),
        ("", "work"),
        ("a", ""),
        ("a//b", "work"),
        ("a/./b", "work"),
        ("a\nb", "work"),
        ("work.html/a", "index"),
        ("sections/work/index.html/a.pdf", "work"),
        ("a*b", "work"),
        ("长" * 67, "work"),
        ("a.", "work"),
        ("a /b", "work"),
    ],
)
def test_only_addresses_of_the_same_edition_can_be_named(old: str, new: str) -> None:
    """Other sites, other years, parts of pages that moved and what climbs out of the folder are refused."""
    assert wrong({old: new}) == [("moved_form", old)]


NAMES = st.sampled_from(["a", "b", "c", "d", "work", "index"])


@given(st.dictionaries(NAMES, NAMES))
def test_a_redirect_never_leads_to_another(moved: dict[str, str]) -> None:
    """Whatever is written, what is right leads to its end in one step, and what is not is told."""
    found = redirects(moved)
    assert not found.keys() & found.values()
    assert {address_of(old) for old in moved} - found.keys() <= {
        address_of(str(old)) for rule, old in wrong(moved) if rule in ("moved_in_a_circle", "moved_still_there")
    }
