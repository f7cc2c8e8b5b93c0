"""The cases below `broken/`: how each becomes a damaged site, and what reading it answers, line by line."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nianbao.report.finding import Finding, Unusable
from nianbao.report.report import Report
from nianbao.report.row import columns_of
from nianbao.sources.year import read_year
from nianbao.wording.sentences import sentence
from tests.sources.described import lay_tree, read_description, workbook

TESTS = Path(__file__).resolve().parents[1]
BROKEN = Path(__file__).resolve().parent / "broken"
SOUND = "sound"
"""A folder of that name in a group is laid over the sound year before each of its cases."""
_FIXED = {"site": "data/site.yml", "ruleset": "data/rulesets/county-sample.yml"}
_LEVELS = {"error": "拒绝", "warning": "提醒", "info": "说明"}


@dataclass(frozen=True)
class Verdict:
    """What reading a case answers: the lines of its `.expected`, the findings, and whether no file was touched."""

    text: str
    findings: tuple[Finding, ...]
    untouched: bool


def cases() -> list[Path]:
    """Return every case: the files of each group, and the folders below `several`."""
    found = []
    for group in sorted(path for path in BROKEN.iterdir() if path.is_dir()):
        for path in sorted(group.iterdir()):
            if path.suffix != ".expected" and path.name != SOUND:
                found.append(path)
    return found


def expected_of(case: Path) -> Path:
    """Return the file that holds a case's verdict."""
    return case.with_name(f"{case.name}.expected")


@cache
def verdict(case: Path) -> Verdict:
    """Read the sound year with a case laid over it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        _lay_sound(root, case.parent / SOUND)
        _lay(case, root)
        before = snapshot(root)
        report, findings = _read(root)
        lines = [*map(_line, findings), *_differences(_sound(case.parent / SOUND), report)]
        return Verdict("".join(f"{line}\n" for line in lines or ["与原样相同"]), findings, snapshot(root) == before)


@cache
def _sound(extra: Path) -> Report | None:
    """The sound year, with what a group lays over it."""
    with tempfile.TemporaryDirectory() as folder:
        _lay_sound(Path(folder) / "site", extra)
        return _read(Path(folder) / "site")[0]


def _lay_sound(root: Path, extra: Path) -> None:
    shutil.copytree(TESTS / "small", root)
    (root / "data" / "rulesets").mkdir()
    shutil.copy(TESTS.parent / "data" / "rulesets" / "county-sample.yml", root / "data" / "rulesets")
    if extra.is_dir():
        shutil.copytree(extra, root, dirs_exist_ok=True)


def _read(root: Path) -> tuple[Report | None, tuple[Finding, ...]]:
    try:
        sources = read_year(root, 2023)
    except Unusable as unusable:
        return None, unusable.findings
    return sources.report, sources.notes


def _lay(case: Path, root: Path) -> None:
    year = root / "data" / "2023"
    if case.is_dir():
        shutil.copytree(case, root, dirs_exist_ok=True)
    elif case.name.endswith(".tree.yml"):
        lay_tree(read_description(case.read_text(encoding="utf-8")), root)
    elif case.name.endswith(".xlsx.yml"):
        data, tables = workbook(read_description(case.read_text(encoding="utf-8")), year)
        (year / "report.xlsx").write_bytes(data)
        for table in tables:
            (year / f"{table}.csv").unlink()
    else:
        target = case.name.partition("--")[0]
        if case.suffix in (".csv", ".yml"):
            (year / f"{target}.csv").unlink(missing_ok=True)
        folder = "docs" if case.suffix == ".md" else "data"
        shutil.copyfile(case, root / _FIXED.get(target, f"{folder}/2023/{target}{case.suffix}"))


def snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and content of everything below a folder."""
    return {
        path.relative_to(root).as_posix(): (
            path.lstat().st_mode,
            path.read_bytes() if path.is_file() and not path.is_symlink() else b"",
        )
        for path in sorted(root.rglob("*"))
    }


def _line(finding: Finding) -> str:
    level = "待填" if finding.gap else _LEVELS[finding.level]
    text = sentence(finding.sentence or finding.rule, finding.values)
    return f"{level} {finding.place}  {text}  [{finding.rule}]"


def _differences(sound: Report | None, report: Report | None) -> Iterator[str]:
    """What was read and is not what the sound year says."""
    if report is None or sound is None:
        return
    before, after = dict(_cells(sound)), dict(_cells(report))
    for name, value in after.items():
        if name not in before or before[name] != value:
            yield f"读作 {name} {_shown(value)}"
    rows = {name.rpartition("/")[0] for name in after}
    gone = [name for name in before if name not in after]
    yield from dict.fromkeys(f"没有 {row if (row := name.rpartition('/')[0]) not in rows else name}" for name in gone)


def _cells(report: Report) -> Iterator[tuple[str, Any]]:
    yield from _entries("report", report.head.model_dump())
    for table, rows in report.tables.items():
        for row in rows:
            for name in columns_of(type(row)):
                if getattr(row, name) is not None:
                    yield f"{table}/{row.key}/{name}", getattr(row, name)
                elif name in row.not_stated:
                    yield f"{table}/{row.key}/{name}", "（原报告未列）"


def _entries(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _entries(f"{name}/{key}", inner)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value, start=1):
            yield from _entries(f"{name}/{index}", inner)
    elif value is not None:
        yield name, value


def _shown(value: Any) -> str:
    text = str(value).replace("\n", "⏎")
    return text if len(text) <= 200 else f"{text[:100]}…（共{len(text)}字）"
