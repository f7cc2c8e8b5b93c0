"""A site of several years, made from the small one: the same department, one year after another."""

from __future__ import annotations

import shutil
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
REPOSITORY = TESTS.parent


def write_years(root: Path, years: tuple[int, ...]) -> None:
    """Write a site into the missing folder `root`; the first year alone has the section `reform`."""
    shutil.copytree(TESTS / "small", root)
    shutil.copytree(REPOSITORY / "data" / "rulesets", root / "data" / "rulesets")
    for year in years:
        if year != 2023:
            for folder in ("data", "docs"):
                shutil.copytree(root / folder / "2023", root / folder / str(year))
        report = root / "data" / str(year) / "report.yml"
        text = report.read_text(encoding="utf-8").replace("2023", str(year))
        if year == years[0]:
            text = text.replace("sections:\n", "sections:\n  - {id: reform, title: 机构改革}\n")
            (root / "docs" / str(year) / "reform.md").write_text("本年度进行机构改革。\n", encoding="utf-8")
        report.write_text(text, encoding="utf-8")
    if 2023 not in years:
        for folder in ("data", "docs"):
            shutil.rmtree(root / folder / "2023")
