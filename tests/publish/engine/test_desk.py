from __future__ import annotations

from pathlib import Path

from nianbao.publish.engine.desk import Desk


def test_a_token_alone_in_its_paragraph_takes_the_paragraphs_place() -> None:
    """A table is no child of a paragraph, a number in a sentence stays in it."""
    desk = Desk(Path())
    table, number = desk.hold(lambda: "<figure>t</figure>"), desk.hold(lambda: "<data>1</data>")
    assert desk.fill(f"<p>{table}</p><p>共{number}元</p>") == "<figure>t</figure><p>共<data>1</data>元</p>"


def test_what_is_left_for_the_end_is_done_once() -> None:
    """Whoever left something to be closed is called when the build is over, and not again."""
    desk, done = Desk(Path()), []
    desk.at_end(lambda: done.append(1))
    desk.end()
    desk.end()
    assert done == [1]
