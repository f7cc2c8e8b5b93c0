"""Counting: a count word says how many names, items or points follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from nianbao.report.checks.rule import Subject, at_passage, rule
from nianbao.report.finding import Finding
from nianbao.report.passages import Passage
from nianbao.wording.chinese_numerals import parse_chinese
from nianbao.wording.numbers import NotANumber

_HAN = "一二三四五六七八九十两"
_COUNT = (
    rf"(?<![第每近超约前后余多数几不于过、\d.,{_HAN}])(?<!\d[到至—～~-])(?P<count>\d{{1,2}}|[{_HAN}]{{1,3}})(?P<unit>大|个|项|家|种|类|条|件|所|处|座|名|位|"
    r"方面|部分|批|支|场|期|环节|步|点)(?!多|余|以上|以下|左右|以内)"
)
_NOUN = r"[^，。；：、！？“”‘’《》\d]{0,16}"
_LISTED = re.compile(
    rf"{_COUNT}(?:{_NOUN}[，,]?(?:分别是|分别为|分别设在|分别在|包括|即)(?:[：:])?|{_NOUN}(?P<colon>[：:]))(?P<list>[^。！？\n]+)(?P<stop>[。！？]|$)"
)
_POINTS = re.compile(rf"{_COUNT}{_NOUN}[：:，,]?(?=一是)")
_BELOW = re.compile(rf"{_COUNT}{_NOUN}(?:[，,]{_NOUN})?[：:]\s*$")
_POINT = re.compile(rf"(?<![^：；。，、\s])(?P<number>[{_HAN}]{{1,3}})是")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|\d{1,2}[.)])\s+\S")
_INNER = re.compile(r"（[^（）]*）|“[^“”]*”|《[^《》]*》|\([^()]*\)")
_OPEN = ("等", "其中", "一是", "为主", "以及其他")
_AND = re.compile("以及|[和与及]")
_PARTS = re.compile(rf"(?:\d|[{_HAN}])+[个项家户名种类件处所座人]")
"""A list whose items are counts of their own says nothing of how many names it has."""


@rule("warning", "数目与列举")
def count_fits_list(subject: Subject) -> Iterator[Finding]:
    """正文说了几个、几项，随后列出的就是几个：句中用顿号列举的名称、下面的列表、“一是、二是”。

    句末有“等”的列举、名称中的“和”使数目不能确定的，不作核对。
    通过：下属单位4个，分别是河堤管理所、灌区管理所、农村供水服务站和水质监测站。
    不通过：下属单位5个，分别是河堤管理所、灌区管理所、农村供水服务站和水质监测站。
    """
    names = [re.escape(name) for name in subject.report.ruleset.number_names if name]
    names_of_numbers = re.compile("|".join(sorted(names, key=len, reverse=True)) or "(?!)")
    for _, lines in groupby(subject.lines, key=lambda line: line.key):
        page = [replace(line, text=names_of_numbers.sub(_blank, line.text)) for line in lines]
        for index, line in enumerate(page):
            yield from _names(line)
            yield from _points(line)
            yield from _below(line, page[index + 1 :])


def _blank(found: re.Match[str]) -> str:
    return "某" * len(found.group())


def _number(text: str) -> int:
    try:
        return int(text) if text.isdigit() else int(parse_chinese(text))
    except NotANumber:
        return 0


def _names(line: Passage) -> Iterator[Finding]:
    for found in _LISTED.finditer(line.text):
        said = _number(found["count"])
        least, most = _how_many(_INNER.sub("某", found["list"]), found["colon"] is not None)
        if said > 1 and most > 1 and not least <= said <= most:
            told = f"{least}" if least == most else f"{least}至{most}"
            yield at_passage(line, _counted(found), count=told)


def _how_many(listed: str, after_colon: bool) -> tuple[int, int]:
    """How many names a list has at least and at most; (0, 0) where it is no plain list."""
    parts = [part for part in listed.split("；") if part.strip()]
    several = after_colon and len(parts) > 1
    listed = listed if several else parts[0]
    if any(word in listed for word in _OPEN) or _PARTS.search(listed):
        return 0, 0
    if several:
        return (0, 0) if "、" in parts[0] else (len(parts), len(parts))
    if "，" in listed or "：" in listed or "、" not in listed:
        return 0, 0
    names = listed.count("、") + 1
    return names, names + len(_AND.findall(listed))


def _counted(found: re.Match[str]) -> str:
    return found["count"] + found["unit"]


def _points(line: Passage) -> Iterator[Finding]:
    for found in _POINTS.finditer(line.text):
        numbers = [_number(point["number"]) for point in _POINT.finditer(line.text, found.end())]
        last = 0
        for number in numbers:
            if number <= last:
                break
            last = number
        said = _number(found["count"])
        if said > 1 and said != last:
            yield at_passage(line, _counted(found), "count_fits_list.points", count=last)


def _below(line: Passage, following: Sequence[Passage]) -> Iterator[Finding]:
    found = _BELOW.search(line.text)
    if found is None or _number(found["count"]) < 2:
        return
    indents = []
    for other in following:
        item = _ITEM.match(other.text)
        if item is not None:
            indents.append(len(item["indent"]))
        elif other.text.strip() and not other.text.startswith(" "):
            break
    items = indents.count(indents[0]) if indents else 0
    if items and items != _number(found["count"]):
        yield at_passage(line, _counted(found), "count_fits_list.items", count=items)
