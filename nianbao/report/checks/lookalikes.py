"""Look-alikes: characters that people take for others, and that no search, reference or reader aloud does."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, at_cell, at_entry, at_passage, rule
from nianbao.report.finding import Finding
from nianbao.report.passages import HEAD, NAMING, PAGES
from nianbao.report.row import columns_of
from nianbao.wording.lookalikes import Lookalike, lookalikes

_AROUND = 6
"""How many characters before and behind are quoted."""


@rule("error", "用字")
def names_as_they_look(subject: Subject) -> Iterator[Finding]:
    """编号、名称和引用编号的各列中，没有与汉字、拉丁字母形近的别的字符。

    西里尔字母、希腊字母、康熙部首看起来一样，引用和检索却对不上。
    通过：编号 scans；名称“一日捐”；名称“β受体阻滞剂”。
    不通过：编号 sсans（第二个字母是西里尔字母 с）；名称“⼀⽇捐”（部首符号）。
    """
    report = subject.report
    for kind in report.kinds.values():
        named = {*kind.key_fields, "name"} | NAMING
        fields = [each.name for each in columns_of(kind).values() if each.kind == "key" or each.name in named]
        for row in report.rows(kind):
            for field in fields:
                text = getattr(row, field)
                for found in lookalikes(text, name=True) if isinstance(text, str) else ():
                    yield at_cell(row, field, _sentence(found), **_values(text, found))
    for index, section in enumerate(report.head.sections):
        for found in lookalikes(section.id or "", name=True):
            path = ("sections", str(index), "id")
            yield at_entry(report, path, _sentence(found), **_values(section.id or "", found))


@rule("warning", "用字")
def text_as_it_looks(subject: Subject) -> Iterator[Finding]:
    """正文、数据和 report.yml 的文字中，没有与汉字、拉丁字母、双花括号形近的别的字符。

    单独的希腊字母、单位（μg、kΩ）和整个的希腊文、俄文词不算。
    通过：检测 PM2.5；用量20μg；电阻10Ω；{{ num("预算总额") }}。
    不通过：检测 РМ2.5（西里尔字母）；⽇常工作（部首符号）；｛｛ num("预算总额") ｝｝（全角花括号）。
    """
    keys = {(kind.table, name) for kind in subject.report.kinds.values() for name in (*kind.key_fields, "name")}
    for passage in subject.texts:
        if (passage.table, passage.field) in keys and passage.table not in (HEAD, PAGES):
            continue
        told: set[str] = set()
        for found in lookalikes(passage.text):
            if found.char not in told:
                told.add(found.char)
                values = _values(passage.text, found)
                yield at_passage(passage, str(values.pop("found")), _sentence(found), **values)


def _sentence(found: Lookalike) -> str:
    return "" if found.right else "lookalike.unknown"


def _values(text: str, found: Lookalike) -> dict[str, object]:
    around = text[max(0, found.start - _AROUND) : found.start + len(found.char) + _AROUND]
    return {"found": around.strip(), "char": found.char, "code": found.code, "kind": found.kind, "right": found.right}
