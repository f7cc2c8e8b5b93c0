"""Residue: what a template, a word processor or an unfinished draft leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.report.checks.rule import Subject, at_passage, rule
from nianbao.report.finding import Finding
from nianbao.report.passages import Passage
from nianbao.report.phrases import find

_RULER = re.compile(r"\s*(?:[-_*]\s*){3,}")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_SCORES = ("得分", "分值")


@rule("error", "模板残留")
def no_residue(subject: Subject) -> Iterator[Finding]:
    """正文、数据和 report.yml 中没有模板或软件留下的字样；字样列在评分规则的 residue 中。

    通过：示例县档案馆负责全县档案工作。
    不通过：XX局负责……；（100字以内）；PAGEREF；（图1 柱状图）；【数据待补充】。
    """
    residue = subject.report.ruleset.residue
    for passage in subject.texts:
        if _RULER.fullmatch(passage.text):
            continue
        for found in find(residue.texts, passage.text, residue.unless):
            yield at_passage(passage, found.text)


@rule("error", "模板残留")
def typed_scores_filled(subject: Subject) -> Iterator[Finding]:
    """正文中用竖线写出的表，“分值”“得分”列没有空格。

    通过：| 宣讲场次 | 10 | 9.50 |。
    不通过：| 宣讲场次 | 10 |  |，表头为“指标、分值、得分”。
    """
    lines = subject.lines
    for index in range(1, len(lines)):
        if "|" in lines[index].text and _DELIMITER.fullmatch(lines[index].text):
            yield from _blank_scores(_cells(lines[index - 1].text), lines[index + 1 :])


def _blank_scores(titles: Sequence[str], below: Sequence[Passage]) -> Iterator[Finding]:
    columns = [index for index, title in enumerate(titles) if title.endswith(_SCORES)]
    for line in below:
        if "|" not in line.text:
            return
        cells = _cells(line.text)
        for index in columns:
            if index < len(cells) and not cells[index]:
                yield at_passage(line, titles[index], name=next(filter(None, cells), ""))


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().removeprefix("|").removesuffix("|").split("|")]
