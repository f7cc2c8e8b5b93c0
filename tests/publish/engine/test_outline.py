from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.editions import build_year
from tests.sites import hospital_sources


@pytest.mark.parametrize(
    "heading", ["## 社区卫生服务站3个", "> ### 社区卫生服务站3个", "社区卫生服务站3个\n---", "- ## 社区卫生服务站3个"]
)
def test_a_number_in_a_heading_is_the_one_that_was_written(tmp_path: Path, heading: str) -> None:
    """In the text, in the anchor and in the contents, although the number is one of the year's quantities."""
    root = hospital_sources(tmp_path)
    page = root / "docs/2024/work.md"
    page.write_text(
        page.read_text(encoding="utf-8") + f"\n{heading}\n\n见[上文](#社区卫生服务站3个)。\n", encoding="utf-8"
    )
    build_year(root, 2024, root / "build")
    built = (root / "build/work.html").read_text(encoding="utf-8")
    assert 'id="社区卫生服务站3个">社区卫生服务站3个<' in built
    assert built.count("社区卫生服务站3个") >= 5
