from __future__ import annotations

import pytest

from nianbao.publish.withdrawing.request import Request, named_content, tidy
from nianbao.report.finding import Unusable


def test_the_nearest_names_are_those_that_people_meet() -> None:
    """Packed twins, which only servers ask for, are not offered."""
    with pytest.raises(Unusable) as unusable:
        named_content(Request(2023, None, pages=("budgt",)), ["budget.html", "budget.html.gz", "terms.html"])
    assert unusable.value.findings[0].values["near"] == "budget.html、terms.html"


@pytest.mark.parametrize("asked", [{"pages": ("survey",)}, {"files": ("attachments/a.pdf",)}])
def test_what_is_withdrawn_already_is_told_as_that(asked: dict[str, tuple[str, ...]]) -> None:
    """A page of which only the tombstone is left and a file that is gone need no second line in the ledger."""
    names = ["index.html", "survey.html", "survey.html.gone.html", "attachments/a.pdf.gone.html"]
    with pytest.raises(Unusable) as unusable:
        named_content(Request(2023, None, **asked), names)  # type: ignore[arg-type]  # the test names fields
    assert [finding.rule for finding in unusable.value.findings] == ["withdrawn_already"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("survey", "survey"),
        ("https://example.org/2023-v1/a%20b.html?x=1#y", "a b.html"),
        ("/nianbao/2023/attachments/a.pdf", "attachments/a.pdf"),
        ("../../etc/passwd", "../../etc/passwd"),
    ],
)
def test_an_address_is_read_as_a_name_below_its_version(typed: str, name: str) -> None:
    """What lies outside stays outside, and is then none of the version's names."""
    assert tidy(typed) == name
