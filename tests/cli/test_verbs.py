from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli import cli


def run(*arguments: str) -> Result:
    """Run the command line as a terminal would."""
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=True)


def test_a_sound_year_is_clean(real: Path) -> None:
    """The real year ends with status 0, its acknowledged findings shown apart."""
    result = run("check", "2022", "--root", str(real))
    assert result.exit_code == 0
    assert "已说明" in result.output
    assert "错误0" in result.output


def test_one_changed_cell_is_told_with_place_both_numbers_and_difference(real: Path) -> None:
    """A wrong total ends with status 1 and a sentence that an editor can act on."""
    budget = real / "data/2022/budget.csv"
    budget.write_text(budget.read_text(encoding="utf-8").replace("1171.06", "1171.16", 1), encoding="utf-8")
    result = run("check", "2022", "--root", str(real))
    assert result.exit_code == 1
    line = next(line for line in result.output.splitlines() if "budget_adds_up" in line)
    for part in ("data/2022/budget.csv:4:年初预算数", "1,593.45万元", "1,593.35万元", "-0.10万元", "请核对"):
        assert part in line
    refused = run("publish", "2022", "--root", str(real))
    assert refused.exit_code == 1
    assert not (real / "archive").exists()


def test_json_names_every_finding(real: Path) -> None:
    """The machine form has the fields that product documentation promises."""
    result = run("check", "--format", "json", "--root", str(real))
    document = json.loads(result.output)
    assert set(document) == {"findings", "counts"}
    fields = {"rule", "level", "file", "line", "column", "sheet", "cell", "message", "acknowledged"}
    assert all(set(entry) == fields for entry in document["findings"])
    assert document["counts"]["acknowledged"] == len(document["findings"])


def test_unreadable_input_ends_with_status_2_and_no_traceback(real: Path) -> None:
    """A cell that is no number is answered with its place, and nothing more."""
    budget = real / "data/2022/budget.csv"
    budget.write_text(budget.read_text(encoding="utf-8").replace("1171.06", "1171.06万元", 1), encoding="utf-8")
    result = run("check", "2022", "--root", str(real))
    assert result.exit_code == 2
    assert "data/2022/budget.csv:2:年初预算数" in result.output
    assert "Traceback" not in result.output


def test_publish_verify_and_damage(real: Path) -> None:
    """What was published verifies; a changed byte is found and its file named."""
    archive = real / "archive"
    assert run("publish", "2022", "--root", str(real)).exit_code == 0
    sound = run("verify", "--root", str(real))
    assert sound.exit_code == 0
    assert "完好" in sound.output
    page = archive / "store/2022/v1/content/budget.html"
    page.chmod(0o644)
    page.write_bytes(page.read_bytes().replace(b"1,593.35", b"1,593.36", 1))
    damaged = run("verify", "--root", str(real))
    assert damaged.exit_code == 1
    assert "store/2022/v1/content/budget.html" in damaged.output


@pytest.mark.parametrize("arguments", [("check", "2019"), ("build", "二〇二二"), ("publish",), ("nothing",)])
def test_wrong_arguments_end_with_status_2_and_a_sentence(real: Path, arguments: tuple[str, ...]) -> None:
    """A missing year, a name that is none, a missing argument and an unknown verb are answered alike."""
    root = () if arguments == ("nothing",) else ("--root", str(real))
    result = run(*arguments, *root)
    assert result.exit_code == 2
    assert result.output.strip()
    assert "Traceback" not in result.output


@pytest.mark.parametrize("verb", ["new", "check", "build", "publish", "diff", "serve"])
def test_a_number_that_is_no_year_is_refused_before_a_folder_is_asked_for(small: Path, verb: str) -> None:
    """Nobody is sent to make a folder that no verb would take."""
    for year in ("2199", "1999", "23"):
        result = run(verb, year, "--root", str(small))
        assert result.exit_code == 2
        assert f"“{year}”不是年度；应为 2000 至 2099 的四位数字" in result.output
        assert "建立" not in result.output
    assert {path.name for path in (small / "data").iterdir()} == {"2023", "rulesets", "site.yml"}


def test_every_verb_is_explained_in_chinese() -> None:
    """The help of each verb and of each of its options is Chinese."""
    for name, command in cli.commands.items():
        assert command.help, name
        assert any("\u4e00" <= char <= "\u9fff" for char in command.help)


def test_a_reader_that_stops_reading_is_no_fault(real: Path) -> None:
    """`nianbao check | head -1` ends in silence once head has what it wants."""
    command = [sys.executable, "-u", "-m", "nianbao", "check", "--root", str(real)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == ""


def test_a_site_folder_may_be_named_from_where_one_stands(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--root 站点` and no --root at all mean the folder that the terminal shows, wherever the engine is installed."""
    monkeypatch.chdir(small.parent)
    assert run("build", "2023", "--root", small.name).exit_code == 0
    assert (small / "build/2023/index.html").is_file()
    monkeypatch.chdir(small)
    assert run("publish", "2023").exit_code == 0
    assert (small / "archive/current/2023/index.html").exists()


def test_a_new_year_is_begun_and_told_what_comes_next(small: Path) -> None:
    """The files are listed, and the next command."""
    result = run("new", "2024", "--root", str(small))
    assert result.exit_code == 0
    assert "data/2024/report.xlsx" in result.output
    assert "nianbao check 2024" in result.output
    checked = run("check", "2024", "--root", str(small))
    assert checked.exit_code == 1
    assert "待填 data/2024/report.xlsx!支出!" in checked.output
    again = run("new", "2024", "--root", str(small))
    assert again.exit_code == 2
    assert "不会覆盖" in again.output


def test_a_year_is_checked_against_the_archive_that_is_named(following: Path, tmp_path: Path) -> None:
    """What was published there comes before the sources, for `check` as for `build`."""
    archive = tmp_path / "elsewhere"
    assert run("publish", "2023", "--root", str(following), "--archive", str(archive)).exit_code == 0
    budget = following / "data/2023/budget.csv"
    budget.write_text(budget.read_text(encoding="utf-8").replace("212.00", "221.00"), encoding="utf-8")
    assert "2023-v1" not in run("check", "2024", "--root", str(following)).output
    prior = following / "data/2024/budget.csv"
    prior.write_text(prior.read_text(encoding="utf-8").replace("212.00,212.00", "212.00,221.00"), encoding="utf-8")
    for verb in ("check", "build"):
        result = run(verb, "2024", "--root", str(following), "--archive", str(archive))
        assert result.exit_code == 1
        assert "“上年执行数”写作221.00万元，上年报告（2023-v1）为212.00万元" in result.output


def test_what_several_years_have_in_common_is_told_once(following: Path) -> None:
    """A folder that looks like a year's, a fault in `site.yml`: one complaint, however many years are checked."""
    (following / "data/2025年").mkdir()
    site = following / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    result = run("check", "--root", str(following))
    assert result.exit_code == 2
    assert [result.output.count(f"[{rule}]") for rule in ("year_folder_name", "entry_unknown")] == [1, 1]
    assert "共核对2个年度：待填0，错误2，" in result.output
