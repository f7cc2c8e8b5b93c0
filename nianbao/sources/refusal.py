"""Why a file is not read or not published, raised where it is found and told where the file's name is known."""

from __future__ import annotations


class Refused(Exception):
    """A file that is refused, with the rule and the values of its finding.

    `line` where a text has one, `sheet` where a workbook's sheet is meant.
    """

    def __init__(self, rule: str, *, line: int | None = None, sheet: str | None = None, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.line, self.sheet, self.values = rule, line, sheet, values
