from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.nginx


@pytest.mark.parametrize(
    ("name", "kind", "saved"),
    [
        ("2023/data/budget.csv", "text/csv; charset=utf-8", True),
        ("2023/data/budget.json", "application/json; charset=utf-8", False),
        ("2023/data/report-2023.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", True),
        ("2023-v1/datapackage.json", "application/json; charset=utf-8", False),
        ("data/all-years.csv", "text/csv; charset=utf-8", True),
    ],
)
def test_files_of_data_are_sent_as_what_they_are(site: str, archive: Path, name: str, kind: str, saved: bool) -> None:
    """Letter for letter, in their own encoding; tables are saved and not shown."""
    with urlopen(f"{site}{name}") as answer:  # noqa: S310 - the nginx of this test
        assert answer.read() == (archive / "current" / name).read_bytes()
        assert answer.headers["Content-Type"] == kind
        assert (answer.headers["Content-Disposition"] == "attachment") is saved
