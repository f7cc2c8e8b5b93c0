from __future__ import annotations

from decimal import Decimal

from nianbao.report.own_tables import OwnTable, row_class
from nianbao.report.place import Place
from nianbao.report.row import columns_of

WARDS = OwnTable.model_validate(
    {
        "id": "wards",
        "sheet": "病区",
        "title": "病区运行情况",
        "columns": [
            {"id": "ward", "title": "病区", "kind": "key"},
            {"id": "beds", "title": "床位数", "kind": "number", "unit": "张", "least": 0, "total": "开放床位数"},
            {"id": "before", "title": "上年床位数", "kind": "number", "unit": "张", "prior_of": "beds"},
        ],
    }
)


def test_a_declared_table_is_a_row_like_those_of_every_year() -> None:
    """Key, columns and what they mean follow from the declaration."""
    kind = row_class(WARDS)
    row = kind.model_validate({"place": Place("wards.csv", 2), "ward": "内科", "beds": Decimal(40)})
    assert (kind.table, kind.sheet, row.key) == ("wards", "病区", "内科")
    beds = columns_of(kind)["beds"]
    assert (beds.title, beds.unit, beds.least, beds.total, beds.need) == ("床位数", "张", 0, "开放床位数", False)
    assert columns_of(kind)["ward"].need
    assert columns_of(kind)["before"].prior_of == "beds"


def test_two_years_may_declare_one_name_differently() -> None:
    """Declarations of different years do not meet."""
    other = WARDS.model_copy(update={"title": "科室运行情况"})
    assert (row_class(WARDS).title, row_class(other).title) == ("病区运行情况", "科室运行情况")
