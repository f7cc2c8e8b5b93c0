from __future__ import annotations

from tests.report.conftest import Edit, Made


def test_sentences_are_told_as_they_are_read(edit: Edit, made: Made) -> None:
    """Without the marks of Markdown, unless nothing but the marks is another; a table or chart stands for itself."""
    edit("docs/2023/work.md", "## 查档服务", "## 查档**服务**")
    edit("docs/2023/work.md", "第2次开展", "**再次**开展")
    edit("docs/2023/work.md", '{{ breakdown_chart("查档者构成") }}', '{{ breakdown_table("查档者构成") }}')
    found = [(each.old, each.new) for each in made().passages]
    assert found[0] == ("## 查档服务", "## 查档**服务**")
    assert found[1][1].startswith("根据示办〔2023〕3号文件，再次开展问卷调查")
    assert found[2] == ("图：查档者构成", "表：查档者构成")


def test_a_report_with_words_that_name_nothing_is_compared_all_the_same(edit: Edit, made: Made) -> None:
    """An editor may look at the difference before everything is right."""
    edit("docs/2023/money.md", '{{ num("支出总额") }}', '{{ num("没有这个数") }}')
    edit("docs/2023/money.md", '{{ data_table("sangong") }}', '{{ data_table("nothing") }}')
    found = [each.new for each in made().passages]
    assert found[0].startswith('2023年支出{{ num("没有这个数") }}，')
    assert found[1] == '{{ data_table("nothing") }}'


def test_a_title_is_no_markdown_in_what_is_compared(edit: Edit, made: Made) -> None:
    """A table stands for itself by its caption, in which brackets and stars are brackets and stars."""
    edit("data/2023/report.yml", "title: 履职情况", 'title: "[履职](情况)**优**"')
    edit("docs/2023/work.md", '{{ facts_table("work") }}', '另见。\n\n{{ facts_table("work") }}')
    assert any("[履职](情况)**优**" in each.new for each in made().passages)
