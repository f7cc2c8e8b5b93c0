from __future__ import annotations

from decimal import Decimal

from macros.tables import table_figure
from nianbao.report.download import TableFiles, download
from nianbao.report.place import Place
from nianbao.report.quantities import Quantities, Quantity
from nianbao.report.table import Cell, Column, RowGroup, Table, TableRow

TABLE = Table(
    caption='单价 <核算> & "A"',
    columns=(Column("事项"), Column("金额", number=True)),
    groups=(RowGroup((TableRow((Cell("阀门 <DN50>", header=True), Cell("12.00", "阀门·金额", number=True))),)),),
    unit="万元",
    notes=("尾数 <b>",),
    sources=("data/2022/unit_costs.csv",),
)
PLACE = Place("data/2022/unit_costs.csv", 2, "金额 <万元>")
AMOUNT = Quantity("阀门·金额", Decimal(120000), "元", "12.00", "万元", place=PLACE)
NUMBERS = Quantities({AMOUNT.name: AMOUNT}, {})


def test_a_table_carries_caption_number_unit_scope_and_source() -> None:
    """The table is a captioned figure whose header cells have a scope and whose numbers lead to 数据索引."""
    html = table_figure(TABLE, NUMBERS, 3, "table-items")
    assert '<figure class="nb-table" id="table-items">' in html
    assert "表3" in html
    assert "单位：万元" in html
    assert '<th scope="col" class="nb-r">金额</th>' in html
    assert '<th scope="row">阀门 &lt;DN50&gt;</th>' in html
    assert (
        '<a class="nb-num" href="figures.html#%E9%98%80%E9%97%A8%C2%B7%E9%87%91%E9%A2%9D" title="阀门·金额"'
        ' data-written="12.00万元" data-exact="120,000元"'
        ' data-from="来源：data/2022/unit_costs.csv，第2行，“金额 &lt;万元&gt;”列"><data value="120000">12.00</data></a>'
    ) in html
    assert "数据来源：data/2022/unit_costs.csv" in html


def test_hostile_text_in_a_table_is_only_text() -> None:
    """Caption, header, cell and note are escaped alike."""
    html = table_figure(TABLE, NUMBERS, 1, "table-items")
    assert "<核算>" not in html
    assert "<DN50>" not in html
    assert "<b>" not in html


def test_a_table_without_rows_says_why() -> None:
    """An empty table shows its explanation instead of a bare header."""
    table = Table("资产情况", (Column("类别"),), (), explanation="本年度没有资产数据。")
    html = table_figure(table, NUMBERS, 2, "table-assets")
    assert "本年度没有资产数据。" in html
    assert "<table" not in html


def test_a_table_leads_to_its_data() -> None:
    """Each form has a link whose name tells of which table; a part of a table leads to all of it, and says so."""
    files = tuple(download(f"data/items.{ending}", "项目资金", b"", "items") for ending in ("csv", "json"))
    html = table_figure(TABLE, NUMBERS, 3, "table-items", TableFiles(files))
    assert (
        '下载：<a href="data/items.csv" download aria-label="下载表3的数据，CSV">CSV</a> · <a href="data/items.json"'
        in html
    )
    part = table_figure(TABLE, NUMBERS, 3, "table-items", TableFiles(files, "项目资金"))
    assert (
        '下载全部项目资金数据：<a href="data/items.csv" download aria-label="下载表3所在的全部项目资金数据，CSV">'
        in part
    )
    assert "下载" not in table_figure(TABLE, NUMBERS, 3, "table-items", TableFiles(()))
