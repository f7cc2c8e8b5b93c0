"""The data dictionary of the guide: every column of every table, every entry of every YAML file, as declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nianbao.report.entry import Entry, entries_of
from nianbao.report.model import REQUIRED_TABLES, ROWS
from nianbao.report.row import NOT_STATED, Declared, Row, Value, columns_of
from nianbao.report.schema import YAML_FILES, YamlFile

MADE = "\n*本页由程序中的声明生成；声明改动后运行 `make golden` 更新。*\n"
"""What stands below every generated page."""

_KINDS = {
    "text": "文字",
    "money": "金额，表头写单位",
    "number": "数字",
    "value": "数字或等次",
    "flag": "是、否",
    "choice": "选一项",
    "key": "名称",
}


def cell_text(text: str) -> str:
    """Return a text as it stands in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ").strip()


def tables_page() -> str:
    """Return the data dictionary: each table with its names and files, each column with all that is declared of it."""
    parts = [
        "# 数据表字典\n",
        "每张表写成 `data/<年度>/` 中的一个文件（CSV 或 YAML），或者写成工作簿 `report.xlsx` 中的一张工作表；"
        "同一张表只能有一种写法。列名用下表的名称，也可以用英文名；金额列在列名后写明单位，如“年初预算数（万元）”。\n",
        f"“必填”的列不能空；原报告没有的内容写“{NOT_STATED}”，但名称一类的列必须有内容。"
        "空格、“—”表示没有这一项，与零不同。\n",
        "本部门另有的表，在 `tables.yml` 中声明，写法见[文件字典](files.md)。\n",
    ]
    for kind in ROWS.values():
        parts += [f"## {kind.title}\n", _about_table(kind), *_columns(kind), ""]
    return "\n".join(parts) + MADE


def _about_table(kind: type[Row]) -> str:
    columns = columns_of(kind)
    keys = "、".join(columns[name].title for name in kind.key_fields)
    together = "合起来" if len(kind.key_fields) > 1 else ""
    needed = "每年必需。" if kind.table in REQUIRED_TABLES else "有这样的内容才需要。"
    return (
        f"{needed}文件：`{kind.table}.csv`、`{kind.table}.yml`，或 `report.xlsx` 中的工作表“{kind.sheet}”。"
        f"英文名 `{kind.table}`。各行的“{keys}”{together}不能重复。\n"
    )


def _columns(kind: type[Row]) -> Iterator[str]:
    yield "| 列名 | 英文名 | 填写 | 必填 | 含义 | 例 |\n|---|---|---|---|---|---|"
    for column in columns_of(kind).values():
        cells = (column.title, f"`{column.name}`", _filled(column), _needed(column), column.meaning, column.example)
        yield f"| {' | '.join(map(cell_text, cells))} |"


def _filled(column: Declared) -> str:
    filled = f"选一项：{'、'.join(column.choices)}" if column.choices else _KINDS[column.kind]
    unit = f"，单位：{column.unit}" if column.unit else ""
    least = "" if column.least is None else f"，不小于{column.least}"
    return filled + unit + least


def _needed(column: Declared) -> str:
    if not column.need:
        return ""
    return f"是，可写{NOT_STATED}" if column.may_be_unstated else "是"


def files_page() -> str:
    """Return every entry of every YAML file that is no table."""
    parts = [
        "# 文件字典\n",
        "下列文件用 YAML 写成：名称用英文，照抄第一栏；内容用中文；缩进用两个空格。"
        "第一栏中，“→”后面是下一层的名称，`*` 是列表或分组中的每一项。没有写的，照“不写时”一栏处理。\n",
        "文件第一行写上各节所列的说明，认得 JSON Schema 的编辑器就会提示名称和可选的内容，并指出写错的地方。\n",
    ]
    for file in YAML_FILES:
        parts += [f"## {file.title}\n", _about_file(file), *_entries(file), ""]
    return "\n".join(parts) + MADE


def _about_file(file: YamlFile) -> str:
    up = "../" * (file.path.count("/") - 1)
    first = f"# yaml-language-server: $schema={up}schemas/{file.name}.schema.json"
    return f"`{file.path}`：{file.meaning}。第一行可写：\n\n```yaml\n{first}\n```\n"


def _entries(file: YamlFile) -> Iterator[str]:
    yield "| 名称 | 中文名 | 填写 | 不写时 | 含义 | 例 |\n|---|---|---|---|---|---|"
    for entry in entries_of(file.model):
        name, example = f"`{'→'.join(entry.path)}`", f"`{in_one_line(entry.example)}`"
        cells = (name, entry.title, entry.holds, _left_out(entry), entry.meaning, example)
        yield f"| {' | '.join(map(cell_text, cells))} |"


def _left_out(entry: Entry) -> str:
    if entry.need:
        return "必填"
    if isinstance(entry.default, Value):
        return "照下列各项"
    return in_one_line(entry.default) if entry.default not in (None, "", (), {}) else "没有"


def in_one_line(value: Any) -> str:
    """Return a declared example as it can be written in YAML on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {in_one_line(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(in_one_line, value))}]"
    return str(value)
