"""自评报告: the whole of a year as it was read, and the site it belongs to."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from nianbao.report.place import Place
from nianbao.report.row import NOT_STATED, Row, Value
from nianbao.report.ruleset import Exact, Ruleset
from nianbao.wording.numbers import chinese_ordinal

R = TypeVar("R", bound=Row)
NotStated = Literal["原报告未列"]


class NotADate(ValueError):
    """The text is not a date written 2023-04-30."""


def _iso_date(value: object) -> object:
    if value == NOT_STATED or isinstance(value, datetime.date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise NotADate(value)
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise NotADate(value) from error


StatedDate = Annotated[datetime.date | NotStated, BeforeValidator(_iso_date)]
"""A date written 2023-04-30, or 原报告未列."""


class Department(Value):
    """The department as of that year."""

    name: str
    code: str = NOT_STATED
    level: str = NOT_STATED
    region: str = NOT_STATED


class Dates(Value):
    """成文、决算批复和公开日期."""

    report: StatedDate = NOT_STATED
    accounts_approved: StatedDate = NOT_STATED
    published: StatedDate = NOT_STATED


class Disclosure(Value):
    """政府信息公开 header of the page (索引号 and so on)."""

    index_number: str = Field(NOT_STATED, title="索引号")
    document_number: str = Field(NOT_STATED, title="文号")
    publisher: str = Field(NOT_STATED, title="发布机构")
    topic: str = Field(NOT_STATED, title="主题分类")
    validity: str = Field(NOT_STATED, title="有效性")
    method: str = Field(NOT_STATED, title="公开方式")
    secrecy_review: str = Field(NOT_STATED, title="保密审查")
    review_roles: str = Field(NOT_STATED, title="审签角色")


class Contact(Value):
    """The office that answers, never a person."""

    office: str = NOT_STATED
    phone: str = NOT_STATED


class Conclusion(Value):
    """自评结论 as the report states it."""

    grade: str = NOT_STATED
    score: Exact | NotStated = NOT_STATED


class Section(Value):
    """章节 of the outline: with an id it is the page `docs/<year>/<id>.md`; without, a heading."""

    id: str | None = Field(None, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", examples=["work", "work-2"])
    title: str
    level: int = Field(1, ge=1, le=2)
    number: str = ""
    """Set by `numbered`: 一、 or （一）."""

    @property
    def heading(self) -> str:
        """The title behind its outline number."""
        return f"{self.number}{self.title}"


class Acknowledgement(Value):
    """差异说明: a finding that the editor may not repair, accepted with a public reason."""

    rule: str
    table: str
    key: str = ""
    field: str = ""
    reason: str


class Head(Value):
    """`report.yml`: what a year says of itself."""

    fiscal_year: int
    department: Department
    title: str
    ruleset: str
    status: str = NOT_STATED
    scope: str = NOT_STATED
    unit: Literal["元", "万元", "亿元"] = "万元"
    decimals: int = Field(2, ge=0, le=6)
    dates: Dates = Dates()
    disclosure: Disclosure = Disclosure()
    contact: Contact = Contact()
    conclusion: Conclusion = Conclusion()
    original: str = NOT_STATED
    """Where the original report can be found, in words."""
    area_order: tuple[str, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1, max_length=99)
    acknowledgements: tuple[Acknowledgement, ...] = ()


class SiteDepartment(Value):
    """The department as of today."""

    name: str
    former_names: tuple[str, ...] = ()
    code: str = NOT_STATED
    level: str = NOT_STATED
    region: str = NOT_STATED


class Site(Value):
    """`site.yml`: what the portal says; years carry their own names."""

    title: str
    department: SiteDepartment
    contact: Contact = Contact()
    address: str = Field(pattern=r"^https?://[^\s/]+(/[^\s]*)?/$", examples=["https://www.example.gov.cn/nianbao/"])
    area_order: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("zh-CN",)
    notice: str = ""


RESERVED_PAGES = {"index": "封面与摘要", "checks": "数据核对说明", "figures": "数据索引", "terms": "名词解释"}
"""Pages every year has besides its outline: the cover, and the appendices behind it."""


class Report(Value):
    """自评报告 of one year: head, ruleset and tables, all as read."""

    head: Head
    ruleset: Ruleset
    tables: dict[str, tuple[Row, ...]]
    conclusion_place: Place
    """Where `report.yml` states grade and score."""
    acknowledgement_places: tuple[Place, ...] = ()
    notice: str = ""
    address: str = ""
    """The web address of the archive, for citations."""

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.head.fiscal_year

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of a table in file order; empty where the year has no such file."""
        return tuple(row for row in self.tables.get(kind.table, ()) if isinstance(row, kind))

    @property
    def outline(self) -> tuple[Section, ...]:
        """The sections with their numbers: level 1 一、二、…, level 2 （一）（二）… below each level 1."""
        return numbered(self.head.sections)


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections of an outline with their official numbers (GB/T 9704: 一、, then （一）)."""
    counts = {1: 0, 2: 0}
    result = []
    for section in sections:
        counts[section.level] += 1
        if section.level == 1:
            counts[2] = 0
        ordinal = chinese_ordinal(counts[section.level])
        number = f"{ordinal}、" if section.level == 1 else f"（{ordinal}）"
        result.append(section.model_copy(update={"number": number}))
    return tuple(result)
