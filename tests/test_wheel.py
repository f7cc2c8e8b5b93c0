from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.hostile_site import WAYS, left, make_hostile

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment into which the wheel was built and installed alone.

    The dependencies are those of the running environment, lent by path; its own nianbao is not among them.
    """
    tmp_path = tmp_path_factory.mktemp("wheel")
    source = tmp_path / "source"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if (REPOSITORY / name).is_file() and not name.startswith("tests/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, source / name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(source)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        "-q",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    (packages,) = (environment / "lib").glob("python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return python


def test_an_installed_wheel_publishes_a_site_that_has_only_data_and_docs(python: Path, tmp_path: Path) -> None:
    """What a site folder lacks comes with the package: ten years of a fictional department, published and verified."""
    root = tmp_path / "示例站点"
    for name in ("data", "docs"):
        shutil.copytree(REPOSITORY / "tests" / "sample" / name, root / name)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    def nianbao(*arguments: str) -> str:
        command = [str(python), "-m", "nianbao", *arguments, "--root", str(root)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    nianbao("publish", "--all")
    assert "10个版次" in nianbao("verify")
    assert not {"macros", "overrides", "mkdocs.yml"} & {path.name for path in root.iterdir()}
    where = "import nianbao, sys; sys.stdout.write(nianbao.__file__)"
    located = subprocess.run(
        [str(python), "-c", where], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert located.startswith(str(python.parents[1]))


def test_an_installed_wheel_runs_no_code_of_a_site_folder(python: Path, small: Path, tmp_path: Path) -> None:
    """In the folder itself and through a link to it, unless the folder is trusted."""
    marks = tmp_path / "marks"
    make_hostile(small, marks)
    (tmp_path / "link").symlink_to(small)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    for folder, trust, ran in ((small, [], set()), (tmp_path / "link", [], set()), (small, ["--trust"], WAYS)):
        command = [str(python), "-m", "nianbao", "build", "2023", "portal", *trust]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert left(marks) == ran
