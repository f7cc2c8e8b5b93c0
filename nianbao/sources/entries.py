"""From a YAML tree to a declared value: each entry that is wrong, missing or still blank is reported at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from nianbao.report.finding import Finding, nearest
from nianbao.report.place import Place
from nianbao.report.row import NOT_STATED
from nianbao.sources.text import Patience, quote
from nianbao.sources.yamlfile import Node
from nianbao.wording.language import say
from nianbao.wording.numbers import is_normalised

M = TypeVar("M", bound=BaseModel)
_NUMBER = {"int_parsing", "int_from_float", "int_type", "decimal_parsing", "decimal_type"}
_MAPPING = {"model_type", "model_attributes_type", "dict_type"}
_LIST = {"tuple_type", "list_type"}
_TEXT = {"string_type"}
_FLAG = {"bool_parsing", "bool_type"}
_LENGTH = {"too_short", "too_long"}
_ALTERNATIVE = re.compile(r"literal\[.*|function-.*|constrained-.*|date|decimal")
"""How pydantic calls an alternative of a type, which it appends to the path of the entry."""

Path = tuple[int | str, ...]


def as_model(
    node: Node, model: type[M], name: str, findings: list[Finding], first_line: int = 1, *, blanks: bool = False
) -> M | None:
    """Return the node as a value of `model`, or None with one finding per wrong entry.

    With `blanks`, an entry that may be left out but stands there empty is a gap: it is read as left out. A number that
    is not read as it is written is noted.
    """

    def place(path: Path) -> Place:
        return Place(name, node.line_of(path) + first_line - 1)

    plain = node.plain()
    for path in list(_blank(plain, model)) if blanks else ():
        values = {"entry": _written(path), "not_stated": NOT_STATED}
        findings.append(Finding("entry_needed", "error", place(path), values))
        _drop(plain, path)
    run_together = list(_run_together(plain))
    for path, text in run_together:
        values = {"entry": _written(path), "text": quote(text)}
        findings.append(Finding("entry_one_item", "error", place(path), values))
    try:
        value = model.model_validate(plain)
    except ValidationError as error:
        _explain(error, model, place, findings, Patience(findings, name))
        return None
    for path, text, number in _normalised(value, plain):
        values = {"text": quote(text), "number": f"{number:f}"}
        findings.append(Finding("cell_number_normalised", "info", place(path), values))
    return None if run_together else value


def _explain(
    error: ValidationError,
    model: type[BaseModel],
    place: Callable[[Path], Place],
    findings: list[Finding],
    patience: Patience,
) -> None:
    """Append what is wrong, one finding an entry; the length of a group whose entries are wrong says nothing."""
    problems: dict[Path, list[Any]] = {}
    for problem in error.errors(include_url=False):
        problems.setdefault(_path(problem["loc"]), []).append(problem)
    outer = {path[:length] for path in problems for length in range(len(path))}
    for path, found in problems.items():
        if not (path in outer and all(problem["type"] in _LENGTH for problem in found)):
            findings.append(_explained(found, path, model, place(path)))
        if patience.ended():
            return


def _normalised(value: Any, plain: Any, path: Path = ()) -> Iterator[tuple[Path, str, Decimal]]:
    """The paths of numbers that are not read as they are written, with the text and the number."""
    if isinstance(value, Decimal) and isinstance(plain, str):
        if is_normalised(plain):
            yield path, plain, value
    elif isinstance(plain, dict):
        inner = value if isinstance(value, dict) else dict(value) if isinstance(value, BaseModel) else {}
        for key, written in plain.items():
            yield from _normalised(inner.get(key), written, (*path, key))
    elif isinstance(plain, list) and isinstance(value, tuple | list):
        for index, (item, written) in enumerate(zip(value, plain, strict=False)):
            yield from _normalised(item, written, (*path, index))


def _blank(plain: Any, model: type[BaseModel], path: Path = ()) -> Iterator[Path]:
    """The paths of entries without content that the model has a default for."""
    if isinstance(plain, list):
        for index, item in enumerate(plain):
            yield from _blank(item, model, (*path, index))
    if not isinstance(plain, dict):
        return
    for key, value in plain.items():
        field = model.model_fields.get(key)
        if field is None:
            continue
        inner = _model_in(field.annotation)
        if value is None and not field.is_required():
            yield (*path, key)
        elif inner is not None:
            yield from _blank(value, inner, (*path, key))


def _run_together(plain: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The paths of lists whose one text looks like several: a full-width comma parts nothing."""
    if isinstance(plain, list) and len(plain) == 1 and isinstance(plain[0], str) and re.search("[，、；]", plain[0]):
        yield path, plain[0]
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for step, value in inner:
        yield from _run_together(value, (*path, step))


def _drop(plain: Any, path: Path) -> None:
    for step in path[:-1]:
        plain = plain[step]
    del plain[path[-1]]


def _written(path: Path) -> str:
    return "→".join(str(step + 1) if isinstance(step, int) else quote(step) for step in path)


def _path(location: Path) -> Path:
    return location[:-1] if location and _ALTERNATIVE.fullmatch(str(location[-1])) else location


def _explained(problems: list[Any], path: Path, model: type[BaseModel], place: Place) -> Finding:
    if not path:
        return Finding("file_form", "error", place)
    written = _written(path)
    kind = problems[0]["type"]
    if kind == "missing":
        return Finding("entry_missing", "error", place, {"entry": written})
    fields = _fields_at(model, path[:-1])
    if kind == "extra_forbidden":
        near = nearest(str(path[-1]), fields)
        return Finding("entry_unknown", "error", place, {"entry": written, "nearest": near})
    values: dict[str, object] = {"entry": written, "text": _shown(problems[0]["input"])}
    if len(problems) == 1 and _is_number(problems[0]):
        return Finding("entry_not_a_number", "error", place, values)
    field = fields.get(str(path[-1])) if path else None
    expected = "、".join(dict.fromkeys(_expected(problem, field) for problem in problems))
    return Finding("entry_unfit", "error", place, {**values, "expected": expected})


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return say("分组")
    if value == []:
        return say("空的列表")
    return say("列表") if isinstance(value, list) else quote(str(value or ""))


def _is_number(problem: Any) -> bool:
    return problem["type"] in _NUMBER or "NotANumber" in str(problem.get("ctx", ""))


def _expected(problem: Any, field: FieldInfo | None) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if _is_number(problem):
        return say("数字")
    if "NotADay" in str(context):
        return say("日期，如 {example}", example="2023-04-30")
    if "NotADate" in str(context):
        return say("日期，如 {example}，或“{not_stated}”", example="2023-04-30", not_stated=NOT_STATED)
    if kind == "literal_error":
        return "、".join(re.findall("'([^']*)'", context["expected"]))
    if kind == "string_pattern_mismatch" and field is not None:
        example = "、".join(map(str, field.examples or ()))
        return say("{example} 这样的写法（{meaning}）", example=example, meaning=field.description)
    if kind in ("greater_than_equal", "less_than_equal"):
        lower, upper = context.get("ge"), context.get("le")
        return say("不小于{limit}的数", limit=lower) if upper is None else say("不大于{limit}的数", limit=upper)
    if kind == "string_too_short":
        return say("至少{limit}个字", limit=context.get("min_length"))
    if kind == "string_too_long":
        return say("至多{limit}个字", limit=context.get("max_length"))
    if kind in _LENGTH:
        least, most = context.get("min_length"), context.get("max_length")
        return say("至少{limit}项", limit=least) if kind == "too_short" else say("至多{limit}项", limit=most)
    if kind in ("string_too_short", "string_too_long"):
        least, most = context.get("min_length"), context.get("max_length")
        return say("至少{limit}个字", limit=least) if most is None else say("至多{limit}个字", limit=most)
    example = _example(field)
    names = (
        (_MAPPING, say("分组") + example),
        (_LIST, say("列表") + example),
        (_TEXT, say("文字")),
        (_FLAG, "true、false"),
    )
    return next((name for kinds, name in names if kind in kinds), say("另一种写法"))


def _example(field: FieldInfo | None) -> str:
    """An example of a group or a list as it is written, behind a comma; empty where none is declared."""
    example = field.examples[0] if field is not None and field.examples else None
    if isinstance(example, dict) and example:
        return say(
            "，如 {example}", example="{" + ", ".join(f"{name}: {value}" for name, value in example.items()) + "}"
        )
    if isinstance(example, (tuple, list)) and example and isinstance(example[0], str):
        return say("，如 {example}", example="[" + ", ".join(example) + "]")
    return ""


def _fields_at(model: type[BaseModel], path: Path) -> dict[str, FieldInfo]:
    fields = model.model_fields
    for step in path:
        if isinstance(step, int) or step not in fields:
            continue
        inner = _model_in(fields[step].annotation)
        if inner is None:
            return {}
        fields = inner.model_fields
    return dict(fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
