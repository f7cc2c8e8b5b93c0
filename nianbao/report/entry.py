"""条目: what an entry of a YAML file may hold, read strictly, and what is declared of each entry of a file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, Strict
from pydantic.fields import FieldInfo

from nianbao.report.row import NOT_STATED
from nianbao.wording.numbers import parse_number

NotStated = Literal["原报告未列"]

TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
"""How YAML 1.2 writes a truth value; its older yes, no, on and off are texts."""


class NotADate(ValueError):
    """The text is not a date written 2023-04-30."""


def _iso_date(value: object) -> object:
    if value == NOT_STATED or isinstance(value, datetime.date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise NotADate(value)
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise NotADate(value) from error


class NotADay(ValueError):
    """The text is not a date written 2023-04-30, and nothing else may stand for it."""


def _day(value: object) -> object:
    try:
        day = _iso_date(value)
    except NotADate as error:
        raise NotADay(value) from error
    if day == NOT_STATED:
        raise NotADay(value)
    return day


def _exact(value: object) -> object:
    return parse_number(value) if isinstance(value, str) else value


def _whole(value: object) -> object:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,9}", value) else value


def _truth(value: object) -> object:
    return TRUTHS.get(value, value) if isinstance(value, str) else value


StatedDate = Annotated[datetime.date | NotStated, BeforeValidator(_iso_date)]
"""A date written 2023-04-30, or 原报告未列."""

Day = Annotated[datetime.date, BeforeValidator(_day)]
"""A date written 2023-04-30."""

Exact = Annotated[Decimal, BeforeValidator(_exact)]
"""A decimal read in the strict form of `parse_number`."""

Whole = Annotated[int, Strict(), BeforeValidator(_whole)]
"""An integer written in digits and nothing else."""

Truth = Annotated[bool, Strict(), BeforeValidator(_truth)]
"""true or false."""


@dataclass(frozen=True)
class Entry:
    """An entry as declared: its path below the file (`*` is every item of a list), and what is to be written there.

    `holds` says in Chinese what it may hold; `default` is what it is without being written, None where it is needed.
    """

    path: tuple[str, ...]
    title: str
    meaning: str
    example: Any
    holds: str
    need: bool
    default: Any = None


def entries_of(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[Entry]:
    """Yield every declared entry of a file's model, each group followed by the entries in it."""
    for name, info in model.model_fields.items():
        path = (*above, name)
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        yield Entry(
            path, info.title or "", info.description or "", (info.examples or [None])[0], _holds(info),
            info.is_required(), default,
        )  # fmt: skip
        inner, items = group_in(info.annotation)
        if inner is not None:
            yield from entries_of(inner, (*path, "*") if items else path)


def group_in(annotation: Any, items: bool = False) -> tuple[type[BaseModel] | None, bool]:
    """Return the group that an entry of this type holds, or holds a list of (the second value says which)."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, items
    many = items or get_origin(annotation) in (tuple, dict)
    found = (group_in(argument, many) for argument in get_args(annotation))
    return next((pair for pair in found if pair[0] is not None), (None, False))


def _holds(info: FieldInfo) -> str:
    """What an entry may hold, in the words of the messages that refuse other things."""
    limits = {name: getattr(limit, name) for limit in info.metadata for name in ("ge", "le") if hasattr(limit, name)}
    span = f"，{limits['ge']}至{limits['le']}" if len(limits) == 2 else ""
    return _type_name(info.annotation) + span


def _type_name(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type_name(arguments[0])
    if origin in (Union, UnionType):
        return "或".join(_type_name(argument) for argument in arguments if argument is not type(None))
    if origin is Literal:
        return "、".join(map(str, arguments))
    if origin is dict:
        return "分组，名称自定"
    if origin is tuple:
        return "列表" if group_in(annotation)[0] else f"列表（{_type_name(arguments[0])}）"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "分组"
    return {str: "文字", int: "整数", Decimal: "数字", bool: "true、false", datetime.date: "日期"}[annotation]
