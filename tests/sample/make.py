"""Write the sample department's years into data/ and docs/ from plan/; `--check` says whether the kept files are those.

Only the folders of years are written. What the years share (data/site.yml, data/rulesets/, the portal's pages) is kept
by hand. Run as `python tests/sample/make.py` from the repository's root.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Any

from tests.sample.tables import Plan, Record, Tables, read_plan, read_yaml, tables_of, total_score

SAMPLE = Path(__file__).resolve().parent
PLAN = SAMPLE / "plan"
EVERY_YEAR = ("index", "terms")
"""Pages that every year has besides the sections of its outline."""


def covers(spec: str, year: int) -> bool:
    """Say whether `2014-2016 2019` names the year."""
    spans = [span.partition("-") for span in spec.split()]
    return any(int(first) <= year <= int(last or first) for first, _, last in spans)


def files_of(plan: Plan, years: Mapping[str, Any], year: int) -> Iterator[tuple[Path, str]]:
    """Yield every file of a year below the sample folder, with its text."""
    tables = tables_of(plan, year)
    for table, rows in tables.items():
        yield Path("data", str(year), f"{table}.csv"), _csv(rows, plan.columns[table])
    sections = [section for section in years["sections"] if covers(section["years"], year)]
    words = _words(years["years"][str(year)], year)
    yield Path("data", str(year), "report.yml"), _head(sections, words, tables)
    for page in (*EVERY_YEAR, *(section["id"] for section in sections)):
        yield Path("docs", str(year), f"{page}.md"), page_text(PLAN / "text" / f"{page}.md", year, words)


def _words(entry: Mapping[str, str], year: int) -> dict[str, str]:
    """What templates may say of a year: its entry in years.yml, and the department's name, which changed in 2019."""
    name = "示例市水利局" if year < 2019 else "示例市水务局"
    publisher = "示例市水利局" if year < 2018 else "示例市水务局"
    serial = "".join(filter(str.isdigit, entry["number"].partition("〕")[2])).zfill(5)
    index = f"999001/{year + 1}-{serial}"
    return {"status": "已公开", **entry, "year": str(year), "name": name, "publisher": publisher, "index": index}


def _csv(rows: list[Record], columns: list[str]) -> str:
    """Return a table as CSV: the columns that some row uses, headed with their units."""
    keys = {header: header.partition("（")[0] for header in columns}
    used = [header for header in columns if any(row.get(keys[header]) for row in rows)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([row.get(keys[header], "") for header in used] for row in rows)
    return text.getvalue()


def _head(sections: list[Record], words: Mapping[str, str], tables: Tables) -> str:
    rules = read_yaml(SAMPLE / "data" / "rulesets" / f"{words['ruleset']}.yml")
    score = total_score(tables, Decimal(rules["budget_execution_weight"]))
    grade = next(grade["name"] for grade in rules["grades"] if score >= Decimal(grade["lower"]))
    outline = "\n".join(f"  - {{id: {entry['id']}, title: {entry['title']}, level: 1}}" for entry in sections)
    template = Template((PLAN / "report.yml").read_text(encoding="utf-8"))
    return template.substitute(words, score=score, grade=grade, sections=outline)


def page_text(template: Path, year: int, words: Mapping[str, str]) -> str:
    """Return a page of a year: the description before the first `@@`, then every block whose `@@` line names the year.

    Raises ValueError where nothing is written for the year, and KeyError for an unknown `$word`.
    """
    description, *blocks = template.read_text(encoding="utf-8").split("@@ ")
    chosen = [text.strip() for spec, _, text in (block.partition("\n") for block in blocks) if covers(spec, year)]
    if not chosen:
        raise ValueError(f"{template.name}: {year}")
    body = "\n\n".join(chosen)
    return Template(f"---\ndescription: {description.strip()}\n---\n\n{body}\n").substitute(words)


def wanted() -> dict[Path, str]:
    """Return the text of every file of every year."""
    plan = read_plan(PLAN)
    years = read_yaml(PLAN / "years.yml")
    return {path: text for year in years["years"] for path, text in files_of(plan, years, int(year))}


def kept() -> dict[Path, str]:
    """Return the text of every file that the years' folders hold now."""
    found = sorted(path for folder in ("data", "docs") for path in SAMPLE.glob(f"{folder}/20??/*"))
    return {path.relative_to(SAMPLE): path.read_text(encoding="utf-8") for path in found}


def main(arguments: list[str]) -> int:
    """Write what differs, or with `--check` name it; return 1 where a check found a difference, 2 for other arguments."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("用法：python tests/sample/make.py [--check]\n")
        return 2
    new, old = wanted(), kept()
    differing = sorted(path for path in new.keys() | old.keys() if new.get(path) != old.get(path))
    for path in differing:
        sys.stdout.write(f"{path}\n")
        if not arguments:
            _replace(SAMPLE / path, new.get(path))
    return int(bool(arguments and differing))


def _replace(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
