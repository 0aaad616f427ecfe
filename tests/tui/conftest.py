"""What is not the same twice is removed here once, for every test of screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.widgets import Input, TextArea

from anchang import i18n
from tests.tui.console import threads_counted


@pytest.fixture(autouse=True)
def no_cursor_blink(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caret that blinks is there in one picture and gone in the next."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)


@pytest.fixture(autouse=True)
def threads_seen() -> Iterator[None]:
    """A picture is taken when nothing is read or written any more, however long that takes on a busy machine."""
    with threads_counted():
        yield


@pytest.fixture(autouse=True)
def one_language() -> Iterator[None]:
    """The language is one for the process: a test that switches it must not switch it for the next."""
    i18n.use("zh_CN")
    yield
    i18n.use(i18n.DEFAULT_LANGUAGE)
