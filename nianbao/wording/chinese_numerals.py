"""Chinese numerals read as numbers: 三千五百, 两万三千, 十二点五, 一亿二千万."""

from __future__ import annotations

from decimal import Decimal

from nianbao.wording.numbers import NotANumber

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SECTIONS = (("亿", 10**8), ("万", 10**4))


def parse_chinese(text: str) -> Decimal:
    """Return the number that a Chinese numeral states (三千五百零二 → 3502, 七十三点五 → 73.5).

    Raises NotANumber for what is no single number: 三四 (three or four), 十几, 二〇二二 (a year), 百 without a digit,
    places out of order.
    """
    whole, point, decimals = text.partition("点")
    number = Decimal(_sections(whole, _SECTIONS))
    if not point:
        return number
    if not decimals or any(char not in DIGITS for char in decimals):
        raise NotANumber(text)
    return number + Decimal("0." + "".join(str(DIGITS[char]) for char in decimals))


def _sections(text: str, marks: tuple[tuple[str, int], ...]) -> int:
    if not marks:
        return _below_ten_thousand(text)
    (mark, size), *smaller = marks
    higher, found, lower = text.partition(mark)
    if not found:
        return _sections(text, tuple(smaller))
    rest = _sections(lower.lstrip("零〇"), tuple(smaller)) if lower else 0
    return _sections(higher, tuple(smaller)) * size + rest


def _below_ten_thousand(text: str) -> int:
    total, last, digit, zero = 0, 10**4, None, False
    for char in text:
        if char in _PLACES:
            place = _PLACES[char]
            leading = digit is None and char == "十" and (total == 0 or zero)
            if place >= last or (digit is None and not leading):
                raise NotANumber(text)
            total, last, digit, zero = total + (digit or 1) * place, place, None, False
        elif digit is not None or char not in DIGITS:
            raise NotANumber(text)
        elif DIGITS[char] == 0 and total:
            zero = True
        else:
            digit = DIGITS[char]
    if not text:
        raise NotANumber(text)
    ones = digit or 0
    return total + (ones * last // 10 if _is_short(text, digit, last, zero) else ones)


def _is_short(text: str, digit: int | None, last: int, zero: bool) -> bool:
    """Whether the last digit leaves out its place: 三千五 is 3500, 二百三 230; 三千零五 is 3005, 二十五 is 25."""
    return bool(digit) and len(text) > 1 and last in (100, 1000) and not zero
