"""The nouns of a year's report: each table of the data files is declared here once; all else follows from it.

Money is held in 元 as `Decimal`, converted exactly from the unit that the column's header names.
"""

from __future__ import annotations

from decimal import Decimal

from nianbao.report.row import Row, column

QUALIFIERS = {"约": "about", "多": "more than", "不少于": "at least", "不超过": "at most"}
"""How exactly a number is stated, as written in 限定; an empty cell means exactly."""

DIRECTIONS = ("≥", "≤", "=", "定性")
"""指标方向: at least, at most, exactly, or judged by tier."""

BUDGET_CATEGORIES = ("基本支出", "人员经费", "公用经费", "项目支出", "结转结余", "合计")
"""Rows of the budget table: 人员经费 and 公用经费 are parts of 基本支出; the others add up to 合计."""


class BudgetLine(Row):
    """支出预算与执行, one row a category; the only table with a total row."""

    table = "budget"
    sheet = "支出"
    title = "部门整体支出预算及执行情况"
    key_fields = ("category",)

    category: str = column("科目", "choice", "支出类别", "基本支出", need=True, choices=BUDGET_CATEGORIES, kept=True)
    initial: Decimal | None = column("年初预算数", "money", "年初批复的预算", "1171.06", need=True)
    adjusted: Decimal | None = column("全年预算数", "money", "调整后的全年预算", "1171.06", need=True)
    executed: Decimal | None = column("执行数", "money", "年终决算的执行数", "1171.06", need=True)
    prior: Decimal | None = column("上年执行数", "money", "上一年度的执行数", "1102.40", prior_of="executed")
    note: str | None = column("说明", "text", "调整、超支或结转的原因", "年中追加人员经费")


class IncomeLine(Row):
    """收入, one row a source."""

    table = "income"
    sheet = "收入"
    title = "收入情况"
    key_fields = ("source",)

    source: str = column("来源", "key", "收入来源", "财政拨款", need=True)
    initial: Decimal | None = column("年初预算数", "money", "年初批复的收入预算", "1593.35")
    adjusted: Decimal | None = column("全年预算数", "money", "调整后的收入预算", "1593.35")
    executed: Decimal | None = column("执行数", "money", "实际收入", "1593.35")
    note: str | None = column("说明", "text", "需要说明的事项", "含上年结转")


class Item(Row):
    """项目资金, one row a funded item."""

    table = "items"
    sheet = "项目资金"
    title = "项目资金安排及执行情况"
    key_fields = ("id",)

    id: str = column("编号", "key", "多年不变的编号", "medical", need=True)
    name: str = column("项目", "text", "项目名称，即数据名称的前半部分", "重大疾病医疗救助", need=True, kept=True)
    category: str | None = column(
        "支出类别", "choice", "项目计入的支出类别", "项目支出", choices=("基本支出", "项目支出", "结转结余"), kept=True
    )
    fund_source: str | None = column("资金来源", "text", "资金从哪里来", "财政拨款", kept=True)
    initial: Decimal | None = column("年初预算数", "money", "年初批复的预算", "30")
    adjusted: Decimal | None = column("全年预算数", "money", "调整后的全年预算", "30")
    executed: Decimal | None = column("执行数", "money", "年终执行数", "30")
    note: str | None = column("说明", "text", "需要说明的事项", "其余由工会经费弥补")


class Indicator(Row):
    """绩效指标, one row an indicator of the lowest level."""

    table = "indicators"
    sheet = "绩效指标"
    title = "绩效指标完成情况"
    key_fields = ("id",)

    id: str = column("编号", "key", "多年不变的编号", "served", need=True)
    level1: str = column("一级指标", "text", "产出指标、效益指标、满意度指标等", "产出指标", need=True, kept=True)
    level2: str | None = column("二级指标", "text", "数量、质量、时效、成本等", "数量指标", kept=True)
    name: str = column("三级指标", "text", "指标名称，即数据名称的前半部分", "文化宫服务职工人次", need=True, kept=True)
    direction: str = column("方向", "choice", "达到、不超过、等于或定性", "≥", need=True, choices=DIRECTIONS, kept=True)
    target: Decimal | str | None = column("目标值", "value", "批复的目标值", "20000", need=True)
    adjusted_target: Decimal | str | None = column("调整后目标值", "value", "按程序调整后的目标值", "18000")
    approved_in: str | None = column("目标来源", "text", "目标在哪份文件中批复", "2022年部门预算批复")
    actual: Decimal | str | None = column("实际完成值", "value", "年终实际完成的数值或等次", "11000", need=True)
    qualifier: str | None = column(
        "限定", "choice", "实际完成值的精确程度，空白即精确", "多", choices=tuple(QUALIFIERS)
    )
    unit: str | None = column("单位", "text", "目标值和实际完成值的单位", "人次", kept=True)
    weight: Decimal | None = column("分值", "number", "该指标的满分", "10", unit="分", least=0, kept=True)
    score: Decimal | None = column("得分", "number", "该指标的自评得分", "9.5", unit="分")
    core: bool | None = column("核心指标", "flag", "是否核心指标", "是", kept=True)
    reason: str | None = column("偏差原因", "text", "未达到或大幅超过目标的原因", "按防控要求限制人数")
    improvement: str | None = column("改进措施", "text", "对未达标指标的改进措施", "增加线上活动")
    source: str | None = column("数据来源", "text", "数据取自哪里", "活动台账", kept=True)
    evidence: str | None = column("佐证材料", "text", "证明完成情况的附件编号，几个之间用顿号", "survey-report、ledger")
    series_break: str | None = column("口径变化", "text", "与上年口径不同时的说明；空白即口径未变", "改按断面统计")

    @property
    def effective_target(self) -> Decimal | str | None:
        """The target that counts: the adjusted one where there is one, else the approved one."""
        return self.adjusted_target if self.adjusted_target is not None else self.target


class Fact(Row):
    """工作成果, one row a stated number of the narrative."""

    table = "facts"
    sheet = "工作成果"
    title = "主要工作数据"
    key_fields = ("key_name",)

    key_name: str = column("名称", "key", "数据名称，全年唯一、多年不变", "宣讲活动场次", need=True)
    section: str = column("章节", "text", "数据所在章节的编号（页面名）", "work", need=True, kept=True)
    group: str | None = column("分组", "text", "章节表内的分组", "思想政治引领", kept=True)
    label: str | None = column("含义", "text", "数据统计的是什么", "各级工会举办的宣讲活动", kept=True)
    value: Decimal | None = column("数值", "number", "原样记录的数值", "176", need=True)
    qualifier: str | None = column("限定", "choice", "精确程度，空白即精确", "约", choices=tuple(QUALIFIERS))
    unit: str | None = column("单位", "text", "数值的单位，可带万、亿", "场", kept=True)
    scope: str | None = column("口径", "text", "统计范围和时点", "全市，全年", kept=True)
    source: str | None = column("数据来源", "text", "数据取自哪里", "年度总结", kept=True)
    parent: str | None = column("包含于", "text", "本数据是哪一数据的一部分（数据名称）", "宣讲活动场次", kept=True)
    agrees_with: str | None = column(
        "应等于", "text", "应与哪一数据一致（数据名称），用于核对", "基本支出·年初预算占比"
    )
    prior: Decimal | None = column("上年数", "number", "上一年度的同一数据", "150", prior_of="value")
    prior_qualifier: str | None = column(
        "上年限定", "choice", "上年数的精确程度，空白即精确", "约", choices=tuple(QUALIFIERS), prior_of="qualifier"
    )
    series_break: str | None = column(
        "口径变化", "text", "含义、单位或口径与上年不同时的说明；空白即未变", "改为只统计市级工会"
    )
    note: str | None = column("说明", "text", "大幅变动的原因等需要说明的事项", "增加线上宣讲")


class BreakdownPart(Row):
    """分项, one row a part of a whole or a share of a base."""

    table = "breakdowns"
    sheet = "分项"
    title = "分项数据"
    key_fields = ("of", "label")

    of: str = column("分项表", "key", "分项表的名称", "第二批医疗救助户数", need=True)
    label: str = column("分项", "key", "这一部分的名称", "蓬江区", need=True)
    value: Decimal | None = column("数值", "number", "这一部分的数值", "15", need=True)
    unit: str | None = column("单位", "text", "数值的单位；占比写 %", "户", need=True, kept=True)
    order: Decimal | None = column("顺序", "number", "排列顺序；空白即按文件中的顺序", "2", kept=True)
    exclusive: bool | None = column("互斥", "flag", "各部分是否互不重叠；空白即是", "是", kept=True)
    total: str | None = column(
        "合计对应", "text", "各部分之和应等于、或占比所依据的数据名称", "第二批医疗救助户数", kept=True
    )


class UnitCost(Row):
    """单价核算, one row a quantity times a unit price."""

    table = "unit_costs"
    sheet = "单价核算"
    title = "单价核算"
    key_fields = ("id",)

    id: str = column("编号", "key", "多年不变的编号", "gift", need=True)
    name: str = column("事项", "text", "核算的事项，即数据名称的前半部分", "新春礼包", need=True, kept=True)
    count: Decimal | None = column("数量", "number", "发放或购置的数量", "13852", need=True, least=0)
    count_unit: str | None = column("数量单位", "text", "数量的单位", "份", need=True, kept=True)
    unit_price: Decimal | None = column("单价", "money", "每一单位的价格", "150", need=True, least=0)
    amount: Decimal | None = column("金额", "money", "数量乘以单价的金额", "2077800", need=True)
    settled: Decimal | None = column("结算金额", "money", "实际结算的金额", "1788400")
    explanation: str | None = column("差异说明", "text", "结算金额与金额不同的原因", "部分礼包未领取")


FINISHED = ("已完成", "已解决", "已整改", "已办结", "已落实")
"""What 进展 says of a problem that is done with."""


class Problem(Row):
    """问题与改进, one row a problem."""

    table = "problems"
    sheet = "问题与改进"
    title = "存在问题及改进措施"
    key_fields = ("id",)

    id: str = column("编号", "key", "多年不变的编号", "p1", need=True)
    problem: str | None = column("存在问题", "text", "发现的问题", "绩效目标不够精准", need=True)
    cause: str | None = column("原因", "text", "问题的原因", "对业务了解不够", need=True)
    measure: str | None = column("改进措施", "text", "下一步的措施", "细化指标", need=True)
    owner: str | None = column("责任岗位", "text", "负责的岗位，不写姓名", "财务部", need=True)
    due: str | None = column("完成时限", "text", "何时完成", "2023年6月", need=True)
    status: str | None = column("进展", "text", "目前的进展；写“已完成”即不再结转到下一年度", "正在推进", need=True)
    carried_from: str | None = column("结转自", "text", "从哪一年度结转而来", "2021")

    @property
    def finished(self) -> bool:
        """Whether its progress says that it is done, so that it is not carried over to the next year."""
        return self.status in FINISHED


class Survey(Row):
    """满意度调查, one row a surveyed indicator."""

    table = "survey"
    sheet = "满意度调查"
    title = "满意度调查情况"
    key_fields = ("indicator",)

    indicator: str = column("指标", "key", "对应的绩效指标编号", "satisfaction", need=True)
    population: Decimal | None = column("调查总体", "number", "调查对象总数", "11000", unit="人", least=0)
    sample: Decimal | None = column("样本数", "number", "发放问卷数", "500", unit="份", least=0)
    responses: Decimal | None = column("有效答卷", "number", "收回的有效答卷数", "480", unit="份", least=0)
    method: str | None = column("调查方式", "text", "怎样调查", "网上问卷", kept=True)
    period: str | None = column("调查时间", "text", "何时调查", "2022年11月")


class Staff(Row):
    """人员, one row a kind of staff."""

    table = "staff"
    sheet = "人员"
    title = "人员情况"
    key_fields = ("kind",)

    kind: str = column("人员类别", "key", "编制数、在职、退休等", "在编人员", need=True)
    count: Decimal | None = column("人数", "number", "年末人数", "10", need=True, least=0)
    quota: Decimal | None = column("编制数", "number", "核定的编制数，用于计算在职人员控制率", "12", least=0, kept=True)
    prior: Decimal | None = column("上年人数", "number", "上年年末人数", "11", least=0, prior_of="count")
    unit: str | None = column("单位", "text", "人数的单位", "名", kept=True)
    scope: str | None = column("口径", "text", "统计范围和时点", "工人文化宫", kept=True)
    note: str | None = column("说明", "text", "大幅变动的原因等需要说明的事项", "机构改革划入人员")


class PublicExpense(Row):
    """三公经费, one row an item."""

    table = "sangong"
    sheet = "三公经费"
    title = "“三公”经费支出情况"
    key_fields = ("item",)

    item: str = column("项目", "key", "因公出国（境）、公务用车、公务接待", "公务接待费", need=True)
    budget: Decimal | None = column("预算数", "money", "全年预算", "1.20")
    executed: Decimal | None = column("决算数", "money", "全年决算", "0.86")
    prior: Decimal | None = column("上年决算数", "money", "上年决算", "0.92", prior_of="executed")
    reason: str | None = column("变动原因", "text", "与预算、与上年相比变动的原因", "压减接待批次")


class Procurement(Row):
    """政府采购, one row a kind."""

    table = "procurement"
    sheet = "政府采购"
    title = "政府采购情况"
    key_fields = ("kind",)

    kind: str = column("采购类别", "key", "货物、工程、服务", "货物", need=True)
    budget: Decimal | None = column("预算数", "money", "采购预算", "12.00")
    executed: Decimal | None = column("执行数", "money", "实际采购金额", "11.50")
    prior: Decimal | None = column("上年执行数", "money", "上年实际采购金额", "10.80", prior_of="executed")
    small_business: Decimal | None = column("中小企业合同金额", "money", "授予中小企业的合同金额", "9.00")
    reason: str | None = column("变动原因", "text", "与预算、与上年相比变动的原因", "设备更新项目减少")


class Asset(Row):
    """资产, one row a kind."""

    table = "assets"
    sheet = "资产"
    title = "资产情况"
    key_fields = ("kind",)

    kind: str = column("资产类别", "key", "房屋、车辆、设备等", "公务用车", need=True)
    count: Decimal | None = column("数量", "number", "年末数量", "2", least=0)
    prior: Decimal | None = column("上年数量", "number", "上年年末数量", "2", least=0, prior_of="count")
    unit: str | None = column("单位", "text", "数量的单位", "辆", kept=True)
    original_value: Decimal | None = column("账面原值", "money", "年末账面原值", "36.80", least=0)
    note: str | None = column("说明", "text", "需要说明的事项", "均为业务用车")


class Review(Row):
    """财政复核, one row a review."""

    table = "review"
    sheet = "财政复核"
    title = "财政复核情况"
    key_fields = ("id",)

    id: str = column("编号", "key", "复核的编号", "r1", need=True)
    score: Decimal | None = column("复核得分", "number", "复核给出的得分", "91.2", unit="分", least=0)
    opinion: str | None = column("复核意见", "text", "复核意见", "指标设置可再细化")
    rectification: str | None = column("整改情况", "text", "怎样整改", "已细化")
    status: str | None = column("进展", "text", "整改的进展", "已完成")


class Attachment(Row):
    """附件, one row a file below `data/<year>/attachments/`."""

    table = "attachments"
    sheet = "附件"
    title = "附件"
    key_fields = ("id",)

    id: str = column("编号", "key", "多年不变的编号", "survey-report", need=True)
    name: str = column("名称", "text", "附件的名称，读者看到的就是它", "满意度调查报告", need=True)
    file: str = column("文件", "text", "attachments 文件夹中的文件名", "survey.pdf", need=True)
    sha256: str | None = column(
        "校验值", "text", "公开的文件（已去掉作者等属性）的 SHA-256；空白即由程序计算", "e3b0c442…（64位）"
    )
    replaces: str | None = column("取代", "text", "取代本表中哪一个附件（编号）", "survey-draft")


ROWS: dict[str, type[Row]] = {
    row.table: row
    for row in (
        BudgetLine, IncomeLine, Item, Indicator, Fact, BreakdownPart, UnitCost, Problem, Survey,
        Staff, PublicExpense, Procurement, Asset, Review, Attachment,
    )
}  # fmt: skip
"""Every table of a year by its name, which is also its file's name."""

REQUIRED_TABLES = ("budget", "indicators", "problems")
