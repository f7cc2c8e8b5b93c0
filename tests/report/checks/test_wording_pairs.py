from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.report.finding import Finding

Damage = Callable[[str, str, str], list[Finding]]
WORK = "docs/2023/work.md"


def _of(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def _in_text(damage: Damage, text: str, rule: str) -> list[Finding]:
    return _of(damage(WORK, "收回问卷", f"{text}，收回问卷"), rule)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("不足部份由馆里补足", "部分"),
        ("建立台帐", "台账"),
        ("提供维权部务", "服务（或部门、业务）"),
        ("及时拔付经费", "拨付"),
        ("截止2023年", "截至…年"),
    ],
)
def test_a_wrong_character_is_a_warning_with_the_right_one(damage: Damage, text: str, right: str) -> None:
    """The pairs come from the ruleset."""
    (finding,) = _in_text(damage, text, "wording_right")
    assert (finding.level, finding.values["right"]) == ("warning", right)


@pytest.mark.parametrize(
    "text",
    [
        "全部份额",
        "内部份数",
        "部务会议",
        "帐篷",
        "选拔款待",
        "组织下拔河比赛",
        "公布署名文章",
        "报名截止时间",
        "评审记录",
        "自己经办",
        "全部暑期开放",
        "面对帐篷",
        "讲座落幕",
    ],
)
def test_the_same_characters_across_two_words_are_sound(damage: Damage, text: str) -> None:
    """A pair is no finding where a longer word holds it."""
    assert _in_text(damage, text, "wording_right") == []


def test_cells_and_report_yml_are_read_for_wrong_characters_too(damage: Damage) -> None:
    """Each at its own place."""
    (finding,) = _of(damage("data/2023/problems.csv", "增加预约名额", "部份时段增加名额"), "wording_right")
    assert str(finding.place) == "data/2023/problems.csv:2:改进措施"
    found = _of(
        damage("data/2023/report.yml", "{id: work, title: 履职情况}", "{id: work, title: 履职台帐}"), "wording_right"
    )
    assert "data/2023/report.yml:7" in {str(entry.place) for entry in found}


@pytest.mark.parametrize(
    "text", ["加强管理,提高效率", "完成率100%,其中", "职工(群众)", "时间:上午", "真的?是", '查档"预约"服务', "(二)查档"]
)
def test_half_width_punctuation_between_chinese_characters_is_a_warning(damage: Damage, text: str) -> None:
    """Commas, colons, brackets and quotes, told with the characters around them."""
    (finding,) = _in_text(damage, text, "punctuation_full_width")
    assert finding.level == "warning"


@pytest.mark.parametrize(
    "text", ["1,200", "10:30", "GB/T 9704", "见[说明](checks.md)", "`a,b`", "Wi-Fi (5G)", "**重点**：查档"]
)
def test_half_width_punctuation_elsewhere_is_sound(damage: Damage, text: str) -> None:
    """Numbers, times, codes, links and emphasis keep theirs."""
    assert _in_text(damage, text, "punctuation_full_width") == []


@pytest.mark.parametrize("written", ["财预[2020]10号", "财预（2020）10号", "财预(2020)第10号", "财预【2020】10号"])
def test_a_document_number_has_hexagonal_brackets(damage: Damage, written: str) -> None:
    """The right form is told."""
    (finding,) = _in_text(damage, f"按照{written}文件", "document_number_bracketed")
    assert finding.values["right"] == "〔2020〕10号"


@pytest.mark.parametrize("text", ["财预〔2020〕10号", "档案馆（2020年建成）", "共（2020）份"])
def test_other_years_in_brackets_are_no_document_numbers(damage: Damage, text: str) -> None:
    """Only a number and 号 behind the bracket make one."""
    assert _in_text(damage, text, "document_number_bracketed") == []


def test_the_document_number_of_report_yml_is_read_too(damage: Damage) -> None:
    """Where the disclosure states it."""
    entry = 'disclosure: {document_number: "示档发[2024]12号"}\nruleset:'
    (finding,) = _of(damage("data/2023/report.yml", "ruleset:", entry), "document_number_bracketed")
    assert (finding.table, finding.key, finding.field) == ("report", "disclosure", "document_number")


@pytest.mark.parametrize(
    ("text", "word"), [("积极组织 and 号召各方", "and"), ("查档null次", "null"), ("服务The读者", "The")]
)
def test_a_stray_foreign_word_is_a_warning(damage: Damage, text: str, word: str) -> None:
    """It is named."""
    (finding,) = _in_text(damage, text, "no_stray_latin")
    assert finding.values["found"] == word


@pytest.mark.parametrize(
    "text",
    [
        "GB/T 9704",
        "用WPS编辑",
        "PDF文件",
        "生产总值（gross domestic product）",
        "8 km",
        "装Wi-Fi",
        "A类",
        "写信到a@b.example",
        "见[表](work.md)",
        "见脚注[^plan]说明",
    ],
)
def test_names_units_codes_and_glosses_are_sound(damage: Damage, text: str) -> None:
    """Capital letters, listed words, single letters, addresses and what stands in brackets alone."""
    assert _in_text(damage, text, "no_stray_latin") == []


def test_the_description_of_a_page_is_read_too(damage: Damage) -> None:
    """It is published with the page, and stands in its front matter."""
    front = "---\ndescription: 查档服务的部份情况。\n---\n\n## 查档服务"
    (finding,) = _of(damage(WORK, "## 查档服务", front), "wording_right")
    assert (finding.place.file, finding.place.line, finding.key) == (WORK, 1, "work")
