from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.report.running_text import literals
from nianbao.wording.numbers import with_qualifier, write_number

UNITS = ("人", "人次", "元", "名", "场", "%")


def read(text: str) -> list[tuple[str, str, str, str | None]]:
    """Return the numbers of a text as (written, value in the base unit, unit, qualifier)."""
    return [(entry.written, str(entry.value), entry.after, entry.qualifier) for entry in literals(text, UNITS)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("176场", "176", "场", None),
        ("1,593.35万元", "15933500.00", "元", None),
        ("1.1万多人次", "11000.0", "人次", "多"),
        ("1,200多名", "1200", "名", "多"),
        ("50余万元", "500000", "元", "多"),
        ("2亿多元", "200000000", "元", "多"),
        ("约4.5万人", "45000.0", "人", "约"),
        ("近500人", "500", "人", "约"),
        ("不少于10场", "10", "场", "不少于"),
        ("至少10场", "10", "场", "不少于"),
        ("不超过10场", "10", "场", "不超过"),
        ("最多10场", "10", "场", "不超过"),
        ("超过3万人", "30000", "人", "多"),
        ("99.5％", "99.5", "%", None),
        ("３０名", "30", "名", None),
        ("30 名", "30", "名", None),
        ("5个", "5", "个", None),
        ("大约500人", "500", "人", "约"),
        ("突破3万人", "30000", "人", "多"),
        ("500人左右", "500", "人", "约"),
        ("十二名", "12", "名", None),
        ("三千五百多名", "3500", "名", "多"),
        ("两万三千元", "23000", "元", None),
        ("百分之七十三点五", "73.5", "%", None),
        ("千分之三", "0.3", "%", None),
        ("百分之73.5", "73.5", "%", None),
        ("5个百分点", "5", "个百分点", None),
    ],
)
def test_a_number_is_read_with_its_unit_scale_and_qualifier(
    text: str, value: str, unit: str, qualifier: str | None
) -> None:
    """As official texts write it, alone, at the beginning of a line and in a sentence."""
    assert [entry[1:] for entry in read(text)] == [(value, unit, qualifier)]
    assert [entry[1:] for entry in read(f"全年开展活动，惠及{text}，效果良好。")] == [(value, unit, qualifier)]


@pytest.mark.parametrize(
    "text",
    [
        "2022年、2022—2024年和2022年度",
        "2023年1月31日至2月2日",
        "1-3月",
        "5月1日—3日",
        "2023.5.1发布",
        "2023-05-01发布",
        "〔2022〕12号、（2022）3号",
        "第16次会议、第3条、第1、2、3项",
        "0750-3276289转办",
        "值班13800001234、138 0000 1234",
        "表3和图 2所示",
        "GB/T 9704、A4纸、5G",
        "1. 第一项\n2．第二项\n3、第三项\n（4）第四项\n## 5.小节",
        "`30人`",
        "[甲](work/30人.md)和 https://example.org/30人",
        "二〇二二年三月五日，第十六次会议，农历正月十五",
        "三项工作、六个镇、一批项目、百姓、千家万户",
        "一是围绕，二是加强；三四级手术，十几次",
        "三分之二",
        "14:30集合，12345热线",
        "GB/T 9704—2012",
        "见脚注[^1]和[^note2]\n\n[^1]: 由本单位整理。",
    ],
)
def test_what_is_no_quantity_is_passed_over(text: str) -> None:
    """Dates, document numbers, ordinals, telephones, references, codes, list numbers, code, addresses and footnote marks."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("A4纸3张", ["3张"]),
        ("APP注册用户5000人", ["5000人"]),
        ("（2022）12名", ["12名"]),
        ("1.5万人参加", ["1.5万人"]),
        ("5名,6名", ["5名", "6名"]),
        ("共5人（其中女3人）", ["5人", "3人"]),
        ("13852份×150元", ["13852份", "150元"]),
        ("2022年度投入30万元", ["30万元"]),
        ("更换水表2,800只", ["2,800只"]),
        ("安装电表3只，见表3", ["3只"]),
    ],
)
def test_a_number_beside_something_else_is_not_lost(text: str, written: list[str]) -> None:
    """Latin letters, years in brackets, points and commas hide no number that follows them."""
    assert [entry[0] for entry in read(text)] == written


@pytest.mark.parametrize("text", ["12,34名", "1,2345名", "5,6名", "1.2.3名", "1,200.50.3元", "**5**名"])
def test_what_is_not_one_number_in_official_form_has_no_value(text: str) -> None:
    """It is found, so that it is told, and never taken for a number it might mean."""
    assert [entry.value for entry in literals(text, UNITS)] == [None]


def test_a_number_keeps_its_place_decimals_and_scale() -> None:
    """What is bound is replaced exactly where it stands."""
    text = "第1段：支出1,593.350万元。"
    (found,) = literals(text, UNITS)
    assert text[found.start : found.end] == found.written == "1,593.350万元"
    assert (found.decimals, found.scale) == (3, Decimal(10_000))


def test_a_number_at_the_end_of_a_paragraph_takes_no_unit_from_the_next() -> None:
    """A unit stands on the number's own line."""
    assert read("编号：12\n\n人员情况") == [("12", "12", "", None)]


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(UNITS),
    st.sampled_from([None, "约", "多", "不少于", "不超过"]),
)
def test_what_the_program_writes_is_read_as_the_same_number(value: Decimal, unit: str, qualifier: str | None) -> None:
    """literals ∘ with_qualifier = identity, so that a written number can be typed by hand and is bound."""
    written = with_qualifier(write_number(value), unit, qualifier)
    (found,) = literals(f"其中{written}。", UNITS)
    assert (found.written, found.value, found.after, found.qualifier) == (written, value, unit, qualifier)


@given(st.text("0123456789.,万亿多余约近人元名% \n甲第年月（）〔〕*`[]-", max_size=30))
def test_any_text_can_be_read(text: str) -> None:
    """Spans lie in the text, in order, and do not overlap."""
    end = 0
    for found in literals(text, UNITS):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3—5个", [("3", "3", "个"), ("5个", "5", "个")]),
        ("30%至50%", [("30%", "30", "%"), ("50%", "50", "%")]),
        ("1.5—2.5万元", [("1.5", "1.5", "元"), ("2.5万元", "25000.0", "元")]),
    ],
)
def test_both_numbers_of_a_range_are_found(text: str, found: list[tuple[str, str, str]]) -> None:
    """The unit behind the second is that of the first."""
    assert [entry[:3] for entry in read(text)] == found


@pytest.mark.parametrize(("text", "falling"), [("下降5.9%", True), ("减少了3人", True), ("增长5.9%", False)])
def test_words_that_state_a_decrease_are_heard(text: str, falling: bool) -> None:
    """The figure of a decrease has no sign of its own."""
    (found,) = literals(text, UNITS)
    assert found.falling is falling


def test_a_sign_belongs_to_its_number_and_a_dash_does_not() -> None:
    """-5.9% is negative; a dash between digits is none."""
    assert [entry[1] for entry in read("变动率（-5.9%）")] == ["-5.9"]


def test_names_that_hold_a_numeral_are_passed_over() -> None:
    """24小时值守 is no quantity where the ruleset says so."""
    assert [entry.written for entry in literals("实行24小时值守，共30人", UNITS, ["24小时"])] == ["30人"]


def test_a_number_knows_its_clause() -> None:
    """What the sentence says before it tells which quantity is meant."""
    (found,) = literals("其他情况。预算总额为30元，执行完毕。", UNITS)
    assert found.clause == "预算总额为"


@pytest.mark.parametrize(
    "text",
    [
        "手机138****5678", "身份证号440703********123X", "138\\*\\*\\*\\*5678", "6222 **** **** 0123", "手机138＊＊＊＊5678", "尾号5678",
        "拨打12345", "12345政务服务便民热线", "12315、12333、12348", "96138热线", "拨打95588", "热线：12345",
        "电话400-800-8820", "400-800-8820", "800-8108888", "电话0750-3276289转8001", "转8001", "（0750）3276289", "+86 750 3276289",
        "分机8001", "邮编529000", "项目代码440703230000123456", "项目代码：2301-440703-04-01-123456", "预算代码 215001",
        "统一社会信用代码12440703MB2C123456", "批准文号编号为2023-0015",
    ],
)  # fmt: skip
def test_masks_telephones_and_codes_count_nothing(text: str) -> None:
    """They are there to be called or looked up."""
    assert read(f"请记下{text}，谢谢") == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("举办12345场", "12345场"),
        ("惠及12345人", "12345人"),
        ("接听电话3500个", "3500个"),
        ("接听热线 12345人次", "12345人次"),
        ("转8001人", "8001人"),
        ("编制代码1200条", "1200条"),
        ("支出400800元", "400800元"),
        ("查档**138**人", "138**人"),
        ("完成12345.67万元", "12345.67万元"),
        ("占12345%", "12345%"),
    ],
)
def test_what_counts_is_a_number_whatever_it_looks_like(text: str, written: str) -> None:
    """A unit behind it decides."""
    assert [entry[0] for entry in read(f"{text}，其他")] == [written]
