from __future__ import annotations

import datetime
import hashlib
from unittest import mock

import pytest
from hypothesis import given
from pydantic import ValidationError

from nianbao.report import privacy
from nianbao.report.finding import Finding
from nianbao.report.head import Head
from nianbao.report.place import Place
from nianbao.report.privacy import Privacy, PrivacyException, SourceText, check_value, day_of, is_at
from nianbao.wording.personal import PersonalNumber, find
from nianbao.wording.sentences import sentence
from tests.wording.persons import mobiles

SALT = "00112233445566778899aabbccddeeff"
MOBILE = "13800001234"
CELL = Place("data/2023/facts.csv", 7, "数值")


def exception(place: str = str(CELL), number: str = MOBILE, **more: str) -> PrivacyException:
    """Return an exception for a number at a place."""
    given: dict[str, str] = {
        "place": place,
        "kind": "手机号码",
        "reason": "值班服务电话",
        "role": "办公室主任",
        "expires": "2026-12-31",
        "salt": SALT,
        "scrypt": check_value(number, SALT),
        **more,
    }
    return PrivacyException.model_validate(given)


def looked_at(*exceptions: PrivacyException, text: str = f"电话{MOBILE}", place: Place = CELL) -> Privacy:
    """Return what is looked at: one text, with exceptions that stand on the lines 2, 3, …."""
    places = tuple(Place("data/2023/privacy.yml", line) for line in range(2, len(exceptions) + 2))
    return Privacy((SourceText(place, text),), exceptions, places, datetime.date(2024, 8, 28))


def number(text: str) -> PersonalNumber:
    """Return the one number in a text."""
    (found,) = find(text)
    return found


def test_a_number_is_told_masked_with_its_place() -> None:
    """The finding names kind, place and the masked number, and nothing else of it."""
    (found,) = looked_at().findings()
    assert (found.rule, found.level, found.place) == ("privacy", "error", CELL)
    assert found.values == {"kind": "手机号码", "number": "138****1234"}
    assert MOBILE not in repr(found) + sentence("privacy", found.values)


def test_a_number_is_told_once_for_each_place() -> None:
    """A cell that says it twice has one finding, two cells have two."""
    twice = looked_at(text=f"{MOBILE}、{MOBILE}")
    assert len(list(twice.findings())) == 1
    elsewhere = SourceText(Place("data/2023/facts.csv", 8, "数值"), MOBILE)
    assert len(list(Privacy((*twice.texts, elsewhere)).findings())) == 2


def test_an_exception_lets_its_number_stand_at_its_place() -> None:
    """With the exception the number is no finding, and pages made from it may hold it."""
    excused = looked_at(exception())
    assert list(excused.blocking()) == []
    assert excused.permits(number(MOBILE))


@pytest.mark.parametrize(
    "wrong",
    [
        exception(number="13900001234"),
        exception("data/2023/facts.csv:7:名称"),
        exception("data/2023/items.csv:7:数值"),
        exception(kind="银行卡号"),
        exception(salt="ff112233445566778899aabbccddeeff"),
    ],
)
def test_an_exception_for_something_else_is_an_error_of_its_own(wrong: PrivacyException) -> None:
    """Another number, column, file, kind or salt: the number stays an error, and the exception matches nothing."""
    rules = [finding.rule for finding in looked_at(wrong).blocking()]
    assert rules == ["privacy", "privacy_exceptions_hold"]


def test_an_exception_that_ended_before_publication_is_an_error() -> None:
    """It still names its number, so that one thing is told and not two."""
    (found,) = looked_at(exception(expires="2024-08-27")).blocking()
    assert (found.sentence, found.place.line) == ("privacy_exceptions_hold.expired", 2)
    assert list(looked_at(exception(expires="2024-08-28")).blocking()) == []


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place("a.csv", 9, "数值"), "a.csv:7:数值"),
        (Place("a.md", 12), "a.md:3"),
        (Place("r.xlsx", 8, None, "支出", "D8"), "r.xlsx!支出!D7"),
        (Place("a.docx", None, None, "正文", "第3段"), "a.docx!正文!第12段"),
        (Place("a.pdf", None, None, "第3页"), "a.pdf!第4页"),
        (Place(f"attachments/{MOBILE}.txt"), "attachments/138****1234.txt"),
    ],
)
def test_lines_rows_pages_and_paragraphs_may_move(place: Place, written: str) -> None:
    """An exception goes on naming its place when rows are put in above it."""
    assert is_at(place, written)


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (Place("a.csv", 7, "数值"), "a.csv:7"),
        (Place("a2.csv", 7), "a.csv:7"),
        (Place("r.xlsx", 7, None, "支出", "D7"), "r.xlsx!支出!E7"),
        (Place("r.xlsx", 7, None, "支出1", "D7"), "r.xlsx!支出2!D7"),
    ],
)
def test_another_file_column_or_sheet_is_another_place(place: Place, written: str) -> None:
    """Only what is counted may differ."""
    assert not is_at(place, written)


def test_the_check_value_is_salted_and_costly() -> None:
    """It is scrypt with N 16384, r 8, p 1 and 32 bytes, as any other program computes it."""
    derived = hashlib.scrypt(MOBILE.encode(), salt=bytes.fromhex(SALT), n=16384, r=8, p=1, dklen=32)
    assert check_value(MOBILE, SALT) == derived.hex()
    assert check_value(MOBILE, "ff" * 16) != derived.hex()


def test_nothing_is_derived_where_no_exception_names_the_place() -> None:
    """The costly value is computed for candidates at an exception's place and of its kind alone."""
    others = (exception("data/2023/items.csv:7"), exception(kind="银行卡号"))
    with mock.patch.object(privacy, "check_value", side_effect=AssertionError):
        rules = [finding.rule for finding in looked_at(*others).blocking()]
    assert rules == ["privacy", "privacy_exceptions_hold", "privacy_exceptions_hold"]


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ({"published": "2024-08-28", "report": "2024-04-20"}, datetime.date(2024, 8, 28)),
        ({"report": "2024-04-20"}, datetime.date(2024, 4, 20)),
        ({}, datetime.date(2024, 1, 1)),
    ],
)
def test_exceptions_must_hold_on_the_day_of_publication(dates: dict[str, str], day: datetime.date) -> None:
    """Else on that of the report, else on the first day after the fiscal year: no clock is asked."""
    entries = {"fiscal_year": 2023, "department": {"name": "a"}, "title": "a", "ruleset": "a", "dates": dates}
    head = Head.model_validate({**entries, "sections": [{"title": "a"}]})
    assert day_of(head) == day
    assert looked_at().of_year(head, SourceText(Place("data/site.yml"), MOBILE)).day == day


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires": "原报告未列"},
        {"expires": "2026-13-01"},
        {"salt": "12"},
        {"scrypt": "0" * 63},
        {"kind": "护照号码"},
        {"reason": ""},
        {"role": ""},
    ],
)
def test_an_exception_says_everything(wrong: dict[str, str]) -> None:
    """Place, kind, reason, role, date, salt and check value are all needed, in their form."""
    with pytest.raises(ValidationError):
        exception(**wrong)


@given(mobiles)
def test_other_findings_do_not_tell_a_number(value: str) -> None:
    """A sum that repeats it with thousands separators is masked; what is said of its place waits until it is gone."""
    texts = looked_at(text=value)
    grouped = f"{int(value):,}"
    elsewhere = Finding("facts_agree", "error", Place("data/2023/facts.csv", 9), {"own": f"{grouped}个", "other": 5})
    there = Finding("numbers_bound", "error", CELL, {"found": value[:3]})
    (shown,) = texts.shielding([elsewhere, there])
    assert grouped not in str(shown.values)
    assert shown.values["other"] == 5
    assert list(Privacy().shielding([elsewhere, there])) == [elsewhere, there]


def test_a_place_hides_a_number_in_a_files_name() -> None:
    """A finding's place shows the file's name masked; other places are as they were."""
    named = Finding("attachment_unlisted", "error", Place(f"data/2023/attachments/{MOBILE}.txt"))
    assert str(named.place) == "data/2023/attachments/138****1234.txt"
    assert Finding("a", "error", CELL).place is CELL
