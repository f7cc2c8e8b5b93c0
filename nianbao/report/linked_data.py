"""结构化数据: what a page tells search engines and catalogues in the words of schema.org, for JSON-LD."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nianbao.report.catalogue import Catalogue, PublishedYear
from nianbao.report.citation import permanent_address, publisher_of
from nianbao.report.download import Download
from nianbao.report.edition import YearEdition
from nianbao.report.row import NOT_STATED
from nianbao.report.site import Licence, Site

Node = dict[str, Any]

CONTEXT = "https://schema.org"
_LANGUAGE = "zh-CN"
_PACKAGE = "datapackage.json"
_DOCUMENTS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_DATA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def of_year_page(edition: YearEdition, page: str, downloads: Sequence[Download]) -> Node:
    """Return what a page of a year (by its id) says: the report, of which it is a part, and on the cover its data too.

    `downloads` are the year's files. All addresses are those of this very version; a date is told where it is stated.
    """
    report = _report(edition, downloads)
    if page == "index":
        return {"@context": CONTEXT, "@graph": [report, _dataset(edition, downloads)]}
    part = {
        "@type": "Chapter",
        "name": edition.titles[page],
        "url": permanent_address(edition, f"{page}.html"),
    }
    return {"@context": CONTEXT, "@graph": [report | {"hasPart": part}]}


def of_portal(site: Site, catalogue: Catalogue) -> Node:
    """Return what the portal's first page says: the catalogue of the data of all years that are not withdrawn."""
    catalog = {
        "@type": "DataCatalog",
        "@id": site.address,
        "name": site.title,
        "url": site.address,
        "inLanguage": _LANGUAGE,
        "publisher": _organization(site.department.name),
        "license": _terms(site.licence),
        "dataset": [_listed(entry, site) for entry in catalogue.years if not entry.summary.withdrawn],
    }
    return {"@context": CONTEXT, "@graph": [_without_gaps(catalog)]}


def _listed(entry: PublishedYear, site: Site) -> Node:
    address = f"{site.address}{entry.year}-v{entry.version}/"
    return _without_gaps(
        {
            "@type": "Dataset",
            "@id": f"{address}{_PACKAGE}",
            "name": _name_of_data(entry.summary.title),
            "description": _about(entry.summary.department, entry.year),
            "url": f"{address}index.html",
            "version": str(entry.version),
            "temporalCoverage": _span(entry.year),
            "creator": _organization(entry.summary.department),
            "license": _terms(site.licence),
        }
    )


def _report(edition: YearEdition, downloads: Iterable[Download]) -> Node:
    head, address = edition.report.head, permanent_address(edition)
    number = head.disclosure.document_number
    html = {"@type": "MediaObject", "contentUrl": f"{address}index.html", "encodingFormat": "text/html"}
    return _without_gaps(
        {
            "@type": "Report",
            "@id": address,
            "name": head.title,
            "url": f"{address}index.html",
            "version": str(edition.version),
            "reportNumber": "" if number == NOT_STATED else number,
            "inLanguage": _LANGUAGE,
            "temporalCoverage": _span(edition.year),
            **_dates(edition),
            "author": _organization(head.department.name),
            "publisher": _organization(publisher_of(edition)),
            "license": _terms(edition.report.licence),
            "isPartOf": {"@type": "DataCatalog", "@id": edition.report.address},
            "encoding": [html, *_files(downloads, address, "MediaObject", _DOCUMENTS)],
        }
    )


def _dataset(edition: YearEdition, downloads: Iterable[Download]) -> Node:
    head, address = edition.report.head, permanent_address(edition)
    return _without_gaps(
        {
            "@type": "Dataset",
            "@id": f"{address}{_PACKAGE}",
            "name": _name_of_data(head.title),
            "description": _about(head.department.name, edition.year),
            "url": f"{address}index.html",
            "version": str(edition.version),
            "inLanguage": _LANGUAGE,
            "temporalCoverage": _span(edition.year),
            **_dates(edition),
            "creator": _organization(head.department.name),
            "publisher": _organization(publisher_of(edition)),
            "license": _terms(edition.report.licence),
            "isBasedOn": {"@type": "Report", "@id": address},
            "includedInDataCatalog": {"@type": "DataCatalog", "@id": edition.report.address},
            "distribution": _files(downloads, address, "DataDownload", _DATA),
        }
    )


def _files(downloads: Iterable[Download], address: str, kind: str, types: Mapping[str, str]) -> list[Node]:
    found = ((file, file.file.rpartition(".")[2]) for file in downloads)
    return [
        {
            "@type": kind,
            "name": file.title,
            "contentUrl": f"{address}{file.file}",
            "encodingFormat": types[ending],
        }
        for file, ending in found
        if ending in types
    ]


def _dates(edition: YearEdition) -> Node:
    dates = edition.report.head.dates
    told = {
        "dateCreated": dates.report,
        "datePublished": dates.published,
        "dateModified": edition.correction.day if edition.correction else None,
    }
    return {name: day.isoformat() for name, day in told.items() if isinstance(day, datetime.date)}


def _span(year: int) -> str:
    """The fiscal year, which is the calendar year (预算法第十八条)."""
    return f"{year}-01-01/{year}-12-31"


def _organization(name: str) -> Node:
    return {"@type": "GovernmentOrganization", "name": name}


def _terms(licence: Licence) -> str:
    return licence.url


def _name_of_data(title: str) -> str:
    return f"{title}：数据"


def _about(department: str, year: int) -> str:
    return f"{department}{year}年度部门整体支出绩效自评报告的全部数据表和数据索引，每个数据附有单位、来源或者计算公式。"


def _without_gaps(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", [], None)}
