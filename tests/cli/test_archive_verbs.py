from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nianbao.cli import cli
from nianbao.publish.archive import read_events, verify
from tests.sites import change


@pytest.fixture
def site(hospital: Path) -> Path:
    """Return the published site with another number in its sources."""
    change(hospital / "data/2023/survey.csv", "576951,900,846", "576951,910,846")
    return hospital


def run(root: Path, *arguments: str) -> Result:
    """Run the command line on a site, where nobody sits at a terminal."""
    return CliRunner().invoke(cli, [*arguments, "--root", str(root)], catch_exceptions=False)


def test_a_correction_shows_what_changes_and_publishes_the_next_version(site: Path) -> None:
    """Old and new number, the new version, and both hashes to keep."""
    result = run(site, "correct", "2023", "--reason", "漏计一处", "--yes")
    assert result.exit_code == 0
    for words in ("900份 → 910份", "已发布2023年度第2版", "verify --expect", "verify --since"):
        assert words in result.output
    assert "要改请运行" not in result.output
    assert [event.nature for event in read_events(site / "archive")] == ["公开", "更正"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("correct", "2023", "--reason", "漏计一处"),
        ("withdraw", "2023", "--page", "survey", "--reason", "含个人信息"),
    ],
)
def test_where_nobody_can_be_asked_nothing_is_done(site: Path, arguments: tuple[str, ...]) -> None:
    """Without a terminal and without --yes both verbs end with status 2 and say what to add."""
    result = run(site, *arguments)
    assert result.exit_code == 2
    assert "--yes" in result.output
    assert len(read_events(site / "archive")) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("correct", "2023", "--reason", "漏计一处"),
        ("withdraw", "2023", "--page", "survey", "--reason", "含个人信息"),
    ],
)
def test_whoever_breaks_off_at_the_question_changes_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Status 1 and one sentence, and not an error of the program."""
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    result = run(site, *arguments)
    assert result.exit_code == 1
    assert "已中断" in result.output
    assert "程序内部出错" not in result.output
    assert len(read_events(site / "archive")) == 1


def test_a_correction_without_changes_is_no_error(site: Path) -> None:
    """The second run has nothing left to correct, and says so."""
    run(site, "correct", "2023", "--reason", "漏计一处", "--yes")
    result = run(site, "correct", "2023", "--reason", "漏计一处", "--yes")
    assert result.exit_code == 0
    assert "没有变化：2023年度的来源文件与已公开的第2版相同，没有可更正的" in result.output


def test_publishing_changed_sources_names_the_file_and_the_verb(site: Path) -> None:
    """Whoever runs `publish` again is led to `correct`."""
    result = run(site, "publish", "2023")
    assert result.exit_code == 1
    assert "data/2023/survey.csv" in result.output
    assert "nianbao correct 2023" in result.output


def test_a_withdrawal_lists_what_goes_and_what_stays(site: Path) -> None:
    """The page and its source go; files with the same words are named; the reminder to mend the sources follows."""
    asked = ("withdraw", "2023", "--page", "survey", "--reason", "含个人信息", "--role", "办公室", "--yes")
    result = run(site, *asked)
    assert result.exit_code == 0
    for words in ("docs/2023/survey.md", "survey.html", "figures.html（", "已从2023年度第1版撤下", "nianbao correct"):
        assert words in result.output
    event = read_events(site / "archive")[-1]
    assert "所以核对的文件会比撤下以前少" in run(site, "verify").output
    assert (event.kind, event.scope, event.role) == ("withdraw", "页面：（二）满意度调查", "办公室")


def test_words_that_must_be_gone_can_come_from_standard_input(site: Path) -> None:
    """Where they stand elsewhere, every file is named, status 1, and the words themselves are not repeated."""
    arguments = ["withdraw", "2023", "--page", "terms", "--gone", "-", "--reason", "原因", "--yes", "--root", str(site)]
    result = CliRunner().invoke(cli, arguments, input="回收有效答卷846份\n收回有效答卷846份\n", catch_exceptions=False)
    assert result.exit_code == 1
    assert "2023-v1/survey.html" in result.output
    assert "有效答卷" not in result.output
    assert len(read_events(site / "archive")) == 1


def test_the_history_is_told_for_people_and_programs(site: Path) -> None:
    """One line an event, or JSON; a year that was never published has none."""
    run(site, "correct", "2023", "--reason", "漏计一处", "--yes")
    told = run(site, "history")
    assert told.output.splitlines()[1].startswith("2. ")
    assert "漏计一处" in told.output
    events = json.loads(run(site, "history", "2023", "--format", "json").output)
    assert [event["kind"] for event in events] == ["publish", "correct"]
    assert "没有记录" in run(site, "history", "2031").output


def test_a_ledger_that_was_kept_is_verified_and_what_came_since_is_told(site: Path, tmp_path: Path) -> None:
    """As a file or as the hash of its last line; a text that is neither is answered."""
    kept = tmp_path / "kept.jsonl"
    shutil.copy(site / "archive/current/ledger.jsonl", kept)
    head = verify(site / "archive").head
    run(site, "correct", "2023", "--reason", "漏计一处", "--yes")
    for mark in (str(kept), head):
        result = run(site, "verify", "--since", mark)
        assert result.exit_code == 0
        assert "其后增加：2. " in result.output
    assert run(site, "verify", "--since", "0" * 63 + "1").exit_code == 1
    assert run(site, "verify", "--since", "ledger").exit_code == 2
    kept.write_text("?", encoding="utf-8")
    assert run(site, "verify", "--since", str(kept)).exit_code == 2


def test_damage_is_told_with_the_way_to_repair_it(site: Path, tmp_path: Path) -> None:
    """The file is named, a copy mends it, and the archive is intact again."""
    shutil.copytree(site / "archive", tmp_path / "copy", symlinks=True)
    page = site / "archive/store/2023/v1/content/work.html"
    page.unlink()
    told = run(site, "verify")
    assert told.exit_code == 1
    assert "store/2023/v1/content/work.html" in told.output
    assert "--repair" in told.output
    mended = run(site, "verify", "--repair", str(tmp_path / "copy"))
    assert mended.exit_code == 0
    assert "已修复：store/2023/v1/content/work.html" in mended.output


@pytest.fixture
def rolled_back(site: Path) -> Path:
    """Return a site whose archive was corrected, and then covered by the backup of the day before."""
    backup = shutil.copytree(site / "archive", site / "backup", symlinks=True)
    assert run(site, "correct", "2023", "--reason", "漏计一处", "--yes").exit_code == 0
    (site / "archive/current").unlink()
    subprocess.run(["cp", "-a", f"{backup}/.", f"{site / 'archive'}/"], check=True)
    return site


def test_a_restored_backup_is_told_and_undone(rolled_back: Path) -> None:
    """Status 1 and the two ways out; `--adopt` enters the lost event again, and all is as it was."""
    told = run(rolled_back, "verify")
    assert told.exit_code == 1
    for words in ("store/2023/v2", "不在现行台账里", "--adopt", "--set-aside"):
        assert words in told.output
    refused = run(rolled_back, "correct", "2023", "--reason", "漏计一处", "--yes")
    assert (refused.exit_code, "没有发布任何内容" in refused.output) == (1, True)
    done = run(rolled_back, "verify", "--adopt")
    assert done.exit_code == 0
    assert "已记入台账：2. " in done.output
    assert (rolled_back / "archive/current/2023-v2/survey.html").is_file()
    assert "没有需要处理的台账" in run(rolled_back, "verify", "--adopt").output


def test_what_is_set_aside_is_told_in_the_history(rolled_back: Path) -> None:
    """The year shows its first version; the ledger, the page of versions and the verification name the other."""
    done = run(rolled_back, "verify", "--set-aside")
    assert done.exit_code == 0
    assert "另外保存着，不对外提供" in done.output
    assert "搁置" in run(rolled_back, "history", "2023").output
    current = rolled_back / "archive/current"
    assert not (current / "2023-v2").exists()
    page = (current / "history/2023/index.html").read_text(encoding="utf-8")
    assert "搁置" in page
    assert "2023-v2/index.html" not in page
    assert "搁置" in (current / "feed.xml").read_text(encoding="utf-8")
    assert "2023年度第2版" in (current / "corrections/index.html").read_text(encoding="utf-8")
    assert run(rolled_back, "verify", "--adopt", "--set-aside").exit_code == 2
