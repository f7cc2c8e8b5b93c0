"""Names: what a cell or a word refers to exists."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.checks.rule import RULES, Subject, at_cell, at_place, rule
from nianbao.report.finding import Finding, nearest
from nianbao.report.model import Attachment, BreakdownPart, Fact, Indicator, Survey
from nianbao.report.naming import blank_names
from nianbao.report.narrative import Call, Page
from nianbao.report.place import Place
from nianbao.report.row import Row, columns_of
from nianbao.report.words import WORDS


@rule("error", "名称", fixed=True)
def reference_exists(subject: Subject) -> Iterator[Finding]:
    """“包含于”“应等于”“合计对应”“指标”“章节”“佐证材料”所写的名称确实存在。

    通过：应等于 合计·年初预算数。
    不通过：应等于 合计·年初预算（没有这个数据，最接近的是 合计·年初预算数）。
    """
    names = subject.quantities.names()
    for fact in subject.report.rows(Fact):
        for field in ("parent", "agrees_with"):
            yield from _missing(fact, field, getattr(fact, field), names, subject)
        sections = [section.id for section in subject.report.head.sections if section.id]
        if fact.section not in sections:
            yield at_cell(fact, "section", found=fact.section, nearest=nearest(fact.section, sections))
    for part in subject.report.rows(BreakdownPart):
        yield from _missing(part, "total", part.total, names, subject)
    for kind in subject.report.own_tables:
        for row in subject.report.rows(kind)[:1]:
            for name, column in columns_of(kind).items():
                yield from _missing(row, name, column.total or None, names, subject)
    indicators = [row.id for row in subject.report.rows(Indicator)]
    for survey in subject.report.rows(Survey):
        if survey.indicator not in indicators:
            yield at_cell(survey, "indicator", found=survey.indicator, nearest=nearest(survey.indicator, indicators))
    yield from _missing_evidence(subject)


def _missing_evidence(subject: Subject) -> Iterator[Finding]:
    attachments = [row.id for row in subject.report.rows(Attachment)]
    for indicator in subject.report.rows(Indicator):
        for name in filter(None, map(str.strip, (indicator.evidence or "").split("、"))):
            if name not in attachments:
                yield at_cell(indicator, "evidence", found=name, nearest=nearest(name, attachments))


def _missing(row: Row, field: str, name: str | None, names: list[str], subject: Subject) -> Iterator[Finding]:
    if name is None or subject.quantities.get(name) is not None:
        return
    variant = "reference_exists.blank" if name in blank_names(subject.report) else ""
    yield at_cell(row, field, variant, found=name, nearest=nearest(name, names))


@rule("error", "名称", fixed=True)
def rule_levels_known(subject: Subject) -> Iterator[Finding]:
    """评分规则 rule_levels 中的名称确实是核对规则的编号。

    通过：rule_levels: {target_demanding: info}。
    不通过：rule_levels: {target_demand: info}（最接近的是 target_demanding）。
    """
    for name in subject.report.ruleset.rule_levels:
        if name not in RULES:
            place = Place(f"data/rulesets/{subject.report.ruleset.id}.yml")
            yield at_place(place, found=name, nearest=nearest(name, RULES))


def known_arguments(subject: Subject) -> dict[str, list[str]]:
    """Return, for each kind of argument of a word, what may be written there."""
    facts = subject.report.rows(Fact)
    return {
        "quantity": subject.quantities.names(),
        "section": [section.id for section in subject.report.head.sections if section.id],
        "group": [group for fact in facts if (group := fact.group) is not None],
        "breakdown": list(dict.fromkeys(part.of for part in subject.report.rows(BreakdownPart))),
        "table": list(subject.report.kinds),
    }


@rule("error", "名称", fixed=True)
def word_resolves(subject: Subject) -> Iterator[Finding]:
    """正文中词语所写的名称确实存在。

    通过：{{ num("预算总额") }}。
    不通过：{{ num("预算总数") }}（没有这个数据，最接近的是 预算总额）。
    """
    known = known_arguments(subject)
    for page in subject.pages:
        for call in page.calls:
            yield from _unresolved(page, call, known)


def _unresolved(page: Page, call: Call, known: dict[str, list[str]]) -> Iterator[Finding]:
    for kind, argument in zip(WORDS[call.word].arguments, call.arguments, strict=False):
        if argument not in known.get(kind, [argument]):
            values = {"word": call.word, "found": argument, "nearest": nearest(argument, known[kind])}
            yield at_place(page.place(call.line), **values)
