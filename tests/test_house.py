from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
ROOMS = ("nianbao/wording", "nianbao/report", "nianbao/sources", "nianbao/publish", "nianbao/cli", "macros")

ALLOWED = {
    "nianbao/wording": {"nianbao.wording", "babel"},
    "nianbao/report": {"nianbao.report", "nianbao.wording", "pydantic"},
    "nianbao/sources": {
        "nianbao.report",
        "nianbao.sources",
        "nianbao.wording",
        "pydantic",
        "yaml",
        "jinja2",
        "python_calamine",
        "defusedxml",
        "pypdf",
    },
    "macros": {"macros", "nianbao.report", "nianbao.sources", "nianbao.wording", "jinja2"},
    "nianbao/publish": {"nianbao", "nianbao.report", "nianbao.sources", "nianbao.publish", "nianbao.wording"},
    "nianbao/cli": {
        "nianbao",
        "nianbao.cli",
        "nianbao.report",
        "nianbao.sources",
        "nianbao.publish",
        "nianbao.wording",
        "click",
        "rich",
    },
}
"""What a room may import besides the standard library; the table of CONTRIBUTING.md."""

EXTRA = {
    "nianbao/publish/engine": {"mkdocs", "markdown", "pymdownx", "nh3", "jinja2", "markupsafe"},
    "nianbao/publish/starting": {"openpyxl", "pydantic", "yaml"},
    "nianbao/publish/downloads": {"openpyxl"},
    "nianbao/publish/sheets.py": {"openpyxl"},
    "nianbao/publish/exporting": {"nh3", "jinja2", "markupsafe", "pydantic"},
    "nianbao/publish/difference_page.py": {"jinja2"},
    "nianbao/publish/redirects.py": {"jinja2"},
    "nianbao/publish/withdrawing/tombstone.py": {"jinja2"},
    "macros/draw.py": {"vl_convert"},
    "nianbao/report/comparison.py": {"pandas"},
}
"""What one folder or module of a room may import beyond that."""

FORBIDDEN_IN_REPORT = {"os", "pathlib", "time", "random", "io", "socket", "subprocess", "shutil", "tempfile"}
POSIX_ONLY = {"fcntl", "pwd", "grp", "resource", "termios"}
NAMELESS = {"utils", "helpers", "common", "base", "manager", "service"}


def _modules(room: str) -> list[Path]:
    return sorted(path for path in (REPOSITORY / room).rglob("*.py") if "__pycache__" not in path.parts)


def _imported(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield every module that a file imports, and whether it does so at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = set(map(id, tree.body))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in top
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in top


def _room_of(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "nianbao" else parts[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_the_house_allows(room: str) -> None:
    """The table of rooms is kept by the code and not by memory."""
    wrong = []
    for path in _modules(room):
        name = path.relative_to(REPOSITORY).as_posix()
        extra = set().union(*(allowed for place, allowed in EXTRA.items() if name.startswith(place)))
        for module, _ in _imported(path):
            known = _room_of(module)
            if known not in ALLOWED[room] | extra and known.split(".")[0] not in sys.stdlib_module_names:
                wrong.append(f"{name}: {module}")
    assert wrong == []


def test_what_is_true_depends_on_no_file_clock_or_environment() -> None:
    """`report` is pure: the same input always says the same."""
    wrong = []
    for path in _modules("nianbao/report"):
        text = path.read_text(encoding="utf-8")
        wrong += [
            f"{path.name}: {module}" for module, _ in _imported(path) if module.split(".")[0] in FORBIDDEN_IN_REPORT
        ]
        wrong += [
            f"{path.name}: {call}"
            for call in ("open(", ".now(", ".today(", "environ")
            if re.search(rf"\b{re.escape(call)}", text)
        ]
    assert wrong == []


def test_what_editors_run_imports_nothing_that_only_posix_has() -> None:
    """Such modules are imported inside the functions that need them, and those belong to the live archive."""
    wrong = []
    for room in ROOMS:
        for path in _modules(room):
            for module, at_top in _imported(path):
                if module in POSIX_ONLY and (at_top or "archive" not in path.parts):
                    wrong.append(f"{path}: {module}")
    assert wrong == []


def test_modules_have_names_and_one_subject() -> None:
    """No module is called after nothing in particular, and none is longer than 400 lines."""
    for room in (*ROOMS, "tests", "benchmarks"):
        for path in _modules(room):
            assert path.stem not in NAMELESS, path
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Yield the functions, classes and methods that others may use."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            inner = node.body if isinstance(node, ast.ClassDef) else []
            for method in inner:
                if isinstance(method, (ast.FunctionDef, ast.ClassDef)) and not method.name.startswith("_"):
                    yield method


def test_everything_public_is_explained() -> None:
    """Each module, class and function that others may use has a docstring that begins with a sentence."""
    bare = []
    for room in ROOMS:
        for path in _modules(room):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if path.name != "__init__.py" and not ast.get_docstring(tree):
                bare.append(str(path))
            bare += [f"{path}: {node.name}" for node in _public(tree) if not ast.get_docstring(node)]
    assert bare == []


def test_every_silenced_complaint_has_its_reason() -> None:
    """A `noqa` or `type: ignore` names what it silences and says why."""
    wrong = []
    for room in (*ROOMS, "tests"):
        for path in _modules(room):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                silenced = re.search(r"#\s*(?:noqa|type:\s*ignore)(?P<rest>.*)", line)
                if (
                    silenced
                    and "silenced" not in line
                    and not re.match(r"(?:: ?[A-Z]+\d+[^#]* - \S|\[[\w, -]+\]\s*# \S)", silenced["rest"])
                ):
                    wrong.append(f"{path.relative_to(REPOSITORY)}:{number}")
    assert wrong == []


def test_every_part_of_a_ruleset_says_where_it_comes_from() -> None:
    """Each rule of some authority has its source in `basis`, checked or not; lists of words have none."""
    free = {"id", "title", "applies", "basis", "rule_levels"}
    lists = {"number_names", "residue", "wording", "claims", "sensitive_words", "people_units", "open_rates"}
    for path in (REPOSITORY / "data" / "rulesets").glob("*.yml"):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert set(document) - free - lists == set(document["basis"]), path


def test_lock_files_name_no_place_to_download_from() -> None:
    """A pinned release is known by its hash; where it comes from is for each office to say."""
    for path in REPOSITORY.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert not re.search(r"^\s*--(?:extra-)?index-url|^\s*--find-links|^\s*--trusted-host", text, re.MULTILINE)


def test_no_tracked_file_names_a_folder_of_somebodys_machine() -> None:
    """The repository speaks of the project alone."""
    pattern = "|".join(f"(^|[^a-zA-Z0-9_.])/{name}/" for name in ("home", "root", "Users"))
    command = ["git", "grep", "-nIE", pattern, "--", ".", ":!tests/test_house.py"]
    found = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert found.stdout == ""


def test_no_room_imports_pandas_on_the_way_from_data_to_page() -> None:
    """A single year's page never waits for pandas, and the theme's search is off with its dictionary.

    openpyxl, which writes the workbook of a year, loads numpy by itself where it finds it.
    """
    code = (
        "import sys, pathlib, tempfile\n"
        "from nianbao.publish.editions import build_year\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        f"    build_year(pathlib.Path({str(REPOSITORY)!r}), 2022, pathlib.Path(folder) / 'out')\n"
        "sys.exit(' '.join(sorted({'pandas', 'jieba'} & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
