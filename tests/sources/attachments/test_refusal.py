from __future__ import annotations

import ast
from pathlib import Path

from nianbao.sources import attachments
from nianbao.wording.reading_sentences import READING

FOLDER = Path(str(attachments.__file__)).parent


def _rules() -> set[str]:
    """Every rule that a module of the package may raise or report."""
    return {
        node.value
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("attachment_")
    }


def test_every_refusal_has_a_sentence_and_no_sentence_is_left_over() -> None:
    """What cannot be told to an editor helps nobody."""
    assert _rules() == {rule for rule in READING if rule.startswith("attachment_")}
