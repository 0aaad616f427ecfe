"""The office of the stories before the contract, on windows of two sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import desk_at
from tests.services.stock import on_sale
from tests.stories.before_contract import Story, own_passwords
from tests.stories.driver import LARGE, SMALL, Office


@pytest.fixture(params=[LARGE, SMALL], ids=["120x40", "80x24"])
def story(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Story]:
    """Sixteen units on sale; whoever sits down has a password of the own."""
    with desk_at(tmp_path / "office") as desk, Office(tmp_path / "office", request.param) as office:
        own_passwords(desk)
        on_sale(desk)
        yield Story(desk, office)
