"""An entry for `privacy.yml`: from a number at its place to lines that answer for it and do not hold it."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from nianbao.report.privacy import FILE, SALT_BYTES, Privacy, check_value, is_at
from nianbao.sources.privacy import portal_texts, texts_of_year
from nianbao.wording.personal import PersonalKind, find, masked

PORTAL = "portal"


@dataclass(frozen=True)
class Approval:
    """What somebody answers for: the place and kind of a number, why it may stand, who approved it, and until when.

    `expires` is a date written 2026-12-31.
    """

    place: str
    kind: PersonalKind
    reason: str
    role: str
    expires: str


def numbers_at(root: Path, year: str, approval: Approval) -> tuple[str, ...]:
    """Return the different numbers of that kind that stand at that place of a year (`2023`) or of `portal`.

    Whatever else is wrong with the year, its files are looked through.
    """
    texts = portal_texts(root) if year == PORTAL else texts_of_year(root, int(year))
    there = [(place, number) for place, number in Privacy(tuple(texts)).numbers() if number.kind == approval.kind]
    exact = [number for place, number in there if str(place.shown) == masked(approval.place)]
    near = [number for place, number in there if is_at(place, masked(approval.place))]
    return tuple(dict.fromkeys(number.value for number in exact or near))


def number_in(text: str, kind: PersonalKind) -> str | None:
    """Return the value of the one number of that kind that a text is, or None."""
    numbers = find(text.strip())
    return numbers[0].value if len(numbers) == 1 and numbers[0].kind == kind else None


def exceptions_file(year: str) -> str:
    """Return the file in which the exceptions of a year (`2023`) or of `portal` are listed."""
    return f"data/{FILE}" if year == PORTAL else f"data/{year}/{FILE}"


def written_entry(root: Path, year: str, approval: Approval, value: str) -> str:
    """Return the lines to add to the file of exceptions, its first lines included where there is no such file."""
    salt = secrets.token_hex(SALT_BYTES)
    entry = {
        "place": masked(approval.place),
        "kind": approval.kind,
        "reason": approval.reason,
        "role": approval.role,
        "expires": approval.expires,
        "salt": salt,
        "scrypt": check_value(value, salt),
    }
    lines = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in entry.items()]
    body = "  - " + "\n    ".join(lines) + "\n"
    if (root / exceptions_file(year)).exists():
        return body
    schemas = "schemas" if year == PORTAL else "../schemas"
    return f"# yaml-language-server: $schema={schemas}/privacy.schema.json\nexceptions:\n{body}"
