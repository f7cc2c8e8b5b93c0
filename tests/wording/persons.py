"""Made-up numbers that are formally those of persons, and the forms in which people write them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from hypothesis import strategies as st

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
HAN = str.maketrans("0123456789", "零一二三四五六七八九")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = ("11", "13", "31", "44", "50", "65", "71", "81", "83")

dates = st.dates(datetime.date(1900, 1, 1), datetime.date(2035, 12, 31))


def identity(body: str) -> str:
    """Return 17 figures with their check character (GB 11643)."""
    return body + "10X98765432"[sum(int(one) * weight for one, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def card(body: str) -> str:
    """Return figures with the check figure of bank cards behind them."""
    total = sum(sum(divmod(int(one) * (2 - index % 2), 10)) for index, one in enumerate(reversed(body)))
    return body + str(-total % 10)


def _figures(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


identities = st.builds(
    lambda province, division, date, serial: identity(f"{province}{division}{date:%Y%m%d}{serial}"),
    st.sampled_from(_PROVINCES),
    _figures(4),
    dates,
    _figures(3),
)
old_identities = st.builds(
    lambda province, division, date, serial: f"{province}{division}{date:%y%m%d}{serial}",
    st.sampled_from(_PROVINCES),
    _figures(4),
    st.dates(datetime.date(1900, 1, 1), datetime.date(1999, 12, 31)),
    _figures(3),
)
mobiles = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), _figures(9))
cards = st.builds(
    lambda prefix, length, rest: card((prefix + rest)[: length - 1]),
    st.sampled_from(["622202", "621700", "6228"]),
    st.integers(16, 19),
    _figures(18),
) | st.builds(lambda prefix, rest: card((prefix + rest)[:15]), st.sampled_from(["4", "51", "55"]), _figures(15))


def cut(text: str, lengths: tuple[int, ...], by: str) -> str:
    """Return a text in groups of so many characters, the rest in the last, parted by `by`."""
    groups, last = [], 0
    for length in lengths:
        groups.append(text[last : last + length])
        last += length
    return by.join(group for group in [*groups, text[last:]] if group)


Form = Callable[[str], str]

COMMON: dict[str, Form] = {
    "as it is": str,
    "full width": lambda number: number.translate(FULL_WIDTH),
    "in small letters": str.lower,
    "letter-spaced": " ".join,
    "with invisible characters": "\u200b".join,
    "in circles": lambda number: number.translate(CIRCLED),
    "parted by /": "/".join,
    "parted by _": "_".join,
    "parted by ，": "，".join,
    "in brackets": lambda number: "".join(f"【{figure}】" for figure in number),
    "with soft hyphens": lambda number: cut(number, (3, 2), "\u00ad"),
}
MOBILE: dict[str, Form] = {
    "Chinese figures": lambda number: number.translate(HAN),
    **{f"3-4-4 by {by!r}": partial(cut, lengths=(3, 4), by=by) for by in " -–－.\u00a0\u3000/_，／＿"},
    "3 in brackets": lambda number: f"（{number[:3]}）{number[3:]}",
    "4 in brackets": lambda number: f"{number[:3]}({number[3:7]}){number[7:]}",
    "brackets and a hyphen": lambda number: f"({number[:3]}){number[3:7]}-{number[7:]}",
    "+86": lambda number: f"+86{number}",
    "+86 and space": lambda number: f"+86 {cut(number, (3, 4), ' ')}",
    "0086": lambda number: f"0086{number}",
    "86 in brackets": lambda number: f"(86){number}",
    "labelled": lambda number: f"Tel{number}",
    "tel:": lambda number: f"tel:{number}",
    "3-8": lambda number: cut(number, (3,), "-"),
    "7-4": lambda number: cut(number, (7,), " "),
}
IDENTITY: dict[str, Form] = {
    "6-8-4": lambda number: cut(number, (6, 8), " "),
    "6-4-4-4": lambda number: cut(number, (6, 4, 4), "-"),
    "6-8-4 by /": lambda number: cut(number, (6, 8), "/"),
    "6-8-4 by _": lambda number: cut(number, (6, 8), "_"),
    "6-8-4 by ，": lambda number: cut(number, (6, 8), "，"),
    "8 in brackets": lambda number: f"{number[:6]}（{number[6:14]}）{number[14:]}",
    "fours": lambda number: cut(number, (4, 4, 4, 4), " "),
    "over two lines": lambda number: cut(number, (10,), "\n"),
}
CARD: dict[str, Form] = {
    "fours": lambda number: cut(number, (4, 4, 4, 4), " "),
    "fours by hyphens": lambda number: cut(number, (4, 4, 4, 4), "-"),
    "fours by /": lambda number: cut(number, (4, 4, 4, 4), "/"),
    "fours by _": lambda number: cut(number, (4, 4, 4, 4), "_"),
    "six and the rest": lambda number: cut(number, (6,), " "),
}
