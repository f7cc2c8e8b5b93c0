"""Numbers in running Chinese text: which of them are quantities, and what exactly they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.wording.chinese_numerals import DIGITS, parse_chinese
from nianbao.wording.numbers import SCALES, NotANumber, parse_number
from nianbao.wording.personal import find

_FIGURES = "0123456789零〇一二两三四五六七八九十百千万亿"
_ARABIC_OR_HAN = r"(?:(?<!\d)\d{1,15}|(?<![零〇一二三四五六七八九十百])[零〇一二三四五六七八九十百]{1,15})"
_COUNTED = (
    "(?:[万亿元个人件次场户名项份条篇宗起家所处套台辆间张本册卷页亩吨米里天年月日时分秒期批节课班团组队位岁多余头株只部例笔对]|"
    "[层座栋枚支瓶箱袋]|公里|平方)"
)
"""What follows a number that counts something and is none to call."""
_GOES_ON = rf"(?:[\d%％‰]|[,.]\d|\s?{_COUNTED})"
"""What stands behind the figures of a number that is not yet over, or that counts."""
_NOT_QUANTITIES = re.compile(
    rf"""
    `[^`]*` | \[\^[^\]\n]{{1,80}}\]:?                           # code, marks of footnotes
  | \]\([^)\n]{{0,600}}\) | <(?:https?|mailto):[^>\n]{{0,600}}> | https?://\S+  # addresses
  | \d{{1,10}}(?:[ -]?(?:\\?[*＊●•]){{3,12}}){{1,5}}[ -]?\d{{1,10}}[Xx]?  # masked numbers
  | \d{{1,10}}(?:\\?[*＊●•]){{4,16}}[Xx]?
  | (?<!\d)(?:0\d{{2,3}}|\d{{3,4}})-\d{{7,8}}(?:[-—转]\d{{1,6}})?(?!\d)  # telephone numbers
  | (?:\+86[- ]?0?\d{{2,3}}|[（(]0\d{{2,3}}[）)])[- ]?\d{{7,8}}(?!\d)
  | (?<!\d)[48]00(?:[- ]\d{{3,4}}[- ]\d{{3,4}}|-\d{{7}})(?!\d)
  | (?<!\d)123\d\d(?!{_GOES_ON}) | 1\d{{4}}(?=热线|举报|平台)  # hotlines
  | (?<!\d)9[56]\d{{3,4}}(?=热线|专线|平台|客服|电话)
  | (?:拨打|致电|热线|电话|客服)[号码为是:： ]{{0,4}}\d{{3,12}}(?:-\d{{3,8}}){{0,3}}(?:转\d{{1,6}})?(?!-?{_GOES_ON})
  | (?:转|分机|尾号|房间|传真|邮编|邮政编码)[号为是:： ]{{0,3}}\d{{3,8}}(?!{_GOES_ON})
  | (?:代码|编码|编号|批号|备案号|登记号)[为是:： ]{{0,3}}[0-9A-Z][0-9A-Za-z_/—-]{{3,40}}(?![A-Za-z]|{_GOES_ON})
  | [〔\[(（【]\d{{4}}[〕\])）】](?:\s*\d+号)?               # document numbers and years in brackets
  | 第\s*\d+(?:[、—–～~-]\d+)* | 第[零〇一二三四五六七八九十百]+  # ordinals and articles of law
  | \d{{4}}([.．/-])\d{{1,2}}\1\d{{1,2}}(?!\d)               # dates in figures
  | \d{{4}}\s{{0,9}}(?:[—–～~至-]\s{{0,9}}\d{{4}}\s{{0,9}})?年 | [零〇一二三四五六七八九]{{4}}年  # years
  | \d{{1,2}}(?:[—–～~至-]\d{{1,2}})?月(?:\d{{1,2}}(?:[—–～~至-]\d{{1,2}})?日)?  # months and days
  | \d{{1,2}}(?:[—–～~至-]\d{{1,2}})?日
  | [一二三四五六七八九十]{{1,2}}月(?:[一二三四五六七八九十]{{1,3}}日)? | 农历\S{{1,6}}
  | \d{{1,2}}[:：]\d{{2}}(?!\d)                              # times of day
  | (?:(?<![\u4e00-\u9fff])|(?<=[见如和与及至在]))[表图]\s*\d+(?![\d,]) | 附件\s*\d+  # references
  | {_ARABIC_OR_HAN}是(?=[^\d])                              # 一是、二是
  | (?m:^[^\S\n]*(?:\#+[^\S\n]*)?[（(]?\d+(?:[.．](?!\d)|[、)）]))      # list numbers
  | (?<![0-9A-Za-z])[A-Z]{{2,}}(?:/[A-Z]+)?\s*\d+(?:\.\d+)*(?:[—–-]\d{{4}})?  # standards such as GB/T 9704—2012
  | (?<![0-9A-Za-z])[A-Za-z][A-Za-z0-9_./:-]{{0,80}}[0-9][A-Za-z0-9_.-]*  # other codes
    """,
    re.VERBOSE,
)
"""Repetitions that may fail behind their end are bounded, so that no page takes longer than its length lets it."""
_NUMBER = re.compile(
    r"(?P<before>大约|约|将近|接近|近|不少于|不低于|至少|不超过|不高于|至多|最多|超过|突破|逾)?"
    r"(?P<sign>(?<![0-9A-Za-z])[-−－](?=\d))?"
    r"(?:(?P<number>(?<!\d)(?<!\d[.,])\d[\d,.]*)|(?P<han>[零〇一二两三四五六七八九十百千万亿点]{0,60}[零〇一二两三四五六七八九十百千万亿]))"
    r"[^\S\n]*(?P<emphasis>[*_]*)"
    r"(?P<more1>[多余])?(?P<scale>万亿|亿|万)?(?P<more2>[多余])?"
    r"(?P<range>[—–～~至-](?=\d))?"
    r"[^\S\n]*(?P<unit>[%％‰℃]|[\u4e00-\u9fff]+|[A-Za-z]+[²³]?)?"
    r"(?P<behind>左右|上下|以上|以下|以内|之内)?"
)
_FRACTION = re.compile(
    r"(?:(?P<base>百|千|万)|(?P<parts>[二三四五六七八九十]))分之(?P<share>[零〇一二两三四五六七八九十百点]+|\d[\d.]*)"
)
_BEFORE = {
    "约": "约", "大约": "约", "将近": "约", "接近": "约", "近": "约", "不少于": "不少于", "不低于": "不少于",
    "至少": "不少于", "超过": "多", "突破": "多", "逾": "多", "不超过": "不超过", "不高于": "不超过", "至多": "不超过",
    "最多": "不超过",
}  # fmt: skip
_BEHIND = {"左右": "约", "上下": "约", "以上": "不少于", "以下": "不超过", "以内": "不超过", "之内": "不超过"}
_LESS = re.compile(r"(?:下降|减少|降低|降|减|少|低|压减|回落|负)了?$")
_CLAUSE = 500
"""No clause of a report is longer."""
_SMALL = Decimal(10)
"""Up to here a Chinese numeral counts things in passing and is no statistics (GB/T 15835—2011, 4.2)."""


@dataclass(frozen=True)
class Literal:
    """A number written in running text: its span, value in the base unit, what follows it, and qualifier.

    `value` is None where the text cannot be read as one number in official form (`12,34名`, `**5**名`). `falling`
    says that the words before it state a decrease, which its figure does not. `clause` is the text before it back to
    the last stop, and after it up to the next one.
    """

    start: int
    end: int
    written: str
    value: Decimal | None
    decimals: int
    scale: Decimal
    after: str
    qualifier: str | None
    falling: bool = False
    clause: str = ""


def literals(text: str, units: Iterable[str], names: Iterable[str] = ()) -> Iterator[Literal]:
    """Yield the numbers in `text`, but not dates, ordinals, document and list numbers, codes or addresses.

    `units` are the year's own units; the longest that follows the number belongs to it, else the one character.
    `names` are words that hold a numeral without being a number (五一劳动奖章, 三公).
    """
    blank = _without(text, names)
    known = sorted({unit for unit in units if unit}, key=len, reverse=True)
    taken = 0
    for found in sorted((*_FRACTION.finditer(blank), *_NUMBER.finditer(blank)), key=lambda found: found.start()):
        if found.start() < taken:
            continue
        literal = _fraction(found, text) if found.re is _FRACTION else _number(found, text, blank, known)
        if literal is not None:
            taken = literal.end
            yield literal


def _without(text: str, names: Iterable[str]) -> str:
    """The text with as many characters, what is no quantity taken out of it."""
    for number in find(text):  # a telephone or a card counts nothing
        text = text[: number.start] + " " * (number.end - number.start) + text[number.end :]
    blank = _NOT_QUANTITIES.sub(lambda found: " " * len(found.group()), text)
    ordered = sorted((name for name in names if name), key=len, reverse=True)
    if not ordered:
        return blank
    return re.sub("|".join(map(_whole, ordered)), lambda found: " " * len(found.group()), blank)


def _whole(name: str) -> str:
    """The pattern of a name that is no part of a longer number: 十一 does not stand in 四十一."""
    before = f"(?<![{_FIGURES}])" if name[0] in _FIGURES else ""
    after = f"(?![{_FIGURES}])" if name[-1] in _FIGURES else ""
    return before + re.escape(name) + after


def _fraction(found: re.Match[str], text: str) -> Literal | None:
    """百分之七十三点五, 千分之三; 三分之二 is no exact percentage and stays a way of speaking."""
    if found["parts"]:
        return None
    number = _parsed(found["share"])
    if number is None:
        return None
    share = number * {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}[found["base"]]
    decimals = max(0, -int(share.as_tuple().exponent))
    span = found.start(), found.end()
    return Literal(
        *span, found.group(), share, decimals, Decimal(1), "%", None, _falls(text, span[0]), _clause(text, *span)
    )


def _number(found: re.Match[str], text: str, blank: str, known: list[str]) -> Literal | None:
    after = (found["unit"] or "").replace("％", "%")
    unit = _unit(after, known)
    if found["range"] or (after and not unit):
        unit = _unit_of_range(blank, found.end("range"), known) if found["range"] else ""
        if after and after[0].isascii() and after[0].isalpha():
            return None
    end = _end(found, unit)
    start = found.start("before") if found["before"] else found.start("sign") if found["sign"] else _figure_start(found)
    written = (found["number"] or found["han"]).rstrip(",.")
    number = None if found["emphasis"] else _parsed(written)
    if found["han"] and (number is None or (number <= _SMALL and not found["scale"])):
        return None
    behind = _BEHIND.get(next((word for word in _BEHIND if blank.startswith(word, end)), ""))
    more = "多" if found["more1"] or found["more2"] else None
    scale = SCALES[found["scale"] or ""]
    value = None if number is None else number * scale * (-1 if found["sign"] else 1)
    return Literal(
        start=start,
        end=end,
        written=text[start:end],
        value=value,
        decimals=len(written.partition(".")[2]),
        scale=scale,
        after=unit,
        qualifier=more or _BEFORE.get(found["before"] or "") or behind,
        falling=_falls(text, start),
        clause=_clause(text, start, end),
    )


def _figure_start(found: re.Match[str]) -> int:
    return found.start("number") if found["number"] else found.start("han")


def _unit(after: str, known: list[str]) -> str:
    if after.startswith("个百分点"):
        return "个百分点"
    return next(
        (unit for unit in known if after.startswith(unit)),
        "" if after[:1].isascii() and after[:1].isalpha() else after[:1],
    )


def _unit_of_range(blank: str, at: int, known: list[str]) -> str:
    """The unit of the second number of a range, which is that of the first as well (3—5个)."""
    following = re.match(r"[\d,.]+(?:万亿|亿|万)?\s*([%％‰℃]|[\u4e00-\u9fff]+)?", blank[at : at + _CLAUSE])
    return _unit((following[1] or "").replace("％", "%"), known) if following else ""


def _end(found: re.Match[str], unit: str) -> int:
    if unit and not found["range"] and found["unit"]:
        return found.start("unit") + len(unit)
    ends = [found.end(name) for name in ("number", "han", "more1", "scale", "more2") if found[name]]
    trailing = len(found["number"] or "") - len((found["number"] or "").rstrip(",."))
    return max(ends) - (trailing if len(ends) == 1 else 0)


def _falls(text: str, start: int) -> bool:
    return _LESS.search(text[max(0, start - 4) : start]) is not None


def _clause(text: str, start: int, end: int) -> str:
    before = re.split("[。；！？\n]", text[max(0, start - _CLAUSE) : start])[-1]
    after = re.split("[。；！？，、\n]", text[end : end + _CLAUSE], maxsplit=1)[0]
    return before + after


def _parsed(written: str) -> Decimal | None:
    try:
        return parse_chinese(written) if written[0] in DIGITS or written[0] in "十百千万亿" else parse_number(written)
    except NotANumber:
        return None
