"""词语: what an editor may write between {{ and }}; declared here, rendered in `macros`, explained in the guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WordKind = Literal["number", "table", "chart", "notice", "inline"]
ArgumentKind = Literal["quantity", "section", "group", "breakdown", "table", "year"]


@dataclass(frozen=True)
class Word:
    """One word: `number` and `inline` words stand in running text, the others alone in their paragraph.

    `arguments` are the kinds of its literal arguments in order, the last `optional` of which may be left out. `portal`
    words belong to the portal's pages, all others to a year's.
    """

    name: str
    kind: WordKind
    arguments: tuple[ArgumentKind, ...]
    meaning: str
    example: str
    optional: int = 0
    portal: bool = False

    @property
    def alone(self) -> bool:
        """Whether it must stand alone in its paragraph."""
        return self.kind in ("table", "chart", "notice")


WORDS: dict[str, Word] = {
    word.name: word
    for word in (
        Word("num", "number", ("quantity",), "写出一个数据，并链接到数据索引", '{{ num("预算总额") }}'),
        Word("grade", "inline", (), "写出自评等级", "{{ grade() }}"),
        Word("budget_table", "table", (), "支出预算及执行情况表", "{{ budget_table() }}"),
        Word("items_table", "table", (), "项目资金安排及执行情况表", "{{ items_table() }}"),
        Word("indicators_table", "table", (), "绩效指标完成情况表，按一、二、三级指标分组", "{{ indicators_table() }}"),
        Word(
            "facts_table",
            "table",
            ("section", "group"),
            "一个章节（或其中一个分组）的主要工作数据表",
            '{{ facts_table("work", "思想政治引领") }}',
            optional=1,
        ),
        Word("breakdown_table", "table", ("breakdown",), "一张分项表", '{{ breakdown_table("第二批医疗救助户数") }}'),
        Word("unit_costs_table", "table", (), "单价核算表", "{{ unit_costs_table() }}"),
        Word("problems_table", "table", (), "存在问题及改进措施表", "{{ problems_table() }}"),
        Word("data_table", "table", ("table",), "其他任一数据表，写表的英文名", '{{ data_table("staff") }}'),
        Word("budget_chart", "chart", (), "支出构成图：预算与执行对照", "{{ budget_chart() }}"),
        Word("attainment_chart", "chart", (), "绩效指标完成率图，含目标线", "{{ attainment_chart() }}"),
        Word(
            "breakdown_chart", "chart", ("breakdown",), "一张分项表的图", '{{ breakdown_chart("第二批医疗救助户数") }}'
        ),
        Word("scores_chart", "chart", (), "各级指标得分图：得分对分值，写明失分", "{{ scores_chart() }}"),
        Word("cover", "notice", (), "封面：部门、年度和主要数据", "{{ cover() }}"),
        Word("disclosure", "notice", (), "公开信息、联系方式和引用格式", "{{ disclosure() }}"),
        Word("correction", "notice", (), "本版对本页的更正公告，更正时自动加在页首，不必写出", "{{ correction() }}"),
        Word("downloads", "notice", (), "本年度可下载的文件", "{{ downloads() }}"),
        Word("attachments", "notice", (), "本年度的附件，附大小和校验值", "{{ attachments() }}"),
        Word("findings", "notice", (), "数据核对说明：已说明原因的疑点", "{{ findings() }}"),
        Word("quantity_index", "notice", (), "数据索引：每个数据的数值、来源和公式", "{{ quantity_index() }}"),
        Word("years", "notice", (), "历年报告及主要数据", "{{ years() }}", portal=True),
        Word(
            "section_years",
            "notice",
            ("section",),
            "同一章节在历年的页面",
            '{{ section_years("budget") }}',
            portal=True,
        ),
        Word("history", "notice", ("year",), "一个年度的版次与更正", '{{ history("2022") }}', portal=True),
        Word("search", "notice", (), "检索框：在所有年度的全文里查找词语和数字", "{{ search() }}", portal=True),
        Word("every_section", "notice", (), "所有年度的所有章节", "{{ every_section() }}", portal=True),
        Word("choose_years", "notice", (), "选择任意两个年度，对照数据和文字", "{{ choose_years() }}", portal=True),
        Word(
            "compared_years",
            "notice",
            ("year", "year"),
            "两个年度的对照，较晚的年度在前",
            '{{ compared_years("2022", "2021") }}',
            portal=True,
        ),
        Word("trends", "notice", (), "各项数据历年的变化：图和表", "{{ trends() }}", portal=True),
        Word("all_downloads", "notice", (), "历年数据的下载", "{{ all_downloads() }}", portal=True),
        Word("proof", "notice", (), "怎样核验文件没有被改动，附校验值", "{{ proof() }}", portal=True),
        Word("contact", "notice", (), "联系方式", "{{ contact() }}", portal=True),
        Word(
            "correction_request",
            "notice",
            (),
            "怎样提出意见、申请更正：依据、写明什么、怎样处理，附可以复制的格式",
            "{{ correction_request() }}",
            portal=True,
        ),
        Word("corrections", "notice", (), "各年度的全部更正和撤下", "{{ corrections() }}", portal=True),
    )
}
