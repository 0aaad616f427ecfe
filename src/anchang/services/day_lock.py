"""What may still be written on a day: the office's day, and whose sheet has been handed in (domain 2.2, 3.3)."""

from __future__ import annotations

from datetime import date

from anchang.domain.day import BUSINESS_DAY, DAY_SHEET, BusinessDayState, SheetState
from anchang.domain.errors import Refusal
from anchang.i18n import M
from anchang.services.act import Act
from anchang.storage import day_query
from anchang.storage.day import BusinessDay, DaySheet
from anchang.storage.work import Row


def open_day(act: Act) -> None:
    """Today takes entries: begun with the first one. Raises Refusal when the office's day is closed already."""
    row = day_query.business_day(act.read, act.today)
    if row is None:
        act.work.insert(
            BusinessDay,
            project_id=act.project_id,
            business_date=act.today,
            state=act.born(BUSINESS_DAY),
            opened_at=act.now,
        )
    elif row["state"] != BusinessDayState.OPEN:
        raise Refusal(M("The day {day} is closed; nothing can be entered or changed.", day=act.today))


def may_enter(act: Act, consultant_id: int) -> None:
    """A new entry of today for that consultant. Raises Refusal when the day is closed or the sheet handed in."""
    open_day(act)
    found = day_query.sheet(act.read, act.today, consultant_id)
    if found is not None and found["state"] != SheetState.DRAFTING:
        raise _handed_in(act, consultant_id, act.today, found)


def may_change(act: Act, consultant_id: int, on: date) -> None:
    """A change of an entry of that day. Raises Refusal when the sheet is handed in or the day closed.

    A sheet that was sent back is open again for its consultant, also after the office closed over it.
    """
    found = day_query.sheet(act.read, on, consultant_id)
    if found is not None and found["state"] != SheetState.DRAFTING:
        raise _handed_in(act, consultant_id, on, found)
    day = day_query.business_day(act.read, on)
    returned = found is not None and found["returned"]
    if day is not None and day["state"] != BusinessDayState.OPEN and not returned:
        raise Refusal(M("The day {day} is closed; nothing can be entered or changed.", day=on))


def must_be_read_only(act: Act, consultant_id: int, on: date) -> None:
    """A correction is for what can no longer be changed (2.2). Raises Refusal that says what to do instead."""
    found = day_query.sheet(act.read, on, consultant_id)
    if found is not None and found["state"] == SheetState.REVIEWED:
        return
    day = day_query.business_day(act.read, on)
    if found is None and day is not None and day["state"] == BusinessDayState.LOCKED:
        return
    name = day_query.names_of(act.read, [consultant_id]).get(consultant_id, "")
    raise Refusal(
        M(
            "{name}'s sheet of {day} is not reviewed yet: send it back and let the entry itself be changed.",
            name=name,
            day=on,
        )
    )


def not_locked(act: Act, on: date) -> None:
    """Something of that day that is signed with it. Raises Refusal once the day is locked."""
    day = day_query.business_day(act.read, on)
    if day is not None and day["state"] == BusinessDayState.LOCKED:
        raise Refusal(M("The day {day} is signed and locked.", day=on))


def _handed_in(act: Act, consultant_id: int, on: date, found: Row) -> Refusal:
    name = day_query.names_of(act.read, [consultant_id]).get(consultant_id, "")
    return Refusal(
        M(
            "{name}'s sheet of {day} is «{state}»; it has to be sent back before anything of that day changes.",
            name=name,
            day=on,
            state=SheetState(found["state"]),
        )
    )


def sheet_of(act: Act, consultant_id: int, on: date) -> Row:
    """The consultant's sheet of that day, begun when there is none."""
    found = day_query.sheet(act.read, on, consultant_id)
    if found is not None:
        return found
    made = act.work.insert(
        DaySheet,
        project_id=act.project_id,
        business_date=on,
        consultant_id=consultant_id,
        state=act.born(DAY_SHEET),
    )
    return act.must(DaySheet, made, M("day sheet"))
