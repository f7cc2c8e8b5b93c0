"""形近字符: characters that look like others and are none: letters of other scripts, radicals, full-width braces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao.wording.language import say

_CYRILLIC = dict(zip("АВЕКМНОРСТУХЅІЈҮԌԚԜаеорсухѕіјһӏԁԛԝү", "ABEKMHOPCTYXSIJYGQWaeopcyxsijhldqwy", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳονϲ", "ABEZHIKMNOPTYXCjovc", strict=True))
_RADICALS = dict(
    zip(
        "⺁⺂⺃⺅⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺟⺠⺡⺢⺣⺤⺥⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚亻刂㔾小小兀尣尢巳幺彑彐忄㣺扌攵旡日月母民氵氺灬爫爫犭王疋目示礻竹糸纟网罒网罓罓羊羊耂肀聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_WORD = re.compile(r"[A-Za-z\u0370-\u03ff\u0400-\u052f]+")
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_BRACES = re.compile(r"[{｛]{2}|[}｝]{2}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SHORT = 3
"""So many letters of another script that touch Chinese are an abbreviation gone wrong; longer ones may be a word."""


@dataclass(frozen=True)
class Lookalike:
    """A character at a position of a text, what it is called, and what should stand there (empty where unknown)."""

    start: int
    char: str
    kind: str
    right: str

    @property
    def code(self) -> str:
        """Its code points as they are written (U+0430)."""
        return " ".join(f"U+{ord(char):04X}" for char in self.char)


def lookalikes(text: str, *, name: bool = False) -> Iterator[Lookalike]:
    """Yield the characters of a text that are taken for others, in order.

    Greek letters that no Latin letter looks like (α, μg, kΩ) raise nothing, nor do whole words of another script. In a
    `name`, which has to be typed again elsewhere, letters count also where nothing else stands beside them.
    """
    if text.isascii():
        return
    found = [*_letters(text, name), *_radicals(text), *_braces(text)]
    yield from sorted(found, key=lambda entry: entry.start)


def _letters(text: str, name: bool) -> Iterator[Lookalike]:
    for word in _WORD.finditer(text):
        letters = word.group()
        if letters.isascii():
            continue
        latin = any(char.isascii() for char in letters)
        foreign = [char for char in letters if not char.isascii()]
        alike = all(char in _CYRILLIC or char in _GREEK for char in foreign)
        beside = text[max(0, word.start() - 1) : word.start()], text[word.end() : word.end() + 1]
        touches = any(_HAN.match(char) or char.isdigit() or char in "_" for char in beside if char)
        lost = len(letters) == 1 and all(_HAN.match(char) for char in beside) and _is_cyrillic(letters)
        short = alike and len(letters) <= _SHORT and (touches or name)
        for at, char in enumerate(letters, start=word.start()):
            right = _CYRILLIC.get(char) or _GREEK.get(char, "")
            if not char.isascii() and ((latin and (right or _is_cyrillic(char))) or short or lost):
                kind = say("西里尔字母") if _is_cyrillic(char) else say("希腊字母")
                yield Lookalike(at, char, kind, right)


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u052f"


def _radicals(text: str) -> Iterator[Lookalike]:
    for found in _RADICAL.finditer(text):
        char = found.group()
        plain = unicodedata.normalize("NFKC", char)
        yield Lookalike(found.start(), char, say("部首符号"), _RADICALS.get(char) or (plain if plain != char else ""))


def _braces(text: str) -> Iterator[Lookalike]:
    for found in _BRACES.finditer(text):
        if not found.group().isascii():
            right = "{{" if found.group()[0] in "{｛" else "}}"
            yield Lookalike(found.start(), found.group(), say("全角花括号"), right)
