"""Wording: characters, punctuation and foreign words as official texts have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, at_passage, rule
from nianbao.report.finding import Finding
from nianbao.report.phrases import find

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}”’）》〕%％])[,;?!](?=[{HAN}“‘（《])"
    rf"|(?<=[{HAN}”’）》〕])[:.](?=[{HAN}“‘（《])"
    rf"|(?<=\d),(?=[{HAN}])"
    rf"|(?:(?<=[{HAN}])|(?<![^\s#*]))\((?=[^()]*[{HAN}])|(?<=[{HAN}])\)(?=[{HAN}，。；：、])"
    rf"|(?<=[{HAN}，。；：])\"(?=[{HAN}])|(?<=[{HAN}])\"(?=[{HAN}，。；：])"
)
_YEAR_IN_BRACKETS = re.compile(
    rf"(?<=[{HAN}])[\[(（【［](?P<year>(?:19|20)\d\d)[\])）】］]\s?(?P<number>第?\s?\d{{1,5}}\s?号)"
)
_LATIN = re.compile(r"(?<![A-Za-z0-9_./@:\\-])[A-Za-z][A-Za-z]*(?:-[A-Za-z]+)*[²³]?(?![A-Za-z0-9_./@\\-])")
_GLOSS = re.compile(r"[（(][^（）()\u4e00-\u9fff]*[）)]|“[^“”\u4e00-\u9fff]*”|\[\^[^\]]*\]")
"""Words in brackets or quotation marks beside Chinese ones, and the marks of footnotes, are no stray words."""


@rule("warning", "用字")
def wording_right(subject: Subject) -> Iterator[Finding]:
    """正文、数据和 report.yml 中没有评分规则 wording 列出的错字。

    通过：不足部分由工会经费补足；台账。
    不通过：不足部份由工会经费补足；台帐。
    """
    wording = subject.report.ruleset.wording
    for passage in subject.texts:
        for found in find(tuple(wording.corrections), passage.text, wording.unless):
            yield at_passage(passage, found.text, right=wording.corrections[found.phrase])


@rule("warning", "用字")
def punctuation_full_width(subject: Subject) -> Iterator[Finding]:
    """正文中汉字之间的标点用全角。

    通过：加强管理，提高效率；职工（群众）。
    不通过：加强管理,提高效率；职工(群众)。
    """
    for line in subject.lines:
        marks = list(_HALF_WIDTH.finditer(line.text))
        if marks:
            around = "、".join(dict.fromkeys(line.text[max(0, mark.start() - 2) : mark.end() + 2] for mark in marks))
            yield at_passage(line, around, count=len(marks))


@rule("warning", "用字")
def document_number_bracketed(subject: Subject) -> Iterator[Finding]:
    """文号中的年份用六角括号（GB/T 9704—2012，7.2.5）。

    通过：财预〔2020〕10号。
    不通过：财预[2020]10号；财预（2020）10号。
    """
    for passage in subject.texts:
        for found in _YEAR_IN_BRACKETS.finditer(passage.text):
            number = found["number"].removeprefix("第").replace(" ", "")
            yield at_passage(passage, found.group(), right=f"〔{found['year']}〕{number}")


@rule("warning", "用字")
def no_stray_latin(subject: Subject) -> Iterator[Finding]:
    """汉字之间没有多余的外文词；大写缩写、编码、括号中的译名和评分规则 wording 列出的词不算。

    通过：GB/T 9704、WPS、国内生产总值（GDP）、5 km。
    不通过：积极组织 and 号召各级工会。
    """
    known = {word.lower() for word in subject.report.ruleset.wording.latin}
    for line in subject.lines:
        if not re.search(f"[{HAN}]", line.text):
            continue
        text = _GLOSS.sub(lambda found: " " * len(found.group()), line.text)
        for found in _LATIN.finditer(text):
            word = found.group()
            if len(word) > 1 and not word.isupper() and word.lower() not in known:
                yield at_passage(line, word)
