"""What is done about a customer beside the contacts themselves, from whichever list or card (domain 2.2, 2.19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.access import Role
from anchang.domain.customer import ASLEEP, LeadState
from anchang.domain.task import TaskKind
from anchang.i18n import M, say
from anchang.services import reassign
from anchang.services.use_case import find
from anchang.storage.staff import everybody
from anchang.tui.acting import Result, confirm_and_act, fill_in
from anchang.tui.forms import customer as customer_forms
from anchang.tui.forms import lead as forms
from anchang.tui.forms.screen import FormScreen
from anchang.tui.widgets.dialogs import toast

if TYPE_CHECKING:
    from anchang.tui.app import Console


async def appoint(app: Console, customer: int | None = None, *, silent: bool = False) -> Result | None:
    """An appointment; `silent`: the customer does not want to be contacted."""
    fixed = {} if customer is None else {"customer": customer}
    return await fill_in(app, forms.make(app, customer, silent=silent), fixed=fixed)


async def lose(app: Console, row: Mapping[str, Any]) -> Result | None:
    """A customer is lost."""
    return await fill_in(app, forms.LOSE, fixed={"customer": row["id"], "version": row["version"]})


async def hand_over(app: Console, row: Mapping[str, Any]) -> Result | None:
    """The manager gives a customer to a consultant; one who sleeps is taken up again by it."""
    if LeadState(row["state"]) in ASLEEP:
        return await fill_in(app, forms.take_up(app), fixed={"customer": row["id"], "version": row["version"]})
    fixed = {"customers": (row["id"],), "version": row["version"]}
    return await fill_in(app, customer_forms.reassign(app, row["id"]), fixed=fixed)


async def waive(app: Console, row: Mapping[str, Any]) -> Result | None:
    """The manager lets a task go; a planned contact is no task, it is planned anew."""
    if row["what"] not in set(TaskKind):
        toast(app, M("A planned contact is moved by writing down the follow-up."))
        return None
    kind = TaskKind(row["what"])
    return await fill_in(app, forms.waive(kind), fixed={"customer": row["customer_id"], "kind": kind})


async def share_out(app: Console, of: int | None = None) -> Result | None:
    """All customers of a leaver: who gets them, the preview, the question, the act."""
    case = find("customer.reassign_all")
    if not case.roles & app.terminal.here.staff.roles:
        toast(app, case.not_for_others())
        return None
    today = app.terminal.today()
    people = await app.terminal.look(lambda read: everybody(read.connection))
    colleagues = {
        each.id: each.name
        for each in people
        if each.id != of and Role.CONSULTANT in each.roles and each.active_on(today)
    }

    async def chosen(sharing: forms.Sharing, key: str) -> forms.Sharing:
        await app.terminal.look(reassign.sharing, sharing.of, sharing.to)  # refused here, while it can be changed
        return sharing

    form = forms.share_out(app, colleagues, of)
    fixed = {} if of is None else {"of": of}
    picked: forms.Sharing | None = await app.push_screen_wait(
        FormScreen(form, chosen, today=app.terminal.today, fixed=fixed)
    )
    if picked is None:
        return None
    plan = await app.terminal.look(reassign.sharing, picked.of, picked.to)
    if not plan:
        toast(app, M("There is no customer to hand over."))
        return None
    shares = await app.terminal.look(reassign.shares_of, plan)
    lines = [say(M("{name} gets {count}", name=each["name"], count=each["count"])) for each in shares]
    name = next(each.name for each in people if each.id == picked.of)
    return await confirm_and_act(
        app,
        M("Share the {count} customers of {name} out?", count=len(plan), name=name),
        reassign.ReassignAll(picked.of, picked.reason, picked.to, len(plan)),
        detail="\n".join(lines),
        danger=True,
    )


async def open_waiting(app: Console, row: Mapping[str, Any]) -> None:
    """A line of the inbox: the customer, a consultant's overdue tasks, a leaver's customers, the wishes."""
    from anchang.tui.lists import follow
    from anchang.tui.screens.customer_card import CustomerCard

    if row["thing"] == "escalated":
        filters: dict[str, Any] = {"when": "late", "escalated": True}
        if row["row_id"]:  # nobody's customers have nobody to filter by
            filters["consultant"] = row["row_id"]
        await app.push_screen_wait(follow.tasks(app, start=filters, can_close=True))
    elif row["thing"] == "leaver":
        await share_out(app, row["row_id"])
    elif row["thing"] == "wish":
        await app.push_screen_wait(follow.wishes(app, start={"state": "asked"}))
    elif row["row_id"] is not None:
        await app.push_screen_wait(CustomerCard(row["row_id"]))
