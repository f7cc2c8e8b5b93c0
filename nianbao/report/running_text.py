"""Numbers in running Chinese text: which of them are quantities, and what exactly they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.wording.numbers import SCALES, NotANumber, parse_number

_NOT_QUANTITIES = re.compile(
    r"""
    `[^`]*`                                                  # code
  | \]\([^)]*\) | <(?:https?|mailto):[^>]*> | https?://\S+   # addresses
  | [〔\[(（【]\d{4}[〕\])）】](?:\s*\d+号)?                 # document numbers and years in brackets
  | 第\s*\d+(?:[、—–～~-]\d+)*                               # ordinals and articles of law
  | \d{4}([.．/-])\d{1,2}\1\d{1,2}(?!\d)                    # dates in figures
  | \d{4}\s*(?:[—–～~至-]\s*\d{4})?\s*年                      # years
  | \d{1,2}(?:[—–～~至-]\d{1,2})?月(?:\d{1,2}(?:[—–～~至-]\d{1,2})?日)?  # months and days
  | \d{1,2}(?:[—–～~至-]\d{1,2})?日
  | \d{3,4}-\d{7,8}                                          # telephone numbers
  | [表图]\s*\d+
  | (?m:^\s*(?:\#+\s*)?[（(]?\d+(?:[.．](?!\d)|[、)）]))      # list numbers
  | (?<![0-9A-Za-z])[A-Za-z][A-Za-z0-9_./:-]*[0-9][A-Za-z0-9_.-]*  # codes such as GB/T 9704
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"(?P<before>约|近|不少于|不低于|至少|不超过|不高于|至多|最多|超过|逾)?"
    r"(?P<number>(?<!\d)(?<!\d[.,])\d[\d,.]*)[^\S\n]*(?P<emphasis>[*_]*)"
    r"(?P<more1>[多余])?(?P<scale>万亿|亿|万)?(?P<more2>[多余])?"
    r"[^\S\n]*(?P<unit>[%％‰℃]|[\u4e00-\u9fff]+)"
)
_QUALIFIERS = {
    "约": "约", "近": "约", "不少于": "不少于", "不低于": "不少于", "至少": "不少于", "超过": "多", "逾": "多",
    "不超过": "不超过", "不高于": "不超过", "至多": "不超过", "最多": "不超过",
}  # fmt: skip


@dataclass(frozen=True)
class Literal:
    """A number written in running text: its span, value in the base unit, what follows it, and qualifier.

    `value` is None where the text cannot be read as one number in official form (`12,34名`, `**5**名`).
    """

    start: int
    end: int
    written: str
    value: Decimal | None
    decimals: int
    scale: Decimal
    after: str
    qualifier: str | None


def literals(text: str, units: Iterable[str]) -> Iterator[Literal]:
    """Yield the numbers with a unit in `text`, but not dates, ordinals, document and list numbers, codes or addresses.

    `units` are the year's own units; the longest that follows the number belongs to it, else the one character.
    """
    blank = _NOT_QUANTITIES.sub(lambda found: " " * len(found.group()), text)
    known = sorted({unit for unit in units if unit}, key=len, reverse=True)
    for found in _NUMBER.finditer(blank):
        after = found["unit"].replace("％", "%")
        unit = next((unit for unit in known if after.startswith(unit)), after[:1])
        end = found.start("unit") + len(unit)
        more = "多" if found["more1"] or found["more2"] else None
        written = found["number"].rstrip(",.")
        number = None if found["emphasis"] else _parsed(written)
        scale = SCALES[found["scale"] or ""]
        yield Literal(
            start=found.start(),
            end=end,
            written=text[found.start() : end],
            value=None if number is None else number * scale,
            decimals=len(written.partition(".")[2]),
            scale=scale,
            after=unit,
            qualifier=more or _QUALIFIERS.get(found["before"] or ""),
        )


def _parsed(written: str) -> Decimal | None:
    try:
        return parse_number(written)
    except NotANumber:
        return None
