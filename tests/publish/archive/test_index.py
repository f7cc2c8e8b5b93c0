from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nianbao.publish.archive import layout, views
from nianbao.publish.archive.index import SiteFacts, StoredFile, absolute, downloads, index_json, media_type
from tests.publish.archive.office import ADDRESS, Office, damaged_paths, summary
from tests.publish.archive.test_derived import EVENTS, SUMMARIES

FILES = {2023: (StoredFile("attachments/名单 1.csv", 3, "0" * 64),)}
SITE = SiteFacts("报告库", "示例区总工会", {"name": "CC-BY-4.0", "title": "署名", "url": "https://example.org/by"}, 1)


def test_the_index_of_an_empty_archive_says_that_there_is_nothing() -> None:
    """No year, no event, no licence that nobody stated."""
    told = json.loads(index_json((), {}, {}, SiteFacts(), ADDRESS))
    assert (told["years"], told["ledger"]["count"], told["ledger"]["head"], told["licence"]) == ([], 0, "", None)


def test_the_index_tells_years_newest_first_with_what_happened_to_them() -> None:
    """Versions with the time of a withdrawal, corrections and withdrawals in their order, files at permanent addresses."""
    told = json.loads(index_json(EVENTS, SUMMARIES, FILES, SITE, ADDRESS))
    newest, older = told["years"]
    assert (newest["year"], newest["version"], older["year"], older["version"]) == (2023, 1, 2022, 2)
    assert [(entry["version"], entry["withdrawn"] is not None) for entry in older["versions"]] == [
        (1, True),
        (2, False),
    ]
    assert [(deed["kind"], deed["day"]) for deed in older["corrections"]] == [
        ("correct", "2026-11-03"), ("withdraw", "2026-11-04"),
    ]  # fmt: skip
    (file,) = newest["downloads"]
    assert file["address"] == "2023-v1/attachments/%E5%90%8D%E5%8D%95%201.csv"
    assert (file["url"], file["type"]) == (ADDRESS + file["address"], "text/csv")
    assert told["licence"] == dict(SITE.licence)
    assert told["ledger"]["count"] == 4


def test_a_year_without_summary_is_never_left_out_silently() -> None:
    """A lost summary is an error, not a shorter list of years."""
    with pytest.raises(KeyError):
        index_json(EVENTS, {2023: summary(2023)}, {}, SITE, ADDRESS)


def test_files_to_take_away_are_data_attachments_and_documents() -> None:
    """No pages, nothing that pages fetch, no packed twins, no tombstones, and nothing that a tombstone stands for."""
    names = [
        "index.html", "search.js", "sitemap.xml", "SHA256SUMS", "assets/a.json", "picture.png",
        "quantities.json", "quantities.json.gz", "report.pdf", "data/budget.csv", "data/report-2023.xlsx",
        "attachments/a.html", "attachments/b.tar.gz", "attachments/c.pdf", "attachments/c.pdf.gone.html",
        "attachments/d.pdf.moved.html",
    ]  # fmt: skip
    assert downloads(names) == [
        "attachments/a.html", "attachments/b.tar.gz", "data/budget.csv", "data/report-2023.xlsx", "quantities.json",
        "report.pdf",
    ]  # fmt: skip


def test_a_folders_page_is_told_as_its_folder() -> None:
    """As the sitemap has it; anchors are quoted like names."""
    assert absolute("index.html", ADDRESS) == ADDRESS
    assert absolute("2023/index.html", ADDRESS) == f"{ADDRESS}2023/"
    assert absolute("2023/figures.html#合计", ADDRESS) == f"{ADDRESS}2023/figures.html#%E5%90%88%E8%AE%A1"
    assert absolute("2023/my-index.html", ADDRESS) == f"{ADDRESS}2023/my-index.html"


def test_an_unknown_ending_is_only_bytes() -> None:
    """Nobody is told that a file is what it may not be."""
    assert (media_type("a.CSV"), media_type("a.xyz"), media_type("a")) == (
        "text/csv", "application/octet-stream", "application/octet-stream",
    )  # fmt: skip


def test_a_view_derived_by_older_rules_needs_no_index() -> None:
    """It had none, and is not called damaged for that; the next publication renews it."""
    facts = views.Facts(1, ADDRESS, "portal-1", "made by hand", {})
    assert layout.INDEX in views.files_required(facts)
    assert layout.INDEX not in views.files_required(replace(facts, derivation=3))
    assert layout.LINKS in views.files_required(replace(facts, derivation=3))


def test_an_index_that_vanished_is_damage(office: Office) -> None:
    """From the view and from its list alike."""
    office.publish(2022)
    (office.archive / "current/index.json").unlink()
    assert damaged_paths(office.archive) == {"views/1/index.json"}
