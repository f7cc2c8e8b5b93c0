from __future__ import annotations

from nianbao.publish.two_years.pairs import name_of, pairs_among, pairs_of


def test_neighbours_among_the_published_years_have_a_page() -> None:
    """They may be years apart; newest first, whatever the order in which they come."""
    assert pairs_of([2019, 2024, 2021]) == ((2021, 2024), (2019, 2021))
    assert pairs_of([2024]) == ()


def test_a_page_stays_when_a_year_comes_between() -> None:
    """Its address was published; of a year that is not there any more, nothing can be compared."""
    known = pairs_among(
        [
            "compare/2021-2019/index.html",
            "compare/index.html",
            "compare/2021-2019/numbers.csv",
            "x/compare/2021-2018/index.html",
        ]
    )
    assert known == ((2019, 2021),)
    assert pairs_of([2021, 2020, 2019], known) == ((2020, 2021), (2019, 2021), (2019, 2020))
    assert pairs_of([2021, 2020], known) == ((2020, 2021),)
    assert name_of((2019, 2021)) == "2021-2019"
