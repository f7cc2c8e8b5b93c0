from __future__ import annotations

import pytest

from tests.publish.archive.office import Office


@pytest.fixture(scope="session")
def full_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with two years, a correction and several views; a test must leave it as it was."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.publish(2022)
    office.publish(2023)
    office.correct(2022, 2, "1171.07")
    return office
