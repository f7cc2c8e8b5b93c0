"""Why a file cannot be published, raised where it is found and told where the file's name is known."""

from __future__ import annotations


class Refused(Exception):
    """A file that is not published, with the rule and the values of its finding; `line` where a text has one."""

    def __init__(self, rule: str, *, line: int | None = None, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.line, self.values = rule, line, values
