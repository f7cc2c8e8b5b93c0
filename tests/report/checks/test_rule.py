from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from nianbao.report.checks import RULES, Rule, Subject
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.report.naming import quantities
from nianbao.report.place import Place
from nianbao.sources.year import read_year

Damage = Callable[[str, str, str], list[Finding]]
REASON = "acknowledgements:\n  - {{rule: {rule}, table: {table}, key: {key}, field: {field}, reason: 原报告如此}}\n"


def _acknowledge(root: Path, rule: str, table: str, key: str, field: str) -> None:
    path = root / "data/2023/report.yml"
    entry = REASON.format(rule=rule, table=table, key=key, field=field)
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")


def test_an_acknowledged_finding_no_longer_blocks_and_keeps_its_numbers(small: Path, damage: Damage) -> None:
    """The reason is attached, the level stays, and the year can be published."""
    _acknowledge(small, "settled_explained", "unit_costs", "boxes", "settled")
    (finding,) = damage("data/2023/unit_costs.csv", "10000,10000,", "10000,9000,")
    assert finding.reason == "原报告如此"
    assert finding.level == "error"
    assert not finding.blocks
    sources = read_year(small, 2023)
    assert YearEdition(sources.report, sources.pages).blocking == ()


def test_an_acknowledgement_of_nothing_is_an_error_at_its_own_line(small: Path, damage: Damage) -> None:
    """What no longer applies has to be taken out."""
    _acknowledge(small, "settled_explained", "unit_costs", "boxes", "settled")
    (finding,) = damage("data/2023/unit_costs.csv", "档案盒", "档案箱")
    assert finding.rule == "acknowledgement_unmatched"
    assert str(finding.place) == "data/2023/report.yml:10"


def test_a_fixed_rule_cannot_be_acknowledged(small: Path, damage: Damage) -> None:
    """A reference to nothing stays an error, and its acknowledgement is one too."""
    _acknowledge(small, "reference_exists", "survey", "satisfied", "indicator")
    findings = damage("data/2023/survey.csv", "satisfaction", "satisfied")
    assert {finding.rule for finding in findings if finding.blocks} == {"reference_exists", "acknowledgement_unmatched"}


def test_a_ruleset_can_change_the_level_of_a_rule_but_not_of_a_fixed_one(small: Path, damage: Damage) -> None:
    """`rule_levels` is followed for ordinary rules only."""
    path = small / "data/rulesets/county-sample.yml"
    levels = "rule_levels: {settled_explained: warning, reference_exists: info}\n"
    path.write_text(path.read_text(encoding="utf-8") + levels, encoding="utf-8")
    (finding,) = damage("data/2023/unit_costs.csv", "10000,10000,", "10000,9000,")
    assert finding.level == "warning"
    findings = damage("data/2023/survey.csv", "satisfaction", "satisfied")
    assert next(entry for entry in findings if entry.rule == "reference_exists").level == "error"


def test_every_rule_has_an_example_that_passes_and_one_that_fails() -> None:
    """A rule's docstring is its public documentation."""
    for rule in RULES.values():
        assert "通过：" in rule.documentation, rule.id
        assert "不通过：" in rule.documentation, rule.id


def test_a_sound_year_has_no_findings(damage: Damage) -> None:
    """The small site, with nothing but a new line changed, gives no error and no warning."""
    assert damage("docs/2023/money.md", "\n\n{{ items_table() }}", "\n\n\n{{ items_table() }}") == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("level", ["error", "warning", "info"])
def test_a_ruleset_sets_the_level_of_every_rule_that_is_not_fixed(
    small: Path, rule: Rule, level: Literal["error", "warning", "info"]
) -> None:
    """`rule_levels` is followed whatever the rule looks at; a fixed rule keeps its own."""
    edition = read_year(small, 2023)
    ruleset = edition.report.ruleset.model_copy(update={"rule_levels": {rule.id: level}})
    report = edition.report.model_copy(update={"ruleset": ruleset})
    found = Finding("", "error", Place("data/2023/report.yml", 1))
    subject = Subject(report, quantities(report), edition.pages)
    (finding,) = replace(rule, check=lambda subject: iter([found])).findings(subject)
    assert (finding.rule, finding.level) == (rule.id, rule.level if rule.fixed else level)


def test_a_level_for_no_rule_is_an_error(damage: Damage) -> None:
    """The nearest names are told; otherwise a slip of the pen would leave the level as it was."""
    findings = damage(
        "data/rulesets/county-sample.yml",
        "publication_days: 20",
        "publication_days: 20\nrule_levels: {no_residu: info}",
    )
    (finding,) = findings
    assert finding.rule == "rule_levels_known"
    assert str(finding.values["nearest"]).startswith("no_residue")


def test_a_finding_in_running_text_is_acknowledged_by_page_and_words(small: Path, damage: Damage) -> None:
    """The table is pages, the key the page, the field what was found; other words on the page stay a finding."""
    _acknowledge(small, "wording_right", "pages", "work", "部份")
    first, second = damage("docs/2023/work.md", "收回问卷", "部份台帐，收回问卷")
    assert [(entry.values["found"], entry.reason) for entry in (first, second)] == [
        ("部份", "原报告如此"),
        ("台帐", None),
    ]
