from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from nianbao.publish.difference_page import difference_page
from tests.publish.test_difference_page import whole_difference

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_difference_is_read_on_any_screen(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    """It fetches nothing, its policy lets its style in, axe finds no fault, and nothing is wider than the screen."""
    file = tmp_path / "对照.html"
    file.write_text(difference_page(whole_difference("很长的名称" * 12)), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # literal
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("getComputedStyle(document.querySelector('del')).textDecorationLine") == "line-through"
    assert Axe().run(page).response["violations"] == []
    assert requests == [file.as_uri()]
    assert complaints == []
    context.close()
