"""年度文件: what `report.yml` says of a year's report: who, by which rules, in which outline."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from nianbao.report.entry import Exact, NotStated, StatedDate, Whole
from nianbao.report.row import NOT_STATED, Value


class Department(Value):
    """The department as of that year."""

    name: str = Field(title="部门名称", description="当年的部门名称，写全称", examples=["示例县档案馆"])
    code: str = Field(
        NOT_STATED, title="预算编码", description="部门预算编码，加引号以保留前面的零", examples=["301001"]
    )
    level: str = Field(NOT_STATED, title="级次", description="预算级次", examples=["县级"])
    region: str = Field(NOT_STATED, title="地区", description="所在行政区划", examples=["示例省示例县"])


class Dates(Value):
    """成文、决算批复和公开日期."""

    report: StatedDate = Field(NOT_STATED, title="成文日期", description="报告成文的日期", examples=["2024-04-20"])
    accounts_approved: StatedDate = Field(
        NOT_STATED, title="决算批复日期", description="财政部门批复部门决算的日期", examples=["2024-08-15"]
    )
    published: StatedDate = Field(
        NOT_STATED, title="公开日期", description="报告向社会公开的日期", examples=["2024-08-28"]
    )


class Disclosure(Value):
    """政府信息公开 header of the page (索引号 and so on)."""

    index_number: str = Field(
        NOT_STATED, title="索引号", description="政府信息公开的索引号", examples=["301001/2024-00012"]
    )
    document_number: str = Field(
        NOT_STATED, title="文号", description="发文字号，年份用六角括号", examples=["示档发〔2024〕12号"]
    )
    publisher: str = Field(NOT_STATED, title="发布机构", description="发布信息的机构", examples=["示例县档案馆"])
    topic: str = Field(NOT_STATED, title="主题分类", description="政府信息的主题分类", examples=["财政、绩效管理"])
    validity: str = Field(NOT_STATED, title="有效性", description="信息是否有效", examples=["有效"])
    method: str = Field(NOT_STATED, title="公开方式", description="主动公开或依申请公开", examples=["主动公开"])
    secrecy_review: str = Field(
        NOT_STATED, title="保密审查", description="保密审查的结论", examples=["已审查，同意公开"]
    )
    review_roles: str = Field(
        NOT_STATED,
        title="审签角色",
        description="拟稿、复核、签发的岗位，不写姓名",
        examples=["财务科拟稿，办公室复核"],
    )


class Contact(Value):
    """The office that answers, never a person."""

    office: str = Field(NOT_STATED, title="联系部门", description="答复询问的内设机构，不写个人", examples=["办公室"])
    phone: str = Field(NOT_STATED, title="联系电话", description="办公电话，加引号", examples=["0000-1234567"])


class Conclusion(Value):
    """自评结论 as the report states it."""

    grade: str = Field(NOT_STATED, title="自评等级", description="报告所写的自评等级，照录", examples=["优"])
    score: Exact | NotStated = Field(
        NOT_STATED, title="自评得分", description="报告所写的自评总分；未列的由各项得分计算", examples=["93.50"]
    )


class Section(Value):
    """章节 of the outline: with an id it is the page `docs/<year>/<id>.md`; without, a heading."""

    id: str | None = Field(
        None,
        title="编号",
        description="小写字母、数字和连字符，即 docs/<年度>/ 中的文件名，多年不变；没有编号的是统领后面各章的标题",
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        examples=["work", "work-2"],
    )
    title: str = Field(
        title="标题",
        description="章节的标题，不写序号",
        examples=["部门概况"],
    )
    level: Whole = Field(
        1, title="层次", description="1 为一级标题，编作“一、”；2 为二级标题，编作“（一）”", ge=1, le=2, examples=[2]
    )


class Acknowledgement(Value):
    """差异说明: a finding that the editor may not repair, accepted with a public reason."""

    rule: str = Field(title="规则", description="核对规则的编号", examples=["settled_explained"])
    table: str = Field(
        title="表", description="表的英文名；report.yml 写 report，正文写 pages", examples=["unit_costs"]
    )
    key: str = Field(
        "", title="行", description="行的名称或编号；report.yml 写第一层的名称，正文写章节的编号", examples=["gift"]
    )
    field: str = Field(
        "",
        title="列",
        description="列的英文名；report.yml 写下一层的名称，正文写疑点中引号里的原文",
        examples=["settled"],
    )
    reason: str = Field(title="理由", description="公开的理由", examples=["原报告未说明差额的原因"])


class Head(Value):
    """`report.yml`: what a year says of itself."""

    fiscal_year: Whole = Field(title="年度", description="预算年度，与文件夹同名", examples=[2023])
    department: Department = Field(
        title="部门", description="当年的部门", examples=[{"name": "示例县档案馆", "level": "县级"}]
    )
    title: str = Field(
        title="标题", description="报告的标题", examples=["示例县档案馆2023年度部门整体支出绩效自评报告"]
    )
    ruleset: str = Field(
        title="评分规则", description="评分规则的编号，即 data/rulesets/ 中的文件名", examples=["mof-2020"]
    )
    status: str = Field(NOT_STATED, title="报告状态", description="报告的来历或状态", examples=["已公开"])
    scope: str = Field(NOT_STATED, title="资金口径", description="数据包含哪些资金", examples=["财政拨款", "全口径"])
    unit: Literal["元", "万元", "亿元"] = Field(
        "万元", title="金额单位", description="页面上金额的单位", examples=["万元"]
    )
    decimals: Whole = Field(2, title="小数位数", description="页面上金额的小数位数", ge=0, le=6, examples=[2])
    dates: Dates = Field(
        Dates(), title="日期", description="成文、决算批复和公开的日期", examples=[{"published": "2024-08-28"}]
    )
    disclosure: Disclosure = Field(
        Disclosure(), title="公开信息", description="政府信息公开的各项目", examples=[{"method": "主动公开"}]
    )
    contact: Contact = Field(
        Contact(), title="联系方式", description="答复询问的部门和电话", examples=[{"office": "办公室"}]
    )
    conclusion: Conclusion = Field(
        Conclusion(), title="自评结论", description="报告所写的等级和得分", examples=[{"grade": "优", "score": "93.50"}]
    )
    original: str = Field(
        NOT_STATED, title="原报告", description="原报告在哪里可以查到", examples=["示例县档案馆网站公开的原报告"]
    )
    area_order: tuple[str, ...] = Field(
        (), title="地区顺序", description="地区的习惯顺序，分项表按此排列", examples=[("样东镇", "样南镇")]
    )
    sections: tuple[Section, ...] = Field(
        title="提纲",
        description="各章节，按显示的顺序；index、checks、figures、terms 留作固定页面",
        min_length=1,
        max_length=99,
        examples=[({"title": "部门情况"}, {"id": "overview", "title": "部门概况", "level": 2})],
    )
    empty_tables: dict[str, str] = Field(
        default_factory=dict,
        title="空表说明",
        description="没有数据而在正文中列出的表：表的英文名和原因，原因显示在表的位置",
        examples=[{"sangong": "本单位没有“三公”经费预算，全年未发生支出。"}],
    )
    moved: dict[str, str] = Field(
        default_factory=dict,
        title="移动的地址",
        description="已公开而这一版中不再有的页面或文件：原来的编号（文件连同文件夹和扩展名）和移到的地方，"
        "后者可以带“#”和位置；原地址自动转到那里",
        examples=[{"goals": "performance#产出指标", "attachments/plan.pdf": "attachments/plan-2.pdf"}],
    )
    acknowledgements: tuple[Acknowledgement, ...] = Field(
        (),
        title="差异说明",
        description="无权改正的疑点，写明公开的理由",
        examples=[
            (
                {
                    "rule": "settled_explained",
                    "table": "unit_costs",
                    "key": "gift",
                    "field": "settled",
                    "reason": "原报告未说明差额的原因",
                },
            )
        ],
    )
