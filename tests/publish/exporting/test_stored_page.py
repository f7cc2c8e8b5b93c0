from __future__ import annotations

import pytest

from nianbao.publish.exporting.stored_page import article, colophon, ids, rewritten


def test_the_article_is_cut_out_of_its_frame() -> None:
    """Up to its own end, whatever articles are inside it; menus and scripts in it are gone."""
    html = (
        "<body>\n<header>页眉</header>\n<article class='x'>\n<nav><a href='y.html'>别处</a></nav><h1>标题</h1>"
        "<article><p>内</p></article><script>act()</script><p onclick='act()'>外</p></article><footer>页脚</footer>"
    )
    assert article(html).strip() == "<h1>标题</h1><article><p>内</p></article><p>外</p>"


@pytest.mark.parametrize("frame", ["<main>{}</main>", "<html><body class='a'>{}</body></html>"])
def test_a_page_without_article_gives_its_main_part(frame: str) -> None:
    """The page that stands in place of a withdrawn one has no frame."""
    assert article(frame.format("<h1>内容已撤下</h1>")) == "<h1>内容已撤下</h1>"


def test_the_colophon_is_found_by_its_class() -> None:
    """The department's notice at the foot of a page; a page without one has none."""
    html = '<footer><div class="md-copyright nb-colophon"><p>说明</p><div>联系</div></div><p>其他</p></footer>'
    assert colophon(html) == "<p>说明</p><div>联系</div>"
    assert colophon("<p>x</p>") == ""


def changed(html: str, level: int = 1) -> str:
    """Return HTML rewritten with marks that show what was asked for."""
    return rewritten(
        article(f"<main>{html}</main>"),
        level,
        lambda name: f"p/{name}",
        lambda href: f"to:{href}",
        lambda src: f"data:{src}",
    )


def test_ids_and_all_that_refers_to_them_are_renamed() -> None:
    """In text and in drawings, whose own names keep their capitals."""
    html = (
        '<h2 id="a&amp;b">题<a class="headerlink" href="#a&amp;b">#</a></h2><table aria-labelledby="x y"></table>'
        '<svg viewBox="0 0 1 1" aria-labelledby="t"><title id="t">图</title><defs><clipPath id="c"><path d="M0"/></clipPath>'
        '</defs><g clip-path="url(#c)"></g></svg>'
    )
    found = changed(html)
    assert '<h2 id="p/a&amp;b">题</h2><table aria-labelledby="p/x p/y">' in found
    assert '<svg viewBox="0 0 1 1" aria-labelledby="p/t"><title id="p/t">' in found
    assert '<clipPath id="p/c"><path d="M0"></path></clipPath>' in found
    assert '<g clip-path="url(#p/c)">' in found
    assert ids(article(f"<main>{html}</main>")) == {"a&b", "t", "c"}


def test_links_and_pictures_get_new_addresses() -> None:
    """Read as browsers read them, and escaped again."""
    found = changed('<a href="b.html?x=1&amp;y=2">链接</a><img src="图.png" alt="a &lt; b">')
    assert found == '<a href="to:b.html?x=1&amp;y=2">链接</a><img src="data:图.png" alt="a &lt; b">'


def test_headings_go_down_with_the_page() -> None:
    """And never below the sixth level."""
    found = changed("<h1>甲</h1><h2>乙</h2><h5>丙</h5>", level=3)
    assert found == "<h3>甲</h3><h4>乙</h4><h6>丙</h6>"


def test_text_is_kept_letter_by_letter() -> None:
    """Entities, line ends and spaces included."""
    html = "<p>a &lt;b&gt; &amp;amp; c&nbsp;d\n  e“ ”</p><br>"
    assert changed(html) == html
