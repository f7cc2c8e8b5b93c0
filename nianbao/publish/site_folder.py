"""Whose code makes pages: `mkdocs.yml`, `macros/` and `overrides/` run, so a site's own are used only if trusted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_ENGINE = Path(__file__).resolve().parents[1]
_SHIPPED = _ENGINE / "site" if (_ENGINE / "site").is_dir() else _ENGINE.parent
"""An installed wheel carries its copies in `nianbao/site/`; a checkout has them at its top."""

PARTS = ("mkdocs.yml", "macros", "overrides")
"""What of a site folder is code: settings name plugins and hooks, words are Python, templates hold scripts."""

_trusted: ContextVar[frozenset[Path]] = ContextVar("trusted", default=frozenset())


@contextmanager
def trusting(root: Path) -> Iterator[None]:
    """Let the code of a site folder run inside, because somebody vouches for where it comes from."""
    before = _trusted.set(_trusted.get() | {root.resolve()})
    try:
        yield
    finally:
        _trusted.reset(before)


def is_trusted(root: Path) -> bool:
    """Say whether the code of a site folder may run.

    That of the checkout that this very program runs from may; a folder is not trusted because one stands in it.
    """
    return root.resolve() in {_SHIPPED, *_trusted.get()}


def runs_own_code(root: Path) -> bool:
    """Say whether a site folder that is not the program's own checkout is trusted."""
    return is_trusted(root) and root.resolve() != _SHIPPED


def site_part(root: Path, name: str) -> Path:
    """Return the site's own `mkdocs.yml`, `macros` or `overrides` where it is trusted, or else the engine's."""
    own = root / name
    return own if is_trusted(root) and own.exists() else _SHIPPED / name


def ignored_parts(root: Path) -> tuple[str, ...]:
    """Return the names of a site's own code that is not used, folders with a slash at their end."""
    own = () if is_trusted(root) else [root / name for name in PARTS if (root / name).exists()]
    return tuple(f"{path.name}/" if path.is_dir() else path.name for path in own)


def shipped_rulesets() -> dict[str, Path]:
    """Return the rulesets that come with the engine, by id; a new site takes a copy of the one it names."""
    folder = _SHIPPED / ("rulesets" if _SHIPPED.name == "site" else "data/rulesets")
    return {path.stem: path for path in sorted(folder.glob("*.yml"))}


def engine_files(root: Path) -> dict[str, bytes]:
    """Return everything that decides how an edition looks, by name: engine, words, theme and settings."""
    files: dict[str, bytes] = {}
    folders = {"nianbao": _ENGINE, "macros": site_part(root, "macros"), "overrides": site_part(root, "overrides")}
    for label, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            shipped = label == "nianbao" and path.relative_to(folder).parts[0] == "site"
            if path.is_file() and not shipped and "__pycache__" not in path.parts:
                files[f"{label}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    files["mkdocs.yml"] = site_part(root, "mkdocs.yml").read_bytes()
    return files
