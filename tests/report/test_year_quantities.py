from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.downloads import quantities_json
from nianbao.publish.editions import assemble
from nianbao.report.year_quantities import quantities_of, read_quantities


def test_what_is_published_is_read_back_as_it_is(small: Path) -> None:
    """The file of a year tells exactly what the year itself knows, aliases included."""
    edition = assemble(small, 2023)
    read = read_quantities(quantities_json(edition).encode())
    assert read == quantities_of(edition)
    total = read.get("预算总额")
    assert total is not None
    assert total.value == edition.quantities.by_name["合计·年初预算数"].value


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"quantities": [1]}', b'{"quantities": 7}', b"\xff"])
def test_other_files_are_refused(content: bytes) -> None:
    """A file that is no list of quantities is a ValueError and nothing else."""
    with pytest.raises(ValueError):  # noqa: PT011 - what json or the reader says is told elsewhere
        read_quantities(content)


def test_a_break_is_told_with_the_year_in_which_it_begins(small: Path) -> None:
    """口径变化 of a fact goes with its number into the published file."""
    table = small / "data/2023/facts.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    row = lines[1].split(",")
    lines[0] += ",口径变化"
    lines[1:] = [f"{line},{'改按断面统计' if index == 0 else ''}" for index, line in enumerate(lines[1:])]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    edition = assemble(small, 2023)
    read = read_quantities(quantities_json(edition).encode())
    name = next(entry.name for entry in read.by_name.values() if entry.changed)
    assert read.by_name[name].changed == "改按断面统计"
    assert name.split("·")[0] in row
