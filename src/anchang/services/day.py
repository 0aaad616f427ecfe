"""The day's end: handing in, consolidating, reviewing, sending back, closing (domain 2.2; P02f, P02g)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import door as door_rules
from anchang.domain.access import Role
from anchang.domain.day import (
    BUSINESS_DAY,
    DAY_SHEET,
    BusinessDayFacts,
    BusinessDayState,
    SheetFacts,
    SheetState,
    reasons_against_closing,
    reasons_against_hand_in,
)
from anchang.domain.door import WHOLE_DAY
from anchang.domain.errors import BadInput, NotAllowed, Refusal, nothing_there
from anchang.domain.rota import DayState
from anchang.domain.text import clean
from anchang.domain.units import Note, StaffRef
from anchang.domain.visit import check_day
from anchang.i18n import M
from anchang.services import day_lock, rota, rota_log
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import day_query, day_signed, door_count
from anchang.storage.day import BusinessDay, DayComment, DaySheet, DoorCount, SignedDay
from anchang.storage.reading import Read
from anchang.storage.work import Row

SHEET = M("day sheet")


def sheet_facts(read: Read, on: date, consultant_id: int, *, is_own: bool = True, comment: str = "") -> SheetFacts:
    """What the guards of a sheet look at; the form uses it too, for the list of what is missing."""
    return SheetFacts(
        is_own=is_own,
        is_receiving=day_query.is_receiving(read, on, consultant_id),
        incomplete_visits=day_query.incomplete_visits(read, on, consultant_id),
        incomplete_calls=day_query.incomplete_calls(read, on, consultant_id),
        leads_without_next=day_query.leads_without_next(read, on, consultant_id),
        comment=comment,
    )


def closing_facts(read: Read, on: date) -> BusinessDayFacts:
    """What stands in the way of closing that day."""
    done = (SheetState.SUBMITTED, SheetState.CONSOLIDATED, SheetState.REVIEWED)
    return BusinessDayFacts(
        receiving=day_query.receiving_names(read, on),
        not_handed_in=day_query.without(read, on, done),
        not_consolidated=day_query.without(read, on, done[1:]),
        without_slip=day_query.without_slip(read, on),
        of_others=day_query.incomplete_of_others(read, on),
        not_reviewed=day_query.without(read, on, done[2:]),
    )


@dataclass(frozen=True, slots=True)
class HandIn:
    """A consultant's sheet: today's, or that of a day that was forgotten; one's own where nobody is said.

    `consultant` and `reason` are for the assistant and the manager, who hand in for somebody who left or is ill.
    """

    day: date | None = None
    version: int | None = None
    consultant: StaffRef | None = None
    reason: Note = ""


@use_case(
    "day.hand_in", step=(DAY_SHEET, "hand_in"), title=M("Hand in my day"),
    done=M("Handed in: {visits} visits, {calls} calls. Off duty for {day}."),
)  # fmt: skip
def hand_in(act: Act, command: HandIn) -> Result:
    """Hand in calls and visits; whose they are is off duty. Raises Refusal that names everything missing."""
    on = _not_to_come(act, command.day)
    if command.consultant is None and Role.CONSULTANT not in act.actor.roles:
        raise NotAllowed(M("Say whose day is handed in."))
    who = rota.someone(act, command.consultant, of_day=on)
    is_own = who.id == act.actor.id
    said = "" if is_own else clean(command.reason, "reason", limit=4000, multiline=True)
    facts = sheet_facts(act.read, on, who.id, is_own=is_own, comment=said)
    reasons = reasons_against_hand_in(facts)
    if len(reasons) > 1:
        raise Refusal(M("{step}: {reason}", step=DAY_SHEET.step("hand_in").label, reason=tuple(reasons)))
    if on == act.today and day_query.business_day(act.read, on) is None:
        day_lock.open_day(act)
    row = day_lock.sheet_of(act, who.id, on)
    counts = day_query.counts(act.read, on, who.id)
    act.reason = said[:200]
    act.move(
        DAY_SHEET, "hand_in", DaySheet, row, facts, expect=command.version, handed_in_at=act.now, returned=False,
        **counts,
    )  # fmt: skip
    _commented(act, row, "hand_in", said)
    rota.leave_with_sheet(act, who, on)
    return {"sheet": row["id"], "day": on.isoformat(), **counts}


def _not_to_come(act: Act, day: date | None) -> date:
    on = day or act.today
    if on > act.today:
        raise BadInput(check_day(on, act.today) or M("Say why."), "day")
    return on


@dataclass(frozen=True, slots=True)
class Consolidate:
    """Whose sheet of which day (today's where nothing is said); everybody's that was handed in without `consultant`."""

    consultant: StaffRef | None = None
    day: date | None = None


@use_case(
    "day.consolidate", step=(DAY_SHEET, "consolidate"), title=M("Consolidate sheets"),
    done=M("{count} sheets of {day} are consolidated."),
)  # fmt: skip
def consolidate(act: Act, command: Consolidate) -> Result:
    """Take sheets that were handed in into the office's day. Raises WrongState, NotFound, Refusal for none."""
    on = _not_to_come(act, command.day)
    if command.consultant is None:
        found = [row for row in day_query.sheets(act.read, on).values() if row["state"] == SheetState.SUBMITTED]
    else:
        found = [_sheet(act, command.consultant, on)]
    if not found:
        raise Refusal(M("No sheet of {day} waits to be consolidated.", day=on))
    for row in found:
        act.move(
            DAY_SHEET, "consolidate", DaySheet, row, SheetFacts(), consolidated_at=act.now,
            consolidated_by=act.actor.id,
        )  # fmt: skip
    return {"count": len(found), "day": on.isoformat(), "sheets": [row["id"] for row in found]}


def _sheet(act: Act, consultant_id: int, on: date) -> Row:
    found = day_query.sheet(act.read, on, consultant_id)
    if found is None:
        name = day_query.names_of(act.read, [consultant_id]).get(consultant_id, str(consultant_id))
        raise nothing_there(SHEET, f"{name} {on.isoformat()}")
    return found


@dataclass(frozen=True, slots=True)
class Review:
    """Whose sheet of which day the manager has read."""

    consultant: StaffRef
    day: date | None = None
    comment: Note = ""
    version: int | None = None


@use_case(
    "day.review", step=(DAY_SHEET, "review"), title=M("Review a sheet"), done=M("{name}'s sheet of {day} is reviewed.")
)
def review(act: Act, command: Review) -> Result:
    """Accept a consolidated sheet; its entries are read-only from now on. Nobody reviews his or her own."""
    on = _not_to_come(act, command.day)
    row = _sheet(act, command.consultant, on)
    comment = clean(command.comment, "comment", limit=4000, multiline=True)
    _reviewed(act, row, comment, command.version)
    _lock_when_ready(act, on)
    return _commented(act, row, "review", comment)


def _reviewed(act: Act, row: Row, comment: str = "", expect: int | None = None) -> None:
    makers = (row["consultant_id"], *day_query.handed_in_by(act.read, row["id"]))
    act.move(
        DAY_SHEET, "review", DaySheet, row, SheetFacts(comment=comment), expect=expect, makers=makers,
        reviewed_at=act.now, reviewed_by=act.actor.id,
    )  # fmt: skip


def _lock_when_ready(act: Act, on: date) -> None:
    """The last review of a closed day is its signature."""
    row = day_query.business_day(act.read, on)
    if row is not None and row["state"] == BusinessDayState.CLOSED:
        facts = closing_facts(act.read, on)
        if not facts.not_reviewed:
            _lock(act, row, facts)


def _lock(act: Act, row: Row, facts: BusinessDayFacts, expect: int | None = None) -> None:
    act.move(
        BUSINESS_DAY, "lock", BusinessDay, row, facts, expect=expect, locked_at=act.now, locked_by=act.actor.id
    )  # fmt: skip
    act.work.insert(
        SignedDay,
        project_id=act.project_id,
        business_date=row["business_date"],
        at=act.now,
        by_id=act.actor.id,
        content=day_signed.content(act.read, row["business_date"]),
    )


@dataclass(frozen=True, slots=True)
class LockDay:
    """Which closed day the manager signs; consolidated sheets that wait are accepted with it."""

    day: date | None = None
    version: int | None = None


@use_case(
    "day.lock", step=(BUSINESS_DAY, "lock"), title=M("Sign and lock the day"),
    done=M("The day {locked} is signed and locked; {count} sheets were accepted with it."),
)  # fmt: skip
def lock(act: Act, command: LockDay) -> Result:
    """Accept what is consolidated and lock the day with the figures that it has now (P02g).

    Raises Refusal that names whose sheet is not consolidated, WrongState for a day that is open or locked, NotAllowed
    where one of the sheets is the own one.
    """
    on = _not_to_come(act, command.day)
    row = _business_day(act, on)
    waiting = [each for each in day_query.sheets(act.read, on).values() if each["state"] == SheetState.CONSOLIDATED]
    for sheet in waiting:
        _reviewed(act, sheet)
    _lock(act, row, closing_facts(act.read, on), command.version)
    return {"locked": on.isoformat(), "count": len(waiting)}


@dataclass(frozen=True, slots=True)
class SendBack:
    """Whose sheet of which day goes back, and what has to be done."""

    consultant: StaffRef
    comment: Note
    day: date | None = None
    version: int | None = None


@use_case(
    "day.send_back", step=(DAY_SHEET, "send_back"), title=M("Send a sheet back"),
    done=M("{name}'s sheet of {day} is with the consultant again."),
)  # fmt: skip
def send_back(act: Act, command: SendBack) -> Result:
    """Give a sheet back to its consultant with a comment; its entries may be completed again."""
    on = _not_to_come(act, command.day)
    row = _sheet(act, command.consultant, on)
    comment = clean(command.comment, "comment", limit=4000, multiline=True)
    act.reason = comment[:200]
    act.move(
        DAY_SHEET, "send_back", DaySheet, row, SheetFacts(comment=comment), expect=command.version, returned=True
    )  # fmt: skip
    return _commented(act, row, "send_back", comment)


@dataclass(frozen=True, slots=True)
class SendDayBack:
    """Which day goes back as a whole, to everybody whose sheet is not reviewed yet, and what has to be done."""

    comment: Note
    day: date | None = None


@use_case(
    "day.send_day_back", step=(DAY_SHEET, "send_back"), title=M("Send the whole day back"),
    done=M("{count} sheets of {day} are with their consultants again."),
)  # fmt: skip
def send_day_back(act: Act, command: SendDayBack) -> Result:
    """Give every sheet of the day that is not reviewed back with one comment. Raises Refusal where there is none."""
    on = _not_to_come(act, command.day)
    comment = clean(command.comment, "comment", limit=4000, multiline=True)
    act.reason = comment[:200]
    back = (SheetState.SUBMITTED, SheetState.CONSOLIDATED)
    found = [row for row in day_query.sheets(act.read, on).values() if row["state"] in back]
    if not found:
        raise Refusal(M("No sheet of {day} can be sent back: none is handed in, or all are reviewed.", day=on))
    for row in found:
        act.move(DAY_SHEET, "send_back", DaySheet, row, SheetFacts(comment=comment), returned=True)
        _commented(act, row, "send_back", comment)
    return {"count": len(found), "day": on.isoformat(), "sheets": [row["id"] for row in found]}


def _commented(act: Act, row: Row, step: str, comment: str) -> Result:
    if comment:
        act.work.insert(
            DayComment,
            project_id=act.project_id,
            sheet_id=row["id"],
            step=step,
            by_id=act.actor.id,
            comment=comment,
            at=act.now,
            business_date=act.today,
        )
    name = day_query.names_of(act.read, [row["consultant_id"]])[row["consultant_id"]]
    return {"sheet": row["id"], "name": name, "day": row["business_date"].isoformat()}


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Which day of the office is over: today, or an earlier one that was left open."""

    day: date | None = None
    note: Note = ""


@use_case("day.close", step=(BUSINESS_DAY, "close"), title=M("Close the day"), done=M("The day {closed} is closed."))
def close(act: Act, command: CloseDay) -> Result:
    """Close the office's day and its rota; nothing more is entered on it. Raises Refusal that names everything open."""
    on = _not_to_come(act, command.day)
    row = _business_day(act, on)
    act.reason = clean(command.note, "note", limit=4000, multiline=True)[:200]
    facts = closing_facts(act.read, on)
    reasons = reasons_against_closing(facts)
    if row["state"] == BusinessDayState.OPEN and len(reasons) > 1:
        raise Refusal(M("{step}: {reason}", step=BUSINESS_DAY.step("close").label, reason=tuple(reasons)))
    values: dict[str, Any] = {"closed_at": act.now, "closed_by": act.actor.id}
    act.move(BUSINESS_DAY, "close", BusinessDay, row, facts, **values)
    sheet = rota_log.on(act, on)
    if sheet is not None and sheet["state"] == DayState.CONFIRMED:
        rota.end_day(act, sheet)
    return {"closed": on.isoformat()}


@dataclass(frozen=True, slots=True)
class CountDoor:
    """How many groups came through the door by the assistant's own count: of an hour (0 to 23), or of the whole day."""

    groups: int
    hour: int | None = None
    day: date | None = None
    note: Note = ""


@use_case("day.count_door", title=M("Enter the door count"), done=M("Door count of {day}: {groups} groups."))
def count_door(act: Act, command: CountDoor) -> Result:
    """Write down the door count of a day or of one of its hours, or write it anew.

    Raises BadInput for a number or hour that cannot be, or that contradicts the other numbers of the day; Refusal once
    the day is locked.
    """
    on = _not_to_come(act, command.day)
    day_lock.not_locked(act, on)
    hour = WHOLE_DAY if command.hour is None else command.hour
    before = door_count.counts(act.read, on)
    wrong = door_rules.wrong(before, hour, command.groups)
    if wrong is not None:
        raise BadInput(wrong, "groups" if 0 <= hour <= 23 or hour == WHOLE_DAY else "hour")
    note = clean(command.note, "note", limit=4000, multiline=True)
    values: dict[str, Any] = {"groups": command.groups, "note": note, "by_id": act.actor.id, "at": act.now}
    row = door_count.row(act.read, on, hour)
    if row is None:
        act.work.insert(DoorCount, project_id=act.project_id, business_date=on, hour=hour, **values)
    else:
        act.work.update(DoorCount, row["id"], **values)
    return {"day": on.isoformat(), "groups": door_rules.total({**before, hour: command.groups})}


def _business_day(act: Act, on: date) -> Row:
    found = day_query.business_day(act.read, on)
    if found is None and on == act.today:
        day_lock.open_day(act)
        found = day_query.business_day(act.read, on)
    if found is None:
        raise nothing_there(M("business day"), on.isoformat())
    return found
