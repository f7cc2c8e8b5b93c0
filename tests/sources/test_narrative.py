from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.publish.engine.outline import markdown_of
from nianbao.report.finding import Finding
from nianbao.report.narrative import Call
from nianbao.sources.narrative import parse_page

NAME = "docs/2023/work.md"


def told(text: str, *, portal: bool = False) -> list[tuple[str, int | None]]:
    """Return what reading a page answers, as (rule, line)."""
    findings: list[Finding] = []
    parse_page(text, NAME, portal=portal, findings=findings)
    return [(finding.rule, finding.place.line) for finding in findings]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{{ lipsum }}", "word_without_brackets"),
        ("{{ lipsum() }}", "word_unknown"),
        ("{{ lipsum.__globals__['os'].popen('id').read() }}", "page_expression"),
        ("{{ config.theme.get_env() }}", "page_expression"),
        ("{{ '%1000000000d' % 1 }}", "page_expression"),
        ('{{ num("预算总额")|upper }}', "page_expression"),
        ('{{ num("预算总额").x }}', "page_expression"),
        ('{{ num("a") + num("b") }}', "page_expression"),
        ("{{ num(预算总额) }}", "word_arguments_literal"),
        ("{{ num(1) }}", "word_arguments_literal"),
        ('{{ num(name="预算总额") }}', "word_arguments_literal"),
        ('{{ num(*["a"]) }}', "word_arguments_literal"),
        ('{{ num(num("a")) }}', "word_arguments_literal"),
        ("{{ num() }}", "word_arguments_count"),
        ('{{ num("a", "b") }}', "word_arguments_count"),
        ("{{ years() }}", "word_unknown"),
        ("{{ nmu('a') }}", "word_unknown"),
        ("{{- num('a') -}}", "word_whitespace"),
        ("{{ num('a' }}", "page_syntax"),
        ("{% for x in y %}", "page_statement"),
        ("{% include 'x' %}", "page_statement"),
        ("{% raw %}x{% endraw %}", "page_statement"),
        ("{# 注释 #}", "page_comment"),
        ("## 标题 {#id}", "page_syntax"),
        ('## 预算{{ num("预算总额") }}', "word_in_heading"),
        ("文字 {{ budget_table() }}", "word_not_alone"),
        ("# 一级标题", "page_title"),
        ("<script>alert(1)</script>", "page_html"),
        ("<img src=x onerror=alert(1)>", "page_html"),
        ("<!-- 注释 -->", "page_html"),
        ("[点](javascript:alert(1))", "page_link"),
        ("[点]: javascript:alert(1)", "page_link"),
        ("![图](https://example.org/a.png)", "page_foreign_picture"),
        ("![图](//example.org/a.png)", "page_foreign_picture"),
        ("文字{: onclick=alert(1) }", "page_attributes"),
        ('--8<-- "../pyproject.toml"', "page_attributes"),
    ],
)
def test_anything_but_text_and_known_words_is_answered_with_its_true_line(line: str, rule: str) -> None:
    """Whatever could run, fetch or disguise is refused, counting lines from the top of the file, front matter included."""
    assert (rule, 6) in told(f"---\ndescription: 说明\n---\n第一段。\n\n{line}\n")


def test_all_faults_of_a_page_are_told_at_once() -> None:
    """One run is enough to mend a page; of the tags on a line the first stands for all."""
    text = '{{ lipsum }}\n\n{% if x %}\n\n{{ num("a")|upper }}\n\n<b>粗</b>\n'
    assert [rule for rule, _ in told(text)] == [
        "word_without_brackets",
        "page_statement",
        "page_expression",
        "page_html",
    ]


@pytest.mark.parametrize(
    ("front", "rule"),
    [
        ("title: x", "front_matter_key"),
        ("render_macros: false", "front_matter_key"),
        ("description: '{{ lipsum }}'", "front_matter_word"),
        ("exempt: 16个", "front_matter_exempt"),
        ("exempt: [{text: 16个}]", "front_matter_exempt"),
        ("- a", "front_matter_form"),
        ("description: &a x", "yaml_alias"),
    ],
)
def test_front_matter_holds_only_what_is_listed(front: str, rule: str) -> None:
    """It can neither override data nor switch the words off nor hold a word itself."""
    assert rule in {name for name, _ in told(f"---\n{front}\n---\n\n文字。\n")}


def test_a_page_that_begins_like_multimarkdown_metadata_is_refused() -> None:
    """MkDocs would swallow such lines as front matter."""
    assert told("title: {{ lipsum() }}\n\n文字。\n")[0] == ("front_matter_form", 1)


@pytest.mark.parametrize(
    "text",
    [
        "## 标题\n\n**重点**、[链接](checks.md)、<https://www.gov.cn/>、`<b>`。\n",
        "```\n<b>{: x }</b>\n```\n",
        "## 标题 {: #id }\n",
        "- 一\n- 二\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
        "[发信](mailto:office@example.org)\n",
    ],
)
def test_ordinary_markdown_is_fine(text: str) -> None:
    """Emphasis, links, code, lists, tables and heading ids are what an editor needs."""
    assert told(text) == []


def test_calls_carry_their_line_and_number() -> None:
    """The number of a call tells which table on the page it is."""
    page = parse_page('甲{{ num("a") }}乙{{ num("b") }}\n\n{{ budget_table() }}\n', NAME, portal=False, findings=[])
    assert page is not None
    assert [(call.word, call.arguments, call.line, call.number) for call in page.calls] == [
        ("num", ("a",), 1, 0),
        ("num", ("b",), 1, 1),
        ("budget_table", (), 3, 2),
    ]


@given(
    st.lists(
        st.one_of(
            st.text("甲乙丙。，\n#*[]()", max_size=20), st.sampled_from(['{{ num("x") }}', '{{ num("引\\"号") }}'])
        ),
        max_size=8,
    )
)
def test_what_is_rendered_is_what_was_read(pieces: list[str]) -> None:
    """A page made anew from its parts reads as the same calls and texts."""
    page = parse_page("甲" + "".join(pieces), NAME, portal=True, findings=[])
    if page is None:
        return
    again = parse_page(markdown_of(page), NAME, portal=True, findings=[])
    assert again is not None
    assert [part if isinstance(part, Call) else part.text for part in again.parts] == [
        part if isinstance(part, Call) else part.text for part in page.parts
    ]
