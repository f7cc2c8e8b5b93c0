"""机器索引: what `index.json` tells programs of a whole archive: years, versions, sections, key numbers, files."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
"""Counts the forms of `index.json`; raised when something in it gets another meaning or goes."""

SHA256 = r"^[0-9a-f]{64}$"


def _without_names(schema: dict[str, Any]) -> None:
    """Take what the code calls a part out of its schema, which speaks to readers."""
    schema.pop("title", None)
    schema.pop("description", None)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_without_names)


class Link(_Told):
    """Where something is: from `index.json` on, and absolute."""

    address: str = Field(title="相对地址", description="从 index.json 所在的文件夹算起")
    url: str = Field(title="绝对地址", description="网站上的地址；index.html 写作所在的文件夹")


class Licence(_Told):
    """Under which terms the data may be used."""

    name: str = Field(title="代号", description="Open Definition 许可表中的代号；没有另行指定的为 notspecified")
    title: str = Field(title="名称", description="许可的名称或使用条件")
    url: str = Field(title="网址", description="许可全文的网址；没有的为空")


class Ledger(Link):
    """The ledger of all publications, corrections and withdrawals."""

    count: int = Field(title="条数", ge=0)
    head: str = Field(title="末条的校验值", description="末行（不含换行）的 SHA-256；还没有公开过的为空")


class Search(_Told):
    """What programs read the text of a year from."""

    format: int = Field(title="格式", description="程序现在写的全文文件的格式编号；冻结的年度保留当时的格式")
    shard: str = Field(title="全文文件", description="相对地址，{year} 换成年度")


class Version(Link):
    """One version of a year."""

    version: int = Field(title="版次", ge=1)
    published: str = Field(title="公开时间", description="UTC")
    withdrawn: str | None = Field(title="撤下时间", description="最近一次有内容撤下的时间，UTC；没有的为 null")


class Section(Link):
    """A page of the latest version, in the order of its outline."""

    id: str = Field(title="编号", description="各年度相同")
    title: str = Field(title="标题")
    withdrawn: bool = Field(title="已撤下")


class Number(Link):
    """A number that stands for the year; the link leads to its entry in 数据索引."""

    name: str = Field(title="名称")
    value: str | None = Field(title="准确数", description="以基本单位计的十进制数，写成文字以免丢失精度；没有的为 null")
    unit: str = Field(title="基本单位")
    written: str = Field(title="写法", description="页面上的写法")


class Deed(_Told):
    """A correction or a withdrawal."""

    n: int = Field(title="台账的条号")
    time: str = Field(title="时间", description="UTC")
    day: str = Field(title="日期", description="北京时间")
    version: int = Field(title="版次", description="更正形成的版次，或者内容撤下的版次")
    kind: Literal["publish", "correct", "withdraw"] = Field(title="类别", description="correct 更正，withdraw 撤下")
    nature: str = Field(title="性质")
    scope: str = Field(title="范围")
    reason: str = Field(title="原因")
    role: str = Field(title="岗位")
    numbers: int | None = Field(title="改动的数据个数", description="撤下的为 null")


class File(Link):
    """A file of data, an attachment or a document, at its permanent address."""

    name: str = Field(title="文件名", description="从年度的文件夹算起")
    type: str = Field(title="媒体类型")
    size: int = Field(title="字节数", ge=0)
    sha256: str = Field(title="校验值", pattern=SHA256)


class Year(Link):
    """A year in its latest version."""

    year: int = Field(title="年度")
    title: str = Field(title="标题")
    department: str = Field(title="部门", description="当年的名称")
    unit: str = Field(title="金额单位", description="页面上金额的单位；本文件中的准确数以元计")
    version: int = Field(title="版次", description="现在的版次")
    permanent: Link = Field(title="永久地址", description="这一版次的地址，以后不变")
    history: Link = Field(title="版次与更正")
    withdrawn: bool = Field(title="已撤下", description="整个版次已撤下")
    grade: str | None = Field(title="自评等级", description="没有的为 null")
    acknowledged: int = Field(title="核对说明条数", ge=0)
    unmet: int = Field(title="未达目标的指标数", ge=0)
    versions: tuple[Version, ...] = Field(title="各版次", description="按先后")
    sections: tuple[Section, ...] = Field(title="章节")
    key_numbers: tuple[Number, ...] = Field(title="主要数据")
    corrections: tuple[Deed, ...] = Field(title="更正和撤下", description="按先后")
    downloads: tuple[File, ...] = Field(title="下载的文件")


class SiteIndex(_Told):
    """The whole of `index.json`."""

    format: Literal[1] = Field(title="格式", description="本文件的格式编号")
    title: str = Field(title="标题", description="报告库的标题")
    department: str = Field(title="部门", description="现在的名称")
    language: Literal["zh-CN"] = Field(title="语言")
    licence: Licence | None = Field(title="许可", description="没有记载的为 null")
    portal: Link = Field(title="首页")
    contact: Link = Field(title="意见反馈与更正申请")
    corrections: Link = Field(title="更正与撤下")
    feed: Link = Field(title="更新", description="Atom：公开、更正和撤下")
    sitemap: Link = Field(title="站点地图")
    versions: Link = Field(title="年度和版次", description="mike 的格式")
    timemap: Link = Field(title="各版次的时间和地址", description="仿 RFC 7089")
    checksums: Link = Field(title="校验清单", description="sha256sum 的格式")
    ledger: Ledger = Field(title="发布台账")
    search: Search = Field(title="全文检索")
    years: tuple[Year, ...] = Field(title="年度", description="最新的在前")
