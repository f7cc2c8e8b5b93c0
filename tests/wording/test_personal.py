from __future__ import annotations

import hashlib
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.wording.personal import find, masked, may_hold_number
from tests.wording.persons import (
    CARD,
    COMMON,
    FULL_WIDTH,
    IDENTITY,
    MOBILE,
    card,
    cards,
    identities,
    identity,
    mobiles,
    old_identities,
)

SURROUNDINGS = (
    "{}",
    "电话：{}。",
    "（{}）",
    "2022年{}，另有3人",
    "联系人：王某 {} 0750-3276289",
    "a,{},b",
    '"{}"',
    "<{}>",
    "共1,593.35万元；{}",
)


def _found(text: str) -> list[tuple[str, str]]:
    return [(number.kind, number.value) for number in find(text)]


@given(mobiles, st.sampled_from([*COMMON.values(), *MOBILE.values()]), st.sampled_from(SURROUNDINGS))
def test_a_mobile_is_found_in_every_form(number: str, form: object, around: str) -> None:
    """However it is written and whatever stands around it, it is found with its eleven figures."""
    assert callable(form)
    assert _found(around.format(form(number))) == [("手机号码", number)]


@given(identities, st.sampled_from([*COMMON.values(), *IDENTITY.values()]), st.sampled_from(SURROUNDINGS))
def test_an_identity_card_is_found_in_every_form(number: str, form: object, around: str) -> None:
    """Eighteen characters with a real date and the right check character are found, x and X alike."""
    assert callable(form)
    assert _found(around.format(form(number))) == [("身份证号码", number)]


@given(old_identities, st.sampled_from(SURROUNDINGS))
def test_an_old_identity_card_is_found(number: str, around: str) -> None:
    """Fifteen figures with a province and a real date are found, full width too."""
    assert _found(around.format(number)) == [("身份证号码", number)]
    assert _found(around.format(number.translate(FULL_WIDTH))) == [("身份证号码", number)]


@given(cards, st.sampled_from([*COMMON.values(), *CARD.values()]), st.sampled_from(SURROUNDINGS))
def test_a_bank_card_is_found_in_every_form(number: str, form: object, around: str) -> None:
    """A known prefix with Luhn's check figure is found, in fours too."""
    assert callable(form)
    kinds = [kind for kind, value in _found(around.format(form(number))) if value == number]
    assert kinds in (["银行卡号"], ["身份证号码"])


@given(st.lists(mobiles | identities | cards, min_size=1, max_size=4), st.sampled_from("、，\n;"))
def test_a_masked_text_shows_no_more_than_head_and_tail(numbers: list[str], between: str) -> None:
    """Of each number at most four figures at either end stay, and nothing is found in the text any more."""
    text = between.join(f"号{number}" for number in numbers)
    shown = masked(text)
    assert find(shown) == ()
    assert all(number not in shown for number in numbers)
    for piece, number in zip(shown.split(between), numbers, strict=True):
        assert len(piece) == len(number) + 1
        assert piece.count("*") >= 4
        assert piece.replace("*", "")[1:] != number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800001234", "138****1234"),
        ("+86 138-0000-1234", "+86 138****1234"),
        (identity("35000019900101012"), "35*************12" + identity("35000019900101012")[-1]),
        ("350000900101012", "35**********012"),
        (card("622202000000000123"), "6222***********123" + card("622202000000000123")[-1]),
    ],
)
def test_masks_have_their_official_form(number: str, shown: str) -> None:
    """Three and four figures of a mobile, two and three of an identity card, four and four of a bank card."""
    assert masked(number) == shown


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0750-3276289",
        "电话010-12345678转8013",
        "客服4008123456、400-812-3456，热线12345、12351",
        "江工〔2022〕13号",
        "统一社会信用代码：12440700MB2C123456",
        "统一社会信用代码 91440300708461136T",
        "项目编码440700220000000012345",
        "预算编码301001，科目2012950",
        "预算总额15,000,000,000.00元",
        "13,812,345,678",
        "13812345678.90",
        "合计13812345678元",
        "占比0.13812345678",
        "1.13812345678",
        "ISBN 978-7-5086-1234-5",
        "9787508612345",
        "2022-12-31至2023-12-31",
        "20221231235959",
        "1671234567890",
        "128.138.0.1",
        "第138页至第1234页",
        "版本 2.0.13812345678-rc1",
        "a13812345678b",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "d41d8cd98f00b204e9800998ecf8427e",
        "110101199002301234",
        "身份证号35*************123",
        "手机138****1234",
        "12345678901",
        "1593.35 1171.06 422.29",
        "",
    ],
)
def test_what_only_looks_alike_is_no_alarm(text: str) -> None:
    """Landlines, codes, amounts, decimals, hashes, dates and masked numbers are left as they are."""
    assert find(text) == ()
    assert masked(text) == text


def test_a_code_that_is_called_one_is_no_identity_card() -> None:
    """A 统一社会信用代码 of figures alone may by chance pass for an identity card; elsewhere the number is one."""
    both = next(code for code in _credit_codes() if find(code))
    assert find(f"统一社会信用代码：{both}") == ()
    assert [number.kind for number in find(f"身份证{both}")] == ["身份证号码"]


def _credit_codes() -> list[str]:
    """Codes of figures alone with the check character of GB 32100, whose middle is a date."""
    figures = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    found = []
    for serial in range(1000):
        body = f"12440719900101{serial:03d}"
        total = sum(figures.index(char) * pow(3, place, 31) for place, char in enumerate(body))
        found.append(body + figures[(31 - total % 31) % 31])
    return found


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("电话：1381234\n5678", ["手机号码"]),
        ("合计 1381234\n5678", []),
        ("1 138 1234 5678 2", ["手机号码"]),
        ("13812345678/13912345678", ["手机号码", "手机号码"]),
        ("138 1234 5678 139 1234 5678", ["手机号码", "手机号码"]),
        ("wang13812345678@example.org", ["手机号码"]),
        ("code13812345678", []),
        ("138\t1234\t5678", []),
        ("138   1234   5678", []),
        ("138,1234,5678", []),
        ("4200 4300 4400 4507 4600", []),
        ("١٣٨١٢٣٤٥٦٧٨", ["手机号码"]),
        ("壹叁捌零零零零壹贰叁肆", ["手机号码"]),
        ("幺三八零零零零一二三四", ["手机号码"]),
        ("138零零零零1234", ["手机号码"]),
        ("一二三四五六七八九零一", []),
    ],
)
def test_what_stands_between_figures_decides(text: str, kinds: list[str]) -> None:
    """Columns of a table are no groups of one number; a line end is, where the number is called a telephone."""
    assert [number.kind for number in find(text)] == kinds


@given(st.text(string.digits + " -.,\n\u200b０一Xx元a", max_size=60))
def test_the_quick_look_never_misses(text: str) -> None:
    """Where the quick look sees nothing, nothing is found; spans lie in the text, in order and apart."""
    numbers = find(text)
    assert may_hold_number(text) or not numbers
    ends = [0]
    for number in numbers:
        assert ends[-1] <= number.start < number.end <= len(text)
        ends.append(number.end)
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize(
    ("length", "share"),
    [(8, 0), (10, 0), (12, 0), (14, 0), (15, 0.03), (16, 0.04), (17, 0.01), (18, 0.01), (19, 0.01), (20, 0), (21, 0)],
)
def test_figures_at_random_hardly_ever_match(length: int, share: float) -> None:
    """Eleven figures that begin like a mobile are one; other lengths match by chance in few of a hundred cases."""
    source = random.Random(length)  # noqa: S311 - made-up figures, no secrets
    texts = ["".join(source.choices(string.digits, k=length)) for _ in range(5000)]
    assert sum(bool(find(f"编号{text}")) for text in texts) <= share * len(texts)


def test_check_sums_never_match() -> None:
    """Figures within a hexadecimal check sum belong to it, whole or cut."""
    sums = [hashlib.sha256(str(index).encode()).hexdigest() for index in range(3000)]
    assert [text for text in sums if find(text) or find(text[:12])] == []


def test_a_number_does_not_tell_itself() -> None:
    """What a number's representation shows is not its value."""
    (number,) = find("13800001234")
    assert "13800001234" not in repr(number)
