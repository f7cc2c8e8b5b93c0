"""What a site folder lacks comes with the engine: `mkdocs.yml`, `macros/` and `overrides/`; what it has wins."""

from __future__ import annotations

from pathlib import Path

_ENGINE = Path(__file__).resolve().parents[1]
_SHIPPED = _ENGINE / "site" if (_ENGINE / "site").is_dir() else _ENGINE.parent
"""An installed wheel carries its copies in `nianbao/site/`; a checkout has them at its top."""


def site_part(root: Path, name: str) -> Path:
    """Return the site's own `mkdocs.yml`, `macros` or `overrides`, or else the one that comes with the engine."""
    own = root / name
    return own if own.exists() else _SHIPPED / name


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
