from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nianbao.publish.editions import build_year
from nianbao.publish.exempting import Approval, number_in, numbers_at, written_entry
from nianbao.publish.portal import build_portal, portal_findings, preview_catalogue
from nianbao.report.finding import Blocked
from nianbao.sources.year import read_year
from tests.sources.attachments.making import word_file

MOBILE = "13800001234"
PAGE = "docs/2023/work.md:15"


def approval(place: str = PAGE, expires: str = "2026-12-31") -> Approval:
    """Return what the head of an office approved."""
    return Approval(place, "手机号码", "值班服务电话", "办公室主任", expires)


@pytest.fixture
def calling(small: Path) -> Path:
    """The small site with a mobile on a page, which is an error."""
    page = small / "docs/2023/work.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n值班电话{MOBILE}。\n", encoding="utf-8")
    return small


def exempt(root: Path, year: str = "2023", place: str = PAGE) -> None:
    """Add an entry for the mobile to the file of exceptions."""
    path = root / ("data/privacy.yml" if year == "portal" else f"data/{year}/privacy.yml")
    entry = written_entry(root, year, approval(place), MOBILE)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + entry, encoding="utf-8")


def test_an_entry_answers_for_the_number_and_does_not_hold_it(calling: Path) -> None:
    """It is YAML that reads back, its salt is new each time, and with it the year has no finding."""
    first, second = (written_entry(calling, "2023", approval(), MOBILE) for _ in range(2))
    assert MOBILE not in first
    assert first.startswith("# yaml-language-server: $schema=../schemas/privacy.schema.json\nexceptions:\n")
    assert yaml.safe_load(first)["exceptions"][0].keys() == {
        "place",
        "kind",
        "reason",
        "role",
        "expires",
        "salt",
        "scrypt",
    }
    assert yaml.safe_load(first)["exceptions"][0]["scrypt"] != yaml.safe_load(second)["exceptions"][0]["scrypt"]
    exempt(calling)
    exempt(calling)
    file = (calling / "data/2023/privacy.yml").read_text(encoding="utf-8")
    assert len(yaml.safe_load(file)["exceptions"]) == 2
    assert list(read_year(calling, 2023).report.privacy.blocking()) == []


@pytest.mark.parametrize("place", [PAGE, "docs/2023/work.md:3"])
def test_the_number_is_read_where_it_stands(calling: Path, place: str) -> None:
    """At the place that is named, or in the same file on another line."""
    assert numbers_at(calling, "2023", approval(place)) == (MOBILE,)


def test_it_is_found_whatever_else_is_wrong_and_inside_attachments(calling: Path) -> None:
    """A year that cannot be read as a report, with an attachment that no table lists."""
    folder = calling / "data/2023/attachments"
    folder.mkdir()
    (folder / "a.docx").write_bytes(word_file(**{"docProps__core.xml": "<a>13900001234</a>"}))
    (folder / "broken.docx").write_bytes(b"PK")
    (calling / "data/2023/report.yml").write_text("a: [", encoding="utf-8")
    assert numbers_at(calling, "2023", approval()) == (MOBILE,)
    assert numbers_at(calling, "2023", approval("data/2023/attachments/a.docx!文件属性")) == ("13900001234",)
    assert numbers_at(calling, "2023", approval("docs/2023/money.md:1")) == ()


def test_several_numbers_at_one_place_are_all_told(calling: Path) -> None:
    """The editor has to say which one is meant."""
    page = calling / "docs/2023/work.md"
    page.write_text(page.read_text(encoding="utf-8").replace(MOBILE, f"{MOBILE}、13900001234"), encoding="utf-8")
    assert numbers_at(calling, "2023", approval()) == (MOBILE, "13900001234")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (MOBILE, MOBILE),
        (" +86 138-0000-1234\n", MOBILE),
        ("0750-3276289", None),
        ("", None),
        (f"{MOBILE} {MOBILE}", None),
    ],
)
def test_what_is_typed_is_read_in_any_form(text: str, value: str | None) -> None:
    """Spaces and hyphens are left out; anything but one number of that kind is refused."""
    assert number_in(text, "手机号码") == value


def test_a_year_with_a_number_is_not_built_and_with_its_exception_it_is(calling: Path, tmp_path: Path) -> None:
    """The exception holds for the pages, the search data and the downloads that repeat the text."""
    with pytest.raises(Blocked) as blocked:
        build_year(calling, 2023, tmp_path / "2023")
    assert [finding.rule for finding in blocked.value.findings] == ["privacy"]
    assert not (tmp_path / "2023").exists()
    exempt(calling)
    built = build_year(calling, 2023, tmp_path / "2023")
    assert MOBILE in (tmp_path / "2023/work.html").read_text(encoding="utf-8")
    assert "data/2023/privacy.yml" in built.sources


def test_amounts_that_look_like_mobiles_stand_in_the_data(small: Path, tmp_path: Path) -> None:
    """An amount in 万元 may have eleven figures in 元, which the data of the edition write out."""
    facts = small / "data/2023/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8") + "馆舍投资,work,馆藏,1500000,,万元,,\n", encoding="utf-8")
    build_year(small, 2023, tmp_path / "2023")
    assert '"15000000000"' in (tmp_path / "2023/quantities.json").read_text(encoding="utf-8")


def test_the_portal_has_exceptions_of_its_own(small: Path, tmp_path: Path) -> None:
    """Its texts are looked at when it is built and when everything is checked; `data/privacy.yml` answers for them."""
    site = small / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8").replace("0000-1234567", MOBILE), encoding="utf-8")
    (small / "docs/contact.md").write_text("# 联系\n\n{{ contact() }}\n", encoding="utf-8")
    assert [str(finding.place) for finding in portal_findings(small)] == ["data/site.yml:3"]
    with pytest.raises(Blocked):
        build_portal(small, preview_catalogue(small), tmp_path / "portal")
    exempt(small, "portal", "data/site.yml:3")
    assert portal_findings(small) == ()
    build_portal(small, preview_catalogue(small), tmp_path / "portal")
    assert MOBILE in (tmp_path / "portal/contact.html").read_text(encoding="utf-8")
