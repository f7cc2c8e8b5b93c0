from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from nianbao.publish.dictionary import tables_page
from nianbao.report.entry import entries_of
from nianbao.report.finding import Finding
from nianbao.report.head import Head
from nianbao.report.model import ROWS, BudgetLine, Fact, Problem, Survey
from nianbao.report.own_tables import OwnTables
from nianbao.report.row import MONEY_UNITS, NOT_STATED, Declared, Row, columns_of
from nianbao.report.ruleset import Ruleset
from nianbao.report.schema import (
    NUMBER_PATTERN,
    YAML_FILES,
    YamlFile,
    entries_schema,
    file_schema,
    rows_schema,
    table_schema,
    titles_of,
)
from nianbao.report.site import Site
from nianbao.sources.grid import Grid, GridCell, GridRow
from nianbao.sources.rows import read_rows
from nianbao.wording.numbers import NO_VALUE_MARKS, NotANumber, parse_number
from tests.report.editing import (
    KINDS,
    MODELS,
    SITES,
    below,
    by_table,
    example_of,
    fits,
    in_editor,
    is_read,
    is_table,
    kinds_of,
    listed,
    written,
)


@pytest.mark.parametrize("file", YAML_FILES, ids=lambda file: file.name)
def test_every_entry_says_what_it_is_what_it_means_and_how_it_is_written(file: YamlFile) -> None:
    """Title, meaning and example of every entry, however deep; without them neither guide nor editor can help."""
    entries = list(entries_of(file.model))
    assert len(entries) > 7
    assert [entry.path for entry in entries if not (entry.title and entry.meaning and entry.example is not None)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_declared_example_is_accepted_by_reader_and_schema(model: type[BaseModel]) -> None:
    """Every example of every entry, each put in place of the first one of its kind."""
    schema, whole = entries_schema(model), example_of(model)
    for name, info in model.model_fields.items():
        for example in info.examples or ():
            text = written(whole | {name: listed(example)})
            assert is_read(text, model), (name, example)
            assert fits(schema, text), (name, example)


@pytest.mark.parametrize("kind", KINDS, ids=by_table)
def test_a_tables_declared_examples_make_a_row_for_reader_and_schema(kind: type[Row]) -> None:
    """The example cells of all columns, money in 万元, are read without a finding and fit the schema."""
    columns = columns_of(kind)
    record = {_header(column): column.example for column in columns.values()}
    findings: list[Finding] = []
    header = GridRow(1, tuple(map(GridCell, record)))
    rows = read_rows(Grid("x.yml", header, (GridRow(2, tuple(map(GridCell, record.values()))),)), kind, findings)
    assert (len(rows), findings) == (1, [])
    assert set(rows[0].texts) == set(columns)
    assert fits(rows_schema(kind), written([record]))


def _header(column: Declared) -> str:
    return f"{column.title}（万元）" if column.kind == "money" else column.title


def test_reader_schema_dictionary_and_table_schema_name_the_same_columns() -> None:
    """One declaration has many faces, and none of them knows a column that another does not."""
    page = tables_page()
    for kind in ROWS.values():
        titles = [column.title for column in columns_of(kind).values()]
        _, _, section = page.partition(f"## {kind.title}\n")
        rows = re.findall(r"^\| ([^|]+) \| `([a-z_0-9]+)` \|", section.partition("\n## ")[0], re.MULTILINE)
        assert rows == [(column.title, name) for name, column in columns_of(kind).items()]
        offered = rows_schema(kind)["items"]["properties"]
        assert list(offered) == [title for column in columns_of(kind).values() for title in titles_of(column)]
        assert [field["name"] for field in table_schema(kind)["fields"]] == titles


def test_every_schema_is_one() -> None:
    """Draft 2020-12, and each reference in it leads somewhere."""
    for schema in (*map(file_schema, YAML_FILES), *map(rows_schema, KINDS)):
        Draft202012Validator.check_schema(schema)
        named = set(re.findall(r"#/\$defs/(\w+)", str(schema)))
        assert named <= set(schema.get("$defs", {}))


FILES = {"report": "data/20*/report.yml", "site": "data/site.yml", "ruleset": "data/rulesets/*.yml"}


@pytest.mark.parametrize("site", SITES, ids=below)
def test_the_repositorys_own_files_fit_their_schemas(site: Path) -> None:
    """Reports, sites and rulesets of the real year and of the samples."""
    for file in YAML_FILES:
        for path in sorted(site.glob(FILES.get(file.name, f"data/20*/{file.name}.yml"))):
            errors = Draft202012Validator(file_schema(file)).iter_errors(in_editor(path.read_text(encoding="utf-8")))
            assert [(str(path), error.json_path, error.message) for error in errors] == []


@pytest.mark.parametrize("site", SITES, ids=below)
def test_the_repositorys_own_tables_would_fit_as_yaml(site: Path) -> None:
    """Each CSV file, written as a list of records, is a sound document of its table's schema."""
    tables = sorted(site.glob("data/20*/*.csv"))
    assert tables
    for path in tables:
        with path.open(encoding="utf-8", newline="") as lines:
            records = list(csv.DictReader(lines))
        errors = Draft202012Validator(rows_schema(kinds_of(path.parent)[path.stem])).iter_errors(records)
        assert [(str(path), error.json_path, error.message) for error in errors] == []


HEAD = "fiscal_year: 2023\ndepartment: {name: 甲}\ntitle: 乙\nruleset: x\n"
SITE = "title: 甲\ndepartment: {name: 乙}\n"


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (Head, HEAD),
        (Head, f"{HEAD}sections: []\n"),
        (Head, f"{HEAD}sections: [{{title: 甲, level: 3}}]\n"),
        (Head, f"{HEAD}sections: [{{title: 甲, number: 一、}}]\n"),
        (Head, f"{HEAD}sections: [{{id: Work, title: 甲}}]\n"),
        (Head, f"{HEAD}sections: [{{id: work}}]\n"),
        (Head, f"{HEAD}sections: {{title: 甲}}\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nrulset: x\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nunit: 美元\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\ndecimals: 9\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\ndecimals: 二\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\ndecimals: 2.5\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nscope:\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nscope: [财政拨款]\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\ndates: {{report: 2024年4月}}\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\ndates: {{report: 20240430}}\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nconclusion: {{score: 九十}}\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\narea_order: {{甲: 乙}}\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nacknowledgements: [{{rule: x, table: y}}]\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\n".replace("2023", "二〇二三")),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\n".replace("{name: 甲}", "甲")),
        (Site, SITE),
        (Site, f"{SITE}address: example.gov.cn\n"),
        (Site, f"{SITE}address: https://example.gov.cn\n"),
        (Site, f"{SITE}address: https://example.gov.cn/\nlanguages: zh-CN\n"),
        (OwnTables, "tables: []\n"),
        (OwnTables, "tables: [{id: w, sheet: 甲, title: 乙, columns: [{id: a, title: 丙, kind: 文字}]}]\n"),
        (OwnTables, "tables: [{id: w, sheet: 甲, title: 乙, columns: [{id: A, title: 丙, kind: key}]}]\n"),
        (OwnTables, "tables: [{id: w, sheet: 甲, title: 乙, columns: [{id: a, title: 丙, kind: key, need: 是}]}]\n"),
        (OwnTables, "tables: [{id: w, sheet: '', title: 乙, columns: [{id: a, title: 丙, kind: key}]}]\n"),
    ],
)
def test_what_a_reader_refuses_an_editor_marks(model: type[BaseModel], text: str) -> None:
    """Missing, unknown, misspelt and misplaced entries, and values of another kind."""
    assert not is_read(text, model)
    assert not fits(entries_schema(model), text)


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (Head, f"{HEAD}sections: [{{title: 甲, level: '+2'}}]\ndecimals: '0'\n"),
        (Head, f"{HEAD}sections: [{{id: 2022, title: 2022}}]\nscope: true\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\ndates: {{report: 2024-04-30, published: 原报告未列}}\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nconclusion: {{score: 93.50}}\n"),
        (Head, f"{HEAD}sections: [{{title: 甲}}]\nconclusion: {{score: '９３．５'}}\n"),
        (
            OwnTables,
            "tables: [{id: w, sheet: 甲, title: 乙, columns: [{id: a, title: 丙, kind: key, need: 'TRUE'}]}]\n",
        ),
    ],
)
def test_every_form_that_a_value_may_have_in_yaml_is_taken(model: type[BaseModel], text: str) -> None:
    """Quoted or not, a number, a date and a truth value are the same to reader and schema."""
    assert is_read(text, model)
    assert fits(entries_schema(model), text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("full_score: '100'", "full_score: 一百"),
        ("at_most: inverse", "at_most: reverse"),
        ("verified: false", "verified: no"),
        ("id: budget", "id: Budget"),
        ("rate: 2", "rate: 7"),
        ("target_demanding: info", "target_demanding: note"),
        ("publication_days: 20", "publication_days: 20天"),
        ("outline:", "required_sections:"),
    ],
)
def test_what_is_wrong_in_a_ruleset_is_refused_by_reader_and_schema(old: str, new: str) -> None:
    """A ruleset of the declared examples is sound; with one entry changed it is not."""
    sound = written(example_of(Ruleset))
    assert is_read(sound, Ruleset)
    assert fits(entries_schema(Ruleset), sound)
    assert old in sound
    assert not is_read(sound.replace(old, new, 1), Ruleset)
    assert not fits(entries_schema(Ruleset), sound.replace(old, new, 1))


BUDGET = "- {科目: 基本支出, 年初预算数（万元）: 1.00, 全年预算数（万元）: 原报告未列, 执行数（万元）: 0.90}\n"


@pytest.mark.parametrize(
    ("kind", "sound", "old", "new"),
    [
        (BudgetLine, BUDGET, "科目: 基本支出", "科目: 人头经费"),
        (BudgetLine, BUDGET, "年初预算数（万元）", "年初预算数"),
        (BudgetLine, BUDGET, "年初预算数（万元）", "年初预算（万元）"),
        (BudgetLine, BUDGET, "年初预算数（万元）", "年初预算数（美元）"),
        (BudgetLine, BUDGET, ", 执行数（万元）: 0.90", ""),
        (BudgetLine, BUDGET, "0.90", "0.90万元"),
        (BudgetLine, BUDGET, "0.90", "—"),
        (BudgetLine, BUDGET, "0.90", ""),
        (BudgetLine, BUDGET, "0.90", "[0.90]"),
        (BudgetLine, BUDGET, "0.90", "true"),
        (BudgetLine, BUDGET, "0.90", "'9,0.90'"),
        (BudgetLine, BUDGET, "- ", "第一行: "),
        (BudgetLine, BUDGET, BUDGET, "[]\n"),
        (BudgetLine, "- {科目: 合计, 年初预算数（万元）: 1, 全年预算数（万元）: 1, 执行数（万元）: 1, 上年执行数（万元）: 1}\n", "上年执行数（万元）: 1", "上年执行数: 1"),
        (Survey, "- {指标: satisfaction, 调查总体: 100}\n", "100", "-1"),
        (Survey, "- {指标: satisfaction, 调查总体: 100}\n", "satisfaction", "''"),
        (Survey, "- {指标: satisfaction, 调查总体: 100}\n", "指标: satisfaction, ", ""),
        (Fact, "- {名称: 甲, 章节: work, 数值: 1, 限定: 约}\n", "约", "大约"),
        (Problem, "- {编号: p, 存在问题: 甲, 原因: 乙, 改进措施: 丙, 责任岗位: 丁, 完成时限: 2023-06, 进展: 戊}\n", "甲", "无"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_table_is_refused_by_reader_and_schema(
    tmp_path: Path, kind: type[Row], sound: str, old: str, new: str
) -> None:
    """Choices, titles without or with another unit, missing and blank cells, numbers that are none."""
    schema = rows_schema(kind)
    assert is_table(tmp_path, kind, sound)
    assert fits(schema, sound)
    assert old in sound
    wrong = sound.replace(old, new, 1)
    assert not is_table(tmp_path, kind, wrong)
    assert not fits(schema, wrong)


@settings(max_examples=500)
@given(
    st.one_of(
        st.text(alphabet="0123456789,.-+０１９，．－＋ e%", max_size=24),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**16), max_value=10**16).map(str),
        st.integers(-(10**17), 10**17).map(lambda number: f"{number:,}"),
    )
)
def test_a_text_is_a_number_to_the_schema_when_it_is_one_to_the_reader(text: str) -> None:
    """The pattern and `parse_number` agree both ways."""
    try:
        parse_number(text)
        is_number = True
    except NotANumber:
        is_number = False
    assert (re.search(NUMBER_PATTERN, text) is not None) is is_number


SCALARS = st.one_of(
    st.sampled_from(
        ("", "~", "null", "''", "true", "false", "yes", "是", "否", "0", "7", "007", "-1", "+2", "1.50", ".5", "1e3", "2023-04-30", "'+2'", "'TRUE'")
    ),
    st.sampled_from((*NO_VALUE_MARKS - {""}, NOT_STATED, "'1,234.5'", "１２", "约", "万元", "甲乙", "work-2", "优", "2023")),
    st.integers(-(10**18), 10**18).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
)  # fmt: skip
"""Scalars as they may stand in a YAML file."""


def _cells(column: Declared) -> st.SearchStrategy[str]:
    """Cells that fit the column, and some that may not."""
    fitting = [st.just(f"'{column.example}'"), *([st.sampled_from(column.choices)] if column.choices else [])]
    least = column.least or 0
    if column.kind in ("money", "number", "value"):
        fitting.append(st.decimals(least, 10**12, places=2).map(str))
    return st.one_of(*fitting, SCALARS)


@st.composite
def _records(draw: st.DrawFn, kind: type[Row]) -> str:
    """One row of a table as YAML: titles and cells spelled in any of their ways, optional columns there or not."""
    parts = []
    for name, column in columns_of(kind).items():
        if column.need or draw(st.booleans()):
            unit = draw(st.sampled_from(tuple(MONEY_UNITS)))
            bracket = draw(st.sampled_from(("（{}）", "({})", " （{}）", "（ {} )"))) if column.kind == "money" else ""
            title = draw(st.sampled_from((column.title, name)))
            parts.append(f"'{title}{bracket.format(unit)}': {draw(_cells(column))}")
    return f"- {{{', '.join(parts)}}}\n"


@pytest.mark.parametrize("kind", KINDS, ids=by_table)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_row_that_is_read_fits_the_schema(tmp_path: Path, kind: type[Row], data: st.DataObject) -> None:
    """No editor marks what the readers accept, however titles and cells are spelled."""
    text = data.draw(_records(kind))
    if is_table(tmp_path, kind, text):
        assert fits(rows_schema(kind), text), text


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_entries_that_are_read_fit_the_schema(model: type[BaseModel], data: st.DataObject) -> None:
    """Any scalar in place of any entry: where the reader takes it, the editor does."""
    whole = example_of(model)
    name = data.draw(st.sampled_from(tuple(whole)))
    others = {other: value for other, value in whole.items() if other != name}
    text = f"{written(others) if others else ''}{name}: {data.draw(SCALARS)}\n"
    if is_read(text, model):
        assert fits(entries_schema(model), text), text
