from __future__ import annotations

from nianbao.report.narrative import Call, Page, Text, anchors, number_tables_and_charts


def page(page_id: str, *words: str) -> Page:
    """Return a page with calls of these words, a text between each two."""
    parts: list[Text | Call] = []
    for number, word in enumerate(words):
        parts += [Call(word, (), 2 * number + 1, 1, number), Text("\n\n", 2 * number + 1)]
    return Page(page_id, f"docs/2023/{page_id}.md", tuple(parts))


def test_tables_and_charts_are_numbered_apart_in_the_order_of_the_outline() -> None:
    """表1, 表2 … and 图1, 图2 … run through the whole year, whatever order the pages come in."""
    pages = (
        page("money", "num", "budget_table", "budget_chart", "items_table"),
        page("work", "facts_table", "num", "breakdown_chart", "attainment_chart"),
    )
    numbers = number_tables_and_charts(pages, ("index", "work", "money"))
    assert numbers == {
        ("work", 0): 1,
        ("work", 2): 1,
        ("work", 3): 2,
        ("money", 1): 2,
        ("money", 2): 3,
        ("money", 3): 3,
    }


def test_pages_outside_the_outline_are_numbered_last_in_the_order_given() -> None:
    """Appendices follow the report."""
    pages = (page("terms", "data_table"), page("figures", "data_table"), page("work", "facts_table"))
    assert number_tables_and_charts(pages, ("work",)) == {("work", 0): 1, ("terms", 0): 2, ("figures", 0): 3}


def test_words_that_are_neither_table_nor_chart_have_no_number() -> None:
    """Numbers, notices and inline words are not counted."""
    assert number_tables_and_charts((page("index", "cover", "num", "grade", "downloads"),), ("index",)) == {}


def test_a_page_knows_its_calls_and_places() -> None:
    """Calls in order, and a line as an editor would look for it."""
    work = page("work", "num", "facts_table")
    assert [(call.word, call.number) for call in work.calls] == [("num", 0), ("facts_table", 1)]
    assert str(work.place(3)) == "docs/2023/work.md:3"


def test_a_tables_id_says_what_it_shows_and_not_which_it_is() -> None:
    """A table put in before it changes its number and not its address."""
    before = page("work", "num", "budget_table", "budget_chart")
    after = page("work", "items_table", "num", "budget_table", "budget_chart")
    assert anchors(before) == {1: "table-budget", 2: "chart-budget"}
    assert anchors(after) == {0: "table-items", 2: "table-budget", 3: "chart-budget"}


def test_each_table_of_a_page_has_an_id_of_its_own() -> None:
    """What a table is made of is in its id, without marks that ids cannot have; the same one again is counted."""
    calls = (
        ("facts_table", ("work", "查档 服务")),
        ("breakdown_chart", ("构成（“新”）",)),
        ("data_table", ("staff",)),
        ("breakdown_table", ("a",)),
        ("breakdown_table", ("a-2",)),
        ("breakdown_table", ("a",)),
        ("breakdown_table", ("（a）",)),
    )
    parts = tuple(Call(word, arguments, 1, 1, number) for number, (word, arguments) in enumerate(calls))
    assert list(anchors(Page("work", "docs/2023/work.md", parts)).values()) == [
        "table-facts-work-查档服务",
        "chart-breakdown-构成新",
        "table-staff",
        "table-breakdown-a",
        "table-breakdown-a-2",
        "table-breakdown-a-3",
        "table-breakdown-a-4",
    ]
