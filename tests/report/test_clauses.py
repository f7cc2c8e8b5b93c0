from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.report.clauses import claims_in, figures_of, sentences
from nianbao.report.edition import YearEdition
from nianbao.report.passages import Passage, lines_of
from nianbao.report.phrases import Claims
from nianbao.report.place import Place
from nianbao.sources.year import read_year

CLAIMS = Claims(all_done=("全部完成",), increase=("增加",), negations=("未", "没有"), unless=("增加最多",))


def test_a_passage_is_cut_at_its_stops() -> None:
    """Sentences at 。；！？, clauses within them at ，and ： as well."""
    passage = Passage("甲，乙：丙；丁！戊", Place("docs/2023/work.md", 1), "pages", "work")
    found = [(sentence.text, [clause.text for clause in sentence.clauses]) for sentence in sentences(passage)]
    assert found == [("甲，乙：丙；", ["甲", "乙", "丙"]), ("丁！", ["丁"]), ("戊", ["戊"])]


def test_numbers_of_words_and_hands_stand_in_their_clauses(small: Path) -> None:
    """Each is placed within the clause that holds it."""
    sources = read_year(small, 2023)
    edition = YearEdition(sources.report, sources.pages)
    page = next(page for page in sources.pages if page.id == "work")
    line = lines_of(page, edition.quantities, sources.report)[2]
    figures = figures_of(line, edition.bound["work"])
    assert [figure.quantity.name for figure in figures] == ["接待查档人次", "线上查档人次", "问卷人数", "志愿者人数"]
    first, second = next(sentences(line, figures)).clauses
    for clause, written in ((first, "1,800人次"), (second, "600人次")):
        assert [clause.text[figure.start : figure.end] for figure in clause.figures] == [written]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("目标全部完成，人次增加", ["全部完成", "增加"]),
        ("未全部完成，没有增加", []),
        ("增加最多", []),
        ("尚有一项，全部完成", ["全部完成"]),
    ],
)
def test_negated_phrases_claim_nothing(text: str, claimed: list[str]) -> None:
    """A negation stands right before the phrase; longer texts mean something else."""
    assert [claim.text for claim in claims_in(text, CLAIMS, ("all_done", "increase"))] == claimed
