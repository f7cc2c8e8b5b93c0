from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.engine.cleaning import clean
from nianbao.report.finding import Finding
from nianbao.sources.markup import refuse_markup

NAME = "docs/2023/work.md"
EXTENSIONS = ["tables", "footnotes", "def_list", "attr_list", "toc", "fenced_code"]
"""What MkDocs renders with: its own and those of `mkdocs.yml`."""


def told(body: str, *, title: bool = False) -> list[tuple[str, int | None]]:
    """Return what is refused in a body that begins on line 1, as (rule, line)."""
    findings: list[Finding] = []
    refuse_markup(body, NAME, 1, findings, title=title)
    return [(finding.rule, finding.place.line) for finding in findings]


def test_a_code_block_may_show_what_a_page_may_not_contain() -> None:
    """Between two fences that Markdown takes for fences, everything is text."""
    assert told('```html\n<b>粗</b>{: x }\n```\n\n~~~\n<i>\n```\n~~~\n\n```py hl_lines="1"\n<u>\n```\n') == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("```\n<b>\n", 2),
        (" ```\n<b>\n ```\n", 2),
        ("````\n```\n<i>\n````\n<b>\n", 5),
        ("```\n一\n``` 二\n<i>\n```\n<b>\n```\n", 6),
        ("```x y\n<b>\n```\n", 2),
    ],
)
def test_what_only_looks_like_a_code_block_hides_nothing(body: str, line: int) -> None:
    """Fences without an end, indented ones, shorter or longer ones and such with a text behind them are no fences."""
    assert ("page_html", line) in told(body)


def test_a_code_block_has_no_attributes() -> None:
    """They would become attributes of the page."""
    assert told("一\n\n``` {onclick=alert}\n<b>\n```\n") == [("page_attributes", 3)]


@pytest.mark.parametrize("text", ["`<b>`", "`` a`<b> ``", "甲`<b>`乙`{: x }`丙"])
def test_code_in_a_line_is_text(text: str) -> None:
    """Backticks that pair on their own line make code."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "line"), [(r"\`<b>`", 1), ("`甲\n乙` <b> `丙", 2), (r"\\` 甲 ` <b> ` 乙", 1), ("`<b>``", 1)]
)
def test_backticks_that_do_not_pair_hide_nothing(text: str, line: int) -> None:
    """Escaped ones, and such that pair over the end of a line, leave the rest a text of the page."""
    assert ("page_html", line) in told(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("## 标题 { .wide }", "page_attributes"),
        ("文字\n{ onclick=alert(1) }", "page_attributes"),
        ("## 标题 {: #a .wide }", "page_attributes"),
        ("[点](&#106;avascript:alert(1))", "page_link"),
        ("[点](< javascript:alert(1)>)", "page_link"),
        ("[点](DATA:text/html,x)", "page_link"),
        ("<javascript:alert(1)>", "page_html"),
        ("<https://example.org/ onclick>", "page_html"),
        ("<?php ?>", "page_html"),
        ("&lt;b&gt; <b", "page_html"),
        ("![图](data:image/svg+xml,x)", "page_foreign_picture"),
    ],
)
def test_disguises_are_seen_through(text: str, rule: str) -> None:
    """Attributes without their colon, entities, spaces and capital letters in schemes, half tags."""
    assert rule in {name for name, _ in told(text)}


@pytest.mark.parametrize(
    "text",
    [
        "[甲](work.md#a)",
        "[甲](https://example.org/?a=b:c)",
        "[电话](tel:0000-1234567)",
        "## 乙 {: #b }",
        "3 < 5，a<=b",
        "![图](a/b.png)",
    ],
)
def test_links_pictures_and_ids_of_the_site_are_fine(text: str) -> None:
    """What an editor needs is not refused."""
    assert told(text) == []


def test_only_the_portal_has_titles_of_its_own() -> None:
    """A year's pages have theirs from the outline."""
    assert told("# 历年报告\n") == [("page_title", 1)]
    assert told("# 历年报告\n", title=True) == []


PIECES = st.sampled_from([
    "甲", "a", " ", "\n", "\n\n", "    ", "> ", "- ", "1. ", "## ", "| a | b |\n|---|---|\n", "*", "**", "\\",
    "`", "``", "```", "~~~", "```\n", "\n```\n", "\n```py\n", "\n``` {x=y}\n", "<b>", "<b onclick=x>", "<!-- a -->", "<?a?>",
    "<", ">", "{", "}", "{: ", "{ ", ".c ", "k=v ", "[a](x.md)", "[a](javascript:x)", "[a]: javascript:x\n", "[a]",
    "![a](x.png)", "![a](//e.org/x.png)", "<javascript:x>", "<https://e.org/>",
])  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=10))
def test_what_a_page_may_contain_is_nothing_that_has_to_be_cleaned_away(pieces: list[str]) -> None:
    """The two guards agree: of a body that is not refused here, the rendered HTML passes the second guard whole."""
    body = "甲\n\n" + "".join(pieces) + "\n"
    if not told(body):
        assert clean(markdown.markdown(body, extensions=EXTENSIONS))[1] == ()
