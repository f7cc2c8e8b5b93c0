"""Data in scripts: as JSON in an element of a page, or handed to a function, for pages on a disk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_NOT_IN_SCRIPTS = re.compile("[<>&\u2028\u2029]")
"""What could end a script or a line of one somewhere; in JSON only strings hold them."""
_CALL = re.compile(r"(?P<function>nianbao[A-Za-z]+)\(")


def in_script(value: object) -> str:
    """Return a value as JSON that may stand in a script element and can never end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _NOT_IN_SCRIPTS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def data_script(function: str, content: Mapping[str, Any]) -> bytes:
    """Return the script that calls `function` with the content."""
    return f"{function}({in_script(content)});\n".encode()


def content_of(function: str, script: bytes) -> dict[str, Any]:
    """Return the content with which a script calls `function`; raises ValueError for any other script."""
    text, before, behind = script.decode(), f"{function}(", ");\n"
    if not (text.startswith(before) and text.endswith(behind)):
        raise ValueError(function)
    content = json.loads(text.removeprefix(before).removesuffix(behind))
    if not isinstance(content, dict):
        raise ValueError(function)
    return content


def texts_handed(script: bytes) -> tuple[str, ...] | None:
    """Return the texts in data that a script hands over, each line and cell by itself; None for any other script."""
    called = _CALL.match(script[:80].decode(errors="replace"))
    try:
        return tuple(texts_in(content_of(called["function"], script))) if called else None
    except ValueError:
        return None


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts in a value as JSON has it, each line and cell by itself."""
    if isinstance(value, str):
        yield from value.replace("\t", "\n").split("\n")
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)
