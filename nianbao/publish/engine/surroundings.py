"""What surrounds a page: its year and version, and the addresses that live for ever, as links a file can follow."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from nianbao.publish.data_script import in_script
from nianbao.publish.engine.desk import EVERYTHING, Desk
from nianbao.report.citation import READ_ON, Citation, citation_of
from nianbao.report.edition import YearEdition
from nianbao.report.finding import Finding
from nianbao.report.linked_data import of_portal, of_year_page
from nianbao.report.narrative import Page
from nianbao.wording.language import say
from nianbao.wording.sentences import sentence

NOTHING = Markup()
"""HTML that says nothing."""


@dataclass(frozen=True)
class Trouble:
    """A finding as a preview shows it; `kind` is what its level is called."""

    kind: str
    text: str


@dataclass(frozen=True)
class Surroundings:
    """What the theme shows around a page; `up` leads from the page to the archive's root (`../`).

    `year` is None on the portal. `section` is the page's id where the same section of other years can be shown.
    """

    up: str
    department: str
    notice: str
    office: str
    phone: str
    year: int | None = None
    version: int = 1
    section: str = ""
    citation: Citation | None = None
    """How the page is cited; none on the portal."""
    read_on: str = READ_ON
    linked_data: Markup = NOTHING
    """What the page tells programs, as JSON-LD that may stand in a script element."""
    preview: bool = False
    trouble: tuple[Trouble, ...] = ()
    """In a preview: what was found about the sources."""


def told(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """Return findings as sentences, each with its place."""
    return tuple(f"{entry.place}: {sentence(entry.sentence or entry.rule, entry.values)}" for entry in findings)


def _trouble(desk: Desk, edition: YearEdition | None, page: Page | None) -> tuple[Trouble, ...]:
    """What was found, in a preview: on a page of a year that year's findings, its own first; elsewhere everything."""
    if not desk.tolerant:
        return ()
    if edition is not None and page is not None:
        found = sorted(edition.findings, key=lambda finding: finding.place.file != page.file)
    else:
        found = [finding for findings in desk.unusable.values() for finding in findings]
        found += desk.portal_privacy.blocking()
        found += [finding for shown in desk.editions.values() for finding in shown.findings]
    open_ones = [finding for finding in found if finding.level != "info" and not finding.acknowledged]
    return tuple(Trouble(_kind(finding), told((finding,))[0]) for finding in open_ones)


def _linked_data(desk: Desk, edition: YearEdition | None, page: Page | None) -> Markup:
    if edition is not None and page is not None:
        told = of_year_page(edition, page.id, desk.downloads(edition.year))
    elif page is not None and page.file == "docs/index.md":
        told = of_portal(desk.site, desk.catalogue)
    else:
        return NOTHING
    return Markup(in_script(told))  # noqa: S704 - no string in it holds anything that ends a script


def _kind(finding: Finding) -> str:
    if finding.gap:
        return say("待填")
    return say("错误") if finding.level == "error" else say("提醒")


def page_surroundings(desk: Desk, address: str) -> Surroundings:
    """Return what surrounds the page with that source address (`budget.md`, `2022/budget.md`); empty for none."""
    found = desk.page_at(address) if address else None
    edition, page = found if found else (None, None)
    depth = address.count("/") + (1 if desk.single else 0)
    trouble = _trouble(desk, edition, page)
    contact = edition.report.head.contact if edition else desk.site.contact
    return Surroundings(
        up="../" * depth,
        department=edition.report.head.department.name if edition else desk.site.department.name,
        notice=edition.report.notice if edition else desk.site.notice,
        office=contact.office,
        phone=contact.phone,
        year=edition.year if edition else None,
        version=edition.version if edition else 1,
        section=page.id if edition and page else "",
        linked_data=_linked_data(desk, edition, page),
        citation=citation_of(edition, page.id) if edition and page else None,
        preview=desk.edition == EVERYTHING,
        trouble=trouble,
    )
