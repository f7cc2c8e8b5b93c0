"""Numbering: numbers at the head of paragraphs run on, headings descend by one, brackets and quotes come in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nianbao.report.checks.rule import Subject, at_passage, rule
from nianbao.report.finding import Finding
from nianbao.report.passages import Passage
from nianbao.wording.chinese_numerals import parse_chinese
from nianbao.wording.numbers import NotANumber

_HAN = "[一二三四五六七八九十]{1,3}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEAD = re.compile(
    rf"(?P<indent>\s*)(?P<heading>#+\s+)?[*_]*(?P<written>"
    rf"(?P<a>{_HAN})、(?!{_HAN})|[（(](?P<b>{_HAN})[)）]|(?P<c>\d{{1,2}})[.．](?!\d)"
    rf"|(?P<d>\d{{1,2}})、(?!\d)|[（(](?P<e>\d{{1,2}})[)）]|(?P<f>\d{{1,2}})[)）]|(?P<g>[{_CIRCLED}]))"
)
_MARKDOWN = "c"
_ORDINALS = (rf"(?<![^：；。，、\s])(?P<n>{_HAN})是", rf"(?<![^：；。\s])第(?P<n>{_HAN})[，、：]")
_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<title>.*?)\s*#*")
_BLOCK = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|\d{1,2}[.)]\s|\||>)")
_CLOSING = {
    "）": "（",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "”": "“",
    "’": "‘",
    "〕": "〔",
    "」": "「",
    "』": "『",
    ")": "(",
}
_QUOTES = "“‘"
_NOT_BRACKETS = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
_HALF_NUMBER = re.compile(rf"(?:\d{{1,2}}|[A-Za-z]|{_HAN})$")
"""What stands before the half bracket of a number such as 1）甲；2）乙."""


@dataclass(frozen=True)
class _Item:
    """A number at the head of a line, or an ordinal within one: its value, and how it is written."""

    line: Passage
    number: int
    written: str
    lazy: bool = False
    """Whether it repeats the 1. of the item above, which Markdown counts by itself."""


@rule("warning", "层次和序号")
def numbering_runs_on(subject: Subject) -> Iterator[Finding]:
    """段首的序号（一、（一）1.（1）①）和句中的“一是、二是”逐个递增，有一就有二。

    通过：1. 2. 3.；一是……；二是……。
    不通过：一、二、四；只有“1.”而没有“2.”；一是……；三是……。
    """
    for _, lines in groupby(subject.lines, key=lambda line: line.key):
        page = list(lines)
        for sequence in (*_heads(page), *_ordinals(page)):
            yield from _out_of_order(sequence)


def _heads(lines: Sequence[Passage]) -> list[list[_Item]]:
    """The items of a page by style, heading level and indentation."""
    found: dict[tuple[str, int, int], list[_Item]] = {}
    above: tuple[str, int, int] | None = None
    for line in lines:
        head = _HEAD.match(line.text)
        style = next((name for name in "abcdefg" if head and head[name]), "")
        if head is not None:
            heading = len((head["heading"] or "").strip())
            key = (style, heading, len(head["indent"]))
            number = _value(head[style])
            lazy = style == _MARKDOWN and not heading and above == key and number == 1
            found.setdefault(key, []).append(_Item(line, number, head["written"], lazy))
            above = key
        elif line.text.strip() and not line.text.startswith(" "):
            above = None
    return list(found.values())


def _ordinals(lines: Sequence[Passage]) -> list[list[_Item]]:
    patterns = [re.compile(pattern) for pattern in _ORDINALS]
    return [
        [_Item(line, _value(found["n"]), found.group()) for found in pattern.finditer(line.text)]
        for line in lines
        for pattern in patterns
    ]


def _value(text: str) -> int:
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    try:
        return int(text) if text.isdigit() else int(parse_chinese(text))
    except NotANumber:
        return 0


def _out_of_order(items: Sequence[_Item]) -> Iterator[Finding]:
    last: _Item | None = None
    count = 0
    for item in items:
        if item.lazy:
            count += 1
            continue
        if item.number == 1:
            yield from _alone(last, count)
            count = 0
        elif last is None:
            yield at_passage(item.line, item.written, "numbering_runs_on.start")
        elif item.number != max(last.number, count) + 1:
            yield at_passage(item.line, item.written, before=last.written)
        last, count = item, count + 1
    yield from _alone(last, count)


def _alone(last: _Item | None, count: int) -> Iterator[Finding]:
    if last is not None and last.number == 1 and count == 1:
        yield at_passage(last.line, last.written, "numbering_runs_on.alone")


@rule("warning", "层次和序号")
def headings_descend(subject: Subject) -> Iterator[Finding]:
    """正文的标题逐级向下，不跳过一级；各章标题之下从 ## 开始。

    通过：## 产出指标，其下 ### 职业技能竞赛。
    不通过：## 产出指标，其下直接是 #### 职业技能竞赛。
    """
    for _, lines in groupby(subject.lines, key=lambda line: line.key):
        level = 1
        for line in lines:
            heading = _HEADING.fullmatch(line.text)
            if heading is None:
                continue
            deeper = len(heading["marks"])
            if deeper > level + 1:
                yield at_passage(line, heading["title"], written=heading["marks"], right="#" * (level + 1))
            level = deeper


@rule("warning", "用字")
def brackets_paired(subject: Subject) -> Iterator[Finding]:
    """正文的括号、书名号和引号成对，不交叉，双引号里面用单引号。

    通过：（市、区）；“红色+‘学习型’工会”。
    不通过：（市、区；《章程〉；“红色“工会”。
    """
    for paragraph in _paragraphs(subject.lines):
        yield from _unpaired(paragraph)


def _paragraphs(lines: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The lines that make one paragraph; a heading, an item of a list and a row of a table stand alone."""
    paragraph: list[Passage] = []
    for line in lines:
        starts = not line.text.strip() or _BLOCK.match(line.text) or (paragraph and paragraph[0].key != line.key)
        if starts and paragraph:
            yield paragraph
            paragraph = []
        if line.text.strip():
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _unpaired(paragraph: Sequence[Passage]) -> Iterator[Finding]:
    opened: list[tuple[str, Passage, int]] = []
    for line in paragraph:
        text = _NOT_BRACKETS.sub(lambda found: " " * len(found.group()), line.text)
        for at, char in enumerate(text):
            around = line.text[max(0, at - 4) : at + 5]
            if char in _CLOSING.values():
                if char in _QUOTES and any(mark == char for mark, _, _ in opened):
                    yield at_passage(line, around, "brackets_paired.nested", mark=char)
                    return
                opened.append((char, line, at))
            elif char in _CLOSING:
                if char in "）)" and not opened and _HALF_NUMBER.search(text, 0, at):
                    continue
                if not opened or opened[-1][0] != _CLOSING[char]:
                    yield at_passage(line, around, mark=char)
                    return
                opened.pop()
    for char, line, at in opened[:1]:
        yield at_passage(line, line.text[max(0, at - 4) : at + 5], mark=char)
