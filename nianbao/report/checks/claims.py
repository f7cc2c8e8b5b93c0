"""Claims in words: what is said of targets and grade is what the data say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, at_entry, at_passage, rule
from nianbao.report.clauses import Clause, Sentence, claims_in, figures_of, sentences
from nianbao.report.finding import Finding
from nianbao.report.model import Indicator
from nianbao.report.quantities import Quantity
from nianbao.report.row import NOT_STATED
from nianbao.report.scoring import stated_grade, total_score, unmet

_SHOWN = 3
"""So many unmet indicators are named in one finding."""
_HUNDRED = 100
_RATES = ("·完成率", "·预算执行率")


@rule("warning", "定性表述")
def grade_borne_out(subject: Subject) -> Iterator[Finding]:
    """最高等级的自评结论，核心指标都达到了目标；没有标明核心指标、也没有得分可以复算的，看全部指标。

    通过：等级为优，核心指标全部达到目标。
    不通过：等级为优，一项核心指标没有达到目标。
    """
    report = subject.report
    stated = report.head.conclusion.grade
    best = max(report.ruleset.grades, key=lambda grade: grade.lower)
    if stated == NOT_STATED or report.ruleset.grade_named(stated) != best:
        return
    rows = [] if not _marks_core(subject) and total_score(report) is not None else _decisive(subject)
    if rows:
        yield at_entry(report, ("conclusion", "grade"), found=stated, names=_named(rows), count=len(rows))


@rule("warning", "定性表述")
def completion_borne_out(subject: Subject) -> Iterator[Finding]:
    """正文说目标“全部完成”的，没有指标未达到目标；说“基本完成”的，核心指标都达到了目标（没有标明核心指标的看全部）。

    哪些字样算这样的表述，由评分规则的 claims 列出；“其余指标均达到目标”之类不算。
    通过：各项指标均达到目标，而指标表中确实都达到了。
    不通过：各项指标均达到目标，而指标表中有一项没有达到。
    """
    claims, tiers = subject.report.ruleset.claims, [tier.name for tier in subject.report.ruleset.tiers]
    missed = {"all_done": list(unmet(subject.report)), "basically_done": _decisive(subject)}
    for sentence in _sentences(subject) if any(missed.values()) else ():
        if not _says(sentence, claims.subjects) or _says(sentence, claims.limits):
            continue
        for claim in claims_in(sentence.text, claims, tuple(missed), tiers):
            rows = missed[claim.kind]
            if rows:
                yield at_passage(sentence.passage, claim.text, names=_named(rows), count=len(rows))


@rule("warning", "定性表述")
def grade_as_stated(subject: Subject) -> Iterator[Finding]:
    """正文所写的自评等级就是自评结论的等级。

    通过：自评等级为“优”，report.yml 的等级也是“优”。
    不通过：自评等级为“优”，report.yml 的等级是“良”。
    """
    ruleset = subject.report.ruleset
    stated = stated_grade(subject.report)
    names = sorted((name for grade in ruleset.grades for name in (grade.name, *grade.aliases)), key=len, reverse=True)
    following = re.compile(rf"[：:]?[“‘\"]?(?P<name>{'|'.join(map(re.escape, names))})(?![\u4e00-\u9fff])")
    for sentence in _sentences(subject) if stated else ():
        for claim in claims_in(sentence.text, ruleset.claims, ("grade",)):
            found = following.match(sentence.text, claim.end)
            if found and ruleset.grade_named(found["name"]) != ruleset.grade_named(stated or ""):
                yield at_passage(sentence.passage, found["name"], right=stated)


@rule("warning", "定性表述")
def surplus_borne_out(subject: Subject) -> Iterator[Finding]:
    """说“超额完成”的，完成率或执行率高于100%。

    通过：超额完成，完成率为105%。
    不通过：超额完成，完成率为98%。
    """
    claims = subject.report.ruleset.claims
    for line in subject.lines:
        if not any(phrase in line.text for phrase in claims.exceeded):
            continue
        for sentence in sentences(line, figures_of(line, subject.bound[line.key])):
            for claim in claims_in(sentence.text, claims, ("exceeded",)):
                rates = {rate.name: rate for clause in sentence.clauses for rate in _rates(subject, clause)}
                if len(rates) == 1 and all(
                    rate.value is not None and rate.value <= _HUNDRED for rate in rates.values()
                ):
                    (rate,) = rates.values()
                    yield at_passage(line, claim.text, name=rate.name, rate=rate.written)


def _rates(subject: Subject, clause: Clause) -> Iterator[Quantity]:
    """The rates that the numbers of a clause state, or that follow from the actuals among them."""
    for figure in clause.figures:
        quantity = figure.quantity
        if quantity.name.endswith(_RATES):
            yield quantity
        elif (quantity.table, quantity.field) == (Indicator.table, "actual"):
            rate = subject.value_of(quantity.name.replace("·实际完成值", "·完成率"))
            if rate is not None:
                yield rate


def _sentences(subject: Subject) -> Iterator[Sentence]:
    for line in subject.lines:
        if line.text.strip():
            yield from sentences(line)


def _says(sentence: Sentence, words: tuple[str, ...]) -> bool:
    return any(word in sentence.text for word in words)


def _marks_core(subject: Subject) -> bool:
    return any(row.core for row in subject.report.rows(Indicator))


def _decisive(subject: Subject) -> list[Indicator]:
    """The unmet indicators that weigh: the core ones, or all where none is marked as core."""
    marked = _marks_core(subject)
    return [row for row in unmet(subject.report) if row.core or not marked]


def _named(rows: list[Indicator]) -> str:
    more = "等" if len(rows) > _SHOWN else ""
    return "、".join(row.name for row in rows[:_SHOWN]) + more
