"""The sales questions: searched while a visit is written down, proposed by everybody, approved by the manager (K11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.faq import FaqState
from anchang.i18n import M
from anchang.services.faq import ProposeFaq, RetireFaq, WriteFaq
from anchang.services.listing import Column, Row
from anchang.services.lists.faq import FAQS
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms.form import Aside, Field, FieldKind, Form
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Notice

if TYPE_CHECKING:
    from anchang.tui.app import Console

LOOK = Key("faq_look", ("f11", "ctrl+g"), M("Sales questions"), M("What everybody answers; Esc comes back to the form"))
WRITE = Key("faq_write", ("c", "ctrl+e"), M("Answer"), M("Write the answer and approve it"))
RETIRE = Key("faq_retire", ("x", "ctrl+x"), M("Retire"), M("This answer is not given any more"))

_FIELDS = (
    Field("question", M("Question"), required=True, limit=200),
    Field("answer", M("Answer"), FieldKind.MULTILINE, limit=4000),
    Field("tags", M("Tags"), limit=200, placeholder=M("words by which it is found")),
)
PROPOSE = Form(title=M("Propose a sales question"), command=ProposeFaq, name="faq.propose", fields=_FIELDS)
ANSWER = Form(title=M("Approve an answer"), command=WriteFaq, name="faq.approve", fields=_FIELDS)


def paint(row: Row, column: Column) -> Tone | None:
    """What is not approved is nobody's answer yet."""
    if column.key == "state" and row["state"] == FaqState.PROPOSED:
        return Tone.ASKED
    return Tone.QUIET if row["state"] == FaqState.RETIRED and column.key == "state" else None


async def write(app: Console, row: Row) -> None:
    """The answer, approved by whoever writes it."""
    values = {name: row[name] for name in ("question", "answer", "tags")}
    await fill_in(app, ANSWER, values=values, fixed={"faq": row["id"], "version": row["version"]})


def screen(app: Console, *, can_close: bool = False) -> PlaceList:
    """The list; from a form it is closed again."""

    async def add(view: Any, _row: Row | None) -> None:
        await fill_in(app, PROPOSE)
        view.refresh_data()

    async def change(view: Any, row: Row | None) -> None:
        if row is not None:
            await write(app, row)
            view.refresh_data()

    async def end(view: Any, row: Row | None) -> None:
        if row is not None:
            question = M("Do not give the answer to «{question}» any more?", question=row["question"])
            await confirm_and_act(app, question, RetireFaq(row["id"], row["version"]))
            view.refresh_data()

    async def read(_view: Any, row: Row) -> None:
        await app.push_screen_wait(Notice(row["question"], row["answer"] or M("No answer yet.")))

    actions = (ListAction(NEW, add, needs_row=False), ListAction(WRITE, change), ListAction(RETIRE, end))
    spec = ListSpec(
        FAQS, actions, read, paint=paint, empty=M("No sales questions. Press n to propose one."),
        help=M("/ finds by words of question, answer and tags, or by the question's initials. Enter reads the answer."),
    )  # fmt: skip
    return place_list(app, spec, can_close=can_close)


def make(app: Console) -> PlaceList:
    """The screen."""
    return screen(app)


def aside(app: Console) -> Aside:
    """The bank beside a form, by one key."""

    async def look() -> None:
        await app.push_screen_wait(screen(app, can_close=True))

    return Aside(LOOK, look)


async def open_card(app: Console, faq_id: int) -> None:
    """A proposal from the inbox: write the answer and approve it."""
    from anchang.services.listing import Ask

    page = await app.terminal.look(FAQS.page, Ask({"state": FaqState.PROPOSED.value}))
    row = next((each for each in page.rows if each["id"] == faq_id), None)
    if row is not None:
        await write(app, row)
