"""What a paper is for, asked before its form: which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M, Msg
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.look_ups import units
from anchang.tui.papers import as_typed

if TYPE_CHECKING:
    from anchang.tui.app import Console


async def pick_unit(app: Console, question: Msg) -> int | None:
    """Which unit a new paper is for; None when it was given up."""
    from anchang.tui.forms.screen import FormScreen

    async def chosen(values: dict[str, Any], key: str) -> int:
        return int(values["unit"])

    form = Form(
        title=question,
        command=as_typed,
        name="subscription.unit",
        help=M("n on the wall (F5) does the same for the unit under the cursor."),
        fields=(
            Field("unit", M("Unit"), FieldKind.SEARCH, required=True, look_up=units(app),
                  placeholder=M("Room, as 1-2-301 or 301")),
        ),
        save_label=M("Go on"),
    )  # fmt: skip
    found: int | None = await app.push_screen_wait(FormScreen(form, chosen, today=app.terminal.today))
    return found
