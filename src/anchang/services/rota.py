"""The greeting rota at work: signing in, the fixed order, arrivals, ends of receptions (domain 2.1, 2.19; P01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain import rota
from anchang.domain.access import Role
from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.rota import ROTA_DAY, ROTA_ENTRY, DayFacts, DayState, EntryFacts, EntryState, PauseReason
from anchang.domain.rota_modes import by_door
from anchang.domain.rota_policy import Penalty
from anchang.domain.rota_queue import Queue, line
from anchang.domain.text import clean
from anchang.domain.units import Note, StaffRef
from anchang.i18n import M, say
from anchang.services import day_lock, people, rota_deal, rota_log, waiting
from anchang.services.act import Act
from anchang.services.arrival import Arrive, arrive, serve
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import day_query, rota_events, staff
from anchang.storage.reading import Read
from anchang.storage.rota import RotaDay, last_credits
from anchang.storage.staff import StaffView
from anchang.storage.work import Row

__all__ = ("Arrive", "arrive")  # the arrival is a subject of its own and one of the rota's use cases


def someone(
    act: Act, consultant_id: int | None, *, for_others: frozenset[Role] | None = None, of_day: date | None = None
) -> StaffView:
    """The consultant meant: oneself where nothing is said. Raises NotFound, BadInput, or NotAllowed for another.

    `for_others` are the roles that may act for a colleague (assistant and manager where nothing is said). With `of_day`
    it may be anybody who took part in that day, also who does not work here any more: what is open has to be ended.
    """
    wanted = act.actor.id if consultant_id is None else consultant_id
    found = None
    if of_day is not None and wanted != act.actor.id and day_query.took_part(act.read, of_day, wanted):
        found = staff.by_id(act.work.connection, wanted)
    who = people.consultant(act, wanted) if found is None else found
    allowed = for_others if for_others is not None else frozenset({Role.ASSISTANT, Role.MANAGER})
    if who.id != act.actor.id and not allowed & act.actor.roles:
        raise NotAllowed(M("Only {name} may do this, or the assistant or the manager.", name=who.name))
    return who


def facts(act: Act, queue: Queue, consultant_id: int, on: date, reason: str = "") -> EntryFacts:
    """What the guards of an entry look at."""
    status = queue.status(consultant_id)
    running = queue.running(consultant_id) if status is EntryState.RECEIVING else None
    return EntryFacts(
        day=queue.day,
        signed_in=status is not EntryState.OFF,
        visit_logged=running is not None and rota_log.visit_saved(act, on, running.no),
        open_logs=day_query.open_logs(act.read, on, consultant_id),
        credits=len(queue.entry(consultant_id).credits) if status is not EntryState.OFF else 0,
        reason=reason,
        is_manager=Role.MANAGER in act.actor.roles,
    )


def _step(act: Act, step: str, who: StaffView, day: Row, queue: Queue, reason: str = "") -> None:
    """Ask the entry's flow; the queue itself changes by its event."""
    found = facts(act, queue, who.id, day["business_date"], reason)
    ROTA_ENTRY.take(step, queue.status(who.id), found, act.actor.roles)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody is at work: oneself, or a consultant for whom the assistant signs in."""

    consultant: StaffRef | None = None


@use_case(
    "rota.sign_in", action="rota.sign_in", title=M("Sign in for the rota"), done=M("{name} signed in as no. {place}.")
)
def sign_in(act: Act, command: SignIn) -> Result:
    """Sign in, once a day. The first sign-in opens the day's rota. Raises WrongState, Refusal: whoever has handed in
    could not write down a visitor of today any more."""
    day_lock.open_day(act)
    who = someone(act, command.consultant)
    day_lock.may_enter(act, who.id)
    day = rota_log.opened(act)
    queue = rota_log.queue(act, day)
    if queue.status(who.id) is not EntryState.OFF:
        raise Refusal(M("{step}: {name} signed in today already.", step=M("sign in"), name=who.name))
    _step(act, "sign_in", who, day, queue)
    kept = 0 if queue.policy.credits_die else last_credits(act.read, who.id, act.today)
    after = rota_log.tell(act, day, queue, rota.SignedIn(act.now, who.id, who.no, who.name, kept))
    _, words = serve(act, day, after)
    place = after.entry(who.id).seq
    return {"consultant": who.id, "name": who.name, "place": place, "rota_day": day["id"], "warnings": words}


@dataclass(frozen=True, slots=True)
class Confirm:
    """The order stands as they signed in."""

    version: int | None = None


@use_case("rota.confirm", step=(ROTA_DAY, "confirm"), title=M("Fix the rota"), done=M("The order is fixed: {order}."))
def confirm(act: Act, command: Confirm) -> Result:
    """Fix the day's order; from now on visitors are received. Raises Refusal, WrongState, Stale."""
    day_lock.open_day(act)
    day = rota_log.today(act)
    queue = rota_log.queue(act, day)
    act.move(
        ROTA_DAY, "confirm", RotaDay, day, DayFacts(sign_ins=len(queue.entries)), expect=command.version,
        confirmed_at=act.now, confirmed_by=act.actor.id,
    )  # fmt: skip
    after = rota_log.tell(act, day, queue, rota.Confirmed(act.now, act.actor.id))
    return {"order": ", ".join(rota_log.names(after)), "consultants": list(after.order)}


@dataclass(frozen=True, slots=True)
class ReOrder:
    """Those in line who are moved, first first, and why; everybody else keeps his or her place."""

    order: tuple[StaffRef, ...]
    reason: str


@use_case(
    "rota.re_order", step=(ROTA_DAY, "re_order"), title=M("Change the order"), done=M("The order is now: {order}.")
)
def re_order(act: Act, command: ReOrder) -> Result:
    """Change the order of those in line, with the reason. Raises BadInput, Refusal, WrongState."""
    day_lock.open_day(act)
    day = rota_log.today(act)
    queue = rota_log.queue(act, day)
    act.reason = clean(command.reason, "reason")
    act.move(ROTA_DAY, "re_order", RotaDay, day, DayFacts(len(queue.entries), reason=act.reason))
    event = rota.ReOrdered(act.now, act.actor.id, command.order, act.reason)
    after = rota_log.tell(act, day, queue, event, reason=act.reason)
    coming = [post.consultant for post in line(after)]
    return {"order": ", ".join(after.entry(one).name for one in coming), "consultants": coming}


@dataclass(frozen=True, slots=True)
class Pause:
    """Somebody goes away; the reason decides whether a turn that is missed is made up for."""

    reason: PauseReason
    consultant: StaffRef | None = None


@use_case(
    "rota.pause", step=(ROTA_ENTRY, ("pause_ok", "pause_no")), title=M("Go away for a while"),
    done=M("{name} is away: {reason}."),
)  # fmt: skip
def pause(act: Act, command: Pause) -> Result:
    """Leave one's place for a while. Raises WrongState, NotAllowed."""
    who = someone(act, command.consultant, for_others=frozenset({Role.MANAGER}), of_day=act.today)
    day = rota_log.today(act)
    queue = rota_log.queue(act, day)
    step = queue.policy.pause_step(command.reason)
    _step(act, step, who, day, queue, command.reason.value)
    rota_log.tell(act, day, queue, rota.Paused(act.now, who.id, command.reason))
    return {"consultant": who.id, "name": who.name, "reason": str(command.reason.label), "step": step}


@dataclass(frozen=True, slots=True)
class Resume:
    """Somebody is back."""

    consultant: StaffRef | None = None


@use_case("rota.resume", step=(ROTA_ENTRY, "resume"), title=M("Come back"), done=M("{name} is back."))
def resume(act: Act, command: Resume) -> Result:
    """Come back to one's place. Raises WrongState, NotAllowed."""
    who = someone(act, command.consultant, for_others=frozenset({Role.MANAGER}), of_day=act.today)
    day = rota_log.today(act)
    queue = rota_log.queue(act, day)
    _step(act, "resume", who, day, queue)
    after = rota_log.tell(act, day, queue, rota.Resumed(act.now, who.id))
    return {"consultant": who.id, "name": who.name, "warnings": serve(act, day, after)[1]}


@dataclass(frozen=True, slots=True)
class Leave:
    """The consultant at the terminal goes off duty."""


@use_case("rota.leave", step=(ROTA_ENTRY, "leave"), title=M("Go off duty"), done=M("{name} is off duty."))
def leave(act: Act, command: Leave) -> Result:
    """Leave the day's rota for good. Raises Refusal while a visit has only its greeting entry, WrongState."""
    who = someone(act, None)
    day = rota_log.today(act)
    queue = rota_log.queue(act, day)
    _step(act, "leave", who, day, queue)
    rota_log.tell(act, day, queue, rota.Left(act.now, who.id))
    return {"consultant": who.id, "name": who.name}


def leave_with_sheet(act: Act, who: StaffView, on: date) -> None:
    """Whoever hands in the day is off duty: out of the line before the next visitor comes."""
    day = rota_log.on(act, on)
    if day is None:
        return
    queue = rota_log.queue(act, day)
    if queue.day is not DayState.CLOSED and queue.status(who.id) not in (EntryState.OFF, EntryState.LEFT):
        # Whoever hands in for somebody ill sends him or her off duty with it: the step is the consultant's.
        ROTA_ENTRY.take("leave", queue.status(who.id), facts(act, queue, who.id, on), who.roles)
        rota_log.tell(act, day, queue, rota.Left(act.now, who.id))


@dataclass(frozen=True, slots=True)
class Skip:
    """Whose next turn is taken away, what for, and why; the penalty decides how many turns it costs."""

    consultant: StaffRef
    reason: str
    penalty: Penalty = Penalty.OTHER


@use_case("rota.skip", step=(ROTA_ENTRY, "skip"), title=M("Take a turn away"), done=M("{name} loses the next turn."))
def skip(act: Act, command: Skip) -> Result:
    """Take away somebody's next turn. Raises Refusal without a reason, WrongState."""
    who = someone(act, command.consultant, for_others=frozenset({Role.MANAGER}), of_day=act.today)
    day = rota_log.today(act)
    queue = rota_log.queue(act, day)
    act.reason = clean(command.reason, "reason")
    _step(act, "skip", who, day, queue, act.reason)
    turns = queue.policy.turns_lost(command.penalty)
    if not turns:
        raise Refusal(M("«{penalty}» costs no turn in this office.", penalty=command.penalty))
    why = ": ".join(each for each in (_penalty_words(command.penalty), act.reason) if each)
    after = rota_log.tell(
        act, day, queue, rota.Skipped(act.now, who.id, act.actor.id, act.reason, turns), reason=why
    )  # fmt: skip
    return {"consultant": who.id, "name": who.name, "skips": after.entry(who.id).skips}


def _penalty_words(penalty: Penalty) -> str:
    return "" if penalty is Penalty.OTHER else say(penalty.label)


@dataclass(frozen=True, slots=True)
class EndTurn:
    """A reception is over. `deal` when it leads to a deal that is not in force yet; `day` for a reception that was left
    running overnight."""

    consultant: StaffRef | None = None
    deal: bool = False
    day: date | None = None


@use_case(
    "rota.end_turn", step=(ROTA_ENTRY, "end_turn"), title=M("End the reception"),
    done=M("{name} is back in line, no. {place}."),
)  # fmt: skip
def end_turn(act: Act, command: EndTurn) -> Result:
    """End a reception; the consultant goes to the end of the line. Raises Refusal while the visit is not saved."""
    who = someone(act, command.consultant, of_day=command.day or act.today)
    day = rota_log.on(act, command.day or act.today)
    if day is None:
        raise Refusal(rota_log.NOBODY_YET)
    queue = rota_log.queue(act, day)
    _step(act, "end_turn", who, day, queue)
    turn = queue.running(who.id)
    deal = command.deal or (turn is not None and rota_deal.bought(act, day["business_date"], turn.no))
    after = rota_log.tell(act, day, queue, rota.TurnEnded(act.now, who.id, deal))
    rota_log.party_left(act, day["business_date"], turn.no if turn else 0)
    place = after.order.index(who.id) + 1 if who.id in after.order else 0
    _, words = serve(act, day, after)
    return {
        "consultant": who.id, "name": who.name, "place": place, "turn": turn.no if turn else 0, "warnings": words,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class CloseRota:
    """The rota of a day is over: today's, or that of a day that was left open."""

    day: date | None = None
    note: Note = ""


@use_case("rota.close", step=(ROTA_DAY, "close"), title=M("Close the rota"), done=M("The rota of {day} is closed."))
def close(act: Act, command: CloseRota) -> Result:
    """Close the rota. Raises Refusal while somebody is receiving, WrongState."""
    day = rota_log.on(act, command.day or act.today)
    if day is None:
        raise Refusal(rota_log.NOBODY_YET)
    act.reason = clean(command.note, "note", limit=4000, multiline=True)
    end_day(act, day)
    return {"rota_day": day["id"], "day": day["business_date"].isoformat()}


def end_day(act: Act, day: Row) -> None:
    """Close a rota that runs; one that was never fixed or is closed stays as it is for the office's own close."""
    queue = rota_log.queue(act, day)
    busy = tuple(entry.name for entry in queue.entries if entry.status is EntryState.RECEIVING)
    act.move(
        ROTA_DAY, "close", RotaDay, day, DayFacts(len(queue.entries), busy), closed_at=act.now,
        closed_by=act.actor.id,
    )  # fmt: skip
    rota_log.tell(act, day, queue, rota.Closed(act.now, act.actor.id))
    waiting.all_gone(act, day["business_date"])


@dataclass(frozen=True, slots=True)
class WriteShifts:
    """The shifts at the door that are over by now."""


@use_case("rota.write_shifts", title=M("Write down the shifts at the door"))
def write_shifts(act: Act, command: WriteShifts) -> Result:
    """Write what every board shows already, so that all terminals hear of it (mode `door_shift`)."""
    del command
    day = rota_log.on(act, act.today)
    before = 0 if day is None else rota_events.queue_of(act.read, day).version
    after = 0 if day is None else rota_log.queue(act, day).version
    return {"written": after - before}


def shifts_wait(read: Read) -> bool:
    """Whether a shift at the door is over that nobody has written down."""
    day = rota_events.day_row(read, read.today)
    if day is None or not by_door(rota_events.queue_of(read, day)):
        return False
    return rota_events.queue_now(read, day).version > rota_events.queue_of(read, day).version


def sweep(office: Office, project_id: int) -> None:
    """Write the shifts that are over, if there are any. No act and no journal row when there are none."""
    session = Session(0, project_id)
    if office.look(session, shifts_wait):
        office.run(session, WriteShifts())
