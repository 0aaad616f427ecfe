"""The library of special terms: worded by a manager, approved by another; what is approved stands on papers (P03)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.term import LONGEST, TermState
from anchang.i18n import M, Msg
from anchang.services.listing import Ask, Column, Row
from anchang.services.lists.term import TERMS
from anchang.services.term import ApproveTerm, ChangeTerm, ProposeTerm, RetireTerm
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from anchang.tui.app import Console

CHANGE = Key("term_change", ("c", "ctrl+e"), M("Change"), M("Other words, while nobody has approved them"))
APPROVE = Key("term_approve", ("a", "ctrl+y"), M("Approve"), M("Let it stand on papers; not one's own words"))
RETIRE = Key("term_retire", ("x", "ctrl+x"), M("Retire"), M("No new paper bears it"))

_WORDS = (
    Field("title", M("Title"), required=True, limit=60),
    Field("text", M("Words of the term"), FieldKind.MULTILINE, required=True, limit=LONGEST),
    Field("valid_from", M("Holds from"), FieldKind.DATE, help=M("empty: today")),
    Field("valid_to", M("Holds until"), FieldKind.DATE, help=M("empty: without an end")),
)
PROPOSE = Form(
    title=M("Word a special term"), command=ProposeTerm, name="term.propose",
    help=M("Somebody else approves it; then papers may bear it."),
    fields=(Field("code", M("Term code"), required=True, limit=20), *_WORDS),
)  # fmt: skip
OTHER_WORDS = Form(title=M("Change a special term"), command=ChangeTerm, name="term.change", fields=_WORDS)


def paint(row: Row, column: Column) -> Tone | None:
    """What is not approved is promised to nobody."""
    if column.key != "state":
        return None
    return {TermState.PROPOSED: Tone.ASKED, TermState.APPROVED: Tone.OPEN}.get(row["state"], Tone.QUIET)


async def decide(app: Console, row: Row) -> None:
    """Approve one, its words before one's eyes."""
    question = M("Approve {code}? «{text}»", code=row["code"], text=row["text"])
    await confirm_and_act(app, question, ApproveTerm(row["id"], row["version"]))


def make(app: Console) -> PlaceList:
    """The list."""

    def why_not(_row: Row | None) -> Msg | None:
        if may(app.terminal.here.staff.roles, "term.propose"):
            return None
        return M("Special terms are worded and approved by managers and leaders.")

    async def new(view: Any, _row: Row | None) -> None:
        await fill_in(app, PROPOSE)
        view.refresh_data()

    async def change(view: Any, row: Row | None) -> None:
        if row is not None:
            values = {name: row[name] for name in ("title", "text", "valid_from", "valid_to")}
            await fill_in(app, OTHER_WORDS, values=values, fixed={"term": row["id"], "version": row["version"]})
            view.refresh_data()

    async def approve(view: Any, row: Row | None) -> None:
        if row is not None:
            await decide(app, row)
            view.refresh_data()

    async def retire(view: Any, row: Row | None) -> None:
        if row is not None:
            question = M("Do not offer {code} any more? Papers that bear it keep their words.", code=row["code"])
            await confirm_and_act(app, question, RetireTerm(row["id"], row["version"]))
            view.refresh_data()

    async def read(_view: Any, row: Row) -> None:
        await app.push_screen_wait(Notice(f"{row['code']}  {row['title']}", row["text"]))

    spec = ListSpec(
        TERMS,
        (
            ListAction(NEW, new, needs_row=False, why_not=why_not),
            ListAction(CHANGE, change, why_not=why_not),
            ListAction(APPROVE, approve, why_not=why_not),
            ListAction(RETIRE, retire, why_not=why_not),
        ),
        read,
        paint=paint,
        empty=M("No special terms. A manager presses n to word one."),
        help=M("Subscriptions bear approved terms only. Enter reads one in full."),
    )  # fmt: skip
    return place_list(app, spec)


async def open_card(app: Console, term_id: int) -> None:
    """A term from the inbox: read it and approve it."""
    page = await app.terminal.look(TERMS.page, Ask({"state": TermState.PROPOSED.value}))
    row = next((each for each in page.rows if each["id"] == term_id), None)
    if row is not None:
        await decide(app, row)
