"""What the rooms of the sale share: a step menu that leads on, the toast of a form of its own, prints."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from anchang.i18n import M, Msg
from anchang.services.listing import Column, Listing, Row
from anchang.storage.reading import Read
from anchang.tui.show import plain
from anchang.tui.widgets.step_menu import StepMenu

if TYPE_CHECKING:
    from anchang.domain.flow import Option
    from anchang.tui.app import Console

WIDEST = 22  # cells of a column of choices
BRIEFLY = 1.5  # seconds: where the paper is comes a moment later
StepMaker = Callable[["Console", int], Awaitable[Any]]


async def choose_step(
    app: Console,
    title: Msg | str,
    options: Callable[[Read, int], list[Option[Any, Any]]],
    row_id: int,
    steps: Mapping[str, StepMaker],
) -> None:
    """The step menu of a row, and the step that was chosen. What no screen can do is not in the menu."""
    found = await app.terminal.look(options, row_id)
    name = await app.push_screen_wait(StepMenu(title, [one for one in found if one.step.name in steps]))
    if name is not None:
        await steps[name](app, row_id)


def as_typed(**values: Any) -> dict[str, Any]:
    """The command of a form that only asks: what was typed, by field."""
    return values


def on_row(app: Console, work: StepMaker, key: str = "id") -> Callable[[Any, Row | None], Awaitable[None]]:
    """What a key of a list does to the paper under the cursor; `key` is the column that holds its id."""

    async def done(_view: Any, row: Row | None) -> None:
        if row is not None:
            await work(app, row[key])

    return done


def first_columns(listing: Listing, *keys: str) -> Listing:
    """The same list with these columns first: what one has to see without going sideways at 80 columns.

    A column of choices is as wide as its longest words are in the language of the moment.
    """
    known = {column.key: _fitted(column) for column in listing.columns}
    first = [known[key] for key in keys]
    return replace(listing, columns=(*first, *(column for key, column in known.items() if key not in keys)))


def _fitted(column: Column) -> Column:
    if not column.choices:
        return column
    longest = max(cell_len(plain(words)) for words in column.choices.values())
    return replace(column, width=max(cell_len(plain(column.title)), min(longest, WIDEST)))


async def print_paper(app: Console, kind: str, row_id: int) -> None:
    """Print a paper into `exports/` and name the file. Raises what printing raises."""

    def work() -> tuple[str, int]:
        from anchang.documents import printing

        office, session = app.terminal.now_open, app.terminal.here.session
        printer = {
            "agreement": printing.print_agreement,
            "slip": printing.print_slip,
            "receipt": printing.print_receipt,
            "buyer_file": printing.print_buyer_file,
            "delay": printing.print_delay,
            "discount": printing.print_discount,
            "signing_notice": printing.print_signing_notice,
            "termination_notice": printing.print_termination_notice,
            "refund_application": printing.print_refund_application,
            "change_application": printing.print_change_application,
            "transfer_slip": printing.print_transfer_slip,
            "sincerity": printing.print_sincerity,
            "voucher": printing.print_voucher,
        }[kind]
        done = printer(office, session, row_id)
        return f"{done.path.parent.name}/{done.path.name}", done.print_no

    app.notify(plain(M("Printing ...")), timeout=BRIEFLY, markup=False)
    file, count = await asyncio.to_thread(work)
    where = M("The paper is in {file}.", file=file)
    again = M("Print no. {count}: the paper is in {file}.", count=count, file=file)
    app.notify(plain(where if count == 1 else again), timeout=12, markup=False)
    app.spread()
