"""One word between braces: a known name with literal arguments, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from nianbao.report.finding import Finding, nearest
from nianbao.report.narrative import Call
from nianbao.report.place import Place
from nianbao.report.words import WORDS, Word
from nianbao.sources.problems import word_problem
from nianbao.sources.text import quote

JINJA = Environment(keep_trailing_newline=True)  # noqa: S701 - only its lexer and parser are used, nothing is rendered
_LITERAL = re.compile(r""""[^"\\]*"|'[^'\\]*'""")
_PLAIN = re.compile(
    rf"\s*(?P<name>[^\W\d]\w*)\s*\(\s*(?P<arguments>(?:(?:{_LITERAL.pattern})(?:\s*,\s*(?:{_LITERAL.pattern}))*)?)\s*\)\s*"
)
"""A word as it should be written; anything else is parsed in full, to tell what is wrong with it."""
_LONGEST = 1000


@dataclass
class Expression:
    """What stands between two braces, in pieces, with its line in the file and its column."""

    line: int
    column: int
    pieces: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The text between the braces."""
        return "".join(self.pieces)


def read_call(item: Expression, name: str, portal: bool, number: int, findings: list[Finding]) -> Call | None:
    """Return the call that an expression in the file `name` writes, or None with the reason appended to `findings`.

    `portal` says that the page is the portal's, which has words of its own; `number` counts the page's calls from 0.
    """
    source, place = item.source, Place(name, item.line)
    written = quote("{{" + source + "}}")
    plain = _PLAIN.fullmatch(source) if len(source) <= _LONGEST else None
    if plain:
        called: str = plain["name"]
        arguments: list[str] | None = [text[1:-1] for text in _LITERAL.findall(plain["arguments"])]
    else:
        parsed = _parsed(source, written, place, findings)
        if parsed is None:
            return None
        called, arguments = parsed
    word = WORDS.get(called)
    if word is None or word.portal is not portal:
        known = [other for other, entry in WORDS.items() if entry.portal is portal]
        complain("word_unknown", place, findings, name=quote(called), nearest=nearest(called, known))
    elif arguments is None:
        complain("word_arguments_literal", place, findings, text=written, example=word.example)
    elif not _fits(word, len(arguments)):
        complain("word_arguments_count", place, findings, text=written, example=word.example)
    else:
        return Call(word.name, tuple(arguments), item.line, item.column, number)
    return None


def complain(rule: str, place: Place, findings: list[Finding], **values: object) -> None:
    """Append a complaint about a page."""
    findings.append(Finding(rule, "error", place, values))


def _parsed(source: str, written: str, place: Place, findings: list[Finding]) -> tuple[str, list[str] | None] | None:
    """The name and the arguments of a call that is not plainly written, None for arguments that are no plain texts."""
    try:
        if len(source) > _LONGEST:
            raise RecursionError
        body = JINJA.parse("{{" + source + "}}").body
    except RecursionError:  # brackets within brackets
        complain("page_expression", place, findings, text=written)
        return None
    except TemplateSyntaxError as error:
        complain("page_syntax", place, findings, problem=word_problem(error.message or ""))
        return None
    output = body[0] if body else None
    node = output.nodes[0] if isinstance(output, nodes.Output) and len(output.nodes) == 1 else None
    if isinstance(node, nodes.Name):
        complain("word_without_brackets", place, findings, name=quote(node.name), nearest=nearest(node.name, WORDS))
        return None
    if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)):
        complain("page_expression", place, findings, text=written)
        return None
    return node.node.name, None if node.kwargs or node.dyn_args or node.dyn_kwargs else _texts(node.args, source)


def _texts(arguments: Sequence[nodes.Expr], source: str) -> list[str] | None:
    """The arguments as texts, or None where one is no literal, has an escape in it, or is put together from several."""
    texts = [argument.value for argument in arguments if isinstance(argument, nodes.Const)]
    strings = sum(kind == "string" for _, kind, _ in JINJA.lex("{{" + source + "}}"))
    literal = len(texts) == len(arguments) == strings and "\\" not in source
    return [str(text) for text in texts] if literal and all(isinstance(text, str) for text in texts) else None


def _fits(word: Word, count: int) -> bool:
    return len(word.arguments) - word.optional <= count <= len(word.arguments)
