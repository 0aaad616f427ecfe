"""One flooded office for everything that only looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile.flooded import flooded
from tests.office import Desk


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, Any]]]:
    """The office and the numbers of its papers."""
    with flooded(tmp_path_factory.mktemp("flooded") / "office") as made:
        yield made
