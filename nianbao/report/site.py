"""全站文件: what `site.yml` says of the portal; years carry their own names."""

from __future__ import annotations

from pydantic import Field

from nianbao.report.head import Contact
from nianbao.report.row import NOT_STATED, Value


class SiteDepartment(Value):
    """The department as of today."""

    name: str = Field(title="部门名称", description="现在的部门名称，写全称", examples=["示例县档案馆"])
    former_names: tuple[str, ...] = Field(
        (), title="曾用名", description="以前的名称，按先后排列", examples=[("示例县档案局",)]
    )
    code: str = Field(
        NOT_STATED, title="预算编码", description="部门预算编码，加引号以保留前面的零", examples=["301001"]
    )
    level: str = Field(NOT_STATED, title="级次", description="预算级次", examples=["县级"])
    region: str = Field(NOT_STATED, title="地区", description="所在行政区划", examples=["示例省示例县"])


class SiteContact(Contact):
    """The office that answers for the whole site, with further ways to reach it."""

    email: str = Field(
        "",
        title="电子邮箱",
        description="接收意见和更正申请的办公邮箱，不写个人的邮箱",
        pattern=r"^([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)?$",
        examples=["gongkai@example.gov.cn"],
    )
    post: str = Field(
        "",
        title="通信地址",
        description="接收书面申请的地址和邮政编码",
        examples=["示例县人民路1号示例县档案馆办公室，邮政编码000000"],
    )


NOT_SPECIFIED = "notspecified"
"""The name that Open Definition gives to a licence nobody has stated."""


class Licence(Value):
    """Under which terms the published data may be used."""

    name: str = Field(
        NOT_SPECIFIED,
        title="代号",
        description="许可的代号，用 Open Definition 许可表中的写法；没有另行指定的为 notspecified",
        pattern=r"^[A-Za-z0-9]+([-.][A-Za-z0-9]+)*$",
        examples=["CC-BY-4.0"],
    )
    title: str = Field(
        "", title="名称", description="许可的名称或使用条件，读者看到的就是它", examples=["署名 4.0 国际"]
    )
    url: str = Field(
        "",
        title="网址",
        description="许可全文的网址",
        pattern=r"^(https?://[^\s/]+(/\S*)?)?$",
        examples=["https://creativecommons.org/licenses/by/4.0/deed.zh-hans"],
    )

    @property
    def told(self) -> str:
        """What readers are told of the terms."""
        if self.name == NOT_SPECIFIED and not self.title:
            return "没有另行指定许可；使用时请注明部门、年度和版次"
        return self.title or self.name


class Site(Value):
    """`site.yml`: what the portal says; years carry their own names."""

    title: str = Field(
        title="标题", description="报告库的标题", examples=["示例县档案馆部门整体支出绩效自评报告·历年报告库"]
    )
    department: SiteDepartment = Field(title="部门", description="现在的部门", examples=[{"name": "示例县档案馆"}])
    contact: SiteContact = Field(
        SiteContact(),
        title="联系方式",
        description="登在首页和“意见反馈与更正申请”页的部门和电话",
        examples=[{"office": "办公室"}],
    )
    address: str = Field(
        title="网址",
        description="报告库的网址，以 / 结尾",
        pattern=r"^https?://[^\s/]+(/[^\s]*)?/$",
        examples=["https://www.example.gov.cn/nianbao/"],
    )
    area_order: tuple[str, ...] = Field(
        (), title="地区顺序", description="地区的习惯顺序", examples=[("样东镇", "样南镇")]
    )
    languages: tuple[str, ...] = Field(
        ("zh-CN",), title="语言", description="网站的语言；有 zh 的，程序的提示用中文", examples=[("zh-CN",)]
    )
    moved: dict[str, str] = Field(
        default_factory=dict,
        title="移动的地址",
        description="已公开而首页不再有的页面：原来的文件名（不写 .md）和移到的页面；原地址自动转到那里",
        examples=[{"phone": "contact"}],
    )
    licence: Licence = Field(
        Licence(),
        title="许可",
        description="公开的数据按什么条件使用，写在各年度的下载文件里；不写即没有另行指定",
        examples=[{"name": "CC-BY-4.0", "title": "署名 4.0 国际"}],
    )
    notice: str = Field("", title="声明", description="登在每一页的声明", examples=["虚构部门，仅供演示。"])
