from __future__ import annotations

import time
from pathlib import Path

import pytest

from nianbao.report.checks import RULES
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.report.privacy import check_value
from nianbao.sources.folders import years
from nianbao.sources.year import read_year
from nianbao.wording.sentences import sentence
from tests.report.checks.conftest import Damage
from tests.wording.persons import card, identity

REPOSITORY = Path(__file__).resolve().parents[3]
SITES = {"real": REPOSITORY, "sample": REPOSITORY / "tests/sample", "hospital": REPOSITORY / "tests/hospital"}
MOBILE = "13800001234"
SALT = "00112233445566778899aabbccddeeff"


def privacy_of(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return place and masked number of each finding about a person's number."""
    return [(str(finding.place), str(finding.values["number"])) for finding in findings if finding.rule == "privacy"]


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "shown"),
    [
        ("data/2023/facts.csv", "1800", MOBILE, "data/2023/facts.csv:2:数值", "138****1234"),
        ("data/2023/facts.csv", "问卷人数", f"问卷人数{MOBILE}", "data/2023/facts.csv:5:名称", "138****1234"),
        ("data/2023/report.yml", "fiscal_year", f"# 王某 {MOBILE}\nfiscal_year", "data/2023/report.yml:1", "138****1234"),
        ("data/2023/report.yml", "履职情况", '"履职 138\\u00300001234"', "data/2023/report.yml:7", "138****1234"),
        ("docs/2023/work.md", "查档", f"查档（{identity('35000019900101012')}）", "docs/2023/work.md:1", "35*************12"),
        ("docs/2023/work.md", "查档", f"查档（{card('622202000000000123')}）", "docs/2023/work.md:1", "6222***********123"),
        ("docs/2023/work.md", "查档", "查档**138**0000&#49;234", "docs/2023/work.md:1", "138****1234"),
    ],
)  # fmt: skip
def test_a_number_is_found_wherever_it_stands(
    damage: Damage, file: str, old: str, new: str, place: str, shown: str
) -> None:
    """In a number cell, a text cell, an entry, a remark and running text, however it is escaped or marked up."""
    found = privacy_of(damage(file, old, new))
    assert [where for where, _ in found] == [place]
    assert found[0][1].startswith(shown)


def test_nobody_can_acknowledge_it_or_change_its_level(small: Path) -> None:
    """The rule is fixed: neither a difference explained nor a ruleset makes it less than an error."""
    head = small / "data/2023/report.yml"
    entry = "acknowledgements:\n  - {rule: privacy, table: facts, key: 查档人次, field: value, reason: 已同意}\n"
    head.write_text(head.read_text(encoding="utf-8") + entry, encoding="utf-8")
    ruleset = small / "data/rulesets/county-sample.yml"
    ruleset.write_text(ruleset.read_text(encoding="utf-8") + "rule_levels: {privacy: info}\n", encoding="utf-8")
    facts = small / "data/2023/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("1800", MOBILE), encoding="utf-8")
    sources = read_year(small, 2023)
    findings = YearEdition(sources.report, sources.pages).findings
    (found,) = (finding for finding in findings if finding.rule == "privacy")
    assert found.blocks
    assert "acknowledgement_unmatched" in {finding.rule for finding in findings}
    assert RULES["privacy"].fixed
    assert RULES["privacy_exceptions_hold"].fixed


def test_no_sentence_tells_the_number(damage: Damage) -> None:
    """What the other rules say of a mobile in a number cell does not show it, not even with thousands separators."""
    findings = damage("data/2023/indicators.csv", "1800", MOBILE)
    told = [sentence(finding.sentence or finding.rule, finding.values) for finding in findings]
    assert len(told) > 1
    assert not any(MOBILE in text or "13,800,001,234" in text for text in told)


def test_an_exception_is_read_and_holds(small: Path, damage: Damage) -> None:
    """With its entry in `privacy.yml` the number may stand; without the number the entry is an error."""
    lines = ("place: data/2023/work.csv:1", "kind: 手机号码", "reason: 值班", "role: 办公室", "expires: 2026-12-31")
    entry = "\n    ".join((*lines, f'salt: "{SALT}"', f'scrypt: "{check_value(MOBILE, SALT)}"'))
    file = small / "data/2023/privacy.yml"
    file.write_text(f"exceptions:\n  - {entry}\n".replace("data/2023/work.csv", "docs/2023/work.md"), encoding="utf-8")
    unmatched = damage("docs/2023/work.md", "查档", "查询档案")
    assert [str(finding.place) for finding in unmatched if finding.rule == "privacy_exceptions_hold"] == [
        "data/2023/privacy.yml:2"
    ]
    excused = damage("docs/2023/work.md", "查询档案", f"查询（{MOBILE}）")
    assert not {"privacy", "privacy_exceptions_hold"} & {finding.rule for finding in excused}


@pytest.mark.parametrize("site", SITES)
def test_sound_years_raise_no_alarm(site: str) -> None:
    """The real year with its landline, the sample department and the hospital have no number of a person."""
    root = SITES[site]
    for year in years(root):
        sources = read_year(root, year)
        assert list(sources.report.privacy.blocking()) == []


def test_looking_costs_next_to_nothing() -> None:
    """Looking through a year takes at most 50 ms besides attachments."""
    privacy = read_year(REPOSITORY, 2022).report.privacy
    start = time.perf_counter()
    list(privacy.blocking())
    assert time.perf_counter() - start < 0.05
