"""YAML as offices may write it: mappings, lists and texts, read from parser events so that values keep their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.problems import yaml_problem
from nianbao.sources.text import hidden_character, quote

MAX_DEPTH, MAX_NODES = 20, 150_000
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


_OPENED = ("end of stream", "document indicator", "expected ','", "expected ':'")
"""Problems that begin where something was opened, and show only where it should have ended."""


class _Refused(Exception):
    def __init__(self, rule: str, line: int, sentence: str = "", **values: object) -> None:
        super().__init__(rule)
        self.rule, self.line, self.sentence, self.values = rule, line, sentence, values

    def at(self, name: str, first_line: int) -> Finding:
        """Return the complaint with its lines counted in the file."""
        values = dict(self.values)
        if isinstance(first := values.get("first"), int):
            values["first"] = first + first_line - 1
        return Finding(self.rule, "error", Place(name, self.line + first_line - 1), values, self.sentence)


def parse_yaml(text: str, name: str, findings: list[Finding], first_line: int = 1) -> Node | None:
    """Return the document as a tree of nodes, or None with the reason appended to `findings`.

    Refused: aliases, anchors, tags, merges, duplicate names, several documents, nesting deeper than 20, more
    than 150,000 entries.
    """
    try:
        events = _events(text)
        node = _node(next(events), events, 1)
        list(events)  # what follows the document is refused as it is read
        return node
    except _Refused as refused:
        findings.append(refused.at(name, first_line))
    except yaml.MarkedYAMLError as error:
        problem = error.problem or ""
        opened = any(part in problem for part in _OPENED)
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        place = Place(name, (mark.line if mark else 0) + first_line)
        findings.append(Finding("yaml_syntax", "error", place, {"problem": yaml_problem(problem)}))
    except yaml.YAMLError as error:
        place = Place(name, first_line)
        findings.append(Finding("yaml_syntax", "error", place, {"problem": yaml_problem(str(error))}))
    return None


def texts_of_yaml(text: str, name: str) -> Iterator[tuple[Place, str]]:
    """Yield every text of a YAML file with its place and the names that lead to it; none of a file that is refused."""
    node = parse_yaml(text, name, [])
    if node is not None:
        yield from _texts(node, name, ())


def _texts(node: Node, name: str, path: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    if isinstance(node.content, str):
        yield Place(name, node.line, ".".join(path)), node.content
        return
    inner = node.content.items() if isinstance(node.content, dict) else enumerate(node.content or ())
    for step, child in inner:
        yield from _texts(child, name, (*path, str(step)))


def _events(text: str) -> Iterator[yaml.Event]:
    documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        line = _line(event)
        if count > MAX_NODES:
            raise _Refused("yaml_long", line, limit=MAX_NODES)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused("yaml_documents", line)
            if event.tags:
                raise _Refused("yaml_tag", line, tag="%TAG")
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
        _refuse_hidden(event, line)
        empty = event.value in ("", "~", "null") and event.implicit[0]
        return Node(None if empty else event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node([_node(item, events, depth + 1) for item in _until(events, yaml.SequenceEndEvent)], line)
    return Node(_mapping(events, depth), line)


def _refuse_hidden(event: yaml.ScalarEvent, line: int) -> None:
    complaint = hidden_character(event.value, Place("", line))
    if complaint:
        raise _Refused(complaint.rule, line, complaint.sentence, **complaint.values)


def _mapping(events: Iterator[yaml.Event], depth: int) -> dict[str, Node]:
    content: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for event in _until(events, yaml.MappingEndEvent):
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _Refused("yaml_key", line)
        if event.value == "<<":
            raise _Refused("yaml_alias", line)
        _refuse_hidden(event, line)
        if event.value in content:
            raise _Refused("yaml_duplicate", line, name=quote(event.value), first=lines[event.value])
        lines[event.value] = line
        content[event.value] = _node(next(events), events, depth + 1)
    return content


def _until(events: Iterator[yaml.Event], end: type[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, end):
            return
        yield event
