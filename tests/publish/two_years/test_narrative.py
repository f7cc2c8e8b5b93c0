from __future__ import annotations

import pytest

from nianbao.publish.two_years.narrative import narrative


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (
            "<h1>题</h1><h2 id=a>查档<a class=headerlink href=#a>#</a></h2><p>甲。</p>",
            [("查档", True), ("甲。", False)],
        ),
        (
            '<p>共<a class="nb-num" href="f"><data value="5">5件</data></a>，<em>其中</em>新。</p>',
            [("共5件，其中新。", False)],
        ),
        ("<ul><li>甲<ul><li>乙</li></ul></li><li><p>丙</p></li></ul>", [("甲", False), ("乙", False), ("丙", False)]),
        (
            "<p>甲</p><figure class=nb-table><figcaption>表1</figcaption><table><tr><td>乙</td></tr></table></figure><p>丙</p>",
            [("甲", False), ("丙", False)],
        ),
        ("<table><tr><td>手写的表</td></tr></table><dl><dt>名</dt><dd>义</dd></dl>", [("名", False), ("义", False)]),
        ('<div class="nb-correction"><div><p>更正</p></div></div><p>甲<br>乙</p>', [("甲", False), ("乙", False)]),
        (
            '<p>甲<sup><a class="footnote-ref" href="#1">1</a></sup>。</p><div class="footnote"><ol><li>注<a class="footnote-backref">↩</a></li></ol></div>',
            [("甲。", False), ("注", False)],
        ),
        ("菜单<article><nav>年度</nav><p>  甲\n  乙 </p></article>页脚", [("甲 乙", False)]),
        ("", []),
    ],
)
def test_the_narrative_is_what_an_editor_wrote(html: str, told: list[tuple[str, bool]]) -> None:
    """Paragraphs, headings, lists and notes with the numbers in them; no tables, charts, notices or ways to elsewhere."""
    assert [(paragraph.text, paragraph.heading) for paragraph in narrative(html)] == told
