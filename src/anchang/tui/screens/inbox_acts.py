"""Deciding from the inbox: one by the windows of the paper's own screen, many alike by one question (F9)."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from anchang.domain.approval import Decision
from anchang.domain.errors import Refusal
from anchang.i18n import M, Msg, say
from anchang.services.inbox import WORDS
from anchang.services.inbox.deciding import (
    LABELS,
    Outcome,
    command_of,
    decide_many,
    why_not,
    why_not_together,
)
from anchang.services.listing import Row
from anchang.tui.acting import confirm_and_act
from anchang.tui.show import plain
from anchang.tui.widgets.dialogs import Confirm, Notice, Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

# what waits -> (the module of the paper's steps, decision -> its steps: the first that can be taken is)
OWN_STEPS: dict[str, tuple[str, dict[Decision, tuple[str, ...]]]] = {
    "delay_request.decide": (
        "anchang.tui.forms.delay_steps", {Decision.APPROVED: ("approve",), Decision.REJECTED: ("reject",)},
    ),
    "discount_request.decide": (
        "anchang.tui.forms.discount_steps", {Decision.APPROVED: ("approve",), Decision.REJECTED: ("reject",)},
    ),
    "change_request.decide": (
        "anchang.tui.forms.change_steps",
        {
            Decision.APPROVED: ("approve", "pass_on"), Decision.REJECTED: ("reject",),
            Decision.SENT_BACK: ("send_back",),
        },
    ),
    "change_request.check_money": (
        "anchang.tui.forms.change_steps", {Decision.APPROVED: ("check_money",), Decision.REJECTED: ("refuse",)},
    ),
    "subscription.review": (
        "anchang.tui.forms.subscription_steps",
        {Decision.APPROVED: ("approve",), Decision.SENT_BACK: ("send_back",)},
    ),
    "ownership_case.decide": ("anchang.tui.screens.ownership_card", {Decision.APPROVED: ("decide",)}),
    "subscription.lower_deposit": (
        "anchang.tui.forms.subscription_steps", {Decision.APPROVED: ("accept_deposit",)},
    ),
}  # fmt: skip
SHOWN = 40  # papers named in a summary


async def decide(app: Console, rows: Sequence[Row], decision: Decision) -> bool:
    """Decide these rows; whether it came to the act. Raises Refusal where they cannot be, that way or together."""
    against = why_not_together(rows) or why_not(rows[0]["what"], decision)
    if against is not None:
        raise Refusal(against)
    if len(rows) == 1:
        await _one(app, rows[0], decision)
        return True
    return await _many(app, rows, decision)


async def _one(app: Console, row: Row, decision: Decision) -> None:
    own = OWN_STEPS.get(row["what"])
    if own is not None:
        await _by_step(app, own[0], row["row_id"], own[1][decision])
        return
    question = M("{decision} {what}: {subject}?", decision=LABELS[decision], what=WORDS[row["what"]],
                 subject=_name(row))  # fmt: skip
    await confirm_and_act(app, question, lambda why: command_of(row, decision, why), reason=_reason(decision))


def _name(row: Row) -> str:
    return " ".join(str(each) for each in (row["subject"], row["unit"], row["who"]) if each)


def _reason(decision: Decision) -> Reason:
    return Reason.OPTIONAL if decision is Decision.APPROVED else Reason.REQUIRED


async def _by_step(app: Console, module: str, row_id: int, names: tuple[str, ...]) -> None:
    """The paper's own step with its own window. Raises Refusal with what the paper's step menu says against it."""
    room: Any = importlib.import_module(module)
    found = {one.step.name: one for one in await app.terminal.look(room.menu, row_id)}
    known = [found[name] for name in names if name in found]
    can = next((one for one in known if one.why_not is None), None)
    if can is not None:
        await room.STEPS[can.step.name](app, row_id)
        return
    if not known:
        raise Refusal(M("This paper has no such step; s shows those that it has."))
    raise Refusal(M("{step}: {reason}", step=known[0].step.label, reason=known[0].why_not or ""))


async def _many(app: Console, rows: Sequence[Row], decision: Decision) -> bool:
    question = M("{decision}: {count} times «{what}»?", decision=LABELS[decision], count=len(rows),
                 what=WORDS[rows[0]["what"]])  # fmt: skip
    names = "\n".join(_name(row) for row in rows)
    answer = await app.push_screen_wait(Confirm(question, reason=_reason(decision), detail=names))
    if answer is None:
        return False
    outcomes = await app.terminal.in_thread(
        lambda office, session: decide_many(office, session, rows, decision, answer.reason)
    )
    app.spread()
    await app.push_screen_wait(Notice(_title(outcomes), _summary(outcomes)))
    return True


def _title(outcomes: Sequence[Outcome]) -> Msg:
    done = sum(1 for each in outcomes if each.done)
    return M("{done} went through, {refused} refused", done=done, refused=len(outcomes) - done)


def _summary(outcomes: Sequence[Outcome]) -> str:
    """What was refused first, with the reason; then what went through."""
    lines = []
    for each in sorted(outcomes, key=lambda one: one.done)[:SHOWN]:
        mark = say(M("done")) if each.done else say(M("refused"))
        lines.append(f"{mark}  {plain(each.subject)}\n    {plain(each.said)}")
    if len(outcomes) > SHOWN:
        lines.append(say(M("and {count} more", count=len(outcomes) - SHOWN)))
    return "\n".join(lines)
