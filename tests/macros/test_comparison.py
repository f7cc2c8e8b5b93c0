from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from macros.comparison import choose_years, compared_years
from macros.portal import section_years
from nianbao.report.catalogue import Catalogue, PublishedYear, SectionEntry, YearSummary
from nianbao.report.comparison import two_years
from nianbao.report.download import Download
from nianbao.report.number_pair import TwoYears
from nianbao.report.same_section import Paragraph, SameSection, SectionText, YearText, same_sections
from nianbao.report.year_quantities import YearQuantities, YearQuantity
from nianbao.sources.site import read_site

WORK = SectionEntry(id="work", title="一、<工作>", page="work.html")


def catalogue(*years: int, lacking: int = 0) -> Catalogue:
    """Return years, of which one may lack the section."""
    return Catalogue(
        years=tuple(
            PublishedYear(
                summary=YearSummary(
                    year=year, title=f"{year}", department="办公室", unit="万元", grade=None, acknowledged=0, unmet=0,
                    sections=() if year == lacking else (WORK,), key_numbers=(),
                ),
                version=1,
                events=(),
            )
            for year in years
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Build:
    """Two years, one after the other, with a number and a section each."""

    numbers: tuple[YearQuantity, YearQuantity]
    texts: tuple[str, str] = ("甲。", "甲。")
    catalogue: Catalogue = field(default_factory=lambda: catalogue(2022, 2021))

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """The one pair."""
        return ((2021, 2022),)

    @property
    def compared(self) -> Mapping[tuple[int, int], TwoYears]:
        """Its numbers."""
        figures = [
            YearQuantities(year, 1, {number.name: number}, {})
            for year, number in zip((2021, 2022), self.numbers, strict=True)
        ]
        return {(2021, 2022): two_years(figures, 2021, 2022)}

    def sections_of(self, pair: tuple[int, int]) -> tuple[SameSection, ...]:
        """Return its text."""
        years = (
            YearText(year, (SectionText(WORK, (Paragraph(text),)),))
            for year, text in zip(pair, self.texts, strict=True)
        )
        return same_sections(*years)

    def pair_downloads(self, pair: tuple[int, int]) -> tuple[Download, ...]:
        """Return one file."""
        return (Download("numbers.csv", "对照", 1, "0", "numbers"),)


def number(value: str | None, written: str, *, changed: str = "", corrected: bool = False) -> YearQuantity:
    """Return a number with a name that has to be escaped."""
    return YearQuantity("甲<b>数", None if value is None else Decimal(value), "元", written, changed, corrected)


def test_a_row_leads_to_both_sources_and_tells_the_change() -> None:
    """Names are escaped, numbers lead to 数据索引 of their own year, corrected ones to the history."""
    html = compared_years(
        Build((number("10000", "1.00万元", corrected=True), number("15000", "1.50万元"))), "../../", "2022", "2021"
    )
    assert "甲&lt;b&gt;数" in html
    assert 'href="../../2021/figures.html#%E7%94%B2%3Cb%3E%E6%95%B0"><data value="10000">1.00万元</data>' in html
    assert 'href="../../2022/figures.html#' in html
    assert "增加0.50万元" in html
    assert "增长50.0%" in html
    assert '<a href="../../history/2021/index.html">2021年度更正过</a>' in html
    assert "一、&lt;工作&gt;" in html


def test_what_cannot_be_compared_says_why() -> None:
    """A break is told with its year and words, a gap as the report tells it, and neither with a difference."""
    html = compared_years(Build((number("1", "1元"), number("2", "2元", changed="改按断面"))), "../../", "2022", "2021")
    assert "不可比" in html
    assert "2022年度口径变化：改按断面" in html
    assert "增加" not in html
    html = compared_years(Build((number(None, "原报告未列"), number("2", "2元"))), "../../", "2022", "2021")
    assert ">原报告未列</td>" in html


def test_changes_are_marked_by_elements_and_words() -> None:
    """Text put in and struck out is escaped; long stretches that stay are folded."""
    texts = ("甲。" + "同" * 70 + "。旧的第一句话<br>结束。", "甲。" + "同" * 70 + "。新的第一句话<br>结束。")
    numbers = (number("1", "1元"), number("1", "1元"))
    html = compared_years(Build(numbers, texts), "../../", "2022", "2021")
    assert '<del class="nb-old"><span class="nb-aloud">删去：</span>旧</del>的第一句话&lt;br&gt;结束。' in html
    assert '<ins class="nb-new"><span class="nb-aloud">加上：</span>新</ins>' in html
    assert "两个年度相同的2句（73字）" in html
    assert "约有99%" in html
    assert compared_years(Build(numbers), "../../", "2022", "2021").count("<details") == 2


def test_two_years_without_a_page_lead_to_the_chooser() -> None:
    """An editor may name any two."""
    html = compared_years(Build((number("1", "1元"), number("1", "1元"))), "", "2022", "2015")
    assert 'href="compare/index.html?a=2022&amp;b=2015"' in html


def test_the_chooser_needs_two_years() -> None:
    """With fewer it says so; with two the page of both is a plain link."""
    one = Build((number("1", "1元"), number("1", "1元")), catalogue=catalogue(2022))
    assert "只有一个年度" in choose_years(one, "../")
    html = choose_years(Build((number("1", "1元"), number("1", "1元"))), "../")
    assert '<a href="../compare/2022-2021/index.html">2022年度与2021年度对照</a>' in html
    assert html.count("<option") == 4


def test_a_section_leads_to_its_text_beside_that_of_the_year_before() -> None:
    """Neighbours to their page, others to the chooser; the first year leads nowhere."""
    site = read_site(Path(__file__).resolve().parents[2])
    html = section_years(catalogue(2022, 2021, 2019, 2018, lacking=2021), site, "../../", "work")
    assert 'href="../../compare/index.html?a=2022&amp;b=2019#work"' in html
    assert 'href="../../compare/2019-2018/index.html#work"' in html
    assert html.count("nb-compare__way") == 2
