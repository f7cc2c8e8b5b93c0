from __future__ import annotations

import pytest

from nianbao.report.finding import Finding
from nianbao.report.head import Head
from nianbao.sources.entries import as_model
from nianbao.sources.yamlfile import parse_yaml
from nianbao.wording.sentences import sentence


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("a: 1\na: 2\n", "yaml_duplicate", 2),
        ("a: &x 1\nb: *x\n", "yaml_alias", 1),
        ("a: {<<: {b: 1}}\n", "yaml_alias", 1),
        ("a: !!python/object/apply:os.system [id]\n", "yaml_tag", 1),
        ("a: !x 1\n", "yaml_tag", 1),
        ("a: 1\n---\nb: 2\n", "yaml_documents", 2),
        ("", "yaml_empty", 1),
        ("? [a]\n: 1\n", "yaml_key", 1),
        ("a: [1\n", "yaml_syntax", 1),
        ("a:\n\t- b\n", "yaml_syntax", 2),
        ("[" * 30 + "]" * 30, "yaml_depth", 1),
    ],
)
def test_what_could_hide_something_is_refused_with_its_line(text: str, rule: str, line: int) -> None:
    """Only mappings, lists and texts, each name once, one document, twenty levels."""
    findings: list[Finding] = []
    assert parse_yaml(text, "data/2023/report.yml", findings) is None
    assert [(finding.rule, finding.place.line) for finding in findings] == [(rule, line)]


def test_scalars_stay_texts_until_the_model_types_them() -> None:
    """A Norwegian `no`, an octal-looking code and a date remain what was written."""
    node = parse_yaml("a: no\nb: 0123\nc: 2023-01-01\nd:\n", "x.yml", [])
    assert node is not None
    assert node.plain() == {"a": "no", "b": "0123", "c": "2023-01-01", "d": None}


def test_every_wrong_entry_is_told_at_its_line_with_what_was_expected() -> None:
    """Unknown, missing, mistyped and unfit entries are answered at once."""
    text = "fiscal_yaer: 2023\ndepartment: {name: x}\ntitle: t\nruleset: r\nunit: 美元\ndecimals: 二\nsections:\n  - {id: Bad Id, title: t}\n"
    findings: list[Finding] = []
    node = parse_yaml(text, "r.yml", findings)
    assert node is not None
    assert as_model(node, Head, "r.yml", findings) is None
    told = {(finding.rule, finding.place.line) for finding in findings}
    assert told == {
        ("entry_missing", 1),
        ("entry_unknown", 1),
        ("entry_unfit", 5),
        ("entry_not_a_number", 6),
        ("entry_unfit", 8),
    }
    unknown = next(finding for finding in findings if finding.rule == "entry_unknown")
    assert "fiscal_year" in str(unknown.values["nearest"])


HEAD = "fiscal_year: 2023\ndepartment: {name: 甲}\ntitle: 乙\nruleset: r\nsections: [{title: 丙}]\n"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("conclusion: {score: 九十}", "“conclusion→score”写的是“九十”，应为：数字、原报告未列"),
        ("conclusion: {score: 1e2}", "“conclusion→score”写的是“1e2”，应为：数字、原报告未列"),
        ("dates: {report: 20230430}", "“dates→report”写的是“20230430”，应为：日期，如 2023-04-30，或“原报告未列”"),
        ("dates: {report: 2023-W18-7}", "“dates→report”写的是“2023-W18-7”，应为：日期，如 2023-04-30，或“原报告未列”"),
        ("dates: {report: 2023-02-30}", "“dates→report”写的是“2023-02-30”，应为：日期，如 2023-04-30，或“原报告未列”"),
        ("dates: {report: }", "“dates→report”写的是“”，应为：日期，如 2023-04-30，或“原报告未列”"),
        ("decimals: 9", "“decimals”写的是“9”，应为：不大于6的数"),
        ("decimals: 二", "“decimals”写的是“二”，应只写半角数字"),
        ("unit: 美元", "“unit”写的是“美元”，应为：元、万元、亿元"),
        ("contact: 办公室", "“contact”写的是“办公室”，应为：分组，如 {office: 办公室}"),
        ("contact: {office: [甲]}", "“contact→office”写的是“列表”，应为：文字"),
        ("area_order: [甲，乙]", "“area_order”只有一项“甲，乙”；各项之间要用英文逗号"),
        ("area_order: {甲: 乙}", "“area_order”写的是“分组”，应为：列表，如 [样东镇, 样南镇]"),
    ],
)
def test_one_wrong_entry_is_one_sentence_in_the_editors_words(entry: str, told: str) -> None:
    """What was written, and what would do instead, whatever alternatives the entry has."""
    findings: list[Finding] = []
    node = parse_yaml(f"{HEAD}{entry}\n", "r.yml", findings)
    assert node is not None
    assert as_model(node, Head, "r.yml", findings) is None
    assert [sentence(finding.rule, finding.values) for finding in findings] == [told]
    assert findings[0].place.line == 6


def test_sections_are_at_least_one_and_not_more_than_can_be_numbered() -> None:
    """A wrong section is told alone, and not as a section too few."""
    for sections, told in (
        ("[]", [("entry_unfit", "至少1项")]),
        ("[" + "{title: 甲}," * 100 + "]", [("entry_unfit", "至多99项")]),
        ("[{title: [甲]}]", [("entry_unfit", "文字")]),
    ):
        findings: list[Finding] = []
        node = parse_yaml(HEAD.replace("[{title: 丙}]", sections), "r.yml", findings)
        assert node is not None
        assert as_model(node, Head, "r.yml", findings) is None
        assert [(finding.rule, finding.values["expected"]) for finding in findings] == told
