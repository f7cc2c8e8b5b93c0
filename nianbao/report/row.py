"""行与列: how a table of the data files is declared: its columns once, with all that readers, forms and guide need."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from nianbao.report.place import Place

NOT_STATED: Final = "原报告未列"
"""What an editor writes where the original report does not say; never the same as zero or as an empty cell."""

CellKind = Literal["text", "money", "number", "value", "flag", "choice", "key"]
"""How a cell is read. `value` is a number where it looks like one and a text (a tier) otherwise."""

MONEY_UNITS = {"元": Decimal(1), "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}
"""What a money column's header may name, and how many 元 that is."""


def column(
    title: str,
    kind: CellKind,
    meaning: str,
    example: str,
    *,
    need: bool = False,
    choices: tuple[str, ...] = (),
    unit: str = "",
    least: int | None = None,
    total: str = "",
    kept: bool = False,
    prior_of: str = "",
) -> Any:
    """Declare a field of a table: Chinese title, how its cells are read, what it means, and an example cell.

    `need` says that a cell may not be empty (原报告未列 still answers it, except in a key). `unit` is the unit of a
    number whose row does not name one; `least` the smallest number that makes sense; `total` the name of the quantity
    that the column has to add up to. `kept` says that a row of the next year says the same, `prior_of` names the field
    whose value of the year before the column repeats.
    """
    extra: dict[str, Any] = {
        "kind": kind, "need": need, "choices": list(choices), "unit": unit, "least": least, "total": total,
        "kept": kept or kind == "key", "prior_of": prior_of,
    }  # fmt: skip
    default: Any = ... if need and kind == "key" else None
    return Field(default, title=title, description=meaning, examples=[example], json_schema_extra=extra)


@dataclass(frozen=True)
class Declared:
    """A column as declared: the field it fills, how its cells are read, and what they mean."""

    name: str
    title: str
    kind: CellKind
    meaning: str
    example: str
    need: bool = False
    choices: tuple[str, ...] = ()
    unit: str = ""
    least: int | None = None
    total: str = ""
    kept: bool = False
    prior_of: str = ""
    may_be_unstated: bool = True
    """Whether 原报告未列 answers it; a field that no row can be without takes it for an ordinary text."""


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Row(Value):
    """One row of a table, with its place in the sources.

    A value is None where the source has none; `not_stated` lists the fields for which the source says so in words
    (原报告未列).
    """

    table: ClassVar[str]
    """English name, which is also the file's name."""
    sheet: ClassVar[str]
    """Short Chinese name, which is also the sheet's name in a workbook."""
    title: ClassVar[str]
    """The caption under which readers see the table."""
    key_fields: ClassVar[tuple[str, ...]]

    place: Place
    not_stated: frozenset[str] = frozenset()
    unfilled: frozenset[str] = frozenset()
    """Needed fields that are still blank; a row with any is never published."""
    texts: dict[str, str] = Field(default_factory=dict, repr=False)
    """What each cell says, letter for letter, by field (a number's decimals are told from it)."""
    money_units: dict[str, str] = Field(default_factory=dict, repr=False)
    """In which unit (元, 万元, 亿元) the header states a money field."""
    cells: dict[str, str] = Field(default_factory=dict, repr=False)
    """Where each field stands in a workbook (D7), by field; empty for other files."""

    @property
    def key(self) -> str:
        """The row's key as written: its key cells joined by a slash."""
        return "/".join(str(getattr(self, name)) for name in self.key_fields)

    def place_of(self, field: str) -> Place:
        """Return the place of one cell of this row."""
        return self.place.at(str(type(self).model_fields[field].title), self.cells.get(field))


def columns_of(kind: type[Row]) -> dict[str, Declared]:
    """Return the declared columns of a table by field name, in order."""
    columns: dict[str, Declared] = {}
    for name, info in kind.model_fields.items():
        extra: Any = info.json_schema_extra
        if isinstance(extra, dict) and "kind" in extra:
            given = {**extra, "choices": tuple(extra["choices"])}
            meaning, example = str(info.description), str((info.examples or [""])[0])
            sure = info.annotation is not str
            columns[name] = Declared(
                name, str(info.title), meaning=meaning, example=example, may_be_unstated=sure, **given
            )
    return columns
