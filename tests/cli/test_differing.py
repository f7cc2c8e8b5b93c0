from __future__ import annotations

import json
from pathlib import Path

import click
from click.testing import CliRunner, Result

from nianbao.cli import cli
from nianbao.cli.differing import tell_difference
from nianbao.report.change import CellChange, Difference, NumberChange, PageChange, PassageChange
from tests.sites import change


def run(*arguments: str) -> Result:
    """Run the command line as a terminal would."""
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=True)


def printed(whole: Difference, *, color: bool = False) -> str:
    """Return what is printed of a difference."""
    command = click.Command("tell", callback=lambda: tell_difference(whole))
    return CliRunner().invoke(command, color=color).output


def test_changes_are_told_page_by_page_with_a_summary_and_what_comes_next(hospital: Path) -> None:
    """Numbers with an arrow, sentences with what was struck out and put in; the exit status is 0."""
    change(hospital / "data/2023/facts.csv", "直接诊治患者的科室,28", "直接诊治患者的科室,29")
    change(hospital / "docs/2023/survey.md", "仍有", "但仍有")
    result = run("diff", "2023", "--root", str(hospital))
    assert result.exit_code == 0
    for part in (
        "2023年度现有内容与已公开的第1版相比",
        "\n（二）满意度调查\n",
        "，【加：但】仍有",
        "  临床科室数：28个 → 29个\n",
        "共改动1个数据、0项表格等内容",
        "nianbao correct 2023 --reason",
    ):
        assert part in result.output
    assert (hospital / "archive/current").resolve().name == "1"


def test_a_year_as_it_was_published_has_no_changes(hospital: Path) -> None:
    """One sentence, and nothing to do; sources that were only written otherwise are named."""
    assert run("diff", "2023", "--root", str(hospital)).output == "没有任何变化\n"
    report = hospital / "data/2023/report.yml"
    report.write_text("# 2023年度\n" + report.read_text(encoding="utf-8"), encoding="utf-8")
    assert (
        run("diff", "2023", "--root", str(hospital)).output
        == "读者看到的内容没有变化；改动的只是写法：data/2023/report.yml\n"
    )


def test_a_year_that_was_never_published_is_new(small: Path) -> None:
    """It is said so, and how it is published."""
    result = run("diff", "2023", "--root", str(small))
    assert result.exit_code == 0
    assert "2023年度还没有公开过，全部内容都是新的：5个页面、" in result.output
    assert result.output.endswith("要公开，请运行：nianbao publish 2023\n")


def test_the_machine_form_holds_everything(hospital: Path) -> None:
    """The changes as they are, the pages that they touch, and how many there are of each kind."""
    change(hospital / "data/2023/facts.csv", "直接诊治患者的科室,28", "直接诊治患者的科室,29")
    document = json.loads(run("diff", "2023", "--format", "json", "--root", str(hospital)).output)
    assert document["since"] == 1
    assert [(each["name"], each["old"], each["new"]) for each in document["numbers"]] == [
        ("临床科室数", "28个", "29个")
    ]
    assert document["touched_pages"][-1] == "figures"
    assert document["counts"]["numbers"] == 1


def test_a_page_is_written_where_nothing_is_yet(hospital: Path, tmp_path: Path) -> None:
    """A file that is there is replaced only with --force; one that cannot be written is no crash."""
    file = tmp_path / "对照.html"
    written = run("diff", "2023", "--html", str(file), "--root", str(hospital))
    assert written.exit_code == 0
    assert "已写出改动对照" in written.output
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    again = run("diff", "2023", "--html", str(file), "--root", str(hospital))
    assert again.exit_code == 2
    assert "--force" in again.output
    assert run("diff", "2023", "--html", str(file), "--force", "--root", str(hospital)).exit_code == 0
    nowhere = run("diff", "2023", "--html", str(tmp_path / "没有" / "对照.html"), "--root", str(hospital))
    assert nowhere.exit_code == 2
    assert "写不进" in nowhere.output


def test_unusable_sources_end_with_status_2(hospital: Path) -> None:
    """As for every verb, with the place; a damaged archive ends with status 1."""
    change(hospital / "data/2023/staff.csv", "720", "7Z0")
    result = run("diff", "2023", "--root", str(hospital))
    assert result.exit_code == 2
    assert "data/2023/staff.csv:2:人数" in result.output
    assert run("diff", "2019", "--root", str(hospital)).exit_code == 2
    change(hospital / "data/2023/staff.csv", "7Z0", "720")
    path = hospital / "archive/store/2023/v1/sources.tar"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace("门诊".encode(), "诊门".encode(), 1))
    assert run("diff", "2023", "--root", str(hospital)).exit_code == 1


_WHOLE = Difference(
    year=2023,
    since=1,
    titles={"work": "一、履职\u202e情况", "money": "二、资金"},
    numbers=(NumberChange(name="人数", old="", new="13812345678", pages=("work",)),),
    cells=(
        CellChange(
            table="problems", key="p", field="id", title="存在问题", label="窗口少", column="编号", old="", new="p",
            is_key=True, pages=("work",),
        ),
        CellChange(
            table="problems", key="q", field="cause", title="存在问题", label="排队", column="原因",
            old="预约系统只按上午和下午两个时段放号，时段过粗", new="预约系统只按上午和下午两个时段放号，时段过长",
        ),
    ),
    passages=(PassageChange(page="work", old="拨打13812345678。", new="\x1b[31m拨打热线。"),),
    pages=(PageChange(page="money", title="二、资金", kind="moved", old_title="一、资金"),),
)  # fmt: skip


def test_a_terminal_is_told_no_number_of_a_person_and_nothing_that_is_not_seen() -> None:
    """Neither what was public before nor what would be; an escape of a terminal is shown as what it is."""
    output = printed(_WHOLE)
    assert "13812345678" not in output
    assert "\x1b" not in output
    assert "\u202e" not in output
    for part in (
        "一、履职\\u202e情况", "人数：（无） → 138****5678", "\\x1b[31m", "存在问题·窗口少（新增一行）", "没有列在页面上的数据",
        "原因：预约系统只按上午和下午两个时段放号，时段过【删：粗】【加：长】", "在提纲中的位置：一、资金 → 二、资金",
    ):  # fmt: skip
        assert part in output


def test_colours_repeat_what_the_words_say() -> None:
    """Whoever sees no colours misses nothing."""
    assert click.unstyle(printed(_WHOLE, color=True)) == printed(_WHOLE)
