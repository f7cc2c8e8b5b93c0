"""自定义表: tables that a year declares for itself in `tables.yml`; once declared they are tables like the others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, create_model

from nianbao.report.entry import Truth, Whole
from nianbao.report.row import Row, Value, column


class OwnColumn(Value):
    """One column of a table of the year's own."""

    id: str = Field(title="英文名", description="列的英文名，多年不变", pattern=r"^[a-z][a-z0-9_]*$", examples=["beds"])
    title: str = Field(title="列名", description="表头所写的名称", min_length=1, examples=["床位数"])
    kind: Literal["key", "text", "money", "number", "choice", "flag"] = Field(
        title="种类",
        description="key 名称，text 文字，money 金额，number 数字，choice 选一项，flag 是或否",
        examples=["number"],
    )
    meaning: str = Field("", title="含义", description="这一列写什么", examples=["年末实际开放的床位"])
    example: str = Field("", title="例", description="一个填写的例子", examples=["40"])
    need: Truth = Field(False, title="必填", description="是否不能为空", examples=[True])
    choices: tuple[str, ...] = Field(
        (), title="可选内容", description="种类为 choice 时可选的内容", examples=[("内科", "外科")]
    )
    unit: str = Field("", title="单位", description="数字的单位；金额的单位写在表头", examples=["张"])
    least: Whole | None = Field(None, title="下限", description="数字不应小于多少", examples=[0])
    kept: Truth = Field(False, title="沿用", description="新建下一年度时是否照抄这一列", examples=[True])
    prior_of: str = Field(
        "", title="上年列", description="这一列写哪一列（英文名）的上年数，新建下一年度时自动填入", examples=["beds"]
    )
    total: str = Field(
        "", title="合计对应", description="这一列之和应等于哪一数据（数据名称）", examples=["编制床位数"]
    )


class OwnTable(Value):
    """One table of the year's own."""

    id: str = Field(
        title="英文名", description="表的英文名，也是文件名，多年不变", pattern=r"^[a-z][a-z0-9_]*$", examples=["wards"]
    )
    sheet: str = Field(title="表名", description="工作簿中的表名", min_length=1, max_length=31, examples=["病区"])
    title: str = Field(title="标题", description="读者看到的表题", min_length=1, examples=["病区运行情况"])
    columns: tuple[OwnColumn, ...] = Field(
        title="列",
        description="各列，按显示的顺序；种类为 key 的列合起来不能重复",
        min_length=1,
        max_length=30,
        examples=[
            (
                {"id": "ward", "title": "病区", "kind": "key"},
                {"id": "beds", "title": "床位数", "kind": "number", "unit": "张"},
            )
        ],
    )


class OwnTables(Value):
    """`tables.yml`: the tables that a year adds to those every year may have."""

    tables: tuple[OwnTable, ...] = Field(
        title="自定义表",
        description="各表",
        min_length=1,
        max_length=20,
        examples=[
            (
                {
                    "id": "wards",
                    "sheet": "病区",
                    "title": "病区运行情况",
                    "columns": [{"id": "ward", "title": "病区", "kind": "key"}],
                },
            )
        ],
    )


_TYPES: dict[str, Any] = {"money": Decimal | None, "number": Decimal | None, "flag": bool | None}


def row_class(table: OwnTable) -> type[Row]:
    """Return the row of a declared table, as if it had been written in `report.model`."""
    fields: dict[str, Any] = {}
    for entry in table.columns:
        key = entry.kind == "key"
        declared = column(
            entry.title, entry.kind, entry.meaning, entry.example, need=entry.need or key, choices=entry.choices,
            unit=entry.unit, least=entry.least, total=entry.total,
            kept=entry.kept, prior_of=entry.prior_of,
        )  # fmt: skip
        fields[entry.id] = (str if key else _TYPES.get(entry.kind, str | None), declared)
    made: type[Row] = create_model(f"Own_{table.id}", __base__=Row, **fields)
    made.table, made.sheet, made.title = table.id, table.sheet, table.title
    made.key_fields = tuple(entry.id for entry in table.columns if entry.kind == "key")
    return made
