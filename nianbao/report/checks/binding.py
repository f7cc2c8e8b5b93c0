"""Bound numbers: every number with a unit in the narrative belongs to a quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.report.checks.rule import Subject, at_place, rule
from nianbao.report.finding import Finding
from nianbao.report.narrative import Page, Text
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.running_text import Literal, literals
from nianbao.wording.numbers import parse_number, round_half_up, split_unit


@dataclass(frozen=True)
class Bound:
    """A literal of a page (in its part number `part`, counting texts and calls) and the quantities it may be."""

    part: int
    line: int
    literal: Literal
    candidates: tuple[Quantity, ...]

    @property
    def quantity(self) -> Quantity | None:
        """The one quantity that it is, or None where there is none or more than one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


def bind(page: Page, quantities: Quantities) -> tuple[Bound, ...]:
    """Return every number of a page's running text with the quantities that it equals in value, unit and qualifier.

    Quantities of the page's own section come first: only where none fits do the others count.
    """
    units = {split_unit(quantity.shown_unit)[1] for quantity in quantities.by_name.values()}
    exempt = [exemption.text for exemption in page.exemptions]
    bound = []
    for index, part in enumerate(page.parts):
        if not isinstance(part, Text):
            continue
        for literal in literals(part.text, units):
            if any(_exempts(text, part.text, literal) for text in exempt):
                continue
            line = part.line + part.text.count("\n", 0, literal.start)
            bound.append(Bound(index, line, literal, _candidates(literal, page, quantities)))
    return tuple(bound)


def _exempts(exempt: str, text: str, literal: Literal) -> bool:
    """Say whether the exempted text stands where the literal is; 9个 does not exempt the 99个 it is a part of."""
    whole = rf"(?<![0-9]){re.escape(exempt)}" if exempt[:1].isdigit() else re.escape(exempt)
    places = re.finditer(rf"{whole}(?![0-9])" if exempt[-1:].isdigit() else whole, text)
    return any(found.start() < literal.end and found.end() > literal.start for found in places)


def _candidates(literal: Literal, page: Page, quantities: Quantities) -> tuple[Quantity, ...]:
    fitting = [quantity for quantity in quantities.by_name.values() if _is(literal, quantity)]
    own = [quantity for quantity in fitting if quantity.section == page.id]
    return tuple(own or fitting)


def _is(literal: Literal, quantity: Quantity) -> bool:
    if literal.value is None or quantity.value is None or quantity.unit != literal.after:
        return False
    written = parse_number(quantity.shown) * split_unit(quantity.shown_unit)[0]
    if literal.qualifier == quantity.qualifier and literal.value == written:
        return True
    rounded = round_half_up(written / literal.scale, literal.decimals) * literal.scale
    return literal.qualifier == "约" and literal.value == rounded


@rule("error", "数字绑定")
def numbers_bound(subject: Subject) -> Iterator[Finding]:
    """正文中带单位的数字要么由词语写出，要么恰好等于一个数据的数值、单位和限定。

    通过：{{ num("预算总额") }}；举办宣讲活动176场（数据“宣讲活动场次”为176场）。
    不通过：举办宣讲活动177场（没有这个数）。
    """
    for page in subject.pages:
        for bound in bind(page, subject.quantities):
            if bound.quantity is None:
                names = "、".join(quantity.name for quantity in bound.candidates[:4])
                sentence = "numbers_bound.several" if bound.candidates else ""
                near = "" if bound.candidates else _nearest(bound.literal, subject.quantities)
                yield at_place(page.place(bound.line), sentence, found=bound.literal.written, names=names, nearest=near)


def _nearest(literal: Literal, quantities: Quantities) -> str:
    value = literal.value
    if value is None:
        return ""
    alike = [entry for entry in quantities.by_name.values() if entry.value is not None and entry.unit == literal.after]
    alike.sort(key=lambda entry: abs((entry.value or 0) - value))
    return "、".join(f"{entry.name}（{entry.written}）" for entry in alike[:2])
