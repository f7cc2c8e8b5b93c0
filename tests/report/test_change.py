from __future__ import annotations

import json

from nianbao.report.change import Difference, NumberChange
from tests.report.conftest import Edit, Made


def test_what_touches_a_page_is_what_is_told_of_it(edit: Edit, made: Made) -> None:
    """Of a table on one page nothing is told on another."""
    edit("data/2023/problems.csv", "增加预约名额", "增加开放时间")
    edit("docs/2023/work.md", "志愿者", "参加服务的志愿者")
    found = made()
    assert found.touched_pages == ("work", "money")
    assert [each.field for each in found.touching("money").cells] == ["measure"]
    assert found.touching("money").passages == ()
    assert found.touching("index").is_empty


def test_the_order_of_the_pages_survives_json_with_sorted_names() -> None:
    """A correction is kept in `build.json`, whose names are sorted; the outline's order is not that of the ids."""
    whole = Difference(year=2023, since=1, titles={"work": "一、履职情况", "money": "二、资金使用情况"})
    kept = json.dumps(whole.model_dump(mode="json"), sort_keys=True)
    again = Difference.model_validate_json(kept)
    assert again == whole
    assert list(again.titles) == ["work", "money"]


def test_every_text_of_a_change_is_masked() -> None:
    """Whoever makes a change cannot forget it."""
    change = NumberChange(name="13812345678", old="138 1234 5678", new="11010519491231002X")
    assert (change.name, change.old, change.new) == ("138****5678", "138****5678", "11*************02X")
