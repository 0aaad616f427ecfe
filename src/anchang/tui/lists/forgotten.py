"""Posted visitors, and who stands in for whom (2.1-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.errors import nothing_there
from anchang.domain.forgotten import FORGOTTEN as FLOW
from anchang.domain.forgotten import ForgottenState
from anchang.i18n import M, Msg
from anchang.services.delegate import EndDelegate
from anchang.services.forgotten import GrantForgotten, RefuseForgotten
from anchang.services.listing import Column, Row
from anchang.services.lists.forgotten import DELEGATES, FORGOTTEN
from anchang.storage import forgotten as query
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import forgotten as forms
from anchang.tui.forms.desk_fields import leads_floor
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import on_row
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Notice, Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

CLAIM = Key("forgotten_claim", ("c", "ctrl+e"), M("Claim"), M("Say that this visitor is your customer"))
GRANT = Key("forgotten_grant", ("p", "ctrl+y"), M("Give"), M("Give the customer to the claimant"))
REFUSE = Key("forgotten_refuse", ("x", "delete"), M("Refuse"), M("Do not believe the claim"))
OTHER = Key("forgotten_other", ("w", "ctrl+w"), M("Standing in"), M("From here to who stands in, and back"))
END = Key("delegate_end", ("x", "delete"), M("End"), M("Nobody stands in any more"))


def paint(row: Row, column: Column) -> Tone | None:
    """What is still open."""
    if column.key == "state":
        return {"posted": Tone.OPEN, "claimed": Tone.LATE}.get(row["state"], Tone.QUIET)
    return None


def _claim_why_not(app: Console, row: Row | None) -> Msg | None:
    if row is None:
        return None
    if not FLOW.step("claim").roles & app.terminal.here.staff.roles:
        return M("Consultants claim, the manager decides.")
    if row["is_receiver"]:
        return M("You received this visitor.")
    return None if row["state"] == ForgottenState.POSTED.value else M("This visitor is not posted any more.")


def _decide_why_not(app: Console, row: Row | None) -> Msg | None:
    if not FLOW.step("grant").roles & app.terminal.here.staff.roles:
        return M("The manager decides.")
    if row is not None and row["state"] != ForgottenState.CLAIMED.value:
        return M("Nobody claims this visitor.")
    return None


async def _claim(app: Console, row: Row) -> None:
    await fill_in(app, forms.CLAIM, fixed={"visit": row["visit_id"], "version": row["version"]})


async def _grant(app: Console, row: Row) -> None:
    question = M("Give {name} to {claimant}?", name=row["name"] or row["visit_no"], claimant=row["claimant"])
    detail = M("{claimant} says: {evidence}", claimant=row["claimant"], evidence=row["evidence"])
    await confirm_and_act(app, question, GrantForgotten(row["visit_id"], row["version"]), detail=detail)


async def _refuse(app: Console, row: Row) -> None:
    question = M("Refuse the claim of {claimant}?", claimant=row["claimant"])
    await confirm_and_act(
        app, question, lambda why: RefuseForgotten(row["visit_id"], why, row["version"]), reason=Reason.REQUIRED
    )


async def open_card(app: Console, posted_id: int) -> None:
    """Decide it, claim it, or read it: whatever this person can do with it."""
    row = await app.terminal.look(query.card, posted_id)
    if row is None:
        raise nothing_there(M("posted visitor"), posted_id)
    if _decide_why_not(app, row) is None:
        await _grant(app, row)
    elif _claim_why_not(app, row) is None:
        await _claim(app, row)
    else:
        words = FORGOTTEN.columns
        lines = [f"{each.title}: {row[each.key]}" for each in words if row[each.key] and each.key in _READ]
        await app.push_screen_wait(Notice(row["visit_no"], "\n".join(lines)))


_READ = ("name", "receiver", "claimant", "evidence", "reason")


def posted(app: Console) -> PlaceList:
    """The posted visitors."""

    async def claim(_view: Any, row: Row | None) -> None:
        if row is not None:
            await _claim(app, row)

    async def grant(_view: Any, row: Row | None) -> None:
        if row is not None:
            await _grant(app, row)

    async def refuse(_view: Any, row: Row | None) -> None:
        if row is not None:
            await _refuse(app, row)

    spec = ListSpec(
        listing=FORGOTTEN,
        actions=(
            ListAction(CLAIM, claim, why_not=lambda row: _claim_why_not(app, row)),
            ListAction(GRANT, grant, why_not=lambda row: _decide_why_not(app, row)),
            ListAction(REFUSE, refuse, why_not=lambda row: _decide_why_not(app, row)),
            _to_other(app),
        ),
        open=on_row(app, open_card),
        empty=M("Nobody is posted: whoever comes again and forgot the consultant stands here to be claimed."),
        paint=paint,
        help=M("A visitor who has been here and forgot with whom. Claim your own; unclaimed the receiver keeps it."),
    )
    return place_list(app, spec)


def _to_other(app: Console) -> ListAction:
    async def other(_view: Any, _row: Row | None) -> None:
        app.call_later(app.action_go, "forgotten")

    return ListAction(OTHER, other, needs_row=False)


def delegates(app: Console) -> PlaceList:
    """Who stands in for whom."""

    async def new(_view: Any, _row: Row | None) -> None:
        await fill_in(app, forms.name_delegate(app))

    async def end(_view: Any, row: Row | None) -> None:
        if row is not None:
            command = EndDelegate(row["consultant_id"] if leads_floor(app) else None)
            await confirm_and_act(app, M("Nobody stands in for {name} any more?", name=row["consultant"]), command)

    spec = ListSpec(
        listing=DELEGATES,
        actions=(ListAction(NEW, new, needs_row=False), ListAction(END, end), _to_other(app)),
        empty=M("Nobody stands in. Press n to name who receives your customers while you are away."),
        help=M("An absent consultant's returning customers go to whoever stands in, else to the line in order."),
    )
    return place_list(app, spec)


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (posted, delegates))
