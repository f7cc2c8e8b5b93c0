from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from nianbao.publish.editions import build_year
from nianbao.publish.exporting.allowed import cleaned

ONLY_SCRIPTS_AND_SAVING = {"a download", "a data-written", "a data-exact", "a data-from", "p data-copy"}


def inventory(html: str) -> Counter[str]:
    """Return how often each element and attribute occurs, and how much text there is."""
    found: Counter[str] = Counter()

    class Counting(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found[tag] += 1
            found.update(f"{tag} {name}" for name, _ in attrs)

        def handle_data(self, data: str) -> None:
            found["text"] += len("".join(data.split()))

    Counting().feed(html)
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<script>act()</script>",
        "<style>a { }</style>",
        "<p style='x'>",
        "<a href='javascript:act()'>",
        "<a href='data:text/html,x'>",
        "<img src='data:x' onerror='act()'>",
        "<iframe src='https://elsewhere.example/'></iframe>",
        "<form action='x'><button>x</button></form>",
        "<svg onload='act()'><script>act()</script><foreignObject><p>x</p></foreignObject><use href='#a'/></svg>",
        "<svg><a href='javascript:act()'><text>x</text></a></svg>",
        "<math><mtext><style><img src=x onerror=act()></style></mtext></math>",
        "<base href='https://elsewhere.example/'><meta http-equiv='refresh' content='0'><link rel='stylesheet' href='x'>",
    ],
)
def test_nothing_that_acts_or_fetches_passes(html: str) -> None:
    """Whatever a stored page holds."""
    found = cleaned(html)
    for part in ("act()", "style", "javascript", "data:", "elsewhere", "<form", "<use", "<link", "<meta", "foreign"):
        assert part not in found


def test_a_drawing_passes_whole() -> None:
    """Each element and attribute that charts are made of."""
    html = (
        '<svg xmlns="http://www.w3.org/2000/svg" class="c" role="img" viewBox="0 0 3 4" aria-labelledby="t d">'
        '<title id="t">题</title><desc id="d">述</desc><g fill="none" stroke-miterlimit="10" transform="translate(0,0)">'
        '<path d="M0,0h3" fill="var(--nb-c1)"></path><text text-anchor="start" font-size="12px">字</text>'
        '<line x2="3" y2="4" stroke="currentColor"></line></g></svg>'
    )
    assert inventory(cleaned(html)) == inventory(html)


def test_a_notice_of_correction_passes_whole() -> None:
    """With its details, and what was taken out and put in."""
    html = (
        '<aside class="nb-correction" aria-label="更正公告"><p><time datetime="2026-11-24">24日</time></p><details open="">'
        '<summary>改动</summary><div class="nb-scroll" tabindex="0" role="region" aria-label="改动"><table><tbody><tr>'
        '<th scope="row">数</th><td><del>1</del></td><td><ins>2</ins></td></tr></tbody></table></div></details></aside>'
    )
    assert inventory(cleaned(html)) == inventory(html)


def test_of_a_published_page_only_its_menus_are_left_out(real: Path, tmp_path: Path) -> None:
    """Every element, attribute and word of every page of the real year passes, except what only scripts read and how a link is saved."""
    build_year(real, 2022, tmp_path / "2022")
    for path in (tmp_path / "2022").glob("*.html"):
        html = path.read_text(encoding="utf-8")
        whole = html[html.index("<article") : html.index("</article>")].partition(">")[2]
        page = re.sub("<nav.*?</nav>", "", whole, flags=re.DOTALL)
        assert set(inventory(page) - inventory(cleaned(whole))) <= ONLY_SCRIPTS_AND_SAVING, path.name
