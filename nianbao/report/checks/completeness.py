"""Completeness: the sections, entries and tables that a report under its ruleset has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nianbao.report.checks.rule import Subject, at_entry, at_passage, rule
from nianbao.report.finding import Finding, nearest
from nianbao.report.head import Contact, Dates, Disclosure
from nianbao.report.model import REQUIRED_TABLES, Fact, Item, UnitCost
from nianbao.report.narrative import HINT_OPENING, Call, Page, Text
from nianbao.report.passages import PAGES, Passage

_HAN = re.compile("[\u4e00-\u9fff]")
_GROUPS = (("disclosure", Disclosure), ("dates", Dates), ("contact", Contact))
_SHOWN = {"items_table": Item.table, "unit_costs_table": UnitCost.table, "facts_table": Fact.table}
"""The tables that words show which may be without rows; `data_table` shows the one that it names."""


@rule("warning", "完整")
def sections_present(subject: Subject) -> Iterator[Finding]:
    """评分规则的提纲中必需的章节，报告的提纲里都有。

    通过：提纲有 budget（预算编制及执行情况）一章。
    不通过：评分规则必需 budget 一章，提纲里没有。
    """
    ids = {section.id for section in subject.report.head.sections}
    for section in subject.report.ruleset.outline:
        if section.required and section.id and section.id not in ids:
            yield at_entry(subject.report, ("sections", section.id), id=section.id, title=section.title)


@rule("warning", "完整")
def sections_written(subject: Subject) -> Iterator[Finding]:
    """必需的章节除了表、图和标题，还有文字说明。

    通过：表的前后有一段文字。
    不通过：整页只有一个词语 budget_table()。
    """
    required = subject.report.ruleset.required_sections
    for page in _finished(subject):
        if page.id in required and not _has_prose(page):
            yield at_passage(_on(page, 1), "")


def _finished(subject: Subject) -> Iterator[Page]:
    """The pages on which no hint is left: one that is still to be written is told as such."""
    for page in subject.pages:
        if not any(isinstance(part, Text) and HINT_OPENING in part.text for part in page.parts):
            yield page


def _has_prose(page: Page) -> bool:
    texts = (part.text for part in page.parts if isinstance(part, Text))
    lines = (line for text in texts for line in text.split("\n") if not line.lstrip().startswith("#"))
    return any(_HAN.search(line) for line in lines)


@rule("warning", "完整")
def disclosure_stated(subject: Subject) -> Iterator[Finding]:
    """评分规则列出的公开信息项目，report.yml 都写了；原报告没有的写“原报告未列”。

    通过：索引号: 301001/2024-00012；文号: 原报告未列。
    不通过：评分规则列有“文号”，report.yml 的 disclosure 没有 document_number。
    """
    known = {str(info.title): (group, name) for group, kind in _GROUPS for name, info in kind.model_fields.items()}
    for title in subject.report.ruleset.disclosure_fields:
        if title not in known:
            near = nearest(title, known)
            yield at_entry(subject.report, ("ruleset",), "disclosure_stated.unknown", title=title, nearest=near)
            continue
        group, name = known[title]
        entries: Any = getattr(subject.report.head, group)
        if name not in entries.model_fields_set:
            yield at_entry(subject.report, (group, name), title=title, entry=f"{group}.{name}")


@rule("error", "完整")
def empty_tables_explained(subject: Subject) -> Iterator[Finding]:
    """正文列出的表没有数据时，report.yml 的 empty_tables 写了原因，显示在表的位置。

    通过：empty_tables: {sangong: 本单位没有“三公”经费预算}。
    不通过：正文有词语 data_table("sangong")，表中没有数据，也没有写原因。
    """
    reasons = subject.report.head.empty_tables
    kinds = subject.report.kinds
    for page in _finished(subject):
        for call in page.calls:
            table = _shown(call)
            if table in kinds and not _has_rows(subject, table, call):
                variant = "" if not subject.report.rows(kinds[table]) else "empty_tables_explained.section"
                if variant or table not in reasons:
                    yield at_passage(_on(page, call.line), table, variant, title=kinds[table].sheet)
    for table in reasons:
        if table not in kinds:
            variant, title = "empty_tables_explained.unknown", nearest(table, kinds)
        elif subject.report.rows(kinds[table]):
            variant, title = "empty_tables_explained.filled", kinds[table].sheet
        else:
            continue
        yield at_entry(subject.report, ("empty_tables", table), variant, found=table, title=title, nearest=title)


def _on(page: Page, line: int) -> Passage:
    return Passage("", page.place(line), PAGES, page.id)


def _shown(call: Call) -> str:
    """The table that a word shows and that may be without rows, empty for other words."""
    table = call.arguments[0] if call.word == "data_table" else _SHOWN.get(call.word, "")
    return "" if table in REQUIRED_TABLES else table


def _has_rows(subject: Subject, table: str, call: Call) -> bool:
    """Whether a word shows any row; one that names a section or group which does not exist has its own finding."""
    rows = subject.report.rows(subject.report.kinds[table])
    if call.word != "facts_table":
        return bool(rows)
    section, *groups = call.arguments
    facts = [row for row in rows if isinstance(row, Fact)]
    known = {entry.id for entry in subject.report.head.sections}
    if section not in known or any(group not in {row.group for row in facts} for group in groups):
        return True
    return any(row.section == section and (not groups or row.group in groups) for row in facts)
