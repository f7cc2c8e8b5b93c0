from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli import cli

MOBILE = "13800001234"
ASKED = ("--kind", "手机号码", "--reason", "值班服务电话", "--role", "办公室主任", "--expires", "2026-12-31")


def run(*arguments: str, typed: str = "") -> Result:
    """Run the command line with something typed or piped into it."""
    return CliRunner().invoke(cli, list(arguments), input=typed)


@pytest.fixture
def calling(small: Path) -> Path:
    """The small site with a mobile in a number cell, in a broken cell's place, a reason, a page and a file's name."""
    facts = small / "data/2023/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8") + f"值班电话,work,查档服务,{MOBILE},,个,,\n", encoding="utf-8")
    page = small / "docs/2023/work.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n电话**138**0000**1234**，手机138 0000 1234转。\n", encoding="utf-8"
    )
    head = small / "data/2023/report.yml"
    entry = f"acknowledgements:\n  - {{rule: a, table: facts, key: {MOBILE}, reason: 请打{MOBILE}}}\n"
    head.write_text(head.read_text(encoding="utf-8") + entry, encoding="utf-8")
    return small


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize("broken", [False, True])
def test_no_form_of_a_check_shows_the_number(calling: Path, form: str, broken: bool) -> None:
    """Neither what is found nor where: a year that can be read and one that cannot."""
    if broken:
        facts = calling / "data/2023/facts.csv"
        facts.write_text(facts.read_text(encoding="utf-8").replace(MOBILE, f"{MOBILE}转8"), encoding="utf-8")
        (calling / f"data/2023/{MOBILE}.txt").write_text("a", encoding="utf-8")
    result = run("check", "--root", str(calling), "--format", form)
    assert result.exit_code == (2 if broken else 1)
    assert "138****1234" in result.output
    plain = result.output.replace(",", "").replace(" ", "").replace("*", "")
    assert MOBILE not in plain
    if form == "json":
        rules = [entry["rule"] for entry in json.loads(result.output)["findings"]]
        assert rules.count("privacy") >= 3


def test_an_error_inside_the_program_shows_no_number(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an exception says, its sentence is masked; only `--debug` shows it as it is."""
    from nianbao.publish import editions

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"input was {MOBILE}")

    monkeypatch.setattr(editions, "assemble", fail)
    output = run("check", "--root", str(small)).output
    assert "138****1234" in output
    assert MOBILE not in output


def test_a_failed_build_shows_no_number(small: Path) -> None:
    """What MkDocs says of a broken link is masked."""
    page = small / "docs/2023/work.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[名单](a13800001234-13900001234.md)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nianbao", "build", "2023", "--root", str(small), "--out", str(small / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "13900001234" not in done.stdout + done.stderr


def test_an_entry_is_printed_and_holds_when_it_is_pasted(small: Path) -> None:
    """The number is read at its place; standard output is the entry alone, without the number."""
    page = small / "docs/2023/work.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n值班电话{MOBILE}。\n", encoding="utf-8")
    result = run("exempt", "2023", "docs/2023/work.md:15", *ASKED, "--root", str(small))
    assert result.exit_code == 0
    assert result.stdout.startswith("# yaml-language-server")
    assert "请把下面几行加到 data/2023/privacy.yml" in result.stderr
    assert MOBILE not in result.output
    (small / "data/2023/privacy.yml").write_text(result.stdout, encoding="utf-8")
    assert "privacy" not in run("check", "--root", str(small)).output


def test_a_number_that_is_not_there_is_asked_for(small: Path) -> None:
    """It may be piped in; nothing else is taken for it."""
    place = ("exempt", "2023", "docs/2023/work.md:1", *ASKED, "--root", str(small))
    given = run(*place, typed="138 0000 1234\n")
    assert given.exit_code == 0
    assert "scrypt" in given.stdout
    assert MOBILE not in given.output
    for typed in ("", "0750-3276289\n"):
        wrong = run(*place, typed=typed)
        assert wrong.exit_code == 2
        assert "输入的不是手机号码" in wrong.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("twenty", "a", *ASKED), "应为年度"),
        (("2023", "a", *ASKED[:-1], "明年"), "应为日期"),
    ],
)
def test_wrong_arguments_are_answered(small: Path, arguments: tuple[str, ...], message: str) -> None:
    """With a sentence and status 2."""
    result = run("exempt", *arguments, "--root", str(small))
    assert result.exit_code == 2
    assert message in result.output
