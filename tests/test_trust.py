from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.publish.portal import portal_fingerprint
from nianbao.publish.site_folder import ignored_parts, site_part, trusting
from tests.cli.test_serving import free_address, page
from tests.hostile_site import REPOSITORY, WAYS, left, make_hostile

TOLD = "本站点自带的 mkdocs.yml、macros/、overrides/ 会运行代码，没有使用；确认来源可信后加 --trust"


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """The folder in which code that ran leaves its marks."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.fixture
def hostile(small: Path, marks: Path) -> Path:
    """A site folder that runs code in every way, none of which may run unasked."""
    make_hostile(small, marks)
    return small


def nianbao(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, which must end well."""
    command = [sys.executable, "-m", "nianbao", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def _reword(site: Path) -> None:
    with (site / "docs/2023/work.md").open("a", encoding="utf-8") as page:
        page.write("\n以上内容均已公开。\n")


def test_no_verb_runs_a_sites_own_code_unasked(hostile: Path, marks: Path, tmp_path: Path) -> None:
    """From check to export, in the site folder itself: nothing runs, and verbs that make pages name it once."""

    def run(*arguments: str, makes_pages: bool = True) -> None:
        done = nianbao(hostile, *arguments)
        assert left(marks) == set(), arguments
        assert done.stderr.count(TOLD) == makes_pages, arguments

    run("check", makes_pages=False)
    run("build", "2023", "portal")
    run("publish", "2023")
    _reword(hostile)
    run("diff", "2023", makes_pages=False)
    run("correct", "2023", "--reason", "改正", "--yes")
    run("withdraw", "2023", "--version", "1", "--page", "money", "--reason", "误发", "--yes")
    run("verify", makes_pages=False)
    run("export", str(tmp_path / "out"), makes_pages=False)


def test_what_is_shown_is_made_with_what_comes_with_the_program(hostile: Path, small: Path, tmp_path: Path) -> None:
    """A site's own code that is not trusted changes no byte of an edition."""
    nianbao(hostile, "build", "2023", "portal", "--out", str(tmp_path / "hostile"))
    for name in ("mkdocs.yml", "parent.yml", "hook.py"):
        (small / name).unlink()
    for name in ("macros", "overrides"):
        (small / name).rename(tmp_path / name)
    nianbao(small, "build", "2023", "portal", "--out", str(tmp_path / "plain"))
    built = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("hostile", "plain")
    ]
    assert built[0] == built[1]


@pytest.mark.parametrize("folder", ["small", "link"])
def test_a_trusted_sites_own_code_runs(hostile: Path, marks: Path, tmp_path: Path, folder: str) -> None:
    """With --trust all of it is used, by whatever way the folder is named, and nothing is said."""
    (tmp_path / "link").symlink_to(hostile)
    done = nianbao(tmp_path, "build", "2023", "--root", folder)
    assert (left(marks), done.stderr.count(TOLD)) == (set(), 1)
    done = nianbao(tmp_path, "build", "2023", "--root", folder, "--trust")
    assert (left(marks), done.stderr.count(TOLD)) == (WAYS, 0)
    nianbao(hostile, "publish", "2023", "--trust")
    assert left(marks) == WAYS
    _reword(hostile)
    nianbao(hostile, "correct", "2023", "--reason", "改正", "--yes", "--trust")
    assert left(marks) == WAYS


def test_words_alone_run_only_when_trusted(hostile: Path, marks: Path) -> None:
    """A site with `macros/` of its own and no `mkdocs.yml` is no exception, nor one where they are a link."""
    (hostile / "mkdocs.yml").unlink()
    (hostile / "macros").rename(hostile / "words")
    (hostile / "macros").symlink_to("words")
    nianbao(hostile, "build", "2023")
    assert left(marks) == set()
    nianbao(hostile, "build", "2023", "--trust")
    assert left(marks) == {"macros", "overrides"}


@pytest.mark.parametrize("trust", [False, True])
def test_a_preview_runs_a_sites_own_code_only_when_trusted(hostile: Path, marks: Path, trust: bool) -> None:
    """`serve` follows the same rule as `build`, also when it renders anew."""
    address = free_address()
    command = [sys.executable, "-m", "nianbao", "serve", "--address", address, *(["--trust"] if trust else [])]
    with subprocess.Popen(command, cwd=hostile, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            assert "2023" in page(f"http://{address}/")
        finally:
            process.terminate()
        assert process.stderr is not None
        assert process.stderr.read().decode().count(TOLD) == (not trust)
    assert left(marks) == (WAYS if trust else set())


def test_plain_mkdocs_runs_what_lies_beside_the_settings_it_is_started_with(hostile: Path, marks: Path) -> None:
    """In the folder its code runs by choice; started elsewhere for that site, only what lies there does."""
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(hostile / "built")]
    environment = {**os.environ, "NIANBAO_ROOT": str(hostile), "NIANBAO_EDITION": "2023"}
    subprocess.run(mkdocs, cwd=REPOSITORY, env=environment, check=True, capture_output=True)
    assert left(marks) == set()
    subprocess.run(mkdocs, cwd=hostile, check=True, capture_output=True)
    assert left(marks) == WAYS


def test_a_portal_made_with_other_code_is_another(hostile: Path, marks: Path) -> None:
    """What decides whether the portal is made anew follows from the code that makes it."""
    shipped = portal_fingerprint(hostile)
    with trusting(hostile):
        assert portal_fingerprint(hostile) != shipped
        assert ignored_parts(hostile) == ()
    assert portal_fingerprint(hostile) == shipped
    assert left(marks) == set()


def test_only_the_programs_own_checkout_is_trusted_by_itself(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder in which one stands is not, even when it is named by `.`."""
    monkeypatch.chdir(hostile)
    assert site_part(Path(), "macros") == REPOSITORY / "macros"
    assert ignored_parts(Path()) == ("mkdocs.yml", "macros/", "overrides/")
    monkeypatch.chdir(REPOSITORY)
    assert ignored_parts(Path()) == ()


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ("", "没有 theme: name: material"),
        ("- a\n- b\n", "里面不是一项项设置"),
        ("just words\n", "里面不是一项项设置"),
        ("site_name: 别的网站\ntheme:\n  name: readthedocs\n", "没有 theme: name: material"),
        ("site_name: 别的网站\ntheme: material\nplugins: [search]\n", "没有 plugins: nianbao、macros"),
        ("theme: {name: material}\nplugins:\n  - nianbao\n", "没有 plugins: macros"),
        ("theme: [\n", "mkdocs.yml"),
        ("INHERIT: nowhere.yml\n", "nowhere.yml"),
        ("a: !!python/object/apply:builtins.int [x]\n", "invalid literal"),
        ("\xff", "utf-8"),
        ("a: " + "[" * 3000 + "]" * 3000, "recursion"),
    ],
)
def test_settings_of_something_else_are_refused_with_a_sentence(small: Path, settings: str, what: str) -> None:
    """A bare or foreign `mkdocs.yml` is no fault of the program; without --trust it does not matter at all."""
    (small / "mkdocs.yml").write_bytes(settings.encode("latin-1" if settings == "\xff" else "utf-8"))
    command = [sys.executable, "-m", "nianbao", "build", "2023", "--trust"]
    done = subprocess.run(command, cwd=small, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"{small / 'mkdocs.yml'}：不是本程序能用的设置文件" in done.stderr
    assert what in done.stderr
    assert "程序内部出错" not in done.stderr
    assert nianbao(small, "build", "2023").stderr.count("没有使用") == 1


def test_a_fault_in_a_sites_own_code_is_told_as_its_own(hostile: Path) -> None:
    """File and line of what failed, and that it can be done without."""
    (hostile / "hook.py").write_text("def on_config(config):\n    return 1 / 0\n", encoding="utf-8")
    command = [sys.executable, "-m", "nianbao", "build", "2023", "--trust"]
    done = subprocess.run(command, cwd=hostile, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"{hostile / 'hook.py'}:2：站点自带的程序出错：ZeroDivisionError" in done.stderr


def test_a_module_in_the_folder_one_stands_in_is_not_taken_for_a_library(small: Path, marks: Path) -> None:
    """`python -m nianbao` looks for nothing in the current folder."""
    for name in ("yaml", "click", "pydantic", "macros"):
        (small / f"{name}.py").write_text(f"open({str(marks / name)!r}, 'w').close()\n", encoding="utf-8")
    nianbao(small, "check")
    nianbao(small, "build", "2023")
    assert left(marks) == set()
