"""A site whose every text is hostile: written from the models, so that a new field is in it without being listed.

Each text is a mark of its own (`字段017始…末`) around everything that HTML, a template or Markdown would read as more than
text. What a reader refuses is written as its declaration's example says, and tried by itself (`refused`).
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin

import openpyxl
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from nianbao.publish.starting.forms import cell_value
from nianbao.report.checks import RULES
from nianbao.report.entry import group_in
from nianbao.report.head import Acknowledgement, Head
from nianbao.report.model import ROWS, BreakdownPart, Indicator
from nianbao.report.own_tables import OwnTables, row_class
from nianbao.report.row import Declared, Row, columns_of
from nianbao.report.ruleset import Ruleset
from nianbao.report.schema import titles_of
from nianbao.report.site import Site

PAYLOADS = (
    "<script>window.ran=1</script>",
    '<img src="beacon.png" onerror="window.ran=1">',
    "<svg/onload=window.ran=1>",
    "{{7*7}}",
    "{% for %}",
    "{# x #}",
    "[a](javascript:window.ran=1)",
    "*x*",
    "`y`",
    "\"><b id='z'>",
    "</title></textarea></script>",
    "-->]]>",
    "&lt;i&gt;&amp;#60;",
    "收支<5万元",
    "收支‹5万元",
    "A&B <注>",
    "\\u003c",
    "${1}",
)
"""What a field may hold, one after the other: each is text and nothing more."""

SHORT = "<i>&\"'"
"""What stands in a field that may not be long."""

UNSPACED = "\"><b/id='z'><script>window.ran=1</script>{{7*7}}'+window.ran+'&lt;"
"""What an address may hold, of which its declaration asks only how it begins and ends."""

END = "末"
MARK = re.compile("字段([0-9]{3})始")


def mark(number: int, payload: str = "|".join(PAYLOADS)) -> str:
    """Return the text of a field."""
    return f"字段{number:03}始{payload}{END}"


Names = tuple[str, ...]
"""The names that lead to a field: of its file or table, then of its entry or column."""

ELSEWHERE: Mapping[Names, str] = {
    ("report.yml", "fiscal_year"): "names its folder",
    ("report.yml", "ruleset"): "names a file",
    ("report.yml", "sections", "id"): "names a page",
    ("report.yml", "moved", "<name>"): "names an address",
    ("report.yml", "moved"): "names an address",
    ("report.yml", "acknowledgements", "rule"): "names a finding",
    ("report.yml", "acknowledgements", "table"): "names a finding",
    ("report.yml", "acknowledgements", "key"): "names a finding",
    ("report.yml", "acknowledgements", "field"): "names a finding",
    ("site.yml", "moved", "<name>"): "names an address",
    ("site.yml", "moved"): "names an address",
    ("ruleset", "id"): "names its file",
    ("ruleset", "outline", "id"): "names a page",
    ("ruleset", "rule_levels", "<name>"): "names a rule",
    ("attachments", "file"): "names a file",
    ("attachments", "sha256"): "is a hash",
    ("facts", "section"): "names a page",
}
"""Texts that lead to something by a name that cannot be hostile, or it would not be found."""

REFERRING: Mapping[Names, Names] = {
    ("attachments", "replaces"): ("attachments", "id"),
    ("breakdowns", "total"): ("facts", "key_name"),
    ("facts", "agrees_with"): ("facts", "key_name"),
    ("facts", "parent"): ("facts", "key_name"),
    ("indicators", "evidence"): ("attachments", "id"),
    ("survey", "indicator"): ("indicators", "id"),
    ("tables.yml", "tables", "columns", "total"): ("facts", "key_name"),
}
"""Texts that lead to something by its name, and the field whose hostile text they repeat."""


@dataclass
class Fields:
    """The string fields met so far: those that hold a mark, by its number, and those that refuse one."""

    marked: dict[int, Names] = field(default_factory=dict)
    refusing: set[Names] = field(default_factory=set)

    def mark(self, path: Names, *, short: bool = False) -> str:
        """Return the mark of a field, the same for every time it is written; a short one where it may not be long."""
        path = REFERRING.get(path, path)
        number = next((number for number, known in self.marked.items() if known == path), len(self.marked) + 1)
        self.marked[number] = path
        return mark(number, SHORT) if short else mark(number)


def value_of(annotation: Any, info: FieldInfo | None, path: Names, fields: Fields) -> Any:
    """Return a value for an entry of that type: a mark where it takes any text, else its declaration's example."""
    example = (info.examples or [None])[0] if info else None
    inner, many = group_in(annotation)
    if inner is not None and get_origin(annotation) is dict:
        return {fields.mark((*path, "<name>")): group(inner, path, fields)}
    if inner is not None:
        return [group(inner, path, fields)] if many else group(inner, path, fields)
    if get_origin(annotation) is tuple:
        return [value_of(get_args(annotation)[0], info, path, fields)]
    if get_origin(annotation) is dict:
        names = list(example or ()) if (*path, "<name>") in ELSEWHERE else [fields.mark((*path, "<name>"))]
        return {name: value_of(get_args(annotation)[1], None, path, fields) for name in names}
    if takes_text(annotation, info) and path not in ELSEWHERE:
        return fields.mark(path, short=any(hasattr(limit, "max_length") for limit in (info.metadata if info else ())))
    if annotation is str or str in get_args(annotation):
        fields.refusing.add(path)
    return str(example) if example is not None else "x"


def takes_text(annotation: Any, info: FieldInfo | None) -> bool:
    """Say whether a field holds any text: no pattern, no list of choices, no date or number."""
    plain = annotation is str or (type(None) in get_args(annotation) and str in get_args(annotation))
    return plain and not any(getattr(limit, "pattern", None) for limit in (info.metadata if info else ()))


def group(model: type[BaseModel], path: Names, fields: Fields) -> dict[str, Any]:
    """Return a group of entries, all of them written."""
    return {name: value_of(info.annotation, info, (*path, name), fields) for name, info in model.model_fields.items()}


_FILES = ("名单.csv", "方案.csv", "说明.csv")
_OF_NAMES = {"section": ("work", "work", "work"), "file": _FILES}


def rows_of(kind: type[Row], fields: Fields) -> list[dict[str, str]]:
    """Return three rows of a table: marks in every text, examples, and marks beside numbers that charts show."""
    columns = columns_of(kind)
    hostile = {name: _cell(kind, column, fields) for name, column in columns.items()}
    sound = {name: _sound(kind, column) for name, column in columns.items()}
    third = {
        name: f"{text}三" if MARK.search(text) and (kind.table, name) not in REFERRING else text
        for name, text in hostile.items()
    }
    third |= {name: sound[name] for name, column in columns.items() if column.kind not in ("text", "key")}
    for index, name in enumerate(kind.key_fields):
        if columns[name].kind == "choice":
            sound[name], third[name] = columns[name].choices[-1], columns[name].choices[1]
        elif index == 0:
            third[name] = sound[name] if len(kind.key_fields) > 1 else f"{sound[name]}-3"
    if "replaces" in columns:
        hostile["replaces"] = ""
    named = {name: texts for name, texts in _OF_NAMES.items() if name in columns}
    return [row | {name: texts[at] for name, texts in named.items()} for at, row in enumerate((hostile, sound, third))]


def _cell(kind: type[Row], column: Declared, fields: Fields) -> str:
    path = (kind.table, column.name)
    if column.kind in ("text", "key", "value") and path not in ELSEWHERE:
        return fields.mark(path)
    if column.kind == "text":
        fields.refusing.add(path)
    return _sound(kind, column)


def _sound(kind: type[Row], column: Declared) -> str:
    if (kind.table, column.name) == ("survey", "indicator"):
        return columns_of(Indicator)["id"].example
    if (kind.table, column.name) in {*ELSEWHERE, *REFERRING}:
        return ""
    if column.choices:
        return column.choices[0]
    return column.example if column.kind == "text" or not MARK.search(column.example) else "1"


@dataclass(frozen=True)
class Hostile:
    """The site below `root`, and its fields."""

    root: Path
    fields: Fields

    def file_of(self, path: Names) -> str:
        """Return the file that holds a field, below the site folder."""
        names = {"site.yml": "data/site.yml", "ruleset": "data/rulesets/hostile.yml"}
        return names.get(path[0], f"data/2023/{path[0]}" if path[0].endswith(".yml") else f"data/2023/{path[0]}.csv")

    def write(self, path: Names, text: str) -> None:
        """Write a text into a field of 2023: the first entry, the first row that has it."""
        file = self.root / self.file_of(path)
        if file.suffix == ".csv":
            header, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
            column = columns_of(ROWS[path[0]])[path[1]]
            rows[0][header.index(titles_of(column)[0])] = text
            _write_csv(file, [header, *rows])
            return
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        if path[1] == "acknowledgements":
            content[path[1]] = [dict.fromkeys(Acknowledgement.model_fields, "work")]
        _write(file, _changed(content, path[1:], text))


def _changed(content: Any, path: Names, text: str) -> Any:
    if isinstance(content, list):
        return [_changed(content[0] if content else {}, path, text), *content[1:]]
    if not path:
        return {"x": text} if isinstance(content, dict) else text
    if path[0] == "<name>":
        return {text: next(iter(content.values()), "x")}
    return {
        **content,
        path[0]: _changed(content.get(path[0], {}) if len(path) > 1 else content.get(path[0]), path[1:], text),
    }


PORTAL_PAGES = {"&lt;i&gt;&收支‹5": "文件名就是标题。\n", "标题": "# A&B &lt;注&gt; 5 < 6\n\n文字。\n"}
"""Pages by names that a file may have, one of them with a heading, as Markdown has it."""

EMPTY = "review"
"""The table that 2024 explains not to have."""

EVENTS = tuple((deed, word) for deed in ("correction", "withdrawal") for word in ("reason", "role"))
"""Texts of the command line that become public."""


def all_fields() -> Fields:
    """Return the fields of the site, which does not depend on where it is."""
    with tempfile.TemporaryDirectory() as folder:
        return write_site(Path(folder)).fields


def write_site(root: Path) -> Hostile:
    """Write the site: 2023 in CSV, 2024 in a workbook, the portal with pages of its own."""
    fields = Fields()
    for path in EVENTS:
        fields.mark(path)
    site = group(Site, ("site.yml",), fields)
    site |= {"address": f"https://hostile.example/{UNSPACED}/", "moved": {"old": "index"}}
    site["contact"] |= {"email": "\"'&{{7*7}}@hostile.example"}
    site["licence"] |= {"url": f"https://hostile.example/{UNSPACED}"}
    _write(root / "data/site.yml", site)
    _write(root / "data/rulesets/hostile.yml", _ruleset(fields))
    for year in (2023, 2024):
        own = _own_tables(fields)
        _write(root / f"data/{year}/tables.yml", {"tables": own})
        _write(root / f"data/{year}/report.yml", _head(year, fields))
        _write(root / f"data/{year}/private.yml", {"preparer": mark(0)})
        kinds = ROWS | {table: row_class(declared) for table, declared in _declared(own)}
        tables = {kind: rows_of(kind, fields) for name, kind in kinds.items() if (year, name) != (2024, EMPTY)}
        write_tables(root / f"data/{year}", tables, workbook=year == 2024)
        (root / f"data/{year}/attachments").mkdir()
        for name in _FILES:
            (root / f"data/{year}/attachments/{name}").write_text("名称,数\n名单,1\n", encoding="utf-8")
        _write_pages(root / f"docs/{year}", own, fields)
    (root / "docs/index.md").write_text("# 历年报告\n\n{{ years() }}\n\n{{ all_downloads() }}\n", encoding="utf-8")
    for name, text in PORTAL_PAGES.items():
        (root / f"docs/{name}.md").write_text(text, encoding="utf-8")
    return Hostile(root, fields)


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100_000), encoding="utf-8")


def _ruleset(fields: Fields) -> dict[str, Any]:
    ruleset = group(Ruleset, ("ruleset",), fields)
    low = ruleset["grades"][0] | {"name": "差", "lower": "0", "aliases": []}
    ruleset |= {"id": "hostile", "rule_levels": dict.fromkeys(RULES, "info"), "grades": [*ruleset["grades"], low]}
    ruleset["outline"][0] |= {"id": "work", "required": "false"}
    return ruleset


def _head(year: int, fields: Fields) -> dict[str, Any]:
    head = group(Head, ("report.yml",), fields)
    (section,) = head["sections"]
    head |= {
        "fiscal_year": str(year),
        "ruleset": "hostile",
        "sections": [
            section | {"id": "work", "level": "1"},
            {name: text for name, text in section.items() if name != "id"} | {"level": "1"},
            section | {"id": "money", "level": "2"},
        ],
        "moved": {"old": "work"},
        "empty_tables": head["empty_tables"]
        | ({EMPTY: fields.mark(("report.yml", "empty_tables"))} if year == 2024 else {}),
        "acknowledgements": [],
    }
    return head


def _own_tables(fields: Fields) -> list[dict[str, Any]]:
    (table,) = group(OwnTables, ("tables.yml",), fields)["tables"]
    (column,) = table["columns"]
    only = {"number": ("unit", "least", "total"), "choice": ("choices",), "key": (), "text": ()}
    columns = []
    for kind, own in only.items():
        others = {name for names in only.values() for name in names} - set(own)
        kept = {name: text for name, text in column.items() if name not in others}
        columns.append(kept | {"id": f"{kind}_column", "kind": kind, "title": f"{kind}{column['title']}"})
    return [table | {"columns": columns}]


def _declared(own: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    plain = [
        {**table, "columns": [{**c, "need": False, "kept": False, "least": None} for c in table["columns"]]}
        for table in own
    ]
    for table in OwnTables.model_validate({"tables": plain}).tables:
        yield table.id, table


def write_tables(folder: Path, tables: Mapping[type[Row], list[dict[str, str]]], *, workbook: bool) -> None:
    """Write tables as CSV or as the sheets of one workbook, headed as the forms are."""
    book = openpyxl.Workbook()
    for kind, rows in tables.items():
        columns = columns_of(kind)
        lines = [
            [titles_of(column)[0] for column in columns.values()],
            *([row[name] for name in columns] for row in rows),
        ]
        if not workbook:
            _write_csv(folder / f"{kind.table}.csv", lines)
            continue
        sheet = book.create_sheet(kind.sheet)
        sheet.append(lines[0])
        for row in rows:
            sheet.append([cell_value(row[name], column) for name, column in columns.items()])
    if workbook:
        del book["Sheet"]
        book.save(folder / "report.xlsx")


def _write_csv(file: Path, lines: list[list[str]]) -> None:
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(lines)
    file.write_text(target.getvalue(), encoding="utf-8")


def _write_pages(folder: Path, own: list[dict[str, Any]], fields: Fields) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    front = mark(0).replace("{", "(").replace("}", ")")
    shown = [
        "budget_table()",
        "items_table()",
        "indicators_table()",
        'facts_table("work")',
        "unit_costs_table()",
        "problems_table()",
    ]
    special = {"budget", "items", "indicators", "facts", "unit_costs", "problems", "attachments", "breakdowns"}
    shown += [f'data_table("{table}")' for table in [*ROWS, *(table["id"] for table in own)] if table not in special]
    part = columns_of(BreakdownPart)["of"].example
    charts = ["budget_chart()", "attainment_chart()", "scores_chart()", f'breakdown_chart("{part}")']
    shown.append(f'breakdown_table("{part}")')
    pages = {
        "index": ["cover()", "disclosure()", "downloads()", "attachments()"],
        "work": shown,
        "money": charts,
        "terms": [],
    }
    for name, words in pages.items():
        header = yaml.safe_dump({"description": front}, allow_unicode=True, width=100_000)
        text = "".join(f"{{{{ {word} }}}}\n\n" for word in words)
        (folder / f"{name}.md").write_text(f"---\n{header}---\n共176场。\n\n{text}", encoding="utf-8")
