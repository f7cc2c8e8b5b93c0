from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.publish.editions import build_year
from nianbao.publish.portal import build_portal, preview_catalogue
from nianbao.report.finding import Blocked, Unusable

REPOSITORY = Path(__file__).resolve().parents[2]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_edition_equals_what_mkdocs_builds_from_its_command_line(tmp_path: Path) -> None:
    """Year and portal are, byte for byte, what `NIANBAO_EDITION=… mkdocs build` gives, with policies and twins added."""
    build_year(REPOSITORY, 2022, tmp_path / "2022")
    build_portal(REPOSITORY, preview_catalogue(REPOSITORY), tmp_path / "portal")
    for edition in ("2022", "portal"):
        out = tmp_path / f"mkdocs-{edition}"
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(out)],
            check=True,
            cwd=REPOSITORY,
            env={**os.environ, "NIANBAO_EDITION": edition},
            capture_output=True,
        )
        assert tree(out) == tree(tmp_path / edition)


def test_plain_mkdocs_shows_portal_and_all_years(tmp_path: Path) -> None:
    """Without an edition named, everything is there under the archive's addresses, as a preview."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(tmp_path)]
    subprocess.run(command, check=True, cwd=REPOSITORY, env={**os.environ, "NIANBAO_EDITION": ""}, capture_output=True)
    for page in (
        "index.html",
        "2022/index.html",
        "2022/budget.html",
        "2022/search.js",
        "sections/budget/index.html",
        "history/2022/index.html",
    ):
        assert (tmp_path / page).is_file()
    assert "预览" in (tmp_path / "2022/budget.html").read_text(encoding="utf-8")


def test_the_portal_lists_the_text_of_the_years_and_brings_what_searches_it(small: Path, tmp_path: Path) -> None:
    """A site without a search page of its own gets one, with the same words, since every header leads there."""
    for name in ("own", "given"):
        build_portal(small, preview_catalogue(small), tmp_path / name)
        shutil.rmtree(small / "docs/search", ignore_errors=True)
    for name in ("own", "given"):
        page = (tmp_path / name / "search/index.html").read_text(encoding="utf-8")
        assert 'value="2023" data-shard="../2023/search.js"' in page
        assert 'src="../assets/search.js"' in page
        assert 'href="../2023/index.html"' in page
        assert (tmp_path / name / "assets/search.js").is_file()
        assert 'href="search/index.html"' in (tmp_path / name / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["2023/index.html", "index.html", "404.html"])
def test_every_header_holds_the_form_that_searches_all_years(small: Path, tmp_path: Path, page: str) -> None:
    """A year's pages pass their year on; its address fits also on the page for missing pages, whatever its depth."""
    build_year(small, 2023, tmp_path / "2023")
    build_portal(small, preview_catalogue(small), tmp_path / "portal")
    html = (tmp_path / ("" if page.startswith("2023") else "portal") / page).read_text(encoding="utf-8")
    address = {"2023/index.html": "../", "index.html": "", "404.html": "/"}[page] + "search/index.html"
    assert f'action="{address}" method="get"' in html
    assert ('name="year" value="2023"' in html) == page.startswith("2023")


VARIATIONS = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "POSIX", "PYTHONHASHSEED": "3"},
)


def test_the_same_sources_give_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Folder, time zone, locale, hash seed, umask and file times leave no trace in an edition."""
    built = []
    for index, variation in enumerate(VARIATIONS):
        root = tmp_path / f"站点 {index}"
        for name in ("data", "docs"):
            shutil.copytree(REPOSITORY / name, root / name)
        for path in root.rglob("*"):
            os.utime(path, (10_000 * (index + 1), 10_000 * (index + 1)))
        command = [sys.executable, "-m", "nianbao", "build", "2022", "portal", "--root", str(root)]
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **variation}
        subprocess.run(
            command, check=True, cwd=tmp_path, env=environment, umask=0o077 if index else 0o022, capture_output=True
        )
        built.append(
            tree(root / "build" / "2022") | {f"portal/{k}": v for k, v in tree(root / "build" / "portal").items()}
        )
    assert built[0] == built[1] == built[2]


def test_a_changed_cell_stops_a_build_and_leaves_what_was_there(real: Path) -> None:
    """A total that no longer adds up refuses the edition; the earlier build stays untouched."""
    out = real / "build" / "2022"
    build_year(real, 2022, out)
    before = tree(out)
    budget = real / "data/2022/budget.csv"
    budget.write_text(budget.read_text(encoding="utf-8").replace("422.29", "422.30", 1), encoding="utf-8")
    with pytest.raises(Blocked) as refused:
        build_year(real, 2022, out)
    finding = next(entry for entry in refused.value.findings if entry.rule == "budget_adds_up")
    assert finding.place.file == "data/2022/budget.csv"
    assert finding.values["added"] == "1,593.36万元"
    assert finding.values["found"] == "1,593.35万元"
    assert finding.values["difference"] == "-0.01万元"
    assert tree(out) == before


@pytest.mark.parametrize(
    ("attack", "rule"),
    [
        ("{{ lipsum }}", "word_without_brackets"),
        ("{% for x in y %}{% endfor %}", "page_statement"),
        ('{{ num("预算总额")|upper }}', "page_expression"),
        ("{{ lipsum.__globals__['os'].popen('id').read() }}", "page_expression"),
        ("{{ '%1000000000d' % 1 }}", "page_expression"),
    ],
)
def test_a_page_that_tries_to_run_something_is_answered_with_its_line_and_nothing_is_built(
    real: Path, attack: str, rule: str
) -> None:
    """Anything but a known word is refused before MkDocs sees the page."""
    page = real / "docs/2022/budget.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n{attack}\n", encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        build_year(real, 2022, real / "build" / "2022")
    found = [(entry.rule, entry.place.line) for entry in refused.value.findings]
    assert (rule, text.count("\n") + 2) in found
    assert not (real / "build" / "2022").exists()


def test_a_word_for_what_is_not_there_is_answered_with_its_line_and_nothing_is_built(real: Path) -> None:
    """An unknown quantity stops the build and the nearest names are told."""
    page = real / "docs/2022/budget.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f'{text}\n{{{{ num("预算总数") }}}}\n', encoding="utf-8")
    with pytest.raises(Blocked) as refused:
        build_year(real, 2022, real / "build" / "2022")
    (finding,) = refused.value.findings
    assert (finding.rule, finding.place.line) == ("word_resolves", text.count("\n") + 2)
    assert "预算总额" in str(finding.values["nearest"])
    assert not (real / "build" / "2022").exists()


def test_a_hostile_cell_is_text_in_every_page(real: Path) -> None:
    """A name that looks like markup or like Markdown reaches tables, charts and 数据索引 as text."""
    items = real / "data/2022/items.csv"
    text = items.read_text(encoding="utf-8")
    items.write_text(
        text.replace("劳模座谈会", '"<img src=x onerror=alert(1)> ![a](http://e.invalid/x) {{ 7*7 }}"', 1),
        encoding="utf-8",
    )
    for page in (real / "docs/2022").glob("*.md"):
        page.write_text(
            page.read_text(encoding="utf-8")
            .replace('num("劳模座谈会·年初预算数")', 'num("预算总额")')
            .replace('num("劳模座谈会·执行数")', 'num("预算总额")')
            .replace('num("劳模座谈会·预算执行率")', 'num("预算执行率")'),
            encoding="utf-8",
        )
    facts = real / "data/2022/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace("劳模座谈会·", "合计·"), encoding="utf-8")
    build_year(real, 2022, real / "build" / "2022")
    for page in (real / "build/2022").glob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "<img src=x" not in html
        assert 'src="http://e.invalid' not in html
    assert "{{ 7*7 }}" in (real / "build/2022/performance.html").read_text(encoding="utf-8")


def test_the_editors_language_leaves_no_trace_in_an_edition(small: Path) -> None:
    """A site whose messages are English for one editor and Chinese for another publishes the same bytes from both."""
    site = small / "data" / "site.yml"
    site.write_text(site.read_text(encoding="utf-8") + "languages: [en]\n", encoding="utf-8")
    built = []
    for language in ("de_DE.UTF-8", "zh_CN.UTF-8"):
        command = [sys.executable, "-m", "nianbao", "build", "2023", "portal", "--root", str(small)]
        environment = {"PATH": os.environ["PATH"], "HOME": str(small), "LC_ALL": language}
        subprocess.run(command, check=True, cwd=small, env=environment, capture_output=True)
        built.append(
            tree(small / "build" / "2023")
            | {f"portal/{name}": data for name, data in tree(small / "build" / "portal").items()}
        )
    assert built[0] == built[1]
