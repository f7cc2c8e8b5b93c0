"""Products: quantity times unit price."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, at_cell, rule
from nianbao.report.finding import Finding
from nianbao.report.model import UnitCost
from nianbao.wording.numbers import write_number


@rule("error", "单价核算")
def product_fits(subject: Subject) -> Iterator[Finding]:
    """数量乘以单价等于金额（元与万元换算后比较）。

    通过：13852份 × 150元 = 2077800元。
    不通过：13852份 × 150元，金额写作207.87万元。
    """
    for row in subject.report.rows(UnitCost):
        if row.count is None or row.unit_price is None or row.amount is None:
            continue
        product = row.count * row.unit_price
        if product != row.amount:
            yield at_cell(
                row,
                "amount",
                name=row.name,
                right=f"{write_number(product)}元",
                found=f"{write_number(row.amount)}元",
                difference=f"{write_number(row.amount - product)}元",
            )


@rule("error", "单价核算")
def settled_explained(subject: Subject) -> Iterator[Finding]:
    """结算金额与金额不同时，“差异说明”写了原因。

    通过：金额207.78万元、结算178.84万元，并说明“部分未领取”。
    不通过：金额207.78万元、结算178.84万元，未作说明。
    """
    for row in subject.report.rows(UnitCost):
        differs = row.amount is not None and row.settled is not None and row.amount != row.settled
        if differs and row.explanation is None and row.amount is not None and row.settled is not None:
            yield at_cell(
                row,
                "settled",
                name=row.name,
                amount=f"{write_number(row.amount)}元",
                found=f"{write_number(row.settled)}元",
                difference=f"{write_number(row.settled - row.amount)}元",
            )
