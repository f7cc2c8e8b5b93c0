"""绑定: which quantity a number of the running text is, by value, unit, qualifier, section and what its clause says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nianbao.report.model import Fact
from nianbao.report.narrative import Exemption, Page, Text
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.report import Report
from nianbao.report.running_text import Literal, literals
from nianbao.wording.numbers import round_half_up

_POINTS = ("个百分点", "百分点")
_LAST_YEAR = re.compile("[上去前]一?年|同比|同期")
_CLEARLY = 4
_COMMON = 2
"""So many characters a clause and a name have in common where the one speaks of the other."""


@dataclass(frozen=True)
class Bound:
    """A literal of a page (in its part number `part`, counting texts and calls) and the quantities it may be.

    `exemption` is what the page's front matter says of it, where it does.
    """

    part: int
    line: int
    literal: Literal
    candidates: tuple[Quantity, ...]
    exemption: Exemption | None = None

    @property
    def quantity(self) -> Quantity | None:
        """The one quantity that it is, or None where there is none or more than one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


def bind(page: Page, quantities: Quantities, report: Report) -> tuple[Bound, ...]:
    """Return every number of a page's running text with the quantities that it equals in value, unit and qualifier.

    Quantities of the page's own section come first; others count only where the clause names them, as do all where
    the number has no unit. Of several that fit, the one counts whose name its clause has most in common with, and of
    those that repeat each other the first.
    """
    units = {quantity.unit for quantity in quantities.by_name.values()}
    repeats = {fact.key_name for fact in report.rows(Fact) if fact.agrees_with is not None}
    bound = []
    for index, part in enumerate(page.parts):
        if not isinstance(part, Text):
            continue
        for literal in literals(part.text, units, report.ruleset.number_names):
            line = part.line + part.text.count("\n", 0, literal.start)
            exemption = next((entry for entry in page.exemptions if _exempts(entry.text, part.text, literal)), None)
            found = () if exemption else _candidates(literal, page, quantities, repeats)
            bound.append(Bound(index, line, literal, found, exemption))
    return tuple(bound)


def _exempts(exempt: str, text: str, literal: Literal) -> bool:
    """Say whether the exempted text stands where the literal is; 9个 does not exempt the 99个 it is a part of."""
    whole = rf"(?<![0-9]){re.escape(exempt)}" if exempt[:1].isdigit() else re.escape(exempt)
    places = re.finditer(rf"{whole}(?![0-9])" if exempt[-1:].isdigit() else whole, text)
    return any(found.start() < literal.end and found.end() > literal.start for found in places)


def _candidates(literal: Literal, page: Page, quantities: Quantities, repeats: set[str]) -> tuple[Quantity, ...]:
    fitting = [quantity for quantity, exact in _of_its_unit(literal, quantities) if _is(literal, quantity, exact)]
    named = [quantity for quantity in fitting if _named(literal, quantity, quantities) >= _COMMON]
    own = [quantity for quantity in fitting if quantity.section == page.id and literal.after]
    several = own or named
    if len(several) > 1 and not _LAST_YEAR.search(literal.clause):
        several = [quantity for quantity in several if "上年" not in quantity.name] or several
    if len(several) > 1:
        several = _best_named(literal, several, quantities)
    if len(several) > 1:
        several = [quantity for quantity in several if quantity.name not in repeats] or several
    return () if several and _names_another(literal, several, quantities) else tuple(several)


def _names_another(literal: Literal, several: list[Quantity], quantities: Quantities) -> bool:
    """Whether the clause names none of the fitting quantities, but clearly another one that counts in this unit."""
    if any(_named(literal, quantity, quantities) >= _COMMON for quantity in several):
        return False
    return any(_named(literal, quantity, quantities) >= _CLEARLY for quantity, _ in _of_its_unit(literal, quantities))


def _best_named(literal: Literal, several: list[Quantity], quantities: Quantities) -> list[Quantity]:
    common = {quantity.name: _named(literal, quantity, quantities) for quantity in several}
    most = max(common.values())
    return [quantity for quantity in several if common[quantity.name] == most] if most >= _COMMON else several


def _named(literal: Literal, quantity: Quantity, quantities: Quantities) -> int:
    """How much of a quantity's name, or of one of its short names, the literal's clause says."""
    names = (quantity.name, *quantities.aliases_of(quantity.name))
    return max(sum(_in_common(part, literal.clause) for part in name.split("·")) for name in names)


def _in_common(name: str, clause: str) -> int:
    """The length of the longest part of a name that stands in the clause, 0 where it is a single character."""
    for length in range(len(name), 1, -1):
        if any(name[start : start + length] in clause for start in range(len(name) - length + 1)):
            return length
    return 0


def _of_its_unit(literal: Literal, quantities: Quantities) -> Iterable[tuple[Quantity, Decimal]]:
    """The quantities that count in the literal's unit, each with its value; all of them where it has none."""
    units: Iterable[str] = _POINTS if literal.after in _POINTS else (literal.after,)
    if not literal.after:
        units = quantities.by_unit
    return [pair for unit in units for pair in quantities.by_unit.get(unit, ())]


def _is(literal: Literal, quantity: Quantity, exact: Decimal) -> bool:
    if literal.value is None:
        return False
    value = -literal.value if literal.falling and exact < 0 else literal.value
    same = literal.qualifier == quantity.qualifier or (quantity.is_target and literal.qualifier != "约")
    if same and value == exact:
        return True
    rounded = round_half_up(exact / literal.scale, literal.decimals) * literal.scale
    return literal.qualifier == "约" and value == rounded


def nearest_quantities(literal: Literal, quantities: Quantities) -> str:
    """Return the two quantities of its unit that a literal most likely means: by its clause, then by value."""
    value = literal.value
    if value is None:
        return ""
    alike = list(_of_its_unit(literal, quantities))
    alike.sort(key=lambda pair: (-_named(literal, pair[0], quantities), abs(pair[1] - value)))
    return "、".join(f"{entry.name}（{entry.written}）" for entry, _ in alike[:2])


@dataclass(frozen=True)
class Coverage:
    """How many numbers of a page are written by a word, bound because they match, exempt, and unbound."""

    page: str
    by_word: int
    by_match: int
    exempt: int
    unbound: int

    @property
    def total(self) -> int:
        """All numbers of the page."""
        return self.by_word + self.by_match + self.exempt + self.unbound


def coverage(page: Page, found: tuple[Bound, ...]) -> Coverage:
    """Return how the numbers of a page's running text, as `bind` found them, are bound."""
    exempt = sum(entry.exemption is not None for entry in found)
    matched = sum(entry.quantity is not None for entry in found)
    words = sum(call.word == "num" for call in page.calls)
    return Coverage(page.id, words, matched, exempt, len(found) - exempt - matched)
