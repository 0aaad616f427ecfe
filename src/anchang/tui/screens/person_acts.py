"""From a customer's card: the copy of all that is held, and the end of it (5.11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.errors import NotAllowed
from anchang.i18n import M
from anchang.services import person
from anchang.services.office import Office, Session
from anchang.tui.acting import confirm_and_act
from anchang.tui.widgets.dialogs import Confirm, Notice, Reason

if TYPE_CHECKING:
    from pathlib import Path

    from anchang.tui.app import Console


async def copy(app: Console, customer_id: int) -> None:
    """Ask why, write the file, say where it is. Raises NotAllowed."""
    if not may(app.terminal.here.staff.roles, "person.export"):
        raise NotAllowed(M("The manager or the director makes the copy of a person's data."))
    question = Confirm(M("Copy all that is held about this person into a file? It is logged."), reason=Reason.REQUIRED)
    answer = await app.push_screen_wait(question)
    if answer is None:
        return

    def work(office: Office, session: Session) -> Path:
        return person.write_copy(office, session, person.ExportPerson(customer_id, answer.reason))

    path = await app.terminal.in_thread(work)
    app.spread()
    app.push_screen(Notice(M("Copy of the data"), str(path)))


async def erase(app: Console, row: Mapping[str, Any]) -> None:
    """Ask twice, for it cannot be undone. Raises NotAllowed."""
    if not may(app.terminal.here.staff.roles, "person.erase"):
        raise NotAllowed(M("Only the manager or the director makes a person nameless."))
    await confirm_and_act(
        app,
        M("Make {name} nameless, for good?", name=row["name"]),
        lambda why: person.ErasePerson(row["id"], why, row["version"]),
        reason=Reason.REQUIRED,
        danger=True,
        detail=M("Name, numbers and all that was written are lost; figures stay. The reason stays too: name nobody."),
    )
