"""The bundled catalogue, made ready once for all rows of the seed systems; nothing is changed."""

from __future__ import annotations

import pytest

from tests.conftest import Clustercli
from tests.seeds.rows import Catalogue


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The program in an empty folder, where the bundled catalogue answers."""
    folder = tmp_path_factory.mktemp("bundled")
    return Catalogue(Clustercli(folder / "home", folder))
