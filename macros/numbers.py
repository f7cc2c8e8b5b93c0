"""Words in running text: a number with its way to 数据索引, and the grade."""

from __future__ import annotations

from macros.markup import render
from nianbao.report.edition import YearEdition
from nianbao.report.scoring import stated_grade
from nianbao.wording.language import say


def num(edition: YearEdition, name: str, written: str | None = None) -> str:
    """Return a quantity as `<data>` linked to its entry; `written` is the text it stands for in the running text."""
    quantity = edition.quantities.get(name)
    if quantity is None:
        raise KeyError(name)
    return render("num.html.j2", quantity=quantity, written=written or quantity.written)


def grade(edition: YearEdition) -> str:
    """Return the year's grade, or 原报告未列."""
    return render("text.html.j2", text=stated_grade(edition.report) or say("原报告未列"))
