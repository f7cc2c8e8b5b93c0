"""A made-up office that publishes tiny years, for the tests of the archive."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

from nianbao.publish.archive import (
    BuildPortal,
    BuiltPortal,
    Outcome,
    Staged,
    durable,
    layout,
    ledger,
    manifest,
    publish,
    verify,
)
from nianbao.publish.archive.committing import Portal
from nianbao.publish.archive.publication import freeze
from nianbao.publish.archive.reading import read_sources
from nianbao.publish.archive.survey import Survey, survey
from nianbao.publish.archive.withdrawal import Remains, withdraw
from nianbao.report.catalogue import Catalogue, KeyNumber, SectionEntry, YearSummary

ADDRESS = "https://example.org/nianbao/"
STYLE = b"body { color: black }\n" * 400


def summary(year: int, department: str = "示例区总工会") -> YearSummary:
    """Return the summary of a year with one section and one key number."""
    return YearSummary(
        year=year,
        title="部门整体支出绩效自评报告",
        department=department,
        unit="万元",
        grade="优",
        acknowledged=0,
        unmet=1,
        sections=(SectionEntry(id="budget", title="预算执行情况", number="一", page="budget.html"),),
        key_numbers=(
            KeyNumber(name="整体支出执行数", value="11710600.00", unit="元", written="1,171.06万元", page="data.html"),
        ),
    )


def sources(year: int, executed: str = "1171.06") -> dict[str, bytes]:
    """Return the sources of a year whose executed amount is as given."""
    return {
        f"data/{year}/整体支出.csv": f"执行数\n{executed}\n".encode(),
        f"docs/{year}/budget.md": "# 预算执行情况\n".encode(),
    }


def portal_pages(folder: Path, catalogue: Catalogue) -> BuiltPortal:
    """Write a portal that lists the years, as a real builder would, and name the builder."""
    years = "".join(f"<li>{entry.year}年度第{entry.version}版</li>" for entry in catalogue.years)
    (folder / "search").mkdir()
    (folder / "index.html").write_text(f"<ul>{years}</ul>", encoding="utf-8")
    (folder / "search" / "index.html").write_text("<form></form>", encoding="utf-8")
    (folder / "404.html").write_text("没有这一页", encoding="utf-8")
    (folder / "sitemap.xml").write_text("the builder's own", encoding="utf-8")
    (folder / "sitemap.xml.gz").write_bytes(b"\x1f\x8b")
    return BuiltPortal("made by hand")


@dataclass
class Office:
    """Publishes into `folder/archive`; every look at the clock is an hour after the one before."""

    folder: Path
    portal: BuildPortal = portal_pages
    hours: count[int] = field(default_factory=count)

    @property
    def archive(self) -> Path:
        """Return the folder of the archive."""
        return self.folder / "archive"

    def now(self) -> datetime:
        """Return the office's time, in the zone of Beijing's clocks as UTC."""
        return datetime(2026, 11, 24, 4, tzinfo=UTC) + timedelta(hours=next(self.hours))

    def staged(self, year: int, executed: str = "1171.06") -> Staged:
        """Return a built year of four files."""
        content = self.folder / "built" / f"{year}-{executed}"
        shutil.rmtree(content, ignore_errors=True)
        (content / "assets").mkdir(parents=True)
        (content / "index.html").write_text(f"<h1>{year}年度</h1>", encoding="utf-8")
        (content / "budget.html").write_text(f"执行数{executed}万元", encoding="utf-8")
        (content / "数据索引.html").write_text("数据索引", encoding="utf-8")
        (content / "assets" / "style.css").write_bytes(STYLE)
        inputs = sources(year, executed)
        printed = sha256(repr(sorted(inputs.items())).encode()).hexdigest()
        return Staged(year, content, inputs, summary(year), printed, {"engine": "1.0"}, 1790000000)

    def publish(self, year: int | Staged | None, portal_fingerprint: str = "portal-1") -> Outcome:
        """Publish a year, or with None the portal alone."""
        return publish(
            self.archive,
            self.staged(year) if isinstance(year, int) else year,
            Portal(self.portal, portal_fingerprint, ADDRESS),
            now=self.now,
            role="财务科",
            reason="按规定公开",
        )

    def correct(self, year: int, version: int, executed: str) -> Outcome:
        """Freeze a correction by the same steps as a first publication."""
        deed = ledger.Deed("correct", year, version, "更正", "整体支出", "执行数有误", "财务科")
        with durable.hold(self.archive / layout.LOCK, "更正", self.now()):
            found = survey(self.archive)
            staged = self.staged(year, executed)
            return freeze(self.archive, found, staged, deed, self.portal_of_view(), self.now)

    def withdraw(self, year: int, version: int, page: str) -> Outcome:
        """Replace a stored page by a tombstone and take its source out."""

        def take_out(found: Survey, scratch: Path) -> dict[int, Remains]:
            name = ledger.kept(found.events)[year, version].name
            content = scratch / "content"
            for entry in manifest.walk(self.archive / name / layout.CONTENT):
                if entry.kind == "file":
                    durable.make_folder((content / entry.name).parent)
                    durable.copy_file(self.archive / name / layout.CONTENT / entry.name, content / entry.name)
            durable.write_file(content / page, "已撤下".encode())
            source = f"docs/{year}/{Path(page).stem}.md"
            left = {name: text for name, text in read_sources(self.archive, year, version).items() if name != source}
            return {version: Remains(Staged(year, content, left, summary(year), "", {}, 1790000000), page)}

        return withdraw(
            self.archive,
            year,
            take_out,
            self.portal_of_view(),
            now=self.now,
            role="财务科",
            reason="含个人信息",
        )

    def portal_of_view(self) -> Portal:
        """Return the portal as the steps below `publish` take it."""
        return Portal(self.portal, "portal-1", ADDRESS)


def tree(folder: Path) -> dict[str, str]:
    """Return {name: what lies there} of a folder: a file's SHA-256, a link's `→ target`, `/` for a folder."""
    return {entry.name: _what_lies(folder / entry.name, entry.kind) for entry in manifest.walk(folder)}


def names(folder: Path) -> set[str]:
    """Return the names of what lies directly in a folder."""
    return {path.name for path in folder.iterdir()}


def damaged_paths(archive: Path) -> set[str]:
    """Return the paths that a verification names."""
    return {damage.path for damage in verify(archive).damages}


def _what_lies(path: Path, kind: str) -> str:
    if kind == "file":
        return manifest.hash_file(path)
    return f"→ {manifest.link_target(path)}" if kind == "link" else "/"
