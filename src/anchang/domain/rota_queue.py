"""The queue of the day: events in, who stands where out (domain 2.1).

In mode `circular`, `order` is the line of everybody who keeps a place in it. Whoever takes a turn that counts leaves
the line and joins its end when the reception is over. The turn *reaches* a consultant when it comes to his or her
place; whoever is away then is passed over and goes to the end: with a credit when the absence is made up for, without
one otherwise, and with one skip less when a turn had been taken away. A credit is a turn of its own, served before the
head, oldest first and one a cycle; it does not cost the place in the line, or it would make up for nothing. In the
other modes the line stays as it is, and counts or the time at the door decide (`rota_modes`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from anchang.domain import rota, rota_cost, rota_modes
from anchang.domain.errors import BadInput, Refusal, WrongState
from anchang.domain.rota import AVAILABLE, ROTA_DAY, ROTA_ENTRY, DayState, EntryState, Event, PauseReason, TurnKind
from anchang.domain.rota_policy import Helper, LateJoin, Policy, Tie
from anchang.i18n import M


@dataclass(frozen=True, slots=True)
class Turn:
    """A reception. `no` counts the day's turns from 1; `counted` ones decide the order."""

    no: int
    receiver: int
    recorder: int
    kind: TurnKind
    counted: bool
    on_credit: bool
    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One consultant's day. `credits` holds the numbers of the events that earned them, oldest first.

    `since` is when the present status began; `turns` and `uncounted` are receptions that count and that do not;
    `credit_cycle` is the last cycle in which a credit was used, `handicap` what counts as had besides, `door` the
    seconds at the door.
    """

    consultant: int
    staff_no: str
    name: str
    signed_in_at: datetime
    seq: int
    status: EntryState
    since: datetime
    turns: int = 0
    uncounted: int = 0
    credits: tuple[int, ...] = ()
    skips: int = 0
    credit_cycle: int = -1
    pause: PauseReason | None = None
    turn_no: int | None = None
    handicap: int = 0
    door: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """Who is, or would be, on the post, and whether a credit brought him or her there."""

    consultant: int
    on_credit: bool


@dataclass(frozen=True)
class Queue:
    """The rota after some events; `version` is how many. `entries` stand in the order of `seq`."""

    policy: Policy = field(default_factory=Policy)
    day: DayState = DayState.OPEN
    entries: tuple[Entry, ...] = ()
    order: tuple[int, ...] = ()
    turns: tuple[Turn, ...] = ()
    cycle: int = 0
    reached: frozenset[int] = frozenset()
    version: int = 0

    def entry(self, consultant: int) -> Entry:
        """That consultant's entry. Raises WrongState when he or she has not signed in."""
        for entry in self.entries:
            if entry.consultant == consultant:
                return entry
        raise WrongState(M("This consultant has not signed in today."))

    def status(self, consultant: int | None) -> EntryState:
        """Where that consultant stands, `off` when he or she has not signed in."""
        return next((entry.status for entry in self.entries if entry.consultant == consultant), EntryState.OFF)

    def running(self, consultant: int) -> Turn | None:
        """The reception that the consultant is in."""
        number = self.entry(consultant).turn_no
        return None if number is None else self.turns[number - 1]


def replay(events: Iterable[Event], policy: Policy | None = None) -> Queue:
    """The queue after these events, in their order. Raises as `apply` does."""
    queue = Queue(policy or Policy())
    for event in events:
        queue = apply(queue, event)
    return queue


def apply(queue: Queue, event: Event) -> Queue:
    """The queue after one more event.

    Raises WrongState when it cannot happen now, BadInput for an order that is not one, Refusal for a missing reason.
    """
    changed = _stood(queue, _happen(queue, event), event.at)
    return _settle(replace(changed, version=queue.version + 1), event.at)


def _happen(queue: Queue, event: Event) -> Queue:
    """The event itself, before anybody is sent to the post."""
    match event:
        case rota.SignedIn():
            return _sign_in(queue, event)
        case rota.Confirmed():
            return replace(queue, day=_day_step(queue, "confirm"))
        case rota.ReOrdered():
            return _re_order(queue, event)
        case rota.TurnTaken():
            return _take_turn(queue, event)
        case rota.TurnEnded():
            return _end_turn(queue, event)
        case rota.CreditTakenBack():
            return _take_back(queue, event)
        case rota.TurnUncounted():
            return rota_cost.uncounted(queue, event)
        case rota.Paused():
            return _move(queue, event.consultant, queue.policy.pause_step(event.reason), event.at, event.reason)
        case rota.Resumed():
            return _resume(queue, event)
        case rota.Left():
            return _leave(queue, event)
        case rota.Skipped():
            entry = queue.entry(event.consultant)
            _target(entry, "skip")
            return _put(queue, _loses(queue, entry, event.turns))
        case rota.ShiftOver():
            return _shift_over(queue, event.at)
        case rota.Closed():
            return _close(queue, event.at)


def _stood(before: Queue, after: Queue, at: datetime) -> Queue:
    """The time at the door of whoever stood there and does not any more."""
    for old in before.entries:
        entry = after.entry(old.consultant)
        if old.status is EntryState.ON_POST and (entry.status is not EntryState.ON_POST or entry.since != old.since):
            after = _put(after, replace(entry, door=entry.door + max(0, int((at - old.since).total_seconds()))))
    return after


def _shift_over(queue: Queue, at: datetime) -> Queue:
    standing = next((entry for entry in queue.entries if entry.status is EntryState.ON_POST), None)
    if standing is None or not rota_modes.by_door(queue):
        raise WrongState(M("There is no shift at the door that could be over."))
    return _move(queue, standing.consultant, "give_up_post", at)


def _target(entry: Entry, step: str) -> EntryState:
    """The status after a step. Who may take it was asked before the event was written, so only the way is checked."""
    found = ROTA_ENTRY.step(step)
    if entry.status not in found.sources:
        raise WrongState(M("{step}: {name} is «{state}».", step=found.label, name=entry.name, state=entry.status))
    return entry.status if found.target is None else found.target


def _day_step(queue: Queue, step: str) -> DayState:
    found = ROTA_DAY.step(step)
    if queue.day not in found.sources or not queue.entries:
        raise WrongState(M("{step}: the rota of the day is «{state}».", step=found.label, state=queue.day))
    return queue.day if found.target is None else found.target


def _put(queue: Queue, entry: Entry) -> Queue:
    entries = tuple(entry if old.consultant == entry.consultant else old for old in queue.entries)
    return replace(queue, entries=entries)


def _move(queue: Queue, consultant: int, step: str, at: datetime, pause: PauseReason | None = None) -> Queue:
    entry = queue.entry(consultant)
    return _put(queue, replace(entry, status=_target(entry, step), since=at, pause=pause))


def _loses(queue: Queue, entry: Entry, turns: int) -> Entry:
    """The entry after so many turns were taken away: passed over when they come, or counted as had."""
    if rota_modes.goes_round(queue):
        return replace(entry, skips=entry.skips + turns)
    return replace(entry, handicap=entry.handicap + turns * rota_modes.turn(queue))


def _resume(queue: Queue, event: rota.Resumed) -> Queue:
    entry = queue.entry(event.consultant)
    back = _move(queue, event.consultant, "resume", event.at)
    if entry.status is EntryState.PAUSED_NO:
        back = _put(back, rota_modes.levelled(queue, back.entry(event.consultant)))
    return back


def _sign_in(queue: Queue, event: rota.SignedIn) -> Queue:
    step = ROTA_ENTRY.step("sign_in")
    if queue.day is DayState.CLOSED:
        raise WrongState(M("{step}: the rota of the day is «{state}».", step=step.label, state=queue.day))
    if queue.status(event.consultant) is not EntryState.OFF:
        raise WrongState(M("{step}: {name} signed in today already.", step=step.label, name=event.name))
    last = len(queue.entries) + 1
    new = Entry(
        event.consultant, event.staff_no, event.name, event.at, last, EntryState.WAITING, event.at,
        credits=(0,) * event.credits,
    )  # fmt: skip
    entries, order = (*queue.entries, new), (*queue.order, new.consultant)
    if queue.day is DayState.OPEN:  # by sign-in time, then staff number; who comes later joins the end
        by_number = queue.policy.tie is Tie.STAFF_NUMBER  # else they stay as they were entered
        in_order = sorted(entries, key=lambda entry: (entry.signed_in_at, entry.staff_no if by_number else ""))
        entries = tuple(replace(entry, seq=seq) for seq, entry in enumerate(in_order, 1))
        order = tuple(entry.consultant for entry in entries if entry.consultant in order)
    else:
        joined = rota_modes.levelled(queue, new)
        if queue.policy.late_joins is LateJoin.END_AND_SKIP:
            joined = _loses(queue, joined, 1)
        entries = (*queue.entries, joined)
    return replace(queue, entries=entries, order=order)


def _re_order(queue: Queue, event: rota.ReOrdered) -> Queue:
    day = _day_step(queue, "re_order")
    if not event.reason.strip():
        raise Refusal(M("A reason is needed to change the order."))
    named = set(event.order)
    if not named or len(named) != len(event.order) or not named <= set(queue.order):
        raise BadInput(M("The new order names people who stand in line, each of them once."), "order")
    following = iter(event.order)
    order = tuple(next(following) if one in named else one for one in queue.order)
    return rota_modes.in_the_order_of(replace(queue, day=day, order=order), event)


def _leave(queue: Queue, event: rota.Left) -> Queue:
    entry = queue.entry(event.consultant)
    changed = _stop(queue, entry, event.at)
    gone = replace(entry, status=_target(entry, "leave"), since=event.at, pause=None, turn_no=None)
    gone = replace(gone, credits=_kept(queue, entry))
    order = tuple(one for one in changed.order if one != entry.consultant)
    return _next_cycle(_put(replace(changed, order=order), gone))


def _kept(queue: Queue, entry: Entry) -> tuple[int, ...]:
    """What is left of the turns to make up for when somebody goes home: nothing, unless the office keeps them [R]."""
    return () if queue.policy.credits_die else entry.credits


def _close(queue: Queue, at: datetime) -> Queue:
    if any(entry.status is EntryState.RECEIVING for entry in queue.entries):
        raise WrongState(M("The rota cannot be closed while somebody is receiving."))
    day = _day_step(queue, "close")
    entries = tuple(
        replace(
            entry, credits=_kept(queue, entry), skips=0, pause=None,
            since=entry.since if entry.status is EntryState.LEFT else at, status=EntryState.LEFT,
        )
        for entry in queue.entries
    )  # fmt: skip
    return replace(queue, day=day, entries=entries, order=())


# -- turns -------------------------------------------------------------------------------------------------------------

HELPING: Final = (TurnKind.ASSIST, TurnKind.VOLUNTARY)


def _take_turn(queue: Queue, event: rota.TurnTaken) -> Queue:
    if queue.day is not DayState.CONFIRMED:
        raise WrongState(M("The rota of the day is «{state}».", state=queue.day))
    queue.entry(event.recorder)
    post = on_post(queue)
    changed = queue
    keeps = rota_cost.keeps_place(queue, event.kind, event.counted, event.on_credit)
    if not rota_modes.goes_round(queue):
        changed = _put(changed, rota_cost.costs(queue, changed.entry(event.receiver), event, keeps=keeps))
    else:
        if event.counted and post == Post(event.receiver, False) and not event.on_credit:
            changed = _reach(changed, event.receiver)
        if not keeps:
            changed = replace(changed, order=tuple(one for one in changed.order if one != event.receiver))
    entry = changed.entry(event.receiver)
    if event.on_credit and not entry.credits:
        raise WrongState(M("{name} has no turn to make up for.", name=entry.name))
    turn = Turn(
        len(queue.turns) + 1, event.receiver, event.recorder, event.kind, event.counted, event.on_credit, event.at
    )
    busy = replace(
        entry,
        status=_target(entry, "take_turn"),
        since=event.at,
        turns=entry.turns + event.counted,
        uncounted=entry.uncounted + (not event.counted),
        credits=entry.credits[1:] if event.on_credit else entry.credits,
        credit_cycle=queue.cycle if event.on_credit else entry.credit_cycle,
        turn_no=turn.no,
    )
    return _next_cycle(_put(replace(changed, turns=(*queue.turns, turn)), busy))


def _reach(queue: Queue, consultant: int) -> Queue:
    """The turn comes to this consultant: everybody before him or her was passed over."""
    place = queue.order.index(consultant)
    stays: list[int] = []
    moved: list[int] = []
    changed = queue
    for one in queue.order[:place]:
        entry = queue.entry(one)
        if entry.status is EntryState.RECEIVING and _is_own_turn(queue, entry):
            stays.append(one)  # a turn that made up for another: the place is waiting
            continue
        moved.append(one)
        if entry.status in AVAILABLE:
            changed = _put(changed, replace(entry, skips=entry.skips - 1))
        elif entry.status is not EntryState.PAUSED_NO:
            changed = _put(changed, replace(entry, credits=(*entry.credits, queue.version + 1)))
    order = (*stays, *queue.order[place:], *moved)
    return replace(changed, order=order, reached=queue.reached | set(moved) | {consultant})


def _is_own_turn(queue: Queue, entry: Entry) -> bool:
    """Whether the running reception is one that pays for itself (a credit, a visitor who asked by name)."""
    turn = queue.running(entry.consultant)
    return turn is not None and turn.kind is TurnKind.NEW


def _next_cycle(queue: Queue) -> Queue:
    """A cycle is over when everybody in line was reached once (2.1-4)."""
    if not rota_modes.goes_round(queue):
        return replace(queue, cycle=max(queue.cycle, rota_modes.rounds(queue)))
    if queue.reached and set(queue.order) <= queue.reached:
        return replace(queue, cycle=queue.cycle + 1, reached=frozenset())
    return queue


def _stop(queue: Queue, entry: Entry, at: datetime) -> Queue:
    """Write the end of the consultant's running reception, if there is one."""
    if entry.turn_no is None:
        return queue
    place = entry.turn_no - 1
    ended = replace(queue.turns[place], ended_at=at)
    return replace(queue, turns=(*queue.turns[:place], ended, *queue.turns[place + 1 :]))


def _end_turn(queue: Queue, event: rota.TurnEnded) -> Queue:
    entry = queue.entry(event.consultant)
    status = _target(entry, "end_turn")
    turn = queue.running(event.consultant)
    credits = entry.credits
    if turn is not None and turn.kind is TurnKind.VOLUNTARY and not event.deal and queue.policy.voluntary_credit:
        credits = (*credits, queue.version + 1)
    free = replace(entry, status=status, since=event.at, turn_no=None, credits=credits)
    order = queue.order if entry.consultant in queue.order else (*queue.order, entry.consultant)
    return _put(replace(_stop(queue, entry, event.at), order=order), free)


def _take_back(queue: Queue, event: rota.CreditTakenBack) -> Queue:
    entry = queue.entry(event.consultant)
    if event.earned not in entry.credits:
        raise WrongState(M("{name} has no turn to make up for.", name=entry.name))
    return _put(queue, replace(entry, credits=tuple(each for each in entry.credits if each != event.earned)))


# -- the post ----------------------------------------------------------------------------------------------------------


def on_post(queue: Queue) -> Post | None:
    """Who has to be on the post: the oldest credit, else the next one who is free; None when nobody is.

    A turn that was taken away is lost when the next one can take it; alone, one stays on the post (it is never empty).
    """
    free = [entry for one in queue.order if (entry := queue.entry(one)).status in AVAILABLE]
    clean = [entry for entry in free if not entry.skips]
    credited = [entry for entry in clean if entry.credits and entry.credit_cycle != queue.cycle]
    if credited:
        return Post(min(credited, key=lambda entry: entry.credits[0]).consultant, True)
    following = rota_modes.first(queue, clean or free)
    return None if following is None else Post(following.consultant, False)


def helper(queue: Queue) -> Entry | None:
    """Who receives for a colleague who cannot: of those who are free, whoever has helped out least recently.

    Not whoever is on the post, unless the office chose that: helping costs no turn and may earn one, so the same person
    would be sent every time.
    """
    if queue.policy.helper is Helper.ON_POST:
        post = on_post(queue)
        return None if post is None else queue.entry(post.consultant)
    free = [entry for one in queue.order if (entry := queue.entry(one)).status in AVAILABLE]
    last = {turn.receiver: turn.no for turn in queue.turns if turn.kind in HELPING}
    return min(free, key=lambda each: (last.get(each.consultant, 0), rota_modes.behind(queue, each)), default=None)


def line(queue: Queue) -> tuple[Post, ...]:
    """Everybody who is free in the order in which new visitors would meet them: A, B, C …

    Found by letting visitors come, so that credits, skips and cycles count exactly as they will. Empty unless the day
    runs.
    """
    found: list[Post] = []
    while queue.day is DayState.CONFIRMED and (post := on_post(queue)) is not None:
        found.append(post)
        at, who = queue.entry(post.consultant).since, post.consultant
        queue = _take_turn(queue, rota.TurnTaken(at, who, who, TurnKind.NEW, True, post.on_credit))
    return tuple(found)


def _settle(queue: Queue, at: datetime) -> Queue:
    """Send the right one to the post, and whoever stood there wrongly back into the line."""
    if queue.day is not DayState.CONFIRMED:
        return queue
    post = on_post(queue)
    changed = queue
    for entry in queue.entries:
        is_head = post is not None and post.consultant == entry.consultant
        if entry.status is EntryState.ON_POST and not is_head:
            changed = _stood(changed, _move(changed, entry.consultant, "give_up_post", at), at)
        elif entry.status is EntryState.WAITING and is_head and post is not None:
            changed = _move(changed, entry.consultant, "use_credit" if post.on_credit else "take_post", at)
    return changed
