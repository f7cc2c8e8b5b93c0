from __future__ import annotations

import time

import pytest

from nianbao.report.finding import Finding
from nianbao.report.running_text import literals
from nianbao.sources.csvfile import parse_csv
from nianbao.sources.narrative import parse_page
from nianbao.sources.yamlfile import parse_yaml

SIZE = 40_000
"""A moment's work where time grows with the length, much more where it grows with its square."""
SECONDS = 5.0

PIECES = [
    "`", "`a``", "![", "[", "](", "](a", "{{", "{a", "<", "<a", "<https://a", "```\n", '``` hl_lines="\n', "\n", " \n", "#", "a.",
    "1", "1,", "1 ", "2023 ", "第", "{%x%}\n", '{{num("a")}}\n', '{{num("a")}}', "{{a}}", "【提示：", "{#", "*a", "&#", "\\`", "1年",
    "点", "百分之", "[a](javascript:b)\n", "{:  ", "---\n", "a: b\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_no_page_takes_longer_than_its_length_lets_it(piece: str) -> None:
    """Whatever is repeated in it, and whatever follows; its numbers are looked for as well."""
    started = time.process_time()
    for text in (piece * (SIZE // len(piece)), f"---\n{piece * (SIZE // len(piece))}", f"{piece}{' ' * SIZE}x"):
        parse_page(text, "docs/2023/work.md", portal=False, findings=[])
        assert sum(1 for _ in literals(text, ("元", "万元"))) <= len(text)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "piece", ["[", "{", "- ", "a: ", "? ", "\n", "&a ", '"', "{id: a},", "a,", "[" * 18 + "]" * 18 + ","]
)
def test_no_yaml_takes_longer_than_its_length_lets_it(piece: str) -> None:
    """Nested, repeated or never ended."""
    started = time.process_time()
    for opening in ("", "a: ", "a: [", "a: {"):
        findings: list[Finding] = []
        parse_yaml(opening + piece * (SIZE // len(piece)), "data/2023/report.yml", findings)
        assert len(findings) <= 1
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("piece", [",", "\n", "a,", "a\n", '"', '"a",', '""', "a,\n"])
def test_no_csv_takes_longer_than_its_length_lets_it(piece: str) -> None:
    """Columns, rows and quotes without end."""
    started = time.process_time()
    parse_csv(piece * (SIZE // len(piece)), "data/2023/budget.csv", [])
    assert time.process_time() - started < SECONDS
