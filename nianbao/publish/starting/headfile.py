"""新年度的 `report.yml` 和新站点的 `site.yml`: what is known is filled in, what is not stands there blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from pydantic import BaseModel

from nianbao.publish.starting.plan import Plan
from nianbao.report.head import Contact, Dates, Department, Disclosure, Head
from nianbao.report.row import NOT_STATED
from nianbao.wording.language import say

_YEARLY = ("index_number", "document_number", "secrecy_review")
"""Parts of the disclosure header that are new every year."""


def head_file(plan: Plan) -> str:
    """Return the text of the new year's `report.yml`; blank entries are what `check` will ask for."""
    return "\n".join(_head_lines(plan)) + "\n"


def site_file(department: str, address: str) -> str:
    """Return the text of a new site's `site.yml`."""
    title = say("{department}部门整体支出绩效自评报告·历年报告库", department=department)
    lines = [
        "# yaml-language-server: $schema=schemas/site.schema.json",
        f"title: {scalar(title)}",
        "department:",
        f"  name: {scalar(department)}",
        f"address: {scalar(address)}",
        "languages: [zh-CN]",
    ]
    return "\n".join(lines) + "\n"


def scalar(value: object) -> str:
    """Return one value as YAML writes it on a line, quoted where it has to be."""
    text = yaml.safe_dump(value, allow_unicode=True, width=1_000_000, default_flow_style=True, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...").strip()


def _head_lines(plan: Plan) -> Iterator[str]:
    head = plan.last.head if plan.last is not None else None
    department = head.department.name if head else plan.site.department.name
    yield "# yaml-language-server: $schema=../schemas/report.schema.json"
    yield f"fiscal_year: {plan.year}"
    yield f"title: {scalar(_title(plan, department))}"
    yield "department:"
    yield from _entries(Department, _known(head.department if head else plan.site.department))
    yield f"ruleset: {plan.ruleset.id}"
    yield from _entries(Head, {"scope": _stated(head.scope if head else "")}, ("status", "scope"), indent="")
    yield f"original: {scalar(say('本报告即原报告'))}"
    yield f"unit: {plan.unit}"
    yield f"decimals: {head.decimals if head else 2}"
    yield "dates:"
    yield from _entries(Dates, {})
    yield "disclosure:"
    yield from _entries(Disclosure, _disclosure(plan), _disclosure_fields(plan))
    yield "contact:"
    yield from _entries(Contact, _known(head.contact if head else plan.site.contact))
    yield f"# {say('自评等级和自评得分按评分规则计算；要照录已报送的结论，去掉下面三行的 #')}"
    yield from ("# conclusion:", "#   grade: 优", '#   score: "95.00"')
    areas = head.area_order if head else plan.site.area_order
    if areas:
        yield f"area_order: {scalar(list(areas))}"
    yield "sections:"
    for section in plan.outline:
        entry = {"id": section.id} if section.id else {}
        yield f"  - {scalar({**entry, 'title': section.title, 'level': section.level})}"


def _title(plan: Plan, department: str) -> str:
    last = plan.last
    if last is not None and last.head.title.count(str(last.year)) == 1:
        return last.head.title.replace(str(last.year), str(plan.year))
    return say("{department}{year}年度部门整体支出绩效自评报告", department=department, year=plan.year)


def _stated(text: str) -> str:
    return "" if text == NOT_STATED else text


def _known(value: BaseModel) -> dict[str, str]:
    return {name: _stated(str(text)) for name, text in value.model_dump().items() if isinstance(text, str)}


def _disclosure(plan: Plan) -> dict[str, str]:
    if plan.last is None:
        return {"publisher": plan.site.department.name}
    known = _known(plan.last.head.disclosure)
    return {name: text for name, text in known.items() if name not in _YEARLY}


def _disclosure_fields(plan: Plan) -> tuple[str, ...]:
    """The parts of the disclosure header that the ruleset asks for; all of them where it names none."""
    asked = plan.ruleset.disclosure_fields
    named = tuple(name for name, info in Disclosure.model_fields.items() if info.title in asked)
    return named or tuple(Disclosure.model_fields)


def _entries(
    model: type[BaseModel], known: dict[str, str], fields: tuple[str, ...] = (), indent: str = "  "
) -> Iterator[str]:
    """Lines of the entries of a part: the known value, or nothing and what belongs there."""
    for name in fields or tuple(model.model_fields):
        info = model.model_fields[name]
        value = known.get(name, "")
        example: Any = (info.examples or [""])[0]
        hint = say("{title}：{meaning}，如 {example}", title=info.title, meaning=info.description, example=example)
        yield f"{indent}{name}: {scalar(value)}" if value else f"{indent}{name}:  # {hint}"
