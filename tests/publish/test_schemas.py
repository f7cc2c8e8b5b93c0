from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.publish.schemas import FOLDER, schema_files
from nianbao.sources.folders import years

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", schema_files())
def test_a_kept_schema_is_what_the_declarations_say(name: str, request: pytest.FixtureRequest) -> None:
    """Schemas are kept as files, where editors find them, and are current; `make golden` renews them."""
    made = schema_files()[name]
    if request.config.getoption("--golden-update"):
        (REPOSITORY / FOLDER / name).write_text(made, encoding="utf-8")
    assert (REPOSITORY / FOLDER / name).read_text(encoding="utf-8") == made


def test_no_schema_is_left_of_what_is_gone_and_none_is_taken_for_a_year() -> None:
    """The folder holds the schemas that are made and nothing else."""
    assert {path.name for path in (REPOSITORY / FOLDER).iterdir()} == set(schema_files())
    assert years(REPOSITORY) == (2022,)


@pytest.mark.parametrize("path", sorted((REPOSITORY / "data").rglob("*.yml")), ids=lambda path: path.name)
def test_every_file_names_the_schema_that_editors_are_to_use(path: Path) -> None:
    """The first line of each YAML file leads to a schema that is there."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert named != first
    assert (path.parent / named).resolve().parent == REPOSITORY / FOLDER
    assert (path.parent / named).is_file()
