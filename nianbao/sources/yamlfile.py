"""YAML as offices may write it: mappings, lists and texts, read from parser events so that values keep their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from nianbao.report.finding import Finding, nearest
from nianbao.report.place import Place
from nianbao.report.row import NOT_STATED
from nianbao.sources.text import quote
from nianbao.wording.language import say

MAX_DEPTH = 20
M = TypeVar("M", bound=BaseModel)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value with its line: a text, a list of nodes, or a mapping of names to nodes; None is an empty value."""

    content: str | list[Node] | dict[str, Node] | None
    line: int

    def plain(self) -> Any:
        """Return the value without lines: texts, lists, dictionaries, None."""
        if isinstance(self.content, dict):
            return {name: node.plain() for name, node in self.content.items()}
        if isinstance(self.content, list):
            return [node.plain() for node in self.content]
        return self.content

    def line_of(self, path: tuple[int | str, ...]) -> int:
        """Return the line of the value that a path of names and positions leads to, or of the last step that exists."""
        node = self
        for step in path:
            child: Node | None = None
            if isinstance(node.content, dict):
                child = node.content.get(str(step))
            elif isinstance(node.content, list) and isinstance(step, int) and step < len(node.content):
                child = node.content[step]
            if child is None:
                break
            node = child
        return node.line


class _Refused(Exception):
    def __init__(self, rule: str, line: int, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.line, self.values = rule, line, values


def parse_yaml(text: str, name: str, findings: list[Finding], first_line: int = 1) -> Node | None:
    """Return the document as a tree of nodes, or None with the reason appended to `findings`.

    Refused: aliases, anchors, tags, merges, duplicate names, several documents, nesting deeper than 20.
    """
    try:
        events = _events(text)
        node = _node(next(events), events, 1)
        list(events)  # what follows the document is refused as it is read
        return node
    except _Refused as refused:
        line = refused.line + first_line - 1
        findings.append(Finding(refused.rule, "error", Place(name, line), refused.values))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        findings.append(Finding("yaml_syntax", "error", Place(name, line), {"problem": quote(error.problem or "")}))
    except yaml.YAMLError as error:
        findings.append(Finding("yaml_syntax", "error", Place(name, first_line), {"problem": quote(str(error))}))
    return None


def _events(text: str) -> Iterator[yaml.Event]:
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = _line(event)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused("yaml_documents", line)
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("yaml_alias", line)
        elif tag := getattr(event, "tag", None):
            raise _Refused("yaml_tag", line, tag=quote(str(tag)))
        if isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
            yield event
    if documents == 0:
        raise _Refused("yaml_empty", 1)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    line = _line(event)
    if depth > MAX_DEPTH:
        raise _Refused("yaml_depth", line, limit=MAX_DEPTH)
    if isinstance(event, yaml.ScalarEvent):
        empty = event.value in ("", "~", "null") and event.implicit[0]
        return Node(None if empty else event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node([_node(item, events, depth + 1) for item in _until(events, yaml.SequenceEndEvent)], line)
    return Node(_mapping(events, depth), line)


def _mapping(events: Iterator[yaml.Event], depth: int) -> dict[str, Node]:
    content: dict[str, Node] = {}
    for event in _until(events, yaml.MappingEndEvent):
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused("yaml_key", line)
        if event.value == "<<":
            raise _Refused("yaml_alias", line)
        if event.value in content:
            raise _Refused("yaml_duplicate", line, name=quote(event.value), first=content[event.value].line)
        content[event.value] = _node(next(events), events, depth + 1)
    return content


def _until(events: Iterator[yaml.Event], end: type[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


_NUMBER = {"int_parsing", "int_from_float", "int_type", "decimal_parsing", "decimal_type"}
_MAPPING = {"model_type", "model_attributes_type", "dict_type"}
_LIST = {"tuple_type", "list_type"}
_TEXT = {"string_type"}
_FLAG = {"bool_parsing", "bool_type"}
_LENGTH = {"too_short", "too_long"}
_ALTERNATIVE = re.compile(r"literal\[.*|function-.*|constrained-.*|date|decimal")
"""How pydantic calls an alternative of a type, which it appends to the path of the entry."""

Path = tuple[int | str, ...]


def as_model(node: Node, model: type[M], name: str, findings: list[Finding], first_line: int = 1) -> M | None:
    """Return the node as a value of `model`, or None with one finding per wrong entry."""
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        problems: dict[Path, list[Any]] = {}
        for problem in error.errors(include_url=False):
            problems.setdefault(_path(problem["loc"]), []).append(problem)
        for path, found in problems.items():
            inner = any(other[: len(path)] == path != other for other in problems)
            if not (inner and all(problem["type"] in _LENGTH for problem in found)):
                place = Place(name, node.line_of(path) + first_line - 1)
                findings.append(_explained(found, path, model, place))
        return None


def _path(location: Path) -> Path:
    return location[:-1] if location and _ALTERNATIVE.fullmatch(str(location[-1])) else location


def _explained(problems: list[Any], path: Path, model: type[BaseModel], place: Place) -> Finding:
    written = "→".join(str(step + 1) if isinstance(step, int) else str(step) for step in path) or say("全文")
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
    return say("列表") if isinstance(value, list) else quote(str(value or ""))


def _is_number(problem: Any) -> bool:
    return problem["type"] in _NUMBER or "NotANumber" in str(problem.get("ctx", ""))


def _expected(problem: Any, field: FieldInfo | None) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if _is_number(problem):
        return say("数字")
    if "NotADate" in str(context):
        return say("日期，如 {example}，或“{not_stated}”", example="2023-04-30", not_stated=NOT_STATED)
    if kind == "literal_error":
        return "、".join(re.findall("'([^']*)'", context["expected"]))
    if kind == "string_pattern_mismatch" and field is not None:
        return say("{example} 这样的写法", example="、".join(map(str, field.examples or ())))
    if kind in ("greater_than_equal", "less_than_equal"):
        lower, upper = context.get("ge"), context.get("le")
        return say("不小于{limit}的数", limit=lower) if upper is None else say("不大于{limit}的数", limit=upper)
    if kind in _LENGTH:
        least, most = context.get("min_length"), context.get("max_length")
        return say("至少{limit}项", limit=least) if kind == "too_short" else say("至多{limit}项", limit=most)
    names = ((_MAPPING, say("分组")), (_LIST, say("列表")), (_TEXT, say("文字")), (_FLAG, "true、false"))
    return next((name for kinds, name in names if kind in kinds), str(problem["msg"]))


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
