"""From a form to an act, the same way everywhere: open, ask for the password where money moves, do, say it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.delegation import kind_of_act
from anchang.domain.errors import Refusal
from anchang.i18n import M, Msg
from anchang.tui.forms.form import Form, Values
from anchang.tui.forms.screen import FormScreen
from anchang.tui.widgets.dialogs import Confirm, Reason, toast

if TYPE_CHECKING:
    from anchang.services.use_case import UseCase
    from anchang.tui.app import Console

Result = dict[str, Any]


class PasswordRefused(Refusal):
    """The password asked for before a money act was wrong, or not given."""

    code = "password_refused"


async def fill_in(
    app: Console,
    form: Form,
    *,
    values: Values | None = None,
    fixed: Mapping[str, Any] | None = None,
    quiet: bool = False,
) -> Result | None:
    """Open a form whose command is a use case's; the result, or None when it was given up.

    Who may not do it at all hears so before the first field, not after the last one.
    """
    from anchang.services.use_case import known

    case = known(form.command)
    lent = case is not None and kind_of_act(case.name) is not None  # the act itself knows what was delegated
    if case is not None and not lent and not case.roles & app.terminal.here.staff.roles:
        toast(app, case.not_for_others())
        app.bell()
        return None

    async def submit(command: object, key: str) -> Result:
        return await act(app, command, key, quiet=quiet)

    screen = FormScreen(
        form, submit, today=app.terminal.today, values=values, fixed=fixed, drafts=app.terminal.drafts()
    )
    result: Result | None = await app.push_screen_wait(screen)
    return result


async def act(app: Console, command: object, key: str | None = None, *, quiet: bool = False) -> Result:
    """Run a use case as who sits here; money asks for the password again. Raises what the rules refuse with."""
    from anchang.services.use_case import for_command

    case = for_command(command)
    if case.asks_password:
        await _prove(app, case)
    result = await app.terminal.act(command, key)
    if not quiet:
        _tell(app, case, result)
    app.spread()
    return result


async def confirm_and_act(
    app: Console,
    question: Msg,
    command: Any,
    *,
    reason: Reason = Reason.NONE,
    danger: bool = False,
    detail: Msg | str = "",
) -> Result | None:
    """Ask, then act. `command` is a command, or a function of the reason that makes one."""
    answer = await app.push_screen_wait(Confirm(question, reason=reason, danger=danger, detail=detail))
    if answer is None:
        return None
    return await act(app, command(answer.reason) if callable(command) else command)


async def _prove(app: Console, case: UseCase) -> None:
    answer = await app.push_screen_wait(
        Confirm(case.title, password=True, detail=M("Money moves: enter your password."))
    )
    if answer is None or not await app.terminal.is_mine(answer.password):
        raise PasswordRefused(M("The password is not right; nothing was changed."))


def _tell(app: Console, case: UseCase, result: Result) -> None:
    toast(app, Msg(case.done.id, result) if case.done is not None else M("Done."))
    for warning in result.get("warnings", ()):
        app.notify(str(warning), severity="warning", timeout=12, markup=False)
