from __future__ import annotations

import pytest

from nianbao.report.finding import Finding
from nianbao.report.report import Head
from nianbao.sources.yamlfile import as_model, parse_yaml


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
        ("a: [1\n", "yaml_syntax", 2),
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
