"""读到的文字: the text of a page as readers see it, with the words' numbers, tables and charts in their places."""

from __future__ import annotations

import re

from nianbao.report.charts import CHARTS
from nianbao.report.edition import YearEdition
from nianbao.report.narrative import Call, Page, Text
from nianbao.report.scoring import stated_grade
from nianbao.report.tables import TABLES
from nianbao.report.words import WORDS

_LINE_MARK = re.compile(r"^(?:#{1,6}|[-*+>])[ \t]+")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]*)\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)\)")
_AS_TEXT = {ord(mark): 0xE000 + ord(mark) for mark in "#*+>["}
"""Marks of Markdown in what a word writes out, which is text: they stand as characters that no source may hold."""
_AS_MARKS = {instead: mark for mark, instead in _AS_TEXT.items()}


def text_of(page: Page, edition: YearEdition) -> str:
    """Return a page's Markdown with every word written out: a number as readers see it, a table or chart by its title.

    A word that names something unknown stands as it was typed. What a word writes is kept apart from the Markdown
    around it; `as_read` and `as_typed` tell what was meant.
    """
    return "".join(
        part.text if isinstance(part, Text) else _written(part, edition).translate(_AS_TEXT) for part in page.parts
    )


def _written(call: Call, edition: YearEdition) -> str:
    report, found = edition.report, edition.quantities
    try:
        if call.word == "num":
            (name,) = call.arguments
            return found.by_name[found.aliases.get(name, name)].written
        if call.word in TABLES:
            return f"表：{TABLES[call.word](report, found, *call.arguments).caption}"
        if call.word in CHARTS:
            return f"图：{CHARTS[call.word](report, found, *call.arguments).caption}"
    except KeyError:
        names = ", ".join(f'"{argument}"' for argument in call.arguments)
        return f"{{{{ {call.word}({names}) }}}}"
    return (stated_grade(report) or "") if call.word == "grade" else WORDS[call.word].meaning


def as_typed(sentence: str) -> str:
    """Return a sentence of `text_of` with its marks of Markdown."""
    return sentence.translate(_AS_MARKS)


def as_read(sentence: str) -> str:
    """Return a sentence of `text_of` without the marks of Markdown for headings, lists and bold.

    Links and pictures are told with their address.
    """
    plain = _LINE_MARK.sub("", sentence)
    plain = _BOLD.sub(r"\1", plain)
    plain = _PICTURE.sub(r"图片：\1（\2）", plain)
    return as_typed(_LINK.sub(r"\1（\2）", plain))
