"""字样: texts that the checks look for, as a ruleset lists them, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import Field

from nianbao.report.row import Value

_ANYTHING = "[^\n（）【】［］()。；]{0,20}?"
_NUMBER = "[0-9０-９零〇一二两三四五六七八九十百千]{1,6}"
_REACH, _REACH_OF_NUMBER = re.compile(_ANYTHING.removesuffix("?")), re.compile(_NUMBER)
_MARK = re.compile("[…＃]")
_ABOUT_PHRASES = "“…”代表不超过二十个字，“＃”代表一个数"


class Residue(Value):
    """模板残留: what a form, a word processor or an unfinished draft leaves behind."""

    texts: tuple[str, ...] = Field(
        (), title="字样", description=f"模板残留的字样；{_ABOUT_PHRASES}", examples=[("（…字以内）", "（图＃…）", "XX")]
    )
    unless: tuple[str, ...] = Field(
        (), title="例外", description="含有上列字样而没有问题的较长的字样", examples=[("部门名称变更",)]
    )


class Wording(Value):
    """用字: what is wrong in every official text, and which Latin words are sound."""

    corrections: dict[str, str] = Field(
        default_factory=dict,
        title="改正",
        description=f"写错的字样和应有的写法；{_ABOUT_PHRASES}",
        examples=[{"部份": "部分"}],
    )
    unless: tuple[str, ...] = Field(
        (), title="例外", description="含有上列字样而没有写错的较长的字样", examples=[("全部份额",)]
    )
    latin: tuple[str, ...] = Field(
        (),
        title="外文",
        description="汉字之间可以出现的外文词；全用大写字母的词和编码不必列出",
        examples=[("kg", "App")],
    )


class Claims(Value):
    """定性表述: phrases that claim what data can bear out or contradict, by what they claim.

    The other lists say when a phrase claims nothing of the kind.
    """

    all_done: tuple[str, ...] = Field(
        (), title="全部完成", description="目标全部完成", examples=[("全部完成", "均达到")]
    )
    basically_done: tuple[str, ...] = Field((), title="基本完成", description="目标基本完成", examples=[("基本达到",)])
    exceeded: tuple[str, ...] = Field((), title="超额完成", description="完成的比要求的多", examples=[("超额完成",)])
    grade: tuple[str, ...] = Field(
        (), title="等级", description="后面写自评等级的字样", examples=[("自评…等级为", "自评结果为")]
    )
    increase: tuple[str, ...] = Field((), title="增加", description="比上年多", examples=[("增长", "增加", "上升")])
    decrease: tuple[str, ...] = Field((), title="减少", description="比上年少", examples=[("下降", "减少", "降到")])
    flat: tuple[str, ...] = Field((), title="持平", description="与上年相同", examples=[("持平",)])
    most: tuple[str, ...] = Field((), title="最多", description="各项中最大的", examples=[("最多", "首位")])
    least: tuple[str, ...] = Field((), title="最少", description="各项中最小的", examples=[("最少", "最低")])
    negations: tuple[str, ...] = Field(
        (), title="否定", description="紧接在表述前面表示否定的词", examples=[("未", "没有", "尚未")]
    )
    subjects: tuple[str, ...] = Field(
        (), title="对象", description="句中有这些字样，完成与否说的才是绩效目标", examples=[("绩效目标", "各项指标")]
    )
    limits: tuple[str, ...] = Field(
        (), title="限制", description="句中有这些字样，说的就不是全部，或不是本年度", examples=[("其余", "历年")]
    )
    unless: tuple[str, ...] = Field(
        (), title="例外", description="含有上列表述而另有所指的较长的字样", examples=[("基本持平", "增加最多")]
    )


@dataclass(frozen=True)
class Found:
    """A phrase where it stands: which of those looked for, from `start` to `end`, written `text`."""

    phrase: str
    start: int
    end: int
    text: str


def find(phrases: Sequence[str], text: str, unless: Sequence[str] = ()) -> Iterator[Found]:
    """Yield where phrases stand in a text, from left to right; of several at one place the longest.

    `…` in a phrase stands for up to twenty characters, `＃` for a number. Letters count in either case, and only where
    no other letter stands beside them. What lies within one of the texts of `unless` is passed over.
    """
    ordered = tuple(sorted({phrase for phrase in phrases if phrase}, key=lambda phrase: (-len(phrase), phrase)))
    if not ordered:
        return
    for start, end, index in _occurrences(ordered, text):
        if not any(_covers(longer, text, start, end) for longer in unless):
            yield Found(ordered[index], start, end, text[start:end])


def _occurrences(ordered: tuple[str, ...], text: str) -> Iterator[tuple[int, int, int]]:
    """Where phrases stand, from left to right, without overlapping: start, end, and which; the first goes first."""
    plain, open_ones = _compiled(ordered)
    following = {index: _spans(phrase, text) for index, phrase in open_ones}
    ahead = {index: next(spans, None) for index, spans in following.items()}
    at = 0
    while True:
        found = plain.search(text, at) if plain else None
        best = None if found is None else (found.start(), _index(found), found.end())
        for index, spans in following.items():
            span = ahead[index]
            while span is not None and span[0] < at:
                span = next(spans, None)
            ahead[index] = span
            if span is not None and (best is None or (span[0], index) < best[:2]):
                best = (span[0], index, span[1])
        if best is None:
            return
        yield best[0], best[2], best[1]
        at = max(best[2], best[0] + 1)


def _index(found: re.Match[str]) -> int:
    return int(str(found.lastgroup).removeprefix("p"))


def _covers(longer: str, text: str, start: int, end: int) -> bool:
    """Say whether an occurrence of the longer text holds what stands from `start` to `end`."""
    first = text.find(longer, max(0, end - len(longer)))
    return 0 <= first <= start


@lru_cache(maxsize=256)
def _compiled(phrases: tuple[str, ...]) -> tuple[re.Pattern[str] | None, tuple[tuple[int, str], ...]]:
    """One expression for the phrases that leave at most one thing open, and the others with their position.

    Several things left open in one expression would be tried in all their combinations.
    """
    open_ones = tuple((index, phrase) for index, phrase in enumerate(phrases) if len(_MARK.findall(phrase)) > 1)
    others = set(range(len(phrases))) - {index for index, _ in open_ones}
    plain = "|".join(f"(?P<p{index}>{_expression(phrases[index])})" for index in sorted(others))
    return re.compile(plain, re.IGNORECASE) if plain else None, open_ones


def _expression(phrase: str) -> str:
    marks = {"…": _ANYTHING, "＃": _NUMBER}
    before = "(?<![A-Za-z])" if _is_letter(phrase[0]) else ""
    after = "(?![A-Za-z])" if _is_letter(phrase[-1]) else ""
    return before + "".join(marks.get(char) or re.escape(char) for char in phrase) + after


@lru_cache(maxsize=256)
def _pieces(phrase: str) -> tuple[re.Pattern[str] | str, ...]:
    """The texts of a phrase and what it leaves open between them, in order."""
    parts = [part for part in re.split("([…＃])", phrase) if part]
    pieces: list[re.Pattern[str] | str] = []
    for number, part in enumerate(parts):
        before = "(?<![A-Za-z])" if number == 0 and _is_letter(part[0]) else ""
        after = "(?![A-Za-z])" if number == len(parts) - 1 and _is_letter(part[-1]) else ""
        fixed = re.compile(before + re.escape(part) + after, re.IGNORECASE)
        pieces.append(part if _MARK.fullmatch(part) else fixed)
    return tuple(pieces)


def _spans(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a phrase that leaves several things open begins and ends, for every place where it begins.

    What was tried from a place without success is not tried again, so that the time grows with the text alone.
    """
    pieces, failed = _pieces(phrase), set[tuple[int, int]]()
    for start in _starts(pieces[0], text):
        end = _end(pieces, text, start, failed)
        if end is not None:
            yield start, end


def _starts(piece: re.Pattern[str] | str, text: str) -> Iterator[int]:
    """Where a piece may begin, overlapping ones too."""
    if isinstance(piece, str):
        yield from range(len(text))
        return
    found = piece.search(text)
    while found:
        yield found.start()
        found = piece.search(text, found.start() + 1)


def _end(pieces: tuple[re.Pattern[str] | str, ...], text: str, start: int, failed: set[tuple[int, int]]) -> int | None:
    tried = [(start, _ends(pieces[0], text, start))]
    while tried:
        at, ends = tried[-1]
        end = next(ends, None)
        if end is None:
            tried.pop()
            failed.add((len(tried), at))
        elif len(tried) == len(pieces):
            return end
        elif (len(tried), end) not in failed:
            tried.append((end, _ends(pieces[len(tried)], text, end)))
    return None


def _ends(piece: re.Pattern[str] | str, text: str, at: int) -> Iterator[int]:
    """Where a piece that begins at a place may end: what is left open as early as it can, a number as late."""
    if not isinstance(piece, str):
        found = piece.match(text, at)
        yield from [found.end()] if found else []
        return
    number = piece == "＃"
    reach = (_REACH_OF_NUMBER if number else _REACH).match(text, at)
    end = reach.end() if reach else at
    yield from range(end, at, -1) if number else range(at, end + 1)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
