"""Correcting an entry after the review: who may, the versions in words, and the form (domain 2.2, 2.18)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.access import may
from anchang.domain.correction import Corrected
from anchang.domain.day import BusinessDayState, SheetState
from anchang.domain.errors import nothing_there
from anchang.i18n import M, Msg
from anchang.services import correction_words
from anchang.services.correction import VoidReviewedCall, VoidReviewedFollowUp, VoidReviewedVisit
from anchang.storage import call_query, correction, day_query, visit_query
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms import call as call_forms
from anchang.tui.forms import desk_fields
from anchang.tui.forms import follow_up as follow_up_forms
from anchang.tui.forms import visit as visit_forms
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from datetime import date

    from anchang.storage.reading import Read
    from anchang.tui.app import Console


VOIDS: dict[Corrected, Callable[[int, str, int], object]] = {
    Corrected.VISIT: VoidReviewedVisit,
    Corrected.CALL: VoidReviewedCall,
    Corrected.FOLLOW_UP: VoidReviewedFollowUp,
}
CAN = ("correct", "void")  # what can be done to an entry of a reviewed sheet


def is_read_only(read: Read, consultant_id: int, on: date) -> bool:
    """Whether entries of that sheet change only by a correction: it is reviewed, or the day is locked."""
    sheet = day_query.sheet(read, on, consultant_id)
    if sheet is not None:
        return bool(sheet["state"] == SheetState.REVIEWED)
    day = day_query.business_day(read, on)
    return day is not None and day["state"] == BusinessDayState.LOCKED


async def state_of(app: Console, noun: Corrected, row_id: int, consultant_id: int, on: date) -> tuple[bool, list[Msg]]:
    """Whether who sits here may correct the entry now, and its versions in words."""

    def look(read: Read) -> tuple[bool, list[Msg]]:
        found = correction.versions(read, noun, row_id)
        words = [correction_words.line(each, read.zone) for each in found]
        return is_read_only(read, consultant_id, on) and not any(each.void for each in found), words

    locked, words = await app.terminal.look(look)
    return locked and may(app.terminal.here.staff.roles, "day.correct_reviewed"), words


async def void(app: Console, noun: Corrected, row: Mapping[str, Any]) -> None:
    """Make an entry void, with the reason."""
    question = M("Make this entry void? It stays readable and counts no more.")
    await confirm_and_act(
        app, question, lambda why: VOIDS[noun](row["id"], why, row["version"]), reason=Reason.REQUIRED, danger=True
    )


async def visit(app: Console, visit_id: int) -> None:
    """A new version of a visit."""
    row = await app.terminal.look(visit_query.card, visit_id)
    if row is None:
        raise nothing_there(M("visit"), visit_id)
    days = await app.terminal.look(desk_fields.grade_days)
    fixed = {"visit": visit_id, "version": row["version"]}
    form = visit_forms.correct_reviewed(app, row, days)
    await fill_in(app, form, values={**visit_forms.values_of(row), "kind": row["kind"]}, fixed=fixed)


async def call(app: Console, call_id: int) -> None:
    """A new version of a call."""
    row = await app.terminal.look(call_query.card, call_id)
    if row is None:
        raise nothing_there(M("call"), call_id)
    days = await app.terminal.look(desk_fields.grade_days)
    fixed = {"call": call_id, "version": row["version"]}
    await fill_in(app, call_forms.correct_reviewed(app, row, days), values=call_forms.values_of(row), fixed=fixed)


async def follow_up(app: Console, row: Mapping[str, Any]) -> None:
    """A new version of a follow-up; `row` is its line in the list."""
    form = follow_up_forms.correct_reviewed(row)
    fixed = {"follow_up": row["id"], "version": row["version"]}
    await fill_in(app, form, values=follow_up_forms.values_of(row), fixed=fixed)
