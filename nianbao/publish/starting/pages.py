"""新年度的正文: a page for each section with its words in place and a hint of what belongs there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nianbao.publish.starting.plan import Plan
from nianbao.report.narrative import HINT_OPENING
from nianbao.wording.language import say

_PORTAL = Path(__file__).with_name("portal")


def section_pages(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the pages of the new year with their text: cover, sections, and the terms of the year before."""
    yield "index.md", _cover()
    for section in plan.outline:
        if section.id is not None:
            yield f"{section.id}.md", _section(plan, section.id, section.title)
    terms = _terms(plan)
    if terms is not None:
        yield "terms.md", terms


def portal_pages(department: str) -> Iterator[tuple[str, str]]:
    """Yield the portal's own pages for a new site, by their place below `docs/`."""
    for path in sorted(_PORTAL.rglob("*.md")):
        text = path.read_text(encoding="utf-8").replace("〈部门〉", department)
        yield path.relative_to(_PORTAL).as_posix(), text


def hint(text: str) -> str:
    """Return a hint as it stands in a page until the editor has written the part and deleted it."""
    return f"{HINT_OPENING}{text}】"


def _cover() -> str:
    parts = [
        "{{ cover() }}",
        f"## {say('摘要')}",
        hint(say("用三至五段概括全年：收支、主要工作、指标完成情况、存在问题")),
    ]
    return "\n\n".join([*parts, "{{ disclosure() }}", "{{ downloads() }}"]) + "\n"


def _section(plan: Plan, section_id: str, title: str) -> str:
    sketch = plan.sketch(section_id)
    told = sketch.hint.rstrip("。") if sketch and sketch.hint else say("写“{title}”的内容", title=title)
    parts = [hint(told), sketch.text.strip() if sketch else ""]
    return "\n\n".join(part for part in parts if part) + "\n"


def _terms(plan: Plan) -> str | None:
    before = f"docs/{plan.last.year}/terms.md" if plan.last is not None else ""
    text = (plan.files or {}).get(before)
    if text is None:
        return None
    front, mark, body = _split(text.decode("utf-8-sig").replace("\r\n", "\n"))
    return f"{front}{mark}{hint(say('核对沿用上年的名词解释，增删改后删去这一行'))}\n\n{body.lstrip()}"


def _split(text: str) -> tuple[str, str, str]:
    """Part a page into its front matter and the text behind it."""
    if not text.startswith("---\n"):
        return "", "", text
    head, mark, body = text[4:].partition("\n---\n")
    return (f"---\n{head}", f"{mark}\n", body) if mark else ("", "", text)
