"""Stale text: what was copied from last year's report and still speaks of last year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.report.binding import Bound, bind
from nianbao.report.checks.rule import LAST_YEAR, Subject, at_passage, rule
from nianbao.report.finding import Finding
from nianbao.report.last_year import LastYear
from nianbao.report.likeness import Mark, Marked, facing, marked, similarity
from nianbao.report.narrative import Page
from nianbao.report.passages import PAGES, Passage, lines_of
from nianbao.report.quantities import Quantities
from nianbao.report.report import RESERVED_PAGES, Report
from nianbao.report.row import columns_of
from nianbao.wording.numbers import round_half_up

_SHOWN = 4
"""So many stale numbers are named in one finding."""


@rule("warning", LAST_YEAR)
def paragraph_renewed(subject: Subject) -> Iterator[Finding]:
    """从上年沿用的段落换上了今年的数和年份；由词语写出的数、今年数据表中有的数和不含数的段落不在此列。

    通过：上年写“举办宣讲活动176场”，今年写“举办宣讲活动190场”。
    不通过：今年宣讲活动190场，这一段却仍是“2022年举办宣讲活动176场”。
    """
    before = subject.before
    doubtful = [] if before is None else list(_doubtful(subject))
    if before is None or not doubtful:
        return
    earlier = _by_number(before)
    limit = subject.report.ruleset.thresholds.stale_similarity
    for passage in doubtful:
        found = _source(passage, earlier, subject)
        if found is not None and found.alike >= limit:
            shown = [f"{mark.text}年" if mark.kind == "year" else mark.text for mark in found.stale]
            told = "、".join(list(dict.fromkeys(shown))[:_SHOWN])
            alike, where = f"{round_half_up(found.alike, 0)}%", str(found.passage.passage.place)
            yield at_passage(passage.passage, told, alike=alike, where=where, last=before.address)


def _doubtful(subject: Subject) -> Iterator[Marked]:
    """Yield the lines with a number or year that may be last year's."""
    for page in subject.pages:
        for line in _marked(page, subject.quantities, subject.report, subject.bound[page.id]):
            if any(_is_doubtful(mark, subject) for mark in line.marks):
                yield line


def _marked(page: Page, quantities: Quantities, report: Report, bound: Iterable[Bound]) -> Iterator[Marked]:
    """Yield a page's description and its lines with their numbers and years."""
    yield marked(Passage(page.description, page.place(1), PAGES, page.id))
    for passage in lines_of(page, quantities, report):
        yield marked(passage, bound)


def _is_doubtful(mark: Mark, subject: Subject) -> bool:
    """Whether a number or year may be last year's: last year's own, or a number that no data of this year confirm."""
    if mark.kind == "year":
        return mark.text == str(subject.report.year - 1)
    if mark.bound is None or mark.bound.exemption is not None:
        return False
    kinds = subject.report.kinds
    columns = [(kinds.get(quantity.table), quantity.field) for quantity in mark.bound.candidates]
    return all(kind is not None and columns_of(kind)[field].prior_of for kind, field in columns)


@dataclass(frozen=True)
class _Source:
    """A passage of last year, how much of it is the same, in percent, and the numbers and years taken from it."""

    alike: Decimal
    passage: Marked
    stale: tuple[Mark, ...]


def _by_number(before: LastYear) -> dict[str, list[Marked]]:
    """The lines of last year's pages by each number and year in them."""
    found: dict[str, list[Marked]] = {}
    for page in before.pages:
        bound = bind(page, before.quantities, before.report)
        for line in _marked(page, before.quantities, before.report, bound):
            for text in {mark.text for mark in line.marks}:
                found.setdefault(text, []).append(line)
    return found


def _source(passage: Marked, earlier: dict[str, list[Marked]], subject: Subject) -> _Source | None:
    """The most similar line of last year with which this one shares a doubtful number at the same place."""
    doubtful = [mark for mark in passage.marks if _is_doubtful(mark, subject)]
    candidates = {id(other): other for mark in doubtful for other in earlier.get(mark.text, [])}
    ranked = [(similarity(passage, other), other) for other in candidates.values()]
    for alike, other in sorted(ranked, key=lambda pair: pair[0], reverse=True):
        stale = [mark for mark, faced in facing(passage, other) if mark in doubtful and mark.text == faced.text]
        if stale:
            return _Source(alike, other, tuple(stale))
    return None


@rule("warning", LAST_YEAR)
def section_rewritten(subject: Subject) -> Iterator[Finding]:
    """各章的文字不是整章照抄上年；评分规则注明可以沿用的章节、照抄正文模板的段落和由词语写出数的段落不算。

    通过：职责、机构一章与上年相同，评分规则注明可沿用。
    不通过：“存在问题”一章的文字与上年一字不差。
    """
    before = subject.before
    if before is None:
        return
    ruleset = subject.report.ruleset
    skeleton = {line for section in ruleset.outline for line in section.text.splitlines()}
    earlier = {page.id: page for page in before.pages}
    for page in subject.pages:
        other = earlier.get(page.id)
        if other is None or page.id in ruleset.standing_sections or page.id in RESERVED_PAGES:
            continue
        now = [marked(line) for line in lines_of(page, subject.quantities, subject.report)]
        then = [marked(line) for line in lines_of(other, before.quantities, before.report)]
        prose = [line.passage for line in now if _is_prose(line) and line.passage.text not in skeleton]
        if prose and [line.wording for line in now] == [line.wording for line in then]:
            yield at_passage(prose[0], "", count=len(prose), where=str(other.place(1)), last=before.address)


def _is_prose(line: Marked) -> bool:
    text = line.passage.text.strip()
    return bool(text) and not text.startswith(("#", "|")) and not any(mark.kind == "word" for mark in line.marks)
