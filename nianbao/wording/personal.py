"""个人号码: numbers that belong to a person, recognised however people write them, and shown with a hidden middle."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

PersonalKind = Literal["身份证号码", "手机号码", "银行卡号"]
KINDS: Final[tuple[PersonalKind, ...]] = get_args(PersonalKind)
_IDENTITY, _MOBILE, _CARD = KINDS

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_BLANK = " \\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HYPHEN = "\\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d·"
_BRACKETS = "()（）[]［］【】〔〕〈〉《》「」『』{}｛｝"
_SEPARATORS = {"/": "/", "／": "/", "_": "_", "＿": "_", "，": "，", "|": "/", "｜": "/"}
"""What parts figures where somebody would hide that they are one number, by what it is taken for."""
_BETWEEN = f"{_INVISIBLE}{_BLANK}{_HYPHEN}.．\\r\\n{re.escape(_BRACKETS + ''.join(_SEPARATORS))}"
_HAN = "〇零○一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖幺"
_CIRCLED = "".join(
    map(
        chr,
        (
            *(0x24EA, *range(0x2460, 0x2469), 0x24FF, *range(0x24F5, 0x24FE), *range(0x2776, 0x277F)),
            *(*range(0x2780, 0x2789), *range(0x278A, 0x2793), *range(0x2474, 0x247D), *range(0x2488, 0x2491)),
            *(0x2070, 0xB9, 0xB2, 0xB3, *range(0x2074, 0x207A), *range(0x2080, 0x208A)),
        ),
    )
)
"""Figures in circles, in brackets, with a point, raised and lowered."""
_FIGURES = str.maketrans(
    _HAN + _CIRCLED, "0001234567891223345667891" + "".join(str(unicodedata.digit(char)) for char in _CIRCLED)
)
_BLOCK = re.compile(f"[\\d{_HAN}{_CIRCLED}](?:[{_BETWEEN}]{{0,4}}[\\d{_HAN}{_CIRCLED}]){{10,}}")
"""What may hold a number: eleven figures or more with little between them."""
_GROUP = re.compile(f"\\d(?:[{_INVISIBLE}]*\\d)*")
_LAST_X = re.compile(f"[{_BETWEEN}]{{0,2}}[XxＸｘ×](?![0-9A-Za-z])")

_LETTERS = re.compile(r"[0-9A-Za-z]+$")
_LABEL = re.compile(
    r"tel|telephone|phone|mobile|mob|cell|hp|mp|fax|call|sms|contact|wechat|weixin|wx|vx|qq|id|no|card|"
    r"sj|sjh|dh|dhhm|lxdh|shouji|dianhua|sfz|sfzh|kahao|t|m|p",
    re.IGNORECASE,
)
"""Words of letters that may stand right before a number; behind others it is part of a code or of a check sum."""
_CALLED = re.compile(r"(?:电话|手机|联系|热线|移动|微信|tel|phone|mobile|cell)[^\d]{0,12}$", re.IGNORECASE)
_CREDIT_CODE = re.compile(r"代码[^\d]{0,8}$")
_AMOUNT = re.compile(r"\s{0,2}(?:元|%|％)")

_MOBILE_FORM = re.compile(r"(?:(?:00)?86)?(1[3-9][0-9]{9})")
_SIGNS = frozenset({"(", *_SEPARATORS.values()})
"""What parts the groups of a number only where it is written oddly."""
_MOBILE_SHAPES = frozenset({(3, 8), (7, 4), (1,) * 11})
_CARD_FORM = re.compile(
    r"62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|"  # UnionPay; Visa; Mastercard (ISO/IEC 7812)
    r"(?:436742|9558[0-9]{2}|95595|95599|601382)[0-9]+"  # debit cards of Chinese banks from before UnionPay's 62
)
_PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""First two figures of the division codes (GB/T 2260), with those of residence permits for Hong Kong to Taiwan."""
_CODE_FIGURES = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@dataclass(frozen=True)
class PersonalNumber:
    """A number of a person: what it is, where in the text it stands, and its value without anything between figures."""

    kind: PersonalKind
    start: int
    end: int
    value: str = field(repr=False)

    @property
    def masked(self) -> str:
        """The number as messages show it: `138****1234`, `35*************123`, `6222***********0123`."""
        head, tail = {_IDENTITY: (2, 3), _MOBILE: (3, 4), _CARD: (4, 4)}[self.kind]
        return self.value[:head] + "*" * (len(self.value) - head - tail) + self.value[-tail:]


def find(text: str) -> tuple[PersonalNumber, ...]:
    """Return the personal numbers in a text, in order.

    Identity cards: 18 characters with a real date and the check character of GB 11643, or 15 figures of the old form
    with a real date and a province. Mobiles: 1[3-9] and nine figures, with or without 86 before them. Bank cards: a
    known prefix, 16 to 19 figures, and Luhn's check. Figures may be full width, Chinese or in circles, in groups parted
    by spaces, hyphens, points, `/ _ ，` or brackets, with invisible characters between them. Figures behind a decimal
    point, within words and codes of letters, and amounts (`13812345678元`) are no numbers of persons.
    """
    found: list[PersonalNumber] = []
    for block in _BLOCK.finditer(text):
        written = block.group()
        found += _numbers(text, _groups(written, block.start()))
        plain = written.translate(_FIGURES)
        if plain != written:
            others = _numbers(text, _groups(plain, block.start()))
            found += [new for new in others if all(new.end <= old.start or old.end <= new.start for old in found)]
    return tuple(sorted(found, key=lambda number: number.start))


def may_hold_number(text: str) -> bool:
    """Say whether a text has figures enough for a personal number: quick, and never wrong where it says no."""
    return _BLOCK.search(text) is not None


def masked(text: str) -> str:
    """Return a text with every personal number in it masked; other texts as they are."""
    pieces, last = [], 0
    for number in find(text):
        pieces += [text[last : number.start], number.masked]
        last = number.end
    return "".join([*pieces, text[last:]]) if pieces else text


@dataclass(frozen=True, slots=True)
class _Group:
    """Figures with nothing visible between them; `joined` is what parts them from the group before."""

    figures: str
    start: int
    end: int
    joined: str


def _groups(block: str, offset: int) -> list[_Group]:
    groups: list[_Group] = []
    last = 0
    for found in _GROUP.finditer(block):
        joined = _joint(block[last : found.start()]) if groups else ""
        figures = "".join(str(unicodedata.decimal(char)) for char in found.group() if char.isdecimal())
        groups.append(_Group(figures, offset + found.start(), offset + found.end(), joined))
        last = found.end()
    return groups


_DROP_INVISIBLE = re.compile(f"[{_INVISIBLE}]+")


def _joint(between: str) -> str:
    """What parts two groups: a space, `-`, `.`, a line end, another sign, `(` for brackets, `|` for anything else."""
    shown = _DROP_INVISIBLE.sub("", between)
    if "\n" in shown or "\r" in shown:
        return "\n" if len(shown.replace("\r\n", "\n").strip(" \t")) == 1 else "|"
    if shown in (".", "．"):
        return "."
    marks = shown.strip()
    if not marks:
        return " " if len(shown) < 3 and "\t" not in shown else "|"
    if all(mark in _BRACKETS for mark in marks):
        return "("
    if len(marks) > 1 or marks in ".．" or marks in _CIRCLED:
        return "|"
    return _SEPARATORS.get(marks, "-")


def _numbers(text: str, groups: Sequence[_Group]) -> Iterator[PersonalNumber]:
    index = 0
    while index < len(groups):
        used = 1
        for kind, recognise in ((_IDENTITY, _identity), (_CARD, _card), (_MOBILE, _mobile)):
            found = recognise(text, groups, index)
            if found is None:
                continue
            value, count = found
            start, end = groups[index].start, groups[index + count - 1].end
            if value.endswith("X"):
                last = _LAST_X.match(text, end)
                end = last.end() if last else end
            if _stands_alone(text, start, end):
                yield PersonalNumber(kind, start, end, value)
                used = count
                break
        index += used


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word, code or check sum goes on before or behind; a label or a mail address may."""
    after = text[end : end + 1]
    if after.isascii() and after.isalnum():
        return False
    before = _LETTERS.search(text, max(0, start - 16), start)
    return before is None or _LABEL.fullmatch(before[0]) is not None or (before[0].isalpha() and after == "@")


_Found = tuple[str, int]
"""The value of a number and how many groups it takes."""


def _is_decimal(groups: Sequence[_Group], index: int, count: int) -> bool:
    """Whether the groups stand before or behind a decimal point."""
    return groups[index].joined == "." or (index + count < len(groups) and groups[index + count].joined == ".")


def _windows(
    groups: Sequence[_Group], index: int, least: int, longest: int
) -> Iterator[tuple[str, tuple[int, ...], set[str]]]:
    """The figures of one, two, … groups from `index` on that are as many, their lengths, and what parts them."""
    figures, lengths = "", []
    joints: set[str] = set()
    for count in range(min(longest, len(groups) - index)):
        group = groups[index + count]
        if count:
            if group.joined == "|":
                return
            joints.add(group.joined)
        figures += group.figures
        lengths.append(len(group.figures))
        if len(figures) > longest:
            return
        if len(figures) >= least and not _is_decimal(groups, index, count + 1):
            yield figures, tuple(lengths), set(joints)


def _is_whole_row(groups: Sequence[_Group], index: int, count: int) -> bool:
    """Whether no further group goes on the same way before or behind, as in a row of a table; a landline may."""
    joint = groups[index + 1].joined
    behind = groups[index + count] if index + count < len(groups) else None
    after = "" if behind is None or behind.figures.startswith("0") else behind.joined
    before = groups[index].joined if index and groups[index - 1].figures not in ("86", "0086") else ""
    return joint not in (before, after)


def _identity(text: str, groups: Sequence[_Group], index: int) -> _Found | None:
    for figures, lengths, joints in _windows(groups, index, 15, 18):
        count = len(lengths)
        grouped = count > 1
        if len(joints - {"\n", "("}) > 1 or ("\n" in joints and count > 4):
            return None
        if grouped and (not _PROVINCE.match(figures) or (min(lengths[:-1]) < 2 and max(lengths) > 1)):
            continue
        value = figures
        if len(figures) == 17 and _LAST_X.match(text, groups[index + count - 1].end):
            value += "X"
        old = len(value) == 15 and (not grouped or lengths == (6, 6, 3)) and _PROVINCE.match(value)
        if (old and _is_date(f"19{value[6:12]}")) or (len(value) == 18 and _is_identity(value)):
            return None if _is_credit_code(text, groups[index].start, value) else (value, count)
    return None


def _is_credit_code(text: str, start: int, value: str) -> bool:
    """Whether it is called a code and is a 统一社会信用代码 by the check character of GB 32100."""
    if len(value) != 18 or not _CREDIT_CODE.search(text, max(0, start - 16), start):
        return False
    total = sum(_CODE_FIGURES.index(char) * pow(3, place, 31) for place, char in enumerate(value[:17]))
    return (31 - total % 31) % 31 == _CODE_FIGURES.index(value[17])


def _is_identity(value: str) -> bool:
    total = sum(int(figure) * weight for figure, weight in zip(value[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == value[17] and _is_date(value[6:14])


def _is_date(text: str) -> bool:
    if text[:2] not in ("18", "19", "20"):
        return False
    try:
        datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def _card(text: str, groups: Sequence[_Group], index: int) -> _Found | None:
    best = None
    if groups[index].figures[0] not in "4569":
        return None
    for value, lengths, joints in _windows(groups, index, 16, 19):
        if not _CARD_FORM.fullmatch(value) or not _passes_luhn(value):
            continue
        count, union = len(lengths), value.startswith("62")
        usual = (lengths[:4] == (4, 4, 4, 4) and count <= 5) or set(lengths) == {1} or (count == 2 and lengths[0] == 6)
        broken = union and joints == {"\n"} and count == 2
        row = len(joints - {"("}) <= 1 and joints <= {" ", "-", *_SIGNS} and usual
        if count == 1 or broken or (row and (union or _is_whole_row(groups, index, count))):
            best = value, count
    return best


def _passes_luhn(value: str) -> bool:
    """Whether the last figure is the check of the others (ISO/IEC 7812-1, annex B)."""
    doubled = (2 * int(figure) for figure in value[-2::-2])
    return (sum(map(int, value[-1::-2])) + sum(figure - 9 * (figure > 9) for figure in doubled)) % 10 == 0


def _mobile(text: str, groups: Sequence[_Group], index: int) -> _Found | None:
    if groups[index].figures[0] not in "018":
        return None
    for figures, lengths, joints in _windows(groups, index, 11, 15):
        found = _MOBILE_FORM.fullmatch(figures)
        count = len(lengths)
        if found is None or _AMOUNT.match(text, groups[index + count - 1].end):
            continue
        joint = next(iter(joints - {"("}), "(")
        if count == 1 or (len(joints - {"("}) <= 1 and _is_mobile_row(text, groups, index, lengths, joint)):
            return found[1], count
    return None


def _is_mobile_row(text: str, groups: Sequence[_Group], index: int, lengths: tuple[int, ...], joint: str) -> bool:
    """Whether groups are parted as people part a mobile's figures, and not as the numbers of a table are."""
    if lengths == (3, 4, 4) and joint in (" ", "-", "."):
        return True
    called = _CALLED.search(text, max(0, groups[index].start - 24), groups[index].start) is not None
    if joint == "\n":
        return called and len(lengths) == 2
    if joint in _SIGNS:
        sure = called or lengths == (3, 4, 4) or set(lengths) == {1} or (joint == "(" and lengths in _MOBILE_SHAPES)
        return sure and _is_whole_row(groups, index, len(lengths))
    usual = joint == "-" or called or lengths in _MOBILE_SHAPES
    return joint in (" ", "-") and usual and _is_whole_row(groups, index, len(lengths))
