from __future__ import annotations

from macros.markup import figure_address, render
from nianbao.report.quantities import anchor_of


def test_text_of_a_cell_is_escaped_wherever_it_lands() -> None:
    """A template escapes every text, so a cell that looks like markup stays text."""
    html = render("text.html.j2", text='<img src=x onerror="alert(1)">')
    assert "<img" not in html
    assert "&lt;img" in html


def test_the_address_of_a_quantity_is_quoted_and_its_anchor_has_no_spaces() -> None:
    """Names with spaces and Chinese lead to an anchor that a browser finds."""
    assert anchor_of("服务 人次·目标值") == "服务-人次·目标值"
    assert figure_address("占比").startswith("figures.html#%E5%8D%A0")
