from __future__ import annotations

import json
from pathlib import Path

import pytest

from nianbao.publish import archive as store
from nianbao.publish.announcing import NotApproved
from nianbao.publish.archive.reading import read_version
from nianbao.publish.correcting import Request, Unchanged, correct_year
from nianbao.publish.publishing import publish_year
from nianbao.report.correction import Correction
from nianbao.report.finding import Unusable
from tests.publish.archive.office import tree
from tests.sites import change

ASKED = Request(2023, "更正", "样本数漏计自助机一处", "财务科")


def agree(correction: Correction) -> bool:
    """Agree to everything."""
    return True


def page(hospital: Path, address: str) -> str:
    """Return a served page."""
    return (hospital / "archive/current" / address).read_text(encoding="utf-8")


def test_every_changed_page_announces_the_correction(hospital: Path) -> None:
    """It tells day, reason, old and new value and the way to the version before; other pages tell nothing."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    outcome = correct_year(hospital, hospital / "archive", ASKED, agree)
    assert (outcome.kind, outcome.version) == ("published", 2)
    survey = page(hospital, "2023/survey.html")
    for words in ("更正公告", "样本数漏计自助机一处", "900份", "910份", "../2023-v1/survey.html"):
        assert words in survey
    assert "更正公告" in page(hospital, "2023/index.html")
    assert "更正公告" not in page(hospital, "2023/work.html")
    assert "更正公告" not in page(hospital, "2023-v1/survey.html")


def test_the_history_lists_every_correction_with_its_changes(hospital: Path) -> None:
    """After two corrections both are there, each against the version before it."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    correct_year(hospital, hospital / "archive", ASKED, agree)
    change(hospital / "data/2023/survey.csv", "576951,910,846", "576951,920,846")
    correct_year(hospital, hospital / "archive", ASKED, agree)
    history = page(hospital, "history/2023/index.html")
    for words in ("与第1版的不同", "与第2版的不同", "900份", "910份", "920份", "/2023-v1/", "/2023-v3/"):
        assert words in history
    assert page(hospital, "feed.xml").count("<entry>") == 3


def test_the_index_of_figures_keeps_the_superseded_values(hospital: Path) -> None:
    """What every earlier version said stands beside the value, for people and for programs."""
    for old, new in (("900", "910"), ("910", "920")):
        change(hospital / "data/2023/survey.csv", f"576951,{old},846", f"576951,{new},846")
        correct_year(hospital, hospital / "archive", ASKED, agree)
    entries = json.loads(page(hospital, "2023/quantities.json"))["quantities"]
    entry = next(entry for entry in entries if entry["name"] == "门诊患者满意度·样本数")
    assert entry["superseded"] == [{"version": 1, "written": "900份"}, {"version": 2, "written": "910份"}]
    figures = page(hospital, "2023/figures.html")
    assert "第1版：" in figures
    assert "第2版：" in figures


def test_what_is_shown_before_is_what_is_published(hospital: Path) -> None:
    """The correction that somebody agrees to is the one that the version keeps."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    shown: list[Correction] = []
    correct_year(hospital, hospital / "archive", ASKED, lambda correction: not shown.append(correction))  # type: ignore[func-returns-value]  # append says nothing
    assert tuple(shown) == read_version(hospital / "archive", 2023, 2).summary.corrections
    assert [number.name for number in shown[0].changes.numbers] == ["门诊患者满意度·样本数"]


def test_without_agreement_nothing_is_published(hospital: Path) -> None:
    """The archive is as it was."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    before = tree(hospital / "archive")
    with pytest.raises(NotApproved):
        correct_year(hospital, hospital / "archive", ASKED, lambda _: False)
    assert tree(hospital / "archive") == before


def test_a_change_that_nobody_sees_can_be_corrected_too(hospital: Path) -> None:
    """A comment in a source makes a version, so that the year is not blocked for ever; the history says so."""
    path = hospital / "data/2023/report.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# 备注\n", encoding="utf-8")
    assert correct_year(hospital, hospital / "archive", ASKED, agree).version == 2
    assert "读者所见内容没有改动" in page(hospital, "history/2023/index.html")


@pytest.mark.parametrize(
    ("request_", "rule"),
    [
        (Request(2024, "更正", "原因", "财务科"), "never_published"),
        (Request(2023, "更正", "", "财务科"), "public_word_empty"),
        (Request(2023, "更正", "见 13800138000", "财务科"), "public_word_personal"),
    ],
)
def test_what_cannot_be_corrected_is_refused(hospital: Path, request_: Request, rule: str) -> None:
    """Never published, no reason or a number of a person in it: each has its sentence."""
    before = tree(hospital / "archive")
    with pytest.raises(Unusable) as refused:
        correct_year(hospital, hospital / "archive", request_, agree)
    assert {finding.rule for finding in refused.value.findings} == {rule}
    assert tree(hospital / "archive") == before


def test_the_same_sources_again_are_no_event(hospital: Path) -> None:
    """Whoever runs a correction twice is told that it is done; nothing is written."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    correct_year(hospital, hospital / "archive", ASKED, agree)
    before = tree(hospital / "archive")
    with pytest.raises(Unchanged) as unchanged:
        correct_year(hospital, hospital / "archive", ASKED, agree)
    assert unchanged.value.version == 2
    assert tree(hospital / "archive") == before


def test_a_concealed_page_must_be_one_of_the_year(hospital: Path) -> None:
    """A misspelt page is answered with the nearest ones."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    with pytest.raises(Unusable) as refused:
        correct_year(hospital, hospital / "archive", Request(2023, "更正", "原因", "财务科", ("surveys",)), agree)
    assert "survey" in str(refused.value.findings[0].values["near"])


def test_the_archive_is_sound_after_a_correction(hospital: Path) -> None:
    """Both versions verify, and publishing the corrected sources again is no event."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    correct_year(hospital, hospital / "archive", ASKED, agree)
    assert store.verify(hospital / "archive").intact
    assert publish_year(hospital, hospital / "archive", 2023).kind == "unchanged"
