"""A built edition is looked over for numbers of persons: text without tags, attributes, data, documents, file names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from nianbao.publish.data_script import texts_handed
from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.attachments.texts import document_texts
from nianbao.sources.refusal import Refused
from nianbao.wording.personal import PersonalNumber, find

_INLINE = re.compile(
    r"a|abbr|b|bdi|bdo|cite|code|data|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tspan|u|var|wbr"
)
"""Elements within which a number goes on; the others part what stands before them from what comes behind."""
_APART = "\x1f"
_CODE = frozenset({".js", ".css", ".map"})
_ESCAPED_LINE = re.compile(r"\\[nrt]")


class _Shown(HTMLParser):
    """What a page says: its text as a reader sees it, and what stands in attributes and comments."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.beside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _INLINE.fullmatch(tag):
            self.text.append("\n" if tag == "br" else _APART)
        self.beside += [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        if not _INLINE.fullmatch(tag):
            self.text.append(_APART)

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)


def exposed(
    folder: Path, at: str, permits: Callable[[PersonalNumber], bool], looked_at: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Yield each number of a person in the edition in `folder`, which will be served at `at` (`2022/`, or empty).

    `permits` answers for numbers that may stand, `looked_at` names the files that were looked at before. Text files of
    every kind are read, and documents that may be attached; files in no encoding are left out.
    """
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        place = Place(f"{at}{name}")
        try:
            texts = [name, *(texts_of(path.read_bytes(), path.suffix) if name not in looked_at else ())]
        except Refused as refused:
            yield Finding(refused.rule, "error", place, refused.values)
            continue
        numbers = {number.value: number for text in texts for number in find(text)}
        for number in numbers.values():
            if not permits(number):
                yield Finding(
                    "privacy", "error", place, {"kind": number.kind, "number": number.masked}, "privacy.built"
                )


def texts_of(data: bytes, suffix: str) -> Iterator[str]:
    """Yield what a file says: text without tags, attributes, decoded data, the texts of a document or of a data script.

    `suffix` is that of its name (`.html`, `.xlsx`). Nothing is yielded for files in no encoding. Raises Refused for a
    document that cannot be searched.
    """
    documents = document_texts(data, suffix[1:].lower())
    if documents is not None:
        yield from documents
        return
    handed = texts_handed(data) if suffix == ".js" else None
    if handed is not None:
        yield from handed
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if suffix == ".json":
        text = _decoded(text)
    if suffix in _CODE or "<" not in text:
        yield _ESCAPED_LINE.sub("\n", text)
        return
    page = _Shown()
    page.feed(text)
    page.close()
    yield "".join(page.text)
    for value in page.beside:
        yield value
        if "%" in value:
            yield unquote(value)


def _decoded(text: str) -> str:
    """JSON with its texts as programs read them; what is no JSON as it stands."""
    try:
        return _ESCAPED_LINE.sub("\n", json.dumps(json.loads(text), ensure_ascii=False))
    except ValueError:
        return text
