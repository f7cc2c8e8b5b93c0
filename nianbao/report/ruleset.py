"""评分规则: what differs between years and provinces, read from `data/rulesets/`, never written into code."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from nianbao.report.entry import Exact, Truth, Whole
from nianbao.report.head import Section
from nianbao.report.phrases import Claims, Residue, Wording
from nianbao.report.row import Value


class Basis(Value):
    """Where a part of the ruleset comes from, and whether somebody checked it against the original document."""

    source: str = Field(title="出处", description="这一部分出自哪里", examples=["示例省财政厅有关办法"])
    verified: Truth = Field(title="已核对", description="是否有人对照原文核对过", examples=[False])


class Grade(Value):
    """等级: from this total score upwards; `aliases` are other names that reports use for it."""

    name: str = Field(title="名称", description="等级的名称", examples=["优"])
    lower: Exact = Field(title="起分", description="达到多少分为这一等级", examples=["90"])
    aliases: tuple[str, ...] = Field((), title="别名", description="报告中对这一等级的其他写法", examples=[("优秀",)])


class Level(Value):
    """Weight of one 一级指标."""

    name: str = Field(title="名称", description="一级指标的名称", examples=["产出指标"])
    weight: Exact | None = Field(None, title="分值", description="分值；由部门自定的不写", examples=["50"])


class Tier(Value):
    """A tier of qualitative indicators, with the share of the weight it may earn, in percent."""

    name: str = Field(title="名称", description="定性指标的等次", examples=["达成年度指标"])
    upper: Exact = Field(title="上限", description="这一等次至多得分值的百分之几", examples=["100"])
    lower: Exact = Field(title="下限", description="这一等次至少得分值的百分之几", examples=["80"])


class Formulas(Value):
    """How points follow from target T and actual A of weight W, by direction.

    at_least: `proportional` min(1, A/T)·W. at_most: `linear_to_double` W up to T, then (1−(A−T)/T)·W, zero from 2T;
    or `inverse` min(1, T/A)·W. equal: `all_or_nothing`.
    """

    at_least: Literal["proportional"] = Field(
        title="≥ 指标", description="proportional：按完成值与目标值之比得分，不超过分值", examples=["proportional"]
    )
    at_most: Literal["linear_to_double", "inverse"] = Field(
        title="≤ 指标",
        description="linear_to_double：超过目标值后逐步减少，到两倍为零；inverse：按目标值与完成值之比得分",
        examples=["inverse"],
    )
    equal: Literal["all_or_nothing"] = Field(
        title="= 指标", description="all_or_nothing：相等得满分，不等不得分", examples=["all_or_nothing"]
    )


class Thresholds(Value):
    """Limits in percent: below/above which a reason is needed."""

    attainment_reason_below: Exact = Field(
        title="完成率下限", description="完成率低于百分之几要写偏差原因", examples=["100"]
    )
    attainment_target_too_low_above: Exact = Field(
        title="完成率上限", description="完成率高于百分之几，目标可能定得过低", examples=["130"]
    )
    execution_reason_below: Exact = Field(
        title="执行率下限", description="预算执行率低于百分之几要作说明", examples=["90"]
    )
    execution_reason_above: Exact = Field(
        title="执行率上限", description="预算执行率高于百分之几要作说明", examples=["100"]
    )
    amount_change_above: Exact = Field(
        Decimal(30), title="金额变动界限", description="金额比上年增减超过百分之几要作说明", examples=["30"]
    )
    count_change_above: Exact = Field(
        Decimal(50), title="数量变动界限", description="其他的数比上年增减超过百分之几要作说明", examples=["50"]
    )
    exempt_numbers_above: Exact = Field(
        Decimal(2), title="免于绑定的数", description="正文中免于绑定的数不应超过百分之几", examples=["2"]
    )
    small_count_below: Exact = Field(
        Decimal(10), title="小数目", description="两年都小于这个数的件数、人数等，变动不作要求", examples=["10"]
    )
    stale_similarity: Exact = Field(
        Decimal(90), title="相似界限", description="一段文字与上年有百分之几相同，算作沿用上年", examples=["90"]
    )


class Rounding(Value):
    """Decimals of computed numbers; halves are rounded up."""

    score: Whole = Field(title="得分", description="得分保留几位小数", ge=0, le=6, examples=[2])
    rate: Whole = Field(title="比率", description="占比、比率保留几位小数", ge=0, le=6, examples=[2])
    amount: Whole = Field(title="金额", description="金额保留几位小数", ge=0, le=6, examples=[2])


class OutlineSection(Section):
    """A section that reports under this ruleset have: with an id a page, without one a heading over those that follow.

    `text` is the Markdown from which an editor begins, the words for its tables and numbers in place.
    """

    required: Truth = Field(True, title="必需", description="报告是否必须有这一章", examples=[True])
    standing: Truth = Field(
        False, title="可沿用", description="这一章写职责、机构等，正文可以与上年完全相同", examples=[True]
    )
    hint: str = Field("", title="提示", description="这一章写什么，一句话", examples=["写预算的编制、执行和管理。"])
    text: str = Field(
        "",
        title="正文模板",
        description="新建年度时写入的正文，表、图和数的词语已经放好",
        examples=['本年度部门预算总额为{{ num("预算总额") }}。'],
    )


class Ruleset(Value):
    """评分规则 of a year; every part that is a rule of some authority has its entry in `basis`."""

    id: str = Field(title="编号", description="评分规则的编号，与文件名相同", examples=["mof-2020"])
    title: str = Field(title="名称", description="评分规则的名称", examples=["示例省部门整体支出绩效自评规则"])
    applies: str = Field(
        title="适用范围", description="用于哪些报告，与正式规定是什么关系", examples=["示例省各级部门整体支出绩效自评"]
    )
    basis: dict[str, Basis] = Field(
        title="依据",
        description="下面每一部分的出处，名称与该部分相同",
        examples=[{"grades": {"source": "示例省财政厅有关办法", "verified": False}}],
    )
    grades: tuple[Grade, ...] = Field(
        title="等级",
        description="各等级和起分",
        min_length=2,
        examples=[({"name": "合格", "lower": "60"}, {"name": "不合格", "lower": "0"})],
    )
    full_score: Exact = Field(title="满分", description="自评总分的满分", examples=["100"])
    budget_execution_weight: Exact | None = Field(
        None, title="预算执行率分值", description="预算执行率在总分中的分值；不计分的不写", examples=["10"]
    )
    levels: tuple[Level, ...] = Field(
        title="一级指标",
        description="一级指标的名称和分值",
        min_length=1,
        examples=[({"name": "产出指标", "weight": "50"},)],
    )
    formulas: Formulas = Field(
        title="得分公式",
        description="各方向的指标怎样得分",
        examples=[{"at_least": "proportional", "at_most": "inverse", "equal": "all_or_nothing"}],
    )
    tiers: tuple[Tier, ...] = Field(
        (),
        title="定性等次",
        description="定性指标的等次和得分范围",
        examples=[({"name": "达成年度指标", "upper": "100", "lower": "80"},)],
    )
    thresholds: Thresholds = Field(
        title="界限",
        description="越过就要说明原因的界限",
        examples=[
            {
                "attainment_reason_below": "100",
                "attainment_target_too_low_above": "130",
                "execution_reason_below": "90",
                "execution_reason_above": "100",
            }
        ],
    )
    rounding: Rounding = Field(
        title="取整",
        description="计算出的数保留几位小数，四舍五入",
        examples=[{"score": 2, "rate": 2, "amount": 2}],
    )
    outline: tuple[OutlineSection, ...] = Field(
        title="提纲",
        description="报告的章节；新建年度照此写出提纲和各章的正文",
        min_length=1,
        max_length=99,
        examples=[({"id": "budget", "title": "预算编制及执行情况", "hint": "写预算的编制、执行和管理。"},)],
    )
    disclosure_fields: tuple[str, ...] = Field(
        (), title="公开信息项目", description="必须填写的公开信息", examples=[("索引号", "文号")]
    )
    publication_days: Whole | None = Field(None, title="公开期限", description="决算批复后多少天内公开", examples=[20])
    number_names: tuple[str, ...] = Field(
        (),
        title="含数词的名称",
        description="含有数字或数词而不是数据的名称和习惯说法，核对正文数字时跳过",
        examples=[("三公", "五一劳动奖章", "二十大", "24小时")],
    )
    residue: Residue = Field(
        Residue(),
        title="模板残留",
        description="正文和数据中不能留下的字样",
        examples=[{"texts": ["（…字以内）", "XX"]}],
    )
    wording: Wording = Field(
        Wording(), title="用字", description="写错的字样和可用的外文词", examples=[{"corrections": {"部份": "部分"}}]
    )
    claims: Claims = Field(
        Claims(), title="定性表述", description="与数据对照的表述", examples=[{"all_done": ["全部完成", "均达到"]}]
    )
    small_cell_minimum: Whole | None = Field(
        None, title="最小人数", description="涉及疾病、困难等情况的人数、户数，少于多少要合并列示", ge=0, examples=[5]
    )
    sensitive_words: tuple[str, ...] = Field(
        (), title="敏感字样", description="名称中有这些字样的数据要核对最小人数", examples=[("困难", "患病", "残疾")]
    )
    people_units: tuple[str, ...] = Field(
        (), title="人和户的单位", description="按人、户统计的单位", examples=[("人", "名", "户")]
    )
    open_rates: tuple[str, ...] = Field(
        (),
        title="可超过百分之百的比率",
        description="名称中有这些字样的百分数可以大于100",
        examples=[("增长", "使用率")],
    )
    rule_levels: dict[str, Literal["error", "warning", "info"]] = Field(
        default_factory=dict,
        title="核对规则的级别",
        description="改变核对规则的级别，名称是规则的编号",
        examples=[{"target_demanding": "info"}],
    )

    @property
    def standing_sections(self) -> frozenset[str]:
        """The ids of the sections whose text may stay what it was."""
        return frozenset(section.id for section in self.outline if section.standing and section.id)

    @property
    def required_sections(self) -> tuple[str, ...]:
        """The ids of the sections that a report must have."""
        return tuple(section.id for section in self.outline if section.required and section.id)

    def grade_of(self, score: Decimal) -> Grade:
        """Return the grade of a total score: the highest band that it reaches (the lowest band has no floor)."""
        bands = sorted(self.grades, key=lambda grade: grade.lower, reverse=True)
        return next((grade for grade in bands if score >= grade.lower), bands[-1])

    def grade_named(self, name: str) -> Grade | None:
        """Return the grade that bears `name` or has it as an alias, or None."""
        return next((grade for grade in self.grades if name == grade.name or name in grade.aliases), None)
