from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from nianbao.publish.exporting import export_single, export_tree

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_single_file_opens_by_itself(
    browser: Browser, real_archive: Path, tmp_path: Path, width: int, scheme: str
) -> None:
    """From `file://`: it fetches nothing, nothing is reported on the console, axe finds no fault, nothing is too wide."""
    export_single(real_archive, 2022, tmp_path / "2022.html")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # literal
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "2022.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "832px"
    fill = "getComputedStyle(document.querySelector('.nb-chart__svg {}')).{}"
    assert page.evaluate(f"{fill.format('text', 'fill')} === {fill.format('', 'color')}")
    assert requests == [(tmp_path / "2022.html").as_uri()]
    assert complaints == []
    context.close()


def test_the_contents_of_a_single_file_lead_to_its_sections(
    browser: Browser, real_archive: Path, tmp_path: Path
) -> None:
    """By anchors that stay the same, without scripts; a number leads to its entry in 数据索引."""
    export_single(real_archive, 2022, tmp_path / "2022.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "2022.html").as_uri())
    page.get_by_role("navigation").get_by_role("link", name="预算编制及执行情况").click()
    assert page.url.endswith("#budget")
    expect(page.locator("#budget h3").first).to_be_in_viewport()
    page.locator("#budget p a.nb-num").first.click()
    expect(page.locator(".nb-figure:target")).to_contain_text("1,593.35万元")
    context.close()


def test_an_exported_site_is_read_from_a_folder(browser: Browser, sample_archive: Path, tmp_path: Path) -> None:
    """From `file://`, on a copy without any link: portal, year, all years of a section, another year, and back."""
    export_tree(sample_archive, tmp_path / "stick")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "stick/index.html").as_uri())
    page.get_by_role("link", name="阅读报告").first.click()
    expect(page).to_have_url((tmp_path / "stick/2024/index.html").as_uri())
    page.goto((tmp_path / "stick/latest/spending.html").as_uri())
    page.get_by_role("link", name="本章历年").click()
    page.locator(".md-content").get_by_role("link", name=re.compile("^2019年度：")).click()
    expect(page).to_have_url((tmp_path / "stick/2019/spending.html").as_uri())
    page.get_by_role("link", name="查看最新版次与更正").click()
    page.get_by_role("link", name="永久地址").click()
    expect(page).to_have_url((tmp_path / "stick/2019-v1/index.html").as_uri())
    context.close()
