"""Changing one's own password, at the first sign-in because one must, later because one wants to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.password import LEAST
from anchang.tui.forms.form import Asked, Field, FieldKind, Form, Problem, Values
from anchang.tui.forms.screen import FormScreen

if TYPE_CHECKING:
    from anchang.tui.app import Console


def _same(values: Values) -> Problem | None:
    asked = Asked(values)
    return None if asked["new"] == asked["again"] else Problem(M("The two new passwords differ."), "again")


def _typed(**values: Any) -> dict[str, Any]:
    return values


FORM = Form(
    title=M("Change my password"),
    command=_typed,
    name="staff.change_password",
    help=M("At least eight characters. Only you know it; an administrator can reset it, but not read it."),
    fields=(
        Field("old", M("Present password"), FieldKind.SECRET, required=True),
        Field("new", M("New password"), FieldKind.SECRET, required=True,
              help=M("{count} characters or more", count=LEAST)),
        Field("again", M("New password again"), FieldKind.SECRET, required=True),
    ),
    checks=(_same,),
)


def password_form(app: Console) -> FormScreen:
    """The form, which saves through the terminal."""

    async def submit(values: dict[str, str], key: str) -> Any:
        from anchang.services.staff import ChangePassword

        return await app.terminal.act(ChangePassword(values["old"], values["new"]))

    return FormScreen(FORM, submit, today=app.terminal.today)


async def change_first_password(app: Console) -> bool:
    """Ask until it is changed; False when the person gives up."""
    return await app.push_screen_wait(password_form(app)) is not None
