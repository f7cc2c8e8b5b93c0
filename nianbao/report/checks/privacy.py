"""Privacy: no number of a person is published, unless somebody answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.checks.rule import Subject, rule
from nianbao.report.finding import Finding


@rule("error", "个人信息", fixed=True)
def privacy(subject: Subject) -> Iterator[Finding]:
    """数据、文字、附件和文件名中没有身份证号码、手机号码和银行卡号，登记为例外的除外。

    身份证号码按日期和校验码辨认，银行卡号按卡号开头和校验位辨认；全角、中文数字、分组书写的也辨认。提示只写出首尾几位。
    通过：联系电话0750-3276289；统一社会信用代码、项目编码、带千分位的金额。
    不通过：联系电话138****1234（写出了全部数字）。
    """
    yield from subject.report.privacy.findings()


@rule("error", "个人信息", fixed=True)
def privacy_exceptions_hold(subject: Subject) -> Iterator[Finding]:
    """privacy.yml 中的每个例外都对应一个号码，期限不早于报告公开的日期（未列的看成文日期，再看年度后的第一天）。

    通过：2024年8月28日公开的报告，例外到2026年12月31日为止。
    不通过：号码已经删去，例外还在；例外到2023年12月31日为止。
    """
    yield from subject.report.privacy.faults()
