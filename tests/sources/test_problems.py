from __future__ import annotations

import csv
import unicodedata

import pytest
import yaml
from jinja2 import Environment, TemplateSyntaxError

from nianbao.sources.problems import character_name, csv_problem, word_problem, yaml_problem

GENERAL = "写法不合规则"
LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    "text",
    [
        "a：1\nb: 2\n", "a: b: c\n", "a: {b: c\n", "a: [b, c\nd: e\n", 'a: "b\n', "a:\n\t- b\n", "a: @b\n", "a: `b\n", "a: %b\n",
        'a: "\\q"\n', 'a: "\\xg"\n', "- a\n b: c\n", "a: 1\n  b: 2\n", "%FOO\na: 1\n", "%YAML 3.0\n---\na: 1\n",
        "a: - b\n", "a: | b\n  c\n", "a: & b\n", "a: !<b\n", "[a] b: c\n",
    ],
)  # fmt: skip
def test_what_yaml_readers_complain_of_is_told_in_the_editors_words(text: str, loader: type[yaml.SafeLoader]) -> None:
    """Both implementations have their own English; new words of theirs are to be added here."""
    with pytest.raises(yaml.YAMLError) as refused:
        list(yaml.parse(text, Loader=loader))
    assert yaml_problem(getattr(refused.value, "problem", None) or str(refused.value)) != GENERAL


@pytest.mark.parametrize("text", ['a,"b\n', '"a"b\n', "a" * 140_000])
def test_what_the_csv_reader_complains_of_is_told_in_the_editors_words(text: str) -> None:
    """Quotes without end or with something behind them, and cells too long."""
    csv.field_size_limit(131_072)
    with pytest.raises(csv.Error) as refused:
        list(csv.reader([text], strict=True))
    assert csv_problem(str(refused.value)) != GENERAL


@pytest.mark.parametrize(
    "text",
    ["{{ num(“a”) }}", "{{ 甲。 }}", '{{ num("a" }}', '{{ num("a")) }}', "{{ }}", '{{ num("a") x }}', "{# a", "{% raw %} a", '{{ num("a"'],
)  # fmt: skip
def test_what_the_reader_of_words_complains_of_is_told_in_the_editors_words(text: str) -> None:
    """Full-width quotes, brackets that do not pair, nothing at all, and what does not end."""
    with pytest.raises(TemplateSyntaxError) as refused:
        Environment().parse(text)  # noqa: S701 - nothing is rendered
    assert word_problem(refused.value.message or "") != GENERAL


def test_unknown_words_of_a_library_are_told_without_its_english() -> None:
    """A newer release may have others."""
    assert {told("something new") for told in (yaml_problem, csv_problem, word_problem)} == {GENERAL}


def test_every_invisible_character_has_a_name() -> None:
    """In Chinese, whatever the standard calls it."""
    invisible = [chr(code) for code in range(0x30000) if unicodedata.category(chr(code)) in ("Cc", "Cf")]
    assert all(character_name(char) and not character_name(char).isascii() for char in invisible)
