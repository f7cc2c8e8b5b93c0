"""Bound numbers: every number in the narrative belongs to a quantity."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.binding import coverage, nearest_quantities
from nianbao.report.checks.rule import Subject, at_place, rule
from nianbao.report.finding import Finding


@rule("error", "数字绑定")
def numbers_bound(subject: Subject) -> Iterator[Finding]:
    """正文中的数字要么由词语写出，要么恰好等于一个数据的数值、单位和限定；几个数据都相等时，看句中写的是哪一个。

    日期、年份、文号、序号、条款、电话、编码，以及不超过十的汉字数（三项工作）不算数据。
    通过：{{ num("预算总额") }}；举办宣讲活动176场（数据“宣讲活动场次”为176场）。
    不通过：举办宣讲活动177场（没有这个数）。
    """
    for page in subject.pages:
        for bound in subject.bound[page.id]:
            if bound.quantity is None and bound.exemption is None:
                names = "、".join(quantity.name for quantity in bound.candidates[:4])
                sentence = "numbers_bound.several" if bound.candidates else ""
                near = "" if bound.candidates else nearest_quantities(bound.literal, subject.quantities)
                yield at_place(page.place(bound.line), sentence, found=bound.literal.written, names=names, nearest=near)


@rule("error", "数字绑定", fixed=True)
def exemption_used(subject: Subject) -> Iterator[Finding]:
    """页首说明中 exempt 所列的每个数，正文里都有。

    通过：exempt 列了“24小时”，正文写“24小时值守”。
    不通过：exempt 列了“24小时”，正文没有这个数。
    """
    for page in subject.pages:
        used = {bound.exemption for bound in subject.bound[page.id] if bound.exemption}
        for exemption in page.exemptions:
            if exemption not in used:
                yield at_place(page.place(exemption.line), text=exemption.text)


@rule("warning", "数字绑定")
def exemptions_few(subject: Subject) -> Iterator[Finding]:
    """全年正文中免于绑定的数不超过评分规则的界限。

    通过：界限为2%，正文有200个数，免于绑定的4个。
    不通过：界限为2%，正文有200个数，免于绑定的5个。
    """
    limit = subject.report.ruleset.thresholds.exempt_numbers_above
    found = [coverage(page, subject.bound[page.id]) for page in subject.pages]
    exempt, total = sum(entry.exempt for entry in found), sum(entry.total for entry in found)
    if exempt * 100 > limit * total:
        page = max(zip(found, subject.pages, strict=True), key=lambda pair: pair[0].exempt)[1]
        yield at_place(page.place(1), exempt=exempt, total=total, limit=f"{limit:f}%")
