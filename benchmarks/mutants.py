"""Change each number of sound years in turn, and say which share of the changes is noticed.

A change is noticed where a finding appears that was not there, or where the number cannot be read; it is consistent
where the number stands in one place alone, so that every page changes with it. What is neither is a survivor. Numbers
of the text are changed in the years as they are written, and once more with every word written out by hand.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from nianbao.publish.editions import assemble
from nianbao.report.edition import YearEdition
from nianbao.report.model import BreakdownPart, Fact
from nianbao.report.narrative import Call, Page, Text
from nianbao.report.row import MONEY_UNITS, Row, columns_of
from nianbao.sources.folders import years
from nianbao.wording.numbers import NotANumber, parse_number

REPOSITORY = Path(__file__).resolve().parents[1]
SOUND = (REPOSITORY / "tests/hospital", REPOSITORY / "tests/sample")
TARGET = 99
SHOWN = 60


@dataclass(frozen=True)
class Mutant:
    """One change: where, of what kind, from what to what, and the edition that holds it (None: it cannot be read)."""

    place: str
    kind: str
    old: str
    new: str
    edition: YearEdition | None
    alone: bool
    """Whether the number stands nowhere else, so that the change is consistent."""


def changes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kinds of slips that a written number may suffer, each with what it becomes."""
    number = parse_number(text)
    plain = text.replace(",", "")
    step = Decimal(1).scaleb(-len(plain.partition(".")[2]))
    digits = [index for index, char in enumerate(plain) if char.isdigit()]
    swapped = next(
        (index for index in digits if plain[index + 1 : index + 2].isdigit() and plain[index] != plain[index + 1]), None
    )
    found = {
        "+1": f"{number + step:f}",
        "-1": f"{number - step:f}",
        "×10": f"{number * 10:f}",
        "×10000": f"{number * 10000:f}",
        "−": f"{-number:f}",
    }
    if len(digits) > 1:
        lost = digits[len(digits) // 2]
        found["digit lost"] = plain[:lost] + plain[lost + 1 :]
    if swapped is not None:
        found["digits swapped"] = plain[:swapped] + plain[swapped + 1] + plain[swapped] + plain[swapped + 2 :]
    for kind, new in found.items():
        try:
            if parse_number(new) != number:
                yield kind, new
        except NotANumber:
            continue


def cell_mutants(edition: YearEdition) -> Iterator[Mutant]:
    """Yield every change of every number cell of a year."""
    shared = _shared(edition)
    for table, rows in edition.report.tables.items():
        for index, row in enumerate(rows):
            for field, column in columns_of(type(row)).items():
                text = row.texts.get(field, "")
                if column.kind not in ("money", "number", "value") or field == "order" or not _is_number(text):
                    continue
                names = [
                    entry.name for entry in edition.quantities.by_name.values() if entry.place == row.place_of(field)
                ]
                alone = not any(name in shared for name in names)
                for kind, new in changes(text):
                    unread = column.least is not None and parse_number(new) < column.least
                    changed = None if unread else _with_row(edition, table, index, _changed(row, field, new))
                    yield Mutant(str(row.place_of(field)), kind, text, new, changed, alone)


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except NotANumber:
        return False
    return True


def _shared(edition: YearEdition) -> set[str]:
    """The names of quantities that another place repeats: a number of the text, a fact, the total of a breakdown."""
    resolve = edition.quantities.aliases
    names = {entry.quantity.name for found in edition.bound.values() for entry in found if entry.quantity}
    for fact in edition.report.rows(Fact):
        if fact.agrees_with is not None:
            names |= {fact.key_name, resolve.get(fact.agrees_with, fact.agrees_with)}
    totals = [part.total for part in edition.report.rows(BreakdownPart) if part.total and part.unit != "%"]
    return names | {resolve.get(name, name) for name in totals}


def _changed(row: Row, field: str, new: str) -> Row:
    factor = MONEY_UNITS[row.money_units[field]] if field in row.money_units else Decimal(1)
    return row.model_copy(update={field: parse_number(new) * factor, "texts": {**row.texts, field: new}})


def _with_row(edition: YearEdition, table: str, index: int, row: Row) -> YearEdition:
    rows = edition.report.tables[table]
    tables = {**edition.report.tables, table: (*rows[:index], row, *rows[index + 1 :])}
    return replace(edition, report=edition.report.model_copy(update={"tables": tables}))


def written_out(edition: YearEdition) -> YearEdition:
    """Return the year with every number word replaced by what it writes, as if it had been typed by hand."""

    def typed(part: Text | Call) -> Text | Call:
        if not isinstance(part, Call) or part.word != "num":
            return part
        quantity = edition.quantities.get(part.arguments[0])
        return Text(quantity.written if quantity else "", part.line)

    return replace(edition, pages=tuple(replace(page, parts=_joined(map(typed, page.parts))) for page in edition.pages))


def _joined(parts: Iterator[Text | Call]) -> tuple[Text | Call, ...]:
    joined: list[Text | Call] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + part.text, last.line)
        else:
            joined.append(part)
    return tuple(joined)


def text_mutants(edition: YearEdition) -> Iterator[Mutant]:
    """Yield every change of every bound number that stands in the text."""
    for number, page in enumerate(edition.pages):
        for entry in edition.bound[page.id]:
            part = page.parts[entry.part]
            figure = next(iter(_figures(entry.literal.written)), None)
            if not isinstance(part, Text) or entry.quantity is None or figure is None:
                continue
            at = entry.literal.start + entry.literal.written.index(figure)
            for kind, new in changes(figure):
                text = part.text[:at] + new + part.text[at + len(figure) :]
                changed = replace(
                    page, parts=(*page.parts[: entry.part], Text(text, part.line), *page.parts[entry.part + 1 :])
                )
                pages: tuple[Page, ...] = (*edition.pages[:number], changed, *edition.pages[number + 1 :])
                yield Mutant(
                    f"{page.file}:{entry.line}", kind, entry.literal.written, new, replace(edition, pages=pages), False
                )


def _figures(written: str) -> Iterator[str]:
    figure = "".join(char for char in written if char in "0123456789,.").strip(",.")
    if figure and figure in written and _is_number(figure):
        yield figure


def alarms(edition: YearEdition) -> set[tuple[str, str, str]]:
    """Return the errors and warnings of a year, as rule, place and values."""
    return {
        (finding.rule, str(finding.place), str(sorted(map(str, finding.values.items()))))
        for finding in edition.findings
        if finding.level != "info" and not finding.acknowledged
    }


def judged(edition: YearEdition, mutants: Iterator[Mutant], survivors: list[str]) -> Counter[str]:
    """Count what becomes of the changes; survivors are appended as lines to be printed."""
    before, counts = alarms(edition), Counter[str]()
    for mutant in mutants:
        if mutant.edition is None or alarms(mutant.edition) - before:
            counts["caught"] += 1
        elif mutant.alone:
            counts["consistent"] += 1
        else:
            counts["survived"] += 1
            survivors.append(f"{mutant.place}  {mutant.kind}: {mutant.old} → {mutant.new}")
    return counts


def measured(edition: YearEdition, survivors: list[str]) -> Counter[str]:
    """Change every number of a year, print what becomes of the changes, and return the counts."""
    typed = written_out(edition)
    counts = {
        "data": judged(edition, cell_mutants(edition), survivors),
        "text": judged(edition, text_mutants(edition), survivors),
        "typed by hand": judged(typed, text_mutants(typed), survivors),
    }
    numbers = [entry for found in typed.bound.values() for entry in found]
    unbound = sum(entry.quantity is None and entry.exemption is None for entry in numbers)
    for name, count in counts.items():
        print(f"  {name}: {', '.join(f'{what} {number}' for what, number in sorted(count.items())) or 'none'}")
    print(f"  typed by hand, bound by match: {len(numbers) - unbound} of {len(numbers)}", flush=True)
    return sum(counts.values(), Counter[str]())


def main(chosen: list[str]) -> int:
    """Print the shares over the newest year of each sample, or the years that are named; 1 below the target."""
    total, survivors, false = Counter[str](), list[str](), 0
    for root in SOUND:
        known = years(root)
        for year in known:
            edition = assemble(root, year)
            false += len(alarms(edition))
            if str(year) in chosen or (not chosen and year == known[-1]):
                print(f"{root.name} {year}", flush=True)
                total += measured(edition, survivors)
    print("\n".join(["survivors:", *survivors[:SHOWN]]))
    share = 100 * (total["caught"] + total["consistent"]) / max(1, sum(total.values()))
    print(f"{sum(total.values())} changes, noticed or consistent {share:.2f} % (target {TARGET} %)")
    print(f"false alarms on all sound years: {false} (target 0)")
    return 0 if share >= TARGET and not false else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
