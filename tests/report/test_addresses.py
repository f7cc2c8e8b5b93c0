from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.addresses import Addresses, Anchor, aliases


def page(*ids: str) -> list[Anchor]:
    """Return anchors: a capital is a heading, a small letter stands under the heading before it."""
    anchors, heading = list[Anchor](), ""
    for name in ids:
        heading = name if name.isupper() else heading
        anchors.append(Anchor(id=name, heading=heading))
    return anchors


def going(before: list[Anchor], now: list[Anchor]) -> dict[str, str]:
    """Return where each lost anchor goes from one version to the next."""
    return aliases([before], now, {anchor.id for anchor in now})


def test_an_anchor_stays_with_the_heading_it_stood_under() -> None:
    """A table that is gone is looked for where it stood."""
    assert going(page("A", "x", "B", "y"), page("A", "B")) == {"x": "A", "y": "B"}


def test_a_heading_that_went_leaves_its_anchors_to_the_one_before() -> None:
    """The text around it is most like what was there."""
    assert going(page("A", "B", "x", "C"), page("A", "C")) == {"B": "A", "x": "A"}


def test_before_the_first_heading_anchors_go_to_the_top() -> None:
    """Without a heading before them there is only the page's own title."""
    assert going(page("x", "A", "B"), page("B")) == {"x": "", "A": ""}


def test_a_heading_that_was_worded_anew_takes_the_place_of_the_old_one() -> None:
    """As many headings came as went, so each stands for the one it replaced, with all that stood under it."""
    assert going(page("A", "B", "x", "C"), page("A", "D", "C")) == {"B": "D", "x": "D"}
    assert going(page("A", "B"), page("C", "D")) == {"A": "C", "B": "D"}


def test_a_heading_that_moved_is_no_new_one() -> None:
    """It is still there under its own name, and takes nobody's place."""
    assert going(page("A", "B", "C"), page("C", "A")) == {"B": "A"}


def test_an_anchor_that_is_there_again_needs_no_alias() -> None:
    """Whoever follows the old link finds a place of that name."""
    assert aliases([page("A", "x")], page("A"), {"A", "x"}) == {}


def test_later_versions_say_better_where_an_old_anchor_is_now() -> None:
    """An alias of the second version stands in a heading that the first did not have."""
    first, second = page("A", "B"), [*page("A", "C"), Anchor(id="B", heading="C")]
    assert aliases([second, first], page("A", "C"), {"A", "C"}) == {"B": "C"}


def test_a_page_whose_ids_must_not_be_told_has_none() -> None:
    """Its address stays, and other pages keep their anchors."""
    known = Addresses(pages={"a.html": tuple(page("A")), "b.html": tuple(page("B"))}, files=("c.json",))
    assert known.without(["a.html", "c.html"]).pages == {"a.html": (), "b.html": tuple(page("B"))}
    assert known.without(["a.html"]).names == {"a.html", "b.html", "c.json"}


IDS = st.lists(st.sampled_from("ABCDEFabcdef"), unique=True)


@given(st.lists(IDS, max_size=3), IDS)
def test_every_lost_anchor_goes_to_a_heading_that_is_there_or_to_the_top(
    earlier: list[list[str]], now: list[str]
) -> None:
    """Whatever was and is on a page, nothing is lost and nothing leads nowhere."""
    found = aliases([page(*ids) for ids in earlier], page(*now), set(now))
    assert found.keys() == {name for ids in earlier for name in ids} - set(now)
    assert set(found.values()) <= {"", *(name for name in now if name.isupper())}
