"""Reading a page: text and calls of known words with literal arguments, and nothing else; all complaints at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from jinja2 import TemplateSyntaxError

from nianbao.report.finding import Finding
from nianbao.report.narrative import HINT_OPENING, Call, Exemption, Page, Text
from nianbao.report.place import Place
from nianbao.report.words import WORDS
from nianbao.sources.calls import JINJA, Expression, read_call
from nianbao.sources.markup import refuse_markup
from nianbao.sources.problems import word_problem
from nianbao.sources.text import Patience, quote, read_text
from nianbao.sources.yamlfile import Node, parse_yaml
from nianbao.wording.language import say

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)?(---|\.\.\.)[ \t]*\n", re.DOTALL)
_OPENED = re.compile(r"\s*---[ \t]*(\n|\Z)")
_MULTIMARKDOWN = re.compile(r"\A[ ]{0,3}[A-Za-z0-9_-]+:")
_HINT = re.compile(f"{HINT_OPENING}[^\n】]*】?")
_KEYS = ("description", "exempt")
_MARKS = ("{{", "{%", "{#")


def read_page(path: Path, name: str, *, portal: bool, findings: list[Finding]) -> Page | None:
    """Return the page at `path`, called `name` below the site folder, or None with the reasons in `findings`."""
    text = read_text(path, name, findings)
    return None if text is None else parse_page(text, name, portal=portal, findings=findings)


def parse_page(text: str, name: str, *, portal: bool, findings: list[Finding]) -> Page | None:
    """Return the page that `text` says; every statement, filter, unknown word or other markup is a finding."""
    before = sum(finding.level == "error" and not finding.gap for finding in findings)
    front, body, first_line = _split(text, name, findings)
    parts = tuple(_parts(body, name, first_line, portal, findings))
    refuse_markup(body, name, first_line, findings, title=portal)
    _refuse_bad_positions(body, name, first_line, parts, findings)
    description, exemptions = _front_matter(front, name, findings)
    if sum(finding.level == "error" and not finding.gap for finding in findings) > before:
        return None
    return Page(Path(name).stem, name, parts, description, exemptions)


def _split(text: str, name: str, findings: list[Finding]) -> tuple[Node | None, str, int]:
    found = _FRONT.match(text)
    if not found:
        if _MULTIMARKDOWN.match(text) or _OPENED.match(text):
            findings.append(Finding("front_matter_form", "error", Place(name, 1)))
        return None, text, 1
    source = found["yaml"] or ""
    before = len(findings)
    for number, line in enumerate(source.split("\n"), start=2):
        if any(mark in line for mark in _MARKS):
            findings.append(Finding("front_matter_word", "error", Place(name, number), {"text": quote(line.strip())}))
    node = parse_yaml(source, name, findings, first_line=2) if source.strip() and len(findings) == before else None
    return node, text[found.end() :], text[: found.end()].count("\n") + 1


def _front_matter(front: Node | None, name: str, findings: list[Finding]) -> tuple[str, tuple[Exemption, ...]]:
    if front is None:
        return "", ()
    if not isinstance(front.content, dict):
        findings.append(Finding("front_matter_form", "error", Place(name, 1)))
        return "", ()
    for key, node in front.content.items():
        if key not in _KEYS:
            values = {"key": quote(key), "known": "、".join(_KEYS)}
            findings.append(Finding("front_matter_key", "error", Place(name, node.line + 1), values))
    return _description(front.content.get("description"), name, findings), tuple(_exemptions(front, name, findings))


def _description(node: Node | None, name: str, findings: list[Finding]) -> str:
    if node is None or node.content is None:
        return ""
    if isinstance(node.content, str):
        return node.content
    findings.append(Finding("front_matter_text", "error", Place(name, node.line + 1), {"key": "description"}))
    return ""


def _exemptions(front: Node, name: str, findings: list[Finding]) -> Iterator[Exemption]:
    exempt = front.content.get("exempt") if isinstance(front.content, dict) else None
    entries = exempt.content if exempt else []
    if not isinstance(entries, list):
        findings.append(Finding("front_matter_exempt", "error", Place(name, exempt.line + 1 if exempt else 1)))
        return
    for node in entries:
        entry = node.plain()
        texts = [entry.get(key) for key in ("text", "reason")] if isinstance(entry, dict) and len(entry) == 2 else []
        if texts and all(isinstance(text, str) and text for text in texts):
            yield Exemption(str(texts[0]), str(texts[1]), node.line + 1)
        else:
            findings.append(Finding("front_matter_exempt", "error", Place(name, node.line + 1)))


def _parts(body: str, name: str, first_line: int, portal: bool, findings: list[Finding]) -> Iterator[Text | Call]:
    calls = 0
    for item in _lexed(body, name, first_line, findings):
        if isinstance(item, Text):
            findings += _hints(item, name)
            yield item
            continue
        call = read_call(item, name, portal, calls, findings)
        if call is not None:
            calls += 1
            yield call


def _hints(text: Text, name: str) -> Iterator[Finding]:
    for found in _HINT.finditer(text.text):
        line = text.line + text.text.count("\n", 0, found.start())
        yield Finding("hint_left", "error", Place(name, line), {"text": quote(found.group())})


def _lexed(body: str, name: str, first_line: int, findings: list[Finding]) -> Iterator[Text | Expression]:
    patience = Patience(findings, name)
    expression: Expression | None = None
    here = line_start = 0
    try:
        for line, kind, value in JINJA.lex(body):
            at = Place(name, line + first_line - 1)
            if kind == "data":
                yield Text(value, line + first_line - 1, here - line_start + 1)
            elif kind == "variable_begin":
                if value != "{{":
                    findings.append(Finding("word_whitespace", "error", at, {"text": value}))
                expression = Expression(line + first_line - 1, here - line_start + 1)
            elif kind == "variable_end":
                if expression is not None:
                    yield expression
                expression = None
            elif expression is not None:
                expression.pieces.append(value)
            elif kind in ("block_begin", "raw_begin", "comment_begin", "linestatement_begin", "linecomment_begin"):
                rule = "page_comment" if kind.endswith("comment_begin") else "page_statement"
                findings.append(Finding(rule, "error", at, {"text": quote(_line_from(body, here))}))
            if patience.ended():
                return
            line_start = here + value.rfind("\n") + 1 if "\n" in value else line_start
            here += len(value)
        if expression is not None:
            place = Place(name, expression.line)
            findings.append(Finding("page_syntax", "error", place, {"problem": say("花括号没有成对")}))
    except TemplateSyntaxError as error:
        place = Place(name, error.lineno + first_line - 1)
        findings.append(Finding("page_syntax", "error", place, {"problem": word_problem(error.message or "")}))


def _line_from(body: str, offset: int) -> str:
    return body[offset : offset + 100].split("\n", 1)[0]


def _refuse_bad_positions(
    body: str, name: str, first_line: int, parts: tuple[Text | Call, ...], findings: list[Finding]
) -> None:
    lines = ["", *body.split("\n"), ""]
    calls = (part for part in parts if isinstance(part, Call))
    patience = Patience(findings, name)
    for line, group in groupby(calls, key=lambda call: call.line):
        index = line - first_line + 1
        text, above, below = lines[index], lines[index - 1], lines[index + 1]
        heading, alone = _is_heading(text, below), _is_alone(text, above, below)
        for call in group:
            if heading:
                findings.append(Finding("word_in_heading", "error", Place(name, line), {"word": call.word}))
            elif WORDS[call.word].alone and not alone:
                findings.append(Finding("word_not_alone", "error", Place(name, line), {"word": call.word}))
        if patience.ended():
            return


def _is_heading(line: str, below: str) -> bool:
    return line.lstrip().startswith("#") or re.fullmatch(r"\s*(=+|-{3,})\s*", below) is not None


def _is_alone(line: str, above: str, below: str) -> bool:
    whole = line.startswith("{{") and line.rstrip().endswith("}}") and line.count("{{") == 1
    return whole and not above.strip() and not below.strip()
