"""The parts of the editors' guide that follow from declarations: data dictionary, quantities, words and rules."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from nianbao.publish.dictionary import MADE, cell_text, files_page, tables_page
from nianbao.report.checks import RULES
from nianbao.report.naming import ALIASES
from nianbao.report.words import WORDS
from nianbao.wording.sentences import TITLES

_LEVELS = {"error": "错误：不能发布", "warning": "提醒", "info": "说明"}
_WORD_KINDS = {"number": "正文中的数", "inline": "正文中的字", "table": "表", "chart": "图", "notice": "其他"}


def words_page() -> str:
    """Return every word with its meaning and an example, grouped by what it writes."""
    parts = ["# 词语\n", "正文中写在双花括号里的词语，括号中只能是引号里的名称。“表”“图”和“其他”要独占一段。\n"]
    for portal, title in ((False, "年度报告"), (True, "首页")):
        parts += [f"## {title}用的词语\n", "| 词语 | 写出什么 | 种类 | 例 |\n|---|---|---|---|"]
        for word in WORDS.values():
            if word.portal is portal:
                example = f"`{word.example}`"
                parts.append(f"| `{word.name}` | {cell_text(word.meaning)} | {_WORD_KINDS[word.kind]} | {example} |")
        parts.append("")
    return "\n".join(parts) + MADE


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
    return "\n".join(parts) + "\n" + MADE


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
    return "\n".join(parts) + MADE


def _literal(line: str) -> str:
    return line.replace('{{ num("', '`{{ num("').replace('") }}', '") }}`')


PAGES: dict[str, Callable[[], str]] = {
    "tables.md": tables_page,
    "files.md": files_page,
    "quantities.md": quantities_page,
    "words.md": words_page,
    "rules.md": rules_page,
}
"""Each generated page of the guide and what makes it."""
