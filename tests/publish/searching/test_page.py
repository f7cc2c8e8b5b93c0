from __future__ import annotations

import pytest

from nianbao.publish.searching.page import Part, page_text


def parts(article: str) -> list[tuple[str, str, str]]:
    """Return anchor, heading and text of the parts that say something."""
    found = page_text(f"<nav>菜单</nav><article>{article}</article><footer>页脚</footer>")
    return [(part.anchor, part.heading, part.text) for part in found.parts if part.heading or part.lines]


def test_text_stands_below_its_nearest_heading() -> None:
    """The title is the page's; what stands before the first heading has no anchor; marks of headings are left out."""
    html = (
        '<article><h1>二、收支</h1><p>开头。</p><h2 id="a">收入<a class="headerlink" href="#a">#</a></h2><p>一</p>'
        '<h3 id="b">细目</h3><p>二</p><h4>无锚</h4><p>三</p></article>'
    )
    found = page_text(html)
    assert found.title == "二、收支"
    assert found.parts == (
        Part("", "", ["开头。"]),
        Part("a", "收入", ["一"]),
        Part("b", "细目", ["二", "无锚", "三"]),
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>预算<a class='nb-num'><data>1,593.35万元</data></a>。</p>", "预算1,593.35万元。"),
        ("<p>甲<br>乙</p><p>丙</p>", "甲\n乙\n丙"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("<p>  空 格\n  收拢 </p>", "空 格 收拢"),
        ("<p>a &amp; &lt;b&gt;</p>", "a & <b>"),
        ("<table><tr><th>科目</th><td>1.00</td></tr><tr><th>合计</th><td><p>2</p><p>3</p></td></tr></table>", "科目\t1.00\n合计\t2 3"),
        ("<dl><div><dt>文号</dt><dd>甲</dd></div><div><dt>级次</dt><dd>乙</dd></div></dl>", "文号\t甲\n级次\t乙"),
        ("<dl><dt>词</dt><dd>解释</dd><dt>词二</dt><dd>解释二</dd></dl>", "词\t解释\n词二\t解释二"),
    ],
)  # fmt: skip
def test_a_line_ends_where_a_reader_sees_it_end(html: str, text: str) -> None:
    """Numbers are part of their sentence; paragraphs, items and rows are lines, cells are parted."""
    assert parts(html) == [("", "", text)]


def test_a_table_or_chart_is_found_by_itself_and_the_text_behind_it_belongs_to_the_heading_again() -> None:
    """It is named by its caption; a chart says what its words say and not what its drawing does."""
    table = '<figure class="nb-table" id="t"><figcaption id="t-c"><span>表1</span> 收支<span class="nb-table__unit">单位：元</span></figcaption><table><tr><td>甲</td></tr></table><p class="nb-table__source">数据来源：x.csv</p></figure>'
    chart = '<figure class="nb-chart" id="c"><figcaption>图1 占比</figcaption><svg><title>画</title><text>1</text><path d=""></svg><details class="nb-chart__words"><summary>文字说明</summary><p>甲占七成。</p></details></figure>'
    assert parts(f'<h2 id="a">收入</h2><p>前</p>{table}{chart}<p>后</p>') == [
        ("a", "收入", "前\n后"),
        ("t", "表1 收支", "甲"),
        ("c", "图1 占比", "甲占七成。"),
    ]


def test_an_entry_of_the_index_is_found_by_its_name_and_value() -> None:
    """Where a number comes from, where it is used, how it is cited and what earlier versions said is not searched."""
    entry = '<div class="nb-figure" id="合计"><dt>合计·执行数<span class="nb-figure__alias">又称支出总额</span></dt><dd class="nb-figure__value">9元</dd><dd class="nb-figure__origin">来源：<code>x</code></dd><dd class="nb-figure__superseded">第1版：<del class="nb-old">8元</del></dd><dd class="nb-figure__uses">见于：<a>甲</a></dd><dd class="nb-figure__ways"><a>永久链接</a><details><summary>引用</summary><p class="nb-cite">甲. 乙</p></details></dd></div>'
    html = f'<h2 id="g">收支</h2><dl>{entry}</dl><p>末</p>'
    assert parts(html) == [("g", "收支", "末"), ("合计", "合计·执行数", "又称支出总额\t9元")]


def test_what_is_said_about_a_page_is_not_what_it_says() -> None:
    """Ways to other years, and the notice of a correction with its old values, cannot be found."""
    notices = '<nav class="nb-yearbar"><ul><li>全部年度</li></ul></nav><aside class="nb-correction"><p>原为<del class="nb-old">旧</del></p></aside>'
    citing = '<nav class="nb-citing"><p class="nb-cite">部门. 报告</p><p class="nb-cite__how">意见</p></nav>'
    assert parts(f"{notices}<p>新</p>{citing}") == [("", "", "新")]
