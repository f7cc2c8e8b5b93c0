from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.validation import validate


def _site(folder: Path, body: str) -> Path:
    (folder / "sections").mkdir()
    (folder / "index.html").write_text(f'<h2 id="产出指标">a</h2>{body}', encoding="utf-8")
    (folder / "budget.html").write_text('<p id="x">b</p>', encoding="utf-8")
    return folder


def _rules(folder: Path) -> list[str]:
    return [finding.rule for finding in validate(folder, "2022/", lambda address: address == "history/2022/index.html")]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="budget.html#x">b</a>',
        '<a href="#%E4%BA%A7%E5%87%BA%E6%8C%87%E6%A0%87">产出指标</a>',
        '<a href="../history/2022/index.html">版次</a>',
        '<a href="https://www.gov.cn/">外部</a>',
        '<a href="mailto:a@example.org">写信</a>',
        '<img src="data:image/png;base64,AAAA" alt="">',
    ],
)
def test_a_sound_page_has_no_findings(tmp_path: Path, body: str) -> None:
    """Links inside the edition, to addresses that live for ever, and to other sites a reader may visit are fine."""
    assert _rules(_site(tmp_path, body)) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<a href="budgets.html">b</a>', "built_link_broken"),
        ('<a href="../2023/index.html">b</a>', "built_link_broken"),
        ('<a href="../../etc/passwd">b</a>', "built_link_broken"),
        ('<a href="budget.html#y">b</a>', "built_anchor_missing"),
        ('<script src="https://example.org/a.js"></script>', "built_foreign_resource"),
        ('<link rel="stylesheet" href="//example.org/a.css">', "built_foreign_resource"),
        ('<img src="missing.png" alt="">', "built_link_broken"),
        ('<p id="a"></p><p id="a"></p>', "built_id_repeated"),
        ("<p>电话<b>138</b>0000<i>1234</i></p>", "privacy"),
        ('<p title="13800001234">电话</p>', "privacy"),
    ],
)
def test_each_fault_is_found_with_its_page(tmp_path: Path, body: str, rule: str) -> None:
    """A broken link, something fetched from elsewhere, a repeated id and a number of a person are errors of the page."""
    assert _rules(_site(tmp_path, body)) == [rule]


def test_a_number_that_somebody_answers_for_may_stand(tmp_path: Path) -> None:
    """Data files of the edition are looked at like its pages, and exceptions hold for them too."""
    folder = _site(tmp_path, "<p>值班13800001234</p>")
    (folder / "quantities.json").write_text('{"value": "13800001234"}', encoding="utf-8")
    found = validate(folder, "2022/", lambda _: False)
    assert [(finding.rule, finding.place.file) for finding in found] == [
        ("privacy", "2022/index.html"),
        ("privacy", "2022/quantities.json"),
    ]
    assert validate(folder, "2022/", lambda _: False, permits=lambda number: number.value == "13800001234") == ()
