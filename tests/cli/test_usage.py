from __future__ import annotations

import functools
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli import cli

ENGLISH = re.compile("[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")
"""Words of a sentence that click has written."""


def run(*arguments: str, language: str = "zh_CN.UTF-8") -> Result:
    """Run the command line as a terminal of a language would."""
    environment = {"LC_ALL": language, "LC_MESSAGES": language, "LANG": language}
    return CliRunner(env=environment).invoke(cli, list(arguments), prog_name="nianbao")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("chek", "没有命令“chek”；可用的有：build、check、"),
        ("--debug", "请在后面写明命令"),
        ("--nothing", "没有选项“--nothing”；可用的有：--debug、--version、--help"),
        ("check --form", "没有选项“--form”；可用的有：--format、--coverage、"),
        ("check --format", "选项“--format”后面要写以下之一：text、json、github"),
        ("check --format xml", "“--format”应为以下之一：text、json、github"),
        ("check --coverage=yes", "选项“--coverage”后面不写内容"),
        ("check --root nowhere", "“--root”应为已有的文件夹"),
        ("check 二〇二二", "“年度”应为整数，如 2022"),
        ("new", "缺少“年度”；请补上整数，如 2022"),
        ("withdraw 2022", "缺少“--reason”；请补上文字"),
        ("serve 2023 2024 2025", "多写了“2024 2025”；请去掉"),
        ("export --single 2022", "--single 后面要写年度和文件，如 --single 2022 2022.html"),
        ("export --single", "选项“--single”后面要写整数，如 2022"),
        ("export --version new", "“--version”应为整数，如 1"),
        ("publish", "请写明年度"),
    ],
)
def test_each_misuse_is_answered_in_chinese_with_what_to_do(arguments: str, said: str) -> None:
    """How the verb is written, what is wrong and what there is instead, where all is explained; status 2."""
    result = run(*arguments.split())
    usage, sentence, help_line = result.stderr.splitlines()
    verb = arguments.split()[0] if arguments.split()[0] in cli.commands else ""
    assert result.exit_code == 2
    assert usage.startswith(f"用法：nianbao {verb}".rstrip())
    assert said in sentence
    assert help_line == " ".join(filter(None, ("全部说明请看：nianbao", verb, "--help")))
    assert not ENGLISH.search(result.output)


@pytest.mark.parametrize("verb", ["", *sorted(cli.commands)])
def test_help_is_in_chinese(verb: str) -> None:
    """Headings, what a value is called, defaults and what must be written."""
    result = run(*filter(None, (verb, "--help")))
    assert result.exit_code == 0
    assert result.output.startswith(f"用法：nianbao {verb}".rstrip())
    assert "\n选项：\n" in result.output
    assert "显示这些说明" in result.output
    assert not ENGLISH.search(result.output)
    assert not re.search("OPTIONS|COMMAND|ARGS|YEAR|DIRECTORY|INTEGER|TEXT|default|required", result.output)


def test_the_command_alone_shows_its_help() -> None:
    """Who writes `nianbao` and nothing else sees every verb."""
    result = run()
    assert result.exit_code == 2
    assert all(f"  {verb} " in result.output for verb in cli.commands)


def test_english_is_spoken_where_neither_the_site_nor_the_locale_is_chinese(small: Path) -> None:
    """The site that `--root` names decides, wherever in the line it stands; then the locale."""
    site = small / "data/site.yml"
    site.write_text(site.read_text(encoding="utf-8") + "languages: [en]\n", encoding="utf-8")
    wrong = ("check", "--form", "--root", str(small))
    assert "There is no option “--form”; there are: --format" in run(*wrong, language="C").stderr
    assert "没有选项“--form”" in run(*wrong).stderr
    assert "Options:\n" in run("check", f"--root={small}", "--help", language="en_GB.UTF-8").output
    site.write_text(site.read_text(encoding="utf-8").replace("[en]", "[zh-CN]"), encoding="utf-8")
    assert "没有选项“--form”" in run(*wrong, language="C").stderr


def test_columns_of_the_help_stand_below_each_other() -> None:
    """A Chinese character is as wide as two others, so that descriptions begin in one column."""
    lines = run("withdraw", "--help").output.splitlines()
    rows = [line for line in lines if line.startswith("  --")]
    found = [re.match(r"  (\S+ )?\S+ +", row) for row in rows]
    widths = {sum(2 if ord(char) > 0x2E80 else 1 for char in match.group()) for match in found if match}
    assert len(rows) > 8
    assert len(widths) == 1


def test_an_interrupted_verb_says_so_without_a_traceback(small: Path) -> None:
    """Ctrl-C while something is waited for ends with one Chinese word and status 1.

    A shell lets what it runs in the background ignore Ctrl-C, so the verb is told to listen as in a terminal.
    """
    asked = ["--kind", "手机号码", "--reason", "公开电话", "--role", "办公室", "--expires", "2099-12-31"]
    command = [sys.executable, "-m", "nianbao", "exempt", "2023", "data/2023/facts.csv", *asked, "--root", str(small)]
    pipe = subprocess.PIPE
    listening = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, preexec_fn=listening) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        assert "请输入号码" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        assert running.stderr.read().strip() == "已中断"
        running.stdin.close()
    assert running.returncode == 1
