"""One fresh practice office for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Desk, desk_at


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A practice office with everybody in it."""
    with desk_at(tmp_path / "office") as made:
        yield made
