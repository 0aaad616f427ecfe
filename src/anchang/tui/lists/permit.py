"""Permits in force, and their drafts: recording, changing, approving, rejecting (2.18, 3.25, 5.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.drafted import DraftedState
from anchang.i18n import M, Msg
from anchang.services.listing import Column, Row
from anchang.services.lists.permit import PERMIT_DRAFTS, PERMITS
from anchang.services.permit import ApprovePermit, RejectPermit, draft_with_permit
from anchang.storage.permit_draft import PRINTED
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import permit as forms
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.choice_words import cell_words
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import on_row
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Notice, Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

CHANGE = Key("permit_change", ("c", "ctrl+e"), M("Change"), M("Draft a change of this permit"))
OTHER = Key("permit_other", ("w", "ctrl+w"), M("Drafts"), M("From the permits to their drafts, and back"))
APPROVE = Key("permit_approve", ("p", "ctrl+y"), M("Approve"), M("Put this draft into force"))
REJECT = Key("permit_reject", ("x", "delete"), M("Reject"), M("Do not take this draft"))
_WORDS = {column.key: column for column in PERMIT_DRAFTS.columns}


def _effect(draft: Row, permit: Row | None) -> Msg | str:
    """What the paper says: for a change, what was and what would be, and why."""
    changed = [name for name in PRINTED if permit is None or draft[name] != permit[name]]
    lines = [_line(name, draft, permit) for name in changed]
    if draft.get("why"):
        lines.append(f"{_WORDS['why'].title}: {draft['why']}")
    return "\n".join(lines)


def _line(name: str, draft: Row, permit: Row | None) -> str:
    column = _WORDS[name]
    new = _said(column, draft)
    return f"{column.title}: {new}" if permit is None else f"{column.title}: {_said(column, permit)} → {new}"


def _said(column: Column, row: Row) -> str:
    return cell_words(column, row).replace("\n", ", ") or "–"


async def open_card(app: Console, draft_id: int) -> None:
    """What the draft says; for whoever may approve it, the question whether to."""
    draft, permit = await app.terminal.look(draft_with_permit, draft_id)
    if draft["state"] != DraftedState.DRAFT.value:
        await app.push_screen_wait(Notice(draft["no"], _effect(draft, None)))
        return
    if permit is None:
        question = M("Put permit {no} into force?", no=draft["no"])
    else:
        question = M("Put the change of permit {no} into force?", no=draft["no"])
    await confirm_and_act(app, question, ApprovePermit(draft_id, draft["version"]), detail=_effect(draft, permit))


def paint(row: Row, column: Column) -> Tone | None:
    """What holds today."""
    if column.key == "valid":
        return Tone.OPEN if row["valid"] else Tone.QUIET
    return None


def _why_not_draft(app: Console) -> Msg | None:
    if may(app.terminal.here.staff.roles, "permit.record"):
        return None
    return M("Permits are recorded by manager, director and administrator.")


def _shared(app: Console) -> tuple[ListAction, ListAction]:
    """What both lists have: recording a permit, and the way to the other list."""

    async def new(_view: Any, _row: Row | None) -> None:
        await fill_in(app, forms.RECORD)

    async def other(_view: Any, _row: Row | None) -> None:
        app.call_later(app.action_go, "permits")  # not from here: this screen makes way for the other

    recording = ListAction(NEW, new, needs_row=False, why_not=lambda _row: _why_not_draft(app))
    return recording, ListAction(OTHER, other, needs_row=False)


def permits(app: Console) -> PlaceList:
    """What is in force."""

    async def change(_view: Any, row: Row | None) -> None:
        if row is not None:
            fixed = {"permit": row["id"], "version": row["version"]}
            await fill_in(app, forms.CHANGE, values=forms.as_it_stands(row), fixed=fixed)

    async def show(_view: Any, row: Row) -> None:
        await app.push_screen_wait(Notice(row["no"], _effect(row, None)))

    new, other = _shared(app)
    spec = ListSpec(
        listing=PERMITS,
        actions=(new, ListAction(CHANGE, change, why_not=lambda _row: _why_not_draft(app)), other),
        open=show,
        empty=M("No permit is in force. Press n to record one; w shows what waits for an approval."),
        paint=paint,
        help=M("Without a permit nothing in a building is held, signed or paid for. One drafts, a director approves."),
    )
    return place_list(app, spec)


def drafts(app: Console) -> PlaceList:
    """What was drafted, and who decided it."""

    async def reject(_view: Any, row: Row | None) -> None:
        if row is not None:
            question = M("Reject the draft of permit {no}?", no=row["no"])
            await confirm_and_act(
                app, question, lambda why: RejectPermit(row["id"], why, row["version"]), reason=Reason.REQUIRED
            )

    new, other = _shared(app)
    spec = ListSpec(
        listing=PERMIT_DRAFTS,
        actions=(new, ListAction(APPROVE, on_row(app, open_card)), ListAction(REJECT, reject), other),
        open=on_row(app, open_card),
        empty=M("No draft. Press n to record a permit; w goes back to the permits."),
    )
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (permits, drafts))
