from __future__ import annotations

import pytest

from nianbao.publish.engine.cleaning import clean


@pytest.mark.parametrize(
    ("html", "removed"),
    [
        ("<p onclick='x()'>a</p>", "<p onclick>"),
        ("<script>alert(1)</script>", "<script>"),
        ('<a href="javascript:alert(1)">a</a>', "<a href>"),
        ('<a href="java&#115;cript:alert(1)">a</a>', "<a href>"),
        ('<img src="https://example.org/x.png" alt="">', "<img src>"),
        ('<img src="//example.org/x.png" alt="">', "<img src>"),
        ('<iframe src="x.html"></iframe>', "<iframe>"),
        ('<p style="position:fixed">a</p>', "<p style>"),
        ("<p>a<!-- b --></p>", "<!-- -->"),
        ('<form action="x"><input name="a"></form>', "<form>"),
        ("<svg><animate onbegin=alert(1)></svg>", "<svg>"),
    ],
)
def test_what_may_not_be_is_taken_out_and_told(html: str, removed: str) -> None:
    """Whatever can run, fetch or disguise is gone, and its name is given so that nobody wonders."""
    cleaned, told = clean(html)
    assert removed in told
    tag, _, attribute = removed.strip("<>").partition(" ")
    assert (f"{attribute}=" if attribute else f"<{tag}") not in cleaned


def test_what_markdown_makes_of_a_page_stays() -> None:
    """Headings with anchors, tables with alignment, links, local pictures and footnotes pass unchanged in meaning."""
    html = (
        '<h2 id="产出指标">产出指标<a class="headerlink" href="#产出指标" title="本节链接">#</a></h2>'
        '<table><thead><tr><th style="text-align: right;">甲</th></tr></thead></table>'
        '<p><a href="checks.html">说明</a><img alt="图" src="a.png"></p><sup id="fnref:1"><a href="#fn:1">1</a></sup>'
    )
    cleaned, told = clean(html)
    assert told == ()
    assert 'id="产出指标"' in cleaned
    assert 'align="right"' in cleaned
    assert 'src="a.png"' in cleaned


def test_the_tokens_of_words_pass() -> None:
    """Held HTML is put in after cleaning; its tokens must survive it."""
    assert clean("<p>\ue00012\ue001</p>") == ("<p>\ue00012\ue001</p>", ())
