from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")


def test_the_selector_lists_the_years_and_keeps_the_section(browser: Browser, sample_site: str) -> None:
    """The list of years in the header holds every published year; choosing one stays on the same section."""
    page = browser.new_page()
    page.goto(f"{sample_site}2024/spending.html")
    page.locator(".md-version__current").wait_for()
    assert page.locator(".md-version__current").inner_text().startswith("2024年度")
    links = page.locator(".md-version__list a").all_text_contents()
    assert [text.strip()[:6] for text in links] == ["2024年度", "2021年度", "2019年度", "2018年度"]
    page.locator(".md-version").hover()
    page.locator(".md-version__list a", has_text="2019年度").click()
    page.wait_for_url("**/2019/spending.html")
    page.close()


def test_a_year_without_the_section_is_entered_at_its_cover(browser: Browser, sample_site: str) -> None:
    """A section that another year does not have leads to that year's first page and never to a missing one."""
    page = browser.new_page()
    page.goto(f"{sample_site}2019/reform.html")
    page.locator(".md-version").hover()
    page.locator(".md-version__list a", has_text="2024年度").click()
    page.wait_for_url(re.compile(r"/2024/(index\.html)?$"))
    page.close()


def test_every_year_is_reached_without_scripts(browser: Browser, sample_site: str) -> None:
    """From a page of a year frozen before others existed, plain links lead to the same section of any year."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample_site}2018/spending.html")
    page.get_by_role("link", name="本章历年").click()
    page.locator(".md-content").get_by_role("link", name=re.compile("^2024年度：")).click()
    expect(page).to_have_url(f"{sample_site}2024/spending.html")
    page.get_by_role("link", name="全部年度").click()
    expect(page).to_have_url(f"{sample_site}index.html")
    for year in (2018, 2019, 2021, 2024):
        expect(page.locator(f'a[href="{year}/index.html"]').first).to_be_visible()
    page.goto(f"{sample_site}2018/spending.html")
    page.get_by_role("link", name="查看最新版次与更正").click()
    expect(page).to_have_url(f"{sample_site}history/2018/index.html")
    context.close()


def test_a_number_leads_to_its_source(browser: Browser, real_site: str) -> None:
    """Clicking a number in running text opens its entry with the file, line and column it was read from."""
    page = browser.new_page()
    page.goto(f"{real_site}2022/budget.html")
    page.locator("p a.nb-num").first.click()
    page.wait_for_url("**/figures.html#*")
    entry = page.locator(".nb-figure:target")
    expect(entry).to_contain_text("1,593.35万元")
    expect(entry).to_contain_text("data/2022/budget.csv，第4行，“年初预算数”列")
    page.close()


def test_the_archive_opens_from_a_folder(browser: Browser, real_archive: Path) -> None:
    """Without any server, from `file://`, the portal leads to a year and back."""
    page = browser.new_page()
    page.goto((real_archive / "current" / "index.html").absolute().as_uri())
    page.get_by_role("link", name="阅读报告").first.click()
    page.wait_for_url("**/2022/index.html")
    page.get_by_role("link", name="全部年度").click()
    page.wait_for_url("**/index.html")
    expect(page.locator("h1")).to_be_visible()
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_charts_follow_light_and_dark(browser: Browser, real_site: str, scheme: str) -> None:
    """The text of a chart has the colour of the page's text."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # literal
    page = context.new_page()
    page.goto(f"{real_site}2022/budget.html")
    same = page.evaluate(
        "getComputedStyle(document.querySelector('.nb-chart__svg text')).fill"
        " === getComputedStyle(document.querySelector('.nb-chart__svg')).color"
    )
    assert same
    context.close()


PLACES = """() => [...document.querySelectorAll("h1, h2, .nb-box, .nb-box__link, .nb-chart, .nb-table, .nb-trend, .nb-year, footer")]
    .map(element => [element.tagName, ...Object.values(element.getBoundingClientRect().toJSON()).map(Math.round)].join(" "))"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "address",
    ["index.html", "trends/index.html", "history/2024/index.html", "2024/spending.html", "compare/index.html"],
)
def test_nothing_moves_when_the_scripts_arrive(browser: Browser, sample_site: str, width: int, address: str) -> None:
    """Charts, tables and controls have their place before any script runs, on long pages and on short ones.

    The one in the head is not held: nothing is drawn before it has run.
    """
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    held: list[Route] = []
    early = True
    page.route(re.compile(r"(?<!/reader)\.js$"), lambda route: held.append(route) if early else route.continue_())
    page.goto(sample_site + address, wait_until="commit")
    page.locator(".nb-colophon").wait_for(state="attached")
    before = page.evaluate(PLACES)
    early = False
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(PLACES) == before
    context.close()
