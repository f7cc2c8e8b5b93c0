"""Claims of change and rank: what is said to have grown has grown, what is said to be the most is the most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.report.agreement import range_of
from nianbao.report.checks.rule import Subject, at_passage, rule
from nianbao.report.clauses import Claimed, Clause, Sentence, claims_in, figures_of, sentences
from nianbao.report.finding import Finding
from nianbao.report.model import BreakdownPart, Fact, Indicator, Item
from nianbao.report.passages import Figure
from nianbao.report.quantities import Quantity
from nianbao.report.row import columns_of

_TRENDS = ("increase", "decrease", "flat")
_RANKS = ("most", "least")
_CHANGES = ("·较上年增减额", "·较上年增减率", "·变动率")
_UP_TO = re.compile(r"[了]?[到至为达]+了?")
_THAN_LAST_YEAR = re.compile(
    r"(?:[比较与和]?(?:上年|去年|上一年|上年度)(?:同期)?的?|同比)?(?:也|均|都|略|略有|有所|明显|大幅|小幅|继续)*"
)
_BY_HOW_MUCH = re.compile(
    r"了?(?:$|[的，\d约近-]|(?:[一二两三四五六七八九十百]+|半)(?:多)?(?:成|倍|分之|个百分点)|明显|较多|较大|较快|幅度)"
)
"""What follows a claim that speaks of the number before it; 增加了服务项目 speaks of something else."""
_OTHERS = "其他"

Pair = tuple[Quantity, Quantity]
"""What a number is now, and what it was."""


def _sentences(subject: Subject, kinds: Sequence[str]) -> Iterator[Sentence]:
    phrases = [phrase for kind in kinds for phrase in getattr(subject.report.ruleset.claims, kind)]
    for line in subject.lines:
        if any(phrase in line.text for phrase in phrases):
            yield from sentences(line, figures_of(line, subject.bound[line.key]))


@rule("warning", "定性表述")
def trend_borne_out(subject: Subject) -> Iterator[Finding]:
    """正文说增加、减少、持平的，与本年数和上年数一致；一句话说的是哪个数不明确的，不作核对。

    通过：支出1,866.37万元，比上年增加；上年为1,856.91万元。
    不通过：支出1,866.37万元，比上年减少；上年为1,856.91万元。
    """
    claims = subject.report.ruleset.claims
    for sentence in _sentences(subject, _TRENDS):
        for index, clause in enumerate(sentence.clauses):
            found = list(claims_in(clause.text, claims, _TRENDS))
            if len(found) != 1:
                continue
            before = sentence.clauses[index - 1] if index else None
            yield from _contradictions(subject, sentence, clause, before, found[0])


def _contradictions(
    subject: Subject, sentence: Sentence, clause: Clause, before: Clause | None, claim: Claimed
) -> Iterator[Finding]:
    change = _change(clause, claim)
    if change is not None:
        said = clause.text[change.start : change.end]
        negative = "-" in said and claim.kind == "decrease"
        if negative or not _has_sign(change.quantity, claim.kind):
            variant = "trend_borne_out.negative" if negative else "trend_borne_out.change"
            yield at_passage(sentence.passage, claim.text, variant, name=change.quantity.name, now=said)
        return
    pair = _from_to(clause, claim) or _pair(subject, clause, before, claim)
    if pair is not None and _contradicts(claim.kind, pair):
        now, then = pair
        yield at_passage(sentence.passage, claim.text, name=now.name, now=now.written, then=then.written)


def _change(clause: Clause, claim: Claimed) -> Figure | None:
    """The number right behind the claim that says itself by how much something changed."""
    behind = next((figure for figure in clause.figures if figure.start >= claim.end), None)
    if behind is None or behind.start - claim.end > 1 or not behind.quantity.name.endswith(_CHANGES):
        return None
    return behind if behind.quantity.value is not None else None


def _has_sign(quantity: Quantity, kind: str) -> bool:
    value = quantity.value or 0
    return value > 0 if kind == "increase" else value < 0 if kind == "decrease" else value == 0


def _from_to(clause: Clause, claim: Claimed) -> Pair | None:
    """由…增加到…: the two numbers on either side of the claim."""
    if len(clause.figures) != 2:
        return None
    then, now = clause.figures
    between = then.end <= claim.start and claim.end <= now.start
    if not between or not re.search(r"[由从]", clause.text[: then.start]):
        return None
    return _comparable(now.quantity, then.quantity)


def _pair(subject: Subject, clause: Clause, before: Clause | None, claim: Claimed) -> Pair | None:
    """The one number that the claim is about, now and last year; None where that is not clear."""
    opens = _THAN_LAST_YEAR.fullmatch(clause.text[: claim.start]) and _BY_HOW_MUCH.match(clause.text, claim.end)
    if not clause.figures and before is not None and opens:
        pairs = _pairs(subject, before)
        return pairs[0] if len(pairs) == 1 and len(before.figures) == 1 else None
    pairs = _pairs(subject, clause)
    if len(pairs) != 1 or not any(_adjoins(clause, figure, claim) for figure in clause.figures):
        return None
    return pairs[0]


def _adjoins(clause: Clause, figure: Figure, claim: Claimed) -> bool:
    """Whether a number stands right before the claim as what changed, or behind it as what it came to."""
    if figure.end <= claim.start:
        than = _THAN_LAST_YEAR.fullmatch(clause.text[figure.end : claim.start])
        return than is not None and _BY_HOW_MUCH.match(clause.text, claim.end) is not None
    between = clause.text[claim.end : figure.start].strip()
    ends_itself = claim.text.endswith(("到", "至", "为"))
    return (ends_itself and not between) or _UP_TO.fullmatch(between) is not None or between in ("的", "度的")


def _pairs(subject: Subject, clause: Clause) -> list[Pair]:
    found = {}
    for figure in clause.figures:
        pair = _over_years(subject, figure.quantity)
        if pair is not None:
            found[pair[0].name] = pair
    return list(found.values())


def _over_years(subject: Subject, quantity: Quantity) -> Pair | None:
    """A number now and last year: from the columns of its row, else from last year's report."""
    kind = subject.report.kinds.get(quantity.table)
    if kind is None or not quantity.key:
        return None
    columns = columns_of(kind)
    now_field = (columns[quantity.field].prior_of if quantity.field in columns else "") or quantity.field
    prior_field = next((column.name for column in columns.values() if column.prior_of == now_field), "")
    now = subject.quantities.by_cell.get((quantity.table, quantity.key, now_field))
    then = subject.quantities.by_cell.get((quantity.table, quantity.key, prior_field))
    if now is not None and then is None and subject.before is not None and not _is_broken(subject, quantity):
        then = subject.before.quantities.get(now.name)
    return None if now is None or then is None else _comparable(now, then)


def _is_broken(subject: Subject, quantity: Quantity) -> bool:
    facts = {row.key: row.series_break for row in subject.report.rows(Fact)}
    indicators = {row.key: row.series_break for row in subject.report.rows(Indicator)}
    return {Fact.table: facts, Indicator.table: indicators}.get(quantity.table, {}).get(quantity.key) is not None


def _comparable(now: Quantity, then: Quantity) -> Pair | None:
    stated = now.value is not None and then.value is not None
    return (now, then) if stated and now.unit == then.unit else None


def _contradicts(kind: str, pair: Pair) -> bool:
    now, then = map(range_of, pair)
    if kind == "flat":
        return not now.meets(then)
    return now.upper <= then.lower if kind == "increase" else now.lower >= then.upper


@rule("warning", "定性表述")
def rank_borne_out(subject: Subject) -> Iterator[Finding]:
    """正文说最多、最少、居首位的一项，在分项表、项目表或自定义表的同一列中确实如此；“其他”一类不参加比较。

    通过：样东镇20,940人，人数最多。
    不通过：样南镇17,791人，人数最多；同一分项表中样东镇20,940人。
    """
    claims = subject.report.ruleset.claims
    for sentence in _sentences(subject, _RANKS):
        if any(word in sentence.text for word in claims.limits):
            continue
        for index, clause in enumerate(sentence.clauses):
            found = list(claims_in(clause.text, claims, _RANKS))
            figures = clause.figures or (sentence.clauses[index - 1].figures if index else ())
            if len(found) == 1 and len(figures) == 1:
                yield from _outranked(subject, sentence, figures[0].quantity, found[0])


def _outranked(subject: Subject, sentence: Sentence, own: Quantity, claim: Claimed) -> Iterator[Finding]:
    most = claim.kind == "most"
    ranked = [other for other in _peers(subject, own) if other.value is not None and other.unit == own.unit]
    if own.value is None or not ranked:
        return
    first = (max if most else min)(ranked, key=lambda other: other.value or 0)
    if first.value is not None and (first.value > own.value if most else first.value < own.value):
        values = {"name": own.name, "now": own.written, "other": first.name, "first": first.written}
        yield at_passage(sentence.passage, claim.text, **values)


def _peers(subject: Subject, own: Quantity) -> list[Quantity]:
    """The numbers of the same column that may be ranked: of one breakdown, of the items, of an own table."""
    kind = subject.report.kinds.get(own.table)
    if kind is not BreakdownPart and kind is not Item and kind not in subject.report.own_tables:
        return []
    rows = [row for row in subject.report.rows(kind) if _OTHERS not in row.key]
    if kind is BreakdownPart:
        of = next((row.of for row in subject.report.rows(BreakdownPart) if row.key == own.key), "")
        rows = [row for row in rows if isinstance(row, BreakdownPart) and row.of == of]
    found = (subject.quantities.by_cell.get((own.table, row.key, own.field)) for row in rows)
    return [quantity for quantity in found if quantity is not None]
