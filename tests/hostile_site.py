"""A site folder that runs code wherever a site folder can, each way leaving a mark of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.sites import change

REPOSITORY = Path(__file__).resolve().parents[1]
WAYS = {"hook", "inherited", "tag", "macros", "overrides"}
"""The marks that are left: a hook, a hook of settings that are inherited, a tag of YAML, words, a template."""


def make_hostile(root: Path, marks: Path) -> None:
    """Give a sound site folder code of its own; what runs leaves a file in the folder `marks`."""
    marks.mkdir(exist_ok=True)
    for name in ("overrides", "macros"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    inherited, tag = (_tag(marks / name) for name in ("inherited", "tag"))
    (root / "parent.yml").write_text(f"{settings}\nremote_name: {inherited}\n", encoding="utf-8")
    own = f"INHERIT: parent.yml\nhooks: [hook.py]\nremote_branch: {tag}\n"
    (root / "mkdocs.yml").write_text(own, encoding="utf-8")
    written = "from pathlib import Path\n\nPath({mark!r}).touch()\n"
    (root / "hook.py").write_text(written.format(mark=str(marks / "hook")), encoding="utf-8")
    with (root / "macros" / "__init__.py").open("a", encoding="utf-8") as words:
        words.write(written.format(mark=str(marks / "macros")))
    template = root / "overrides" / "main.html"
    run = f"{{{{ cycler.__init__.__globals__.os.system('touch {marks / 'overrides'}') and '' }}}}"
    change(template, "{% block site_meta %}\n", f"{{% block site_meta %}}\n{run}")


def _tag(mark: Path) -> str:
    """A text in YAML whose reading runs a command."""
    return f"!!python/object/apply:subprocess.getoutput ['touch {mark}; echo gh-pages']"


def left(marks: Path) -> set[str]:
    """Return the marks that were left, and take them away."""
    found = {path.name for path in marks.iterdir()}
    for name in found:
        (marks / name).unlink()
    return found
