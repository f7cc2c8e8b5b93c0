from __future__ import annotations

from nianbao.report.finding import Finding
from nianbao.report.place import Place
from nianbao.sources.notes import group_notes
from nianbao.wording.sentences import sentence

BOOK = "data/2023/report.xlsx"


def _note(column: str, line: int, rule: str = "cell_number_as_text", *, sheet: str | None = "支出") -> Finding:
    """A note on the number that equals its line."""
    title = {"B": "年初预算数", "C": "全年预算数"}[column]
    place = Place(BOOK, line, title, sheet, f"{column}{line}" if sheet else None)
    return Finding(rule, "info", place, {"text": f"{line}", "number": f"{line}"})


def _told(*findings: Finding) -> list[tuple[str, str]]:
    """Place and sentence of each finding once notes are grouped."""
    grouped = list(findings)
    group_notes(grouped, 0)
    return [(str(entry.place), sentence(entry.sentence or entry.rule, entry.values)) for entry in grouped]


def test_a_note_on_several_cells_of_a_column_is_told_once() -> None:
    """It stands at the first cell, and names how many there are and which."""
    assert _told(*(_note("C", line) for line in (2, 3, 4, 7, 9, 10))) == [
        (f"{BOOK}!支出!C2", "数字存成了文本“2”，已读作 2，这一列同样读取的共6格：C2:C4、C7、C9:C10")
    ]


def test_columns_sheets_and_kinds_of_note_stay_apart() -> None:
    """Two columns, the same column of another sheet, and another note are told for themselves, in their order."""
    notes = [
        _note("B", 2),
        _note("C", 2),
        _note("B", 3, "cell_percent"),
        _note("B", 2, sheet="资产"),
        _note("C", 3),
    ]
    assert [place for place, _ in _told(*notes)] == [
        f"{BOOK}!支出!B2",
        f"{BOOK}!支出!C2",
        f"{BOOK}!支出!B3",
        f"{BOOK}!资产!B2",
    ]


def test_a_note_on_one_cell_and_every_complaint_stay_as_they_are() -> None:
    """What has to be put right is told cell by cell."""
    kept = [
        _note("B", 2),
        *(
            Finding("cell_masked", "error", Place(BOOK, line, "年初预算数", "支出", f"B{line}"), {"text": "1"})
            for line in (3, 4)
        ),
        *(_note("C", line, "cell_shown_rounded") for line in (3, 4)),
    ]
    grouped = list(kept)
    group_notes(grouped, 0)
    assert grouped == kept


def test_cells_of_a_text_file_are_named_by_their_lines() -> None:
    """There are no addresses in a CSV file."""
    notes = [_note("B", line, "cell_number_normalised", sheet=None) for line in (2, 3, 4, 8)]
    assert _told(*notes) == [(f"{BOOK}:2:年初预算数", "“2”已读作 2，这一列同样读取的共4格：第2-4、8行")]


def test_a_long_list_of_cells_is_cut_and_still_counted() -> None:
    """Twenty ranges are enough to find the rest."""
    ((_, text),) = _told(*(_note("B", line) for line in range(2, 102, 2)))
    assert "共50格" in text
    assert text.endswith("B40……")


def test_what_was_found_before_stays() -> None:
    """Only what one table gave rise to is grouped."""
    findings = [_note("B", 2), _note("B", 3), _note("B", 4)]
    group_notes(findings, 1)
    assert [entry.place.cell for entry in findings] == ["B2", "B3"]
