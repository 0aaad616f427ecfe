"""How the rota's events are written: the event, then the columns that say the same (domain 2.1).

The event is the truth. The use case asked for permission and guards; `domain.rota_queue` refuses what cannot happen.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from anchang.domain import settings
from anchang.domain.access import Role
from anchang.domain.errors import Refusal
from anchang.domain.rota import ROTA_DAY, DayState, EntryState, Event, Left, Mode, PauseReason, TurnEnded
from anchang.domain.rota_desk import Arrival, Decision
from anchang.domain.rota_modes import shift_due
from anchang.domain.rota_policy import Helper, LateJoin, Policy, Tie
from anchang.domain.rota_queue import Entry, Queue, apply
from anchang.i18n import M
from anchang.services.act import Act
from anchang.storage import rota as rows
from anchang.storage import rota_events, staff
from anchang.storage.rota import RotaDay, RotaEntry, RotaEvent, Turn
from anchang.storage.visit import Visit
from anchang.storage.work import Row

SHIFT = "rota.shift_over"
LEFT = "rota.left"
NOBODY_YET = M("Nobody has signed in for the rota of that day.")


def policy(act: Act) -> Policy:
    """The office's choices of today."""
    said = act.settings
    flags = (
        "own_returning_compensated", "voluntary_credit", "referral_counts", "relatives_count", "agent_counts",
        "outside_hours_count", "agent_report_required", "credits_die",
    )  # fmt: skip
    return Policy(
        mode=Mode(said["rota_mode"]),
        opening=time.fromisoformat(str(said["opening_time"])),
        closing=time.fromisoformat(str(said["closing_time"])),
        late_joins=LateJoin(said["late_joins"]),
        helper=Helper(said["who_helps"]),
        tie=Tie(said["sign_in_tie"]),
        lost_pauses=tuple(PauseReason(each) for each in settings.words(str(said["lost_pauses"]))),
        door_minutes=int(said["door_minutes"]),
        not_asked_turns=int(said["not_asked_turns"]),
        poached_turns=int(said["poached_turns"]),
        **{name: bool(said[name]) for name in flags},
    )


def on(act: Act, business_date: date) -> Row | None:
    """The rota sheet of a day, or None."""
    return rota_events.day_row(act.read, business_date)


def today(act: Act) -> Row:
    """Today's rota sheet. Raises Refusal when nobody has signed in."""
    found = on(act, act.today)
    if found is None:
        raise Refusal(NOBODY_YET)
    return found


def opened(act: Act) -> Row:
    """Today's rota sheet, begun when this is the first sign-in."""
    found = on(act, act.today)
    if found is not None:
        return found
    made = act.work.insert(
        RotaDay,
        project_id=act.project_id,
        business_date=act.today,
        state=act.born(ROTA_DAY),
        policy=rota_events.policy_text(policy(act)),
        opened_at=act.now,
    )
    return act.must(RotaDay, made, M("rota of the day"))


def queue(act: Act, day: Row) -> Queue:
    """The queue now, replayed from its events; a shift at the door that is over by now is written down first."""
    found = rota_events.queue_of(act.read, day)
    now = rota_events.within(act.read, day)
    while (event := shift_due(found, now)) is not None:
        with act.as_system(SHIFT):
            found = tell(act, day, found, event, by_program=True)
    return found


def off_duty(act: Act, day: Row, found: Queue, consultant_id: int, *, by_program: bool = False) -> Queue:
    """Somebody who does not work here any more leaves the line: what still ran is over, the place goes to the next."""
    if found.day is DayState.CLOSED or found.status(consultant_id) in (EntryState.OFF, EntryState.LEFT):
        return found
    running = found.running(consultant_id)
    if running is not None:
        found = tell(act, day, found, TurnEnded(act.now, consultant_id), reason=act.reason, by_program=by_program)
        party_left(act, day["business_date"], running.no)
    return tell(act, day, found, Left(act.now, consultant_id), reason=act.reason, by_program=by_program)


def without_leavers(act: Act, day: Row, found: Queue) -> Queue:
    """The queue without anybody whose sign-in has ended or who is no consultant any more: nobody absent gets a turn."""
    for entry in found.entries:
        who = staff.by_id(act.work.connection, entry.consultant)
        if who is None or not who.active_on(act.today) or Role.CONSULTANT not in who.roles:
            with act.as_system(LEFT):
                found = off_duty(act, day, found, entry.consultant, by_program=True)
    return found


def names(queue: Queue) -> list[str]:
    """The names of those in line, first first."""
    return [queue.entry(one).name for one in queue.order]


def tell(
    act: Act,
    day: Row,
    before: Queue,
    event: Event,
    *,
    reason: str = "",
    arrival: Arrival | None = None,
    decision: Decision | None = None,
    visit_id: int | None = None,
    party_size: int = 1,
    by_program: bool = False,
) -> Queue:
    """Write one event and what follows from it; returns the queue after it. Raises as `rota_queue.apply` does."""
    after = apply(before, event)
    why = "" if decision is None else rota_events.words_text(decision.why)
    act.work.insert(
        RotaEvent,
        project_id=act.project_id,
        rota_day_id=day["id"],
        business_date=day["business_date"],
        no=after.version,
        at=event.at,
        by_id=None if by_program else act.actor.id or None,
        why=why,
        reason=reason,
        **rota_events.encode(event, arrival),
    )
    _write_entries(act, day, before, after)
    visit_kind = "" if arrival is None else arrival.kind.value
    _write_turns(act, day, before, after, visit_id=visit_id, why=why, visit_kind=visit_kind, party_size=party_size)
    return after


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "signed_in_at": entry.signed_in_at,
        "status": entry.status.value,
        "since": entry.since,
        "pause": "" if entry.pause is None else entry.pause.value,
        "turns": entry.turns,
        "uncounted": entry.uncounted,
        "credits": len(entry.credits),
        "skips": entry.skips,
        "turn_no": entry.turn_no,
    }


def _write_entries(act: Act, day: Row, before: Queue, after: Queue) -> None:
    old = {entry.consultant: _columns(entry) for entry in before.entries}
    ids = rows.entry_ids(act.read, day["id"])
    for entry in after.entries:
        columns = _columns(entry)
        if entry.consultant not in old:
            act.work.insert(
                RotaEntry,
                project_id=act.project_id,
                rota_day_id=day["id"],
                business_date=day["business_date"],
                consultant_id=entry.consultant,
                **columns,
            )
        elif columns != old[entry.consultant]:
            act.work.update(RotaEntry, ids[entry.consultant], **columns)


def _write_turns(act: Act, day: Row, before: Queue, after: Queue, **more: Any) -> None:
    for place, turn in enumerate(after.turns):
        if place >= len(before.turns):
            act.work.insert(
                Turn,
                project_id=act.project_id,
                rota_day_id=day["id"],
                business_date=day["business_date"],
                no=turn.no,
                event_no=after.version,
                receiver_id=turn.receiver,
                recorder_id=turn.recorder,
                kind=turn.kind.value,
                counted=turn.counted,
                on_credit=turn.on_credit,
                started_at=turn.started_at,
                **more,
            )
        elif turn != before.turns[place]:
            row = rows.turn_row(act.read, day["business_date"], turn.no)
            if row is not None:
                act.work.update(
                    Turn, row["id"], ended_at=turn.ended_at, kind=turn.kind.value, counted=turn.counted,
                    on_credit=turn.on_credit,
                )  # fmt: skip


def visit_saved(act: Act, business_date: date, turn_no: int) -> bool:
    """Whether the visit of that turn is in the log, not only greeted."""
    visit = _visit_of(act, business_date, turn_no)
    return visit is not None and visit["saved_at"] is not None


def party_left(act: Act, business_date: date, turn_no: int) -> None:
    """Write down when the party left, unless somebody has."""
    visit = _visit_of(act, business_date, turn_no)
    if visit is not None and visit["left_at"] is None and business_date == act.today:
        at: datetime = act.now
        act.work.update(Visit, visit["id"], left_at=at)


def _visit_of(act: Act, business_date: date, turn_no: int) -> Row | None:
    turn = rows.turn_row(act.read, business_date, turn_no)
    return None if turn is None or turn["visit_id"] is None else act.work.row(Visit, turn["visit_id"])
