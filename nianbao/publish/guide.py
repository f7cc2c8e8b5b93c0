"""The parts of the editors' guide that follow from declarations: tables, quantities, words, rules and rulesets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from nianbao.report.checks import RULES
from nianbao.report.model import REQUIRED_TABLES, ROWS
from nianbao.report.naming import ALIASES
from nianbao.report.row import NOT_STATED, Row
from nianbao.report.words import WORDS
from nianbao.wording.sentences import TITLES

_MADE = "\n*本页由程序中的声明生成；声明改动后运行 `make golden` 更新。*\n"
_LEVELS = {"error": "错误：不能发布", "warning": "提醒", "info": "说明"}
_KINDS = {
    "text": "文字",
    "money": "金额（表头写单位）",
    "number": "数字",
    "value": "数字或等次",
    "flag": "是或否",
    "choice": "选一项",
    "key": "名称",
}
_WORD_KINDS = {"number": "正文中的数", "inline": "正文中的字", "table": "表", "chart": "图", "notice": "其他"}


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def tables_page() -> str:
    """Return the data dictionary: every table with its file, and every column with kind, need, meaning and example."""
    parts = ["# 数据表字典\n", "每张表是一个文件，列名用下表的名称；金额列在列名后写明单位，如“年初预算数（万元）”。"]
    parts.append(f"“必填”的列不能空；原报告没有的内容写“{NOT_STATED}”。空格、“—”表示没有这一项，与零不同。\n")
    for kind in ROWS.values():
        needed = "，必需" if kind.table in REQUIRED_TABLES else ""
        parts += [
            f"## {kind.title}\n",
            f"文件：`{kind.table}.csv` 或 `{kind.table}.yml`{needed}。\n",
            *_columns(kind),
            "",
        ]
    return "\n".join(parts) + _MADE


def _columns(kind: type[Row]) -> Iterator[str]:
    yield "| 列名 | 填写 | 必填 | 含义 | 例 |\n|---|---|---|---|---|"
    for info in kind.model_fields.values():
        extra = info.json_schema_extra
        if not isinstance(extra, dict):
            continue
        choices = extra["choices"]
        filled = "、".join(map(str, choices)) if isinstance(choices, list) and choices else _KINDS[str(extra["kind"])]
        needed = "是" if extra["need"] else ""
        example = str((info.examples or [""])[0])
        yield f"| {info.title} | {_cell(filled)} | {needed} | {_cell(info.description or '')} | {_cell(example)} |"


def words_page() -> str:
    """Return every word with its meaning and an example, grouped by what it writes."""
    parts = ["# 词语\n", "正文中写在双花括号里的词语，括号中只能是引号里的名称。“表”“图”和“其他”要独占一段。\n"]
    for portal, title in ((False, "年度报告"), (True, "首页")):
        parts += [f"## {title}用的词语\n", "| 词语 | 写出什么 | 种类 | 例 |\n|---|---|---|---|"]
        for word in WORDS.values():
            if word.portal is portal:
                example = f"`{word.example}`"
                parts.append(f"| `{word.name}` | {_cell(word.meaning)} | {_WORD_KINDS[word.kind]} | {example} |")
        parts.append("")
    return "\n".join(parts) + _MADE


_NAMES = (
    ("支出表", "`科目·年初预算数`、`科目·全年预算数`、`科目·执行数`、`科目·上年执行数`"),
    (
        "支出表（计算）",
        "`科目·年初预算占比`、`科目·执行数占比`、`科目·预算执行率`、`科目·较上年增减额`、`科目·较上年增减率`",
    ),
    ("项目表", "`项目·年初预算数`、`项目·全年预算数`、`项目·执行数`、`项目·预算执行率`"),
    (
        "绩效指标表",
        "`三级指标·目标值`、`三级指标·调整后目标值`、`三级指标·实际完成值`、`三级指标·完成率`、`三级指标·分值`、`三级指标·得分`",
    ),
    ("工作数据表", "`名称`、`名称·上年数`"),
    ("分项表", "`分项表·分项`"),
    ("单价核算表", "`事项·数量`、`事项·单价`、`事项·金额`、`事项·结算金额`"),
    ("其他表", "`行的名称·列名`，如 `在编人员·人数`、`公务接待费·决算数`"),
    ("全年（计算）", "`自评得分`、`绩效指标数`、`未达目标指标数`、`存在问题数`"),
)


def quantities_page() -> str:
    """Return how quantities are named, and every short name."""
    parts = [
        "# 数据的名称\n",
        '`num("名称")` 中的名称由行和列组成，全年唯一、多年不变：\n',
        "| 来自 | 名称 |\n|---|---|",
    ]
    parts += [f"| {where} | {names} |" for where, names in _NAMES]
    parts += [
        "\n## 简称\n",
        "| 简称 | 即 |\n|---|---|",
        *(f"| `{alias}` | `{name}` |" for alias, name in ALIASES.items()),
    ]
    return "\n".join(parts) + "\n" + _MADE


def rules_page() -> str:
    """Return every rule from its docstring, grouped by subject, with its level and what an acknowledgement names."""
    parts = ["# 核对规则\n", "`nianbao check` 逐条核对。错误不改正或不作公开说明，就不能发布；级别可由评分规则调整。\n"]
    ordered = sorted(RULES.values(), key=lambda rule: list(TITLES).index(rule.id))
    for group, rules in groupby(ordered, key=lambda rule: rule.group):
        parts.append(f"## {group}\n")
        for rule in rules:
            fixed = "；不能作差异说明" if rule.fixed else ""
            lines = [line.strip() for line in rule.documentation.splitlines() if line.strip()]
            parts += [f"### {TITLES[rule.id]}\n", f"`{rule.id}`（{_LEVELS[rule.level]}{fixed}）\n"]
            parts += [f"{_literal(line)}\n" for line in lines]
    return "\n".join(parts) + _MADE


def _literal(line: str) -> str:
    return line.replace('{{ num("', '`{{ num("').replace('") }}', '") }}`')


PAGES: dict[str, Callable[[], str]] = {
    "tables.md": tables_page,
    "quantities.md": quantities_page,
    "words.md": words_page,
    "rules.md": rules_page,
}
"""Each generated page of the guide and what makes it."""
