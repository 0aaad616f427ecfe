"""What a list screen is made of: a `Listing` (columns, filters, pages) and what can be done with its rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from anchang.i18n import M, Msg
from anchang.services.listing import Listing, Row
from anchang.tui.keys import Key
from anchang.tui.widgets.virtual_list import Painter


class ListView(Protocol):
    """What an action is given: the screen it runs on."""

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        ...

    def refresh_data(self) -> None:
        """Read again in place."""
        ...


@dataclass(frozen=True, slots=True)
class ListAction:
    """One key of a list. `run(view, row)` is awaited off the key press; `why_not` is said instead of doing nothing."""

    key: Key
    run: Callable[[Any, Row | None], Awaitable[Any]]
    needs_row: bool = True
    why_not: Callable[[Row | None], Msg | None] | None = None

    def reason(self, row: Row | None) -> Msg | None:
        """Why it cannot be done now, or None."""
        if self.needs_row and row is None:
            return M("Choose a row first.")
        return self.why_not(row) if self.why_not is not None else None


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A whole list screen. `open` runs on Enter, without it the row is shown whole; `empty` says what to do when there
    is nothing."""

    listing: Listing
    actions: tuple[ListAction, ...] = ()
    open: Callable[[Any, Row], Awaitable[Any]] | None = None
    empty: Msg = M("Nothing here.")  # noqa: RUF009 - a message is a value and never changes
    paint: Painter | None = None
    help: Msg | None = None
