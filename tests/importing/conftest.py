"""Places are said in English here, so that the tests can name them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anchang import i18n


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)
