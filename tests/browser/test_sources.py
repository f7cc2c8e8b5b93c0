from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from nianbao.publish.editions import assemble
from nianbao.report.charts import CHARTS
from nianbao.report.edition import YearEdition
from nianbao.report.narrative import Call
from nianbao.report.tables import TABLES
from nianbao.wording.numbers import NotANumber, parse_number
from tests.browser.conftest import REPOSITORY, SAMPLE, YEARS
from tests.sites import HOSPITAL

pytestmark = pytest.mark.browser

Publication = tuple[YearEdition, Path]


@dataclass
class _Reader(HTMLParser):
    """The numbers of a page that lead to 数据索引, apart by where they stand, and its number cells that lead nowhere.

    Each is the name that the link leads to, the exact value and the text.
    """

    in_text: list[tuple[str, str, str]] = field(default_factory=list)
    in_tables: list[tuple[str, str, str]] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    uses: dict[str, list[str]] = field(default_factory=dict)
    charts: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str]] = []
        self._link: list[str] | None = None
        self._cell = ""
        self._linked = False
        self._entry = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "")
        self._open.append((tag, classes))
        self.ids.add(values.get("id", ""))
        if tag == "div" and classes == "nb-figure":
            self._entry = values["id"]
            self.uses[self._entry] = []
        if tag == "a" and self._within("dd", "nb-figure__uses"):
            self.uses[self._entry].append(values["href"].removesuffix(".html"))
        if tag == "a" and classes == "nb-num":
            self._link = [unquote(values["href"].partition("#")[2]), "", ""]
            self._linked = True
        if tag == "data" and self._link is not None:
            self._link[1] = values["value"]
        if tag == "td":
            self._cell, self._linked = "", False

    def handle_data(self, data: str) -> None:
        self._cell += data
        if self._link is not None:
            self._link[2] += data
        if self._within("figure", "nb-chart"):
            self.charts += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and not self._linked and ("td", "nb-r") in self._open:
            self.unlinked.append(self._cell)
        if tag == "a" and self._link is not None:
            name, value, text = self._link
            (self.in_tables if self._within("table", "nb-table__grid") else self.in_text).append((name, value, text))
            self._link = None
        while self._open and self._open.pop()[0] != tag:
            pass

    def _within(self, tag: str, name: str) -> bool:
        return any(open_tag == tag and name in classes.split() for open_tag, classes in self._open)


def read(path: Path) -> _Reader:
    """Return what a published page has of numbers."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


@pytest.fixture
def publications(real_archive: Path, sample_archive: Path, hospital: Path) -> list[Publication]:
    """The real year, four years of the fictional department and one of the hospital, each with its published pages."""
    found = [(assemble(REPOSITORY, 2022), real_archive / "current/2022")]
    found += [(assemble(SAMPLE, year), sample_archive / f"current/{year}") for year in YEARS]
    return [*found, (assemble(HOSPITAL, 2023), hospital / "archive/current/2023")]


def _anchors(names: Iterator[str]) -> Counter[str]:
    return Counter("-".join(name.split()) for name in names)


def _in_text(edition: YearEdition, page_id: str) -> Iterator[str]:
    """The quantities that a page's running text says: by a word, or by match where they were typed by hand."""
    page = next(page for page in edition.pages if page.id == page_id)
    for call in page.calls:
        quantity = edition.quantities.get(call.arguments[0]) if call.word == "num" else None
        if quantity is not None:
            yield quantity.name
    yield from (bound.quantity.name for bound in edition.bound[page_id] if bound.quantity is not None)


def _shown(edition: YearEdition, call: Call) -> Iterator[str]:
    """The quantities that a table or chart shows in its cells or bars."""
    if call.word in TABLES:
        table = TABLES[call.word](edition.report, edition.quantities, *call.arguments)
        yield from (
            cell.quantity for group in table.groups for row in group.rows for cell in row.cells if cell.quantity
        )
    if call.word in CHARTS:
        chart = CHARTS[call.word](edition.report, edition.quantities, *call.arguments)
        yield from (bar.quantity for group in chart.groups for bar in group.bars)


def test_every_number_of_text_and_tables_leads_to_its_entry_with_its_exact_value(
    publications: list[Publication],
) -> None:
    """Numbers of words, numbers typed by hand, cells: as many links as numbers, each to an entry that says its value."""
    seen = 0
    for edition, folder in publications:
        entries = read(folder / "figures.html")
        exact = {
            "-".join(name.split()): "" if found.value is None else f"{found.value:f}"
            for name, found in edition.quantities.by_name.items()
        }
        assert entries.uses.keys() == exact.keys()
        for page in edition.pages:
            found = read(folder / f"{page.id}.html")
            links = [*found.in_text, *found.in_tables]
            assert {name: value for name, value, _ in links if exact[name] != value} == {}, (edition.year, page.id)
            if page.id != "index":
                told = Counter(name for name, _, _ in found.in_text)
                assert told == _anchors(_in_text(edition, page.id)), (edition.year, page.id)
            cells = [call for call in page.calls if call.word in TABLES]
            in_tables = Counter(name for name, _, _ in found.in_tables)
            assert in_tables == _anchors(name for call in cells for name in _shown(edition, call))
            seen += len(links)
    assert seen > 1000


def test_no_cell_that_holds_a_number_leads_nowhere(publications: list[Publication]) -> None:
    """Every cell of a number column is a link, or holds no number."""
    loose = []
    for edition, folder in publications:
        for page in edition.pages:
            for text in read(folder / f"{page.id}.html").unlinked:
                if re.search(r"\d", text):
                    try:
                        parse_number(text)
                    except NotANumber:
                        continue
                    loose.append((edition.year, page.id, text))
    assert loose == []


def test_an_entry_lists_each_page_that_shows_its_number(publications: list[Publication]) -> None:
    """Those that have a link to it, and those whose chart draws or tells it; no page more."""
    for edition, folder in publications:
        listed = read(folder / "figures.html").uses
        pages = {page.id: read(folder / f"{page.id}.html") for page in edition.pages if page.id != "figures"}
        for name, quantity in edition.quantities.by_name.items():
            anchor = "-".join(name.split())
            linking = {
                page
                for page, found in pages.items()
                if anchor in {link[0] for link in (*found.in_text, *found.in_tables)}
            }
            drawing = {
                page.id for page in edition.pages for call in page.calls
                if call.word in CHARTS and name in set(_shown(edition, call))
            }  # fmt: skip
            assert linking | drawing <= set(listed[anchor]), (edition.year, name)
            for page in set(listed[anchor]) - linking - drawing:
                assert quantity.shown in pages[page].charts, (edition.year, name, page)
            assert listed[anchor] == [page.id for page in edition.pages if page.id in listed[anchor]]


def test_an_entry_has_its_exact_value_its_source_in_words_and_its_permanent_link(
    browser: Browser, real_site: str
) -> None:
    """What is written in 万元 is told in 元 too; operands of a formula lead to their own entries."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{real_site}2022/figures.html#合计·执行数")
    entry = page.locator(".nb-figure:target")
    expect(entry.locator(".nb-figure__value")).to_have_text("1,593.35万元 准确数：15,933,500元")
    expect(entry.locator(".nb-figure__origin")).to_have_text("来源：data/2022/budget.csv，第4行，“执行数”列")
    expect(entry.get_by_role("link", name="本数据的永久链接")).to_have_attribute(
        "href", "https://nianbao.example/2022-v1/figures.html#合计·执行数"
    )
    entry.get_by_text("引用", exact=True).click()
    expect(entry.locator(".nb-cite")).to_contain_text("江门市总工会. 合计·执行数[R/OL]//江门市总工会. ")
    page.goto(f"{real_site}2022/figures.html#预算执行率")
    rate = page.locator(".nb-figure:has(:target)")
    rate.get_by_role("link", name="合计·执行数", exact=True).click()
    expect(page.locator(".nb-figure:target dt")).to_contain_text("合计·执行数")
    page.close()


@pytest.fixture
def budget(browser: Browser, real_site: str) -> Iterator[Page]:
    """The page of the budget, in a window with a mouse."""
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto(f"{real_site}2022/budget.html")
    yield page
    page.close()


def _in_window(page: Page) -> bool:
    return bool(
        page.evaluate(
            "() => { const at = document.getElementById('nb-tip').getBoundingClientRect();"
            " return at.left >= 0 && at.top >= 0 && at.right <= innerWidth && at.bottom <= innerHeight; }"
        )
    )


def test_a_number_that_is_pointed_at_tells_what_it_is(budget: Page) -> None:
    """Name, written form, exact value and source; the note can be pointed at itself and goes when the pointer leaves."""
    number = budget.locator("p a.nb-num").first
    number.hover()
    note = budget.get_by_role("tooltip")
    expect(note).to_be_visible()
    assert note.inner_text().split("\n") == [
        "合计·年初预算数", "1,593.35万元", "准确数：15,933,500元", "来源：data/2022/budget.csv，第4行，“年初预算数”列",
    ]  # fmt: skip
    assert _in_window(budget)
    expect(number).to_have_attribute("aria-describedby", "nb-tip")
    note.hover()
    budget.wait_for_timeout(600)
    expect(note).to_be_visible()
    budget.mouse.move(2, 690)
    expect(note).to_be_hidden()
    expect(number).not_to_have_attribute("aria-describedby", re.compile("."))


def test_a_cell_tells_its_unit(budget: Page) -> None:
    """Where the column has the unit, the note writes the number out."""
    budget.locator("td a.nb-num").first.hover()
    expect(budget.get_by_role("tooltip")).to_contain_text("1,171.06万元")


def test_the_keyboard_opens_the_note_and_escape_closes_it(budget: Page) -> None:
    """It comes with the focus and goes with Escape or with the focus; the number stays where it is."""
    number = budget.locator("p a.nb-num").nth(1)
    budget.locator("p a.nb-num").first.focus()
    budget.keyboard.press("Tab")
    expect(number).to_be_focused()
    note = budget.get_by_role("tooltip")
    expect(note).to_be_visible()
    assert _in_window(budget)
    assert Axe().run(budget).response["violations"] == []
    budget.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(number).to_be_focused()
    budget.keyboard.press("Tab")
    expect(note).to_be_visible()
    budget.locator("h1").click()
    expect(note).to_be_hidden()


def test_without_scripts_a_number_keeps_its_title_and_its_link(browser: Browser, real_site: str) -> None:
    """The name of the number, as browsers show it."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{real_site}2022/budget.html")
    expect(page.locator("p a.nb-num").first).to_have_attribute("title", "合计·年初预算数")
    page.close()


def test_on_a_touch_screen_a_number_is_only_a_link(browser: Browser, real_site: str) -> None:
    """A tap leads to the entry at once; no note stands in its way, and none is left on the phone's narrow page."""
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto(f"{real_site}2022/budget.html")
    page.locator("p a.nb-num").first.tap()
    page.wait_for_url("**/figures.html#*")
    expect(page.locator(".nb-figure:target")).to_contain_text("合计·年初预算数")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    context.close()
