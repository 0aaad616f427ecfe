"""What the rota says at the door: who receives a visitor and who writes it down, and the board (domain 2.1, 2.19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import ClassVar

from anchang.domain.errors import Refusal
from anchang.domain.rota import AVAILABLE, PAUSED, DayState, EntryState, PauseReason, TurnKind, TurnTaken
from anchang.domain.rota_modes import behind, by_count, by_door, had
from anchang.domain.rota_policy import Helper, Policy
from anchang.domain.rota_queue import Entry, Post, Queue, apply, helper, line, on_post
from anchang.domain.visit import VisitKind
from anchang.i18n import M, Msg


class NobodyFree(Refusal):
    """No consultant can receive now; the words say who is where. A buyer waits, unless everybody is off duty."""

    code: ClassVar[str] = "nobody_free"


class LetInAlready(Refusal):
    """Who comes in is being received or waits already; the words say where."""

    code: ClassVar[str] = "let_in_already"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came, after the question «is this your first visit?» and the search for the customer (2.1-2, 2.1-3).

    `owner_id` is the consultant whose customer it is (for an appointment, with whom it was made), `asked_for` whom the
    visitor named (`asked_name` says it where that person has not signed in), `delegate_id` whom an absent or busy owner
    named to stand in, `relative_of` the consultant whose relative or friend it is. `forgotten`: has been here before,
    and nobody knows with whom. `outside_hours`: before opening or after closing. `appointed_at` is the office's time
    («14:30») of today's appointment with `owner_id`; `lapsed`: the protection of whoever had the customer has run out,
    so there is no owner to call (2.1 attribution). `since`: the time of day, in the office, from which the visitor has
    waited for somebody to be free.
    """

    kind: VisitKind
    owner_id: int | None = None
    asked_for: int | None = None
    delegate_id: int | None = None
    relative_of: int | None = None
    forgotten: bool = False
    outside_hours: bool = False
    appointed_at: str = ""
    lapsed: bool = False
    asked_name: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who receives and who records. `keeps_post`: the consultant on the post stays; else `fills_post` takes it at once.

    With `turn_kind` none there is no turn, only a line in the log. `on_credit`: it makes up for a turn passed over.
    """

    receiver: int
    recorder: int
    turn_kind: TurnKind
    counted: bool
    keeps_post: bool
    why: Msg
    on_credit: bool = False
    fills_post: int | None = None


def decide(queue: Queue, arrival: Arrival, by: int | None = None) -> Decision:
    """Who receives this visitor (2.1-3). Pure: the same queue and arrival give the same answer.

    `by` is who stands at the door and writes down a visitor for whom nobody has to be free. Raises Refusal while the
    order is not fixed or after the rota is closed, NobodyFree when nobody can receive.
    """
    if queue.day is DayState.OPEN:
        raise Refusal(M("The rota is not fixed yet: first the sales assistant confirms who has signed in."))
    if queue.day is DayState.CLOSED:
        raise Refusal(M("The rota of the day is closed."))
    if arrival.kind is VisitKind.NOT_A_BUYER:
        why = M("not a buyer: no turn is used up")
        if by is not None and on_post(queue) is None:
            return Decision(by, by, TurnKind.NONE, False, True, why)
        return _decision(queue, _head(queue).consultant, TurnKind.NONE, False, why)
    decision = _of_buyer(queue, arrival)
    if not arrival.since:
        return decision
    return replace(decision, why=M("waited since {since}: {why}", since=arrival.since, why=decision.why))


def _of_buyer(queue: Queue, arrival: Arrival) -> Decision:
    counts = _counts(queue.policy, arrival)
    if arrival.owner_id is not None:
        return _for_owner(queue, arrival, arrival.owner_id)
    if arrival.relative_of is not None:
        return _for_relative(queue, arrival, arrival.relative_of, counts)
    if arrival.asked_for is not None and queue.status(arrival.asked_for) in AVAILABLE:
        why = M("the visitor asked for {name}", name=queue.entry(arrival.asked_for).name)
        return _decision(queue, arrival.asked_for, TurnKind.NEW, queue.policy.referral_counts and counts, why)
    head = _head(queue)
    why = _why_head(queue, arrival, head, counts)
    return _decision(queue, head.consultant, TurnKind.NEW, counts, why, on_credit=head.on_credit and counts)


def _counts(policy: Policy, arrival: Arrival) -> bool:
    """Whether a new customer who comes like this uses up a turn."""
    if arrival.outside_hours and not policy.outside_hours_count:
        return False
    return policy.agent_counts or arrival.kind is not VisitKind.AGENT_BROUGHT


def _for_relative(queue: Queue, arrival: Arrival, of: int, counts: bool) -> Decision:
    """Relatives and friends are the consultant's personal result (2.1-3): received like an own customer."""
    if queue.status(of) in AVAILABLE:
        why = M("a relative or friend of {name}", name=queue.entry(of).name)
        return _decision(queue, of, TurnKind.NEW, queue.policy.relatives_count and counts, why)
    return _for_owner(queue, arrival, of)


def _why_head(queue: Queue, arrival: Arrival, head: Post, counts: bool) -> Msg:
    if arrival.asked_for is not None and queue.status(arrival.asked_for) not in AVAILABLE:
        said = replace(arrival, asked_for=None)
        return M(
            "{why}; the visitor asked for {name}, who is «{state}»", why=_why_head(queue, said, head, counts),
            name=_name(queue, arrival.asked_for) or arrival.asked_name, state=queue.status(arrival.asked_for),
        )  # fmt: skip
    if arrival.outside_hours and not counts:
        return M("first in line; outside opening hours no turn is used up")
    if arrival.forgotten:
        return M("in order: nobody knows with whom the visitor was, so it is posted to be claimed")
    if arrival.lapsed:
        return M("in order: the consultant's protection ran out without a follow-up that reached the customer")
    if head.on_credit:
        return M("makes up for a turn that was passed over")
    if by_count(queue):
        return M("fewest new customers of those who are free: {count}", count=had(queue, queue.entry(head.consultant)))
    if by_door(queue):
        return M("at the door when the visitor came")
    return M("first in line")


def turn_of(decision: Decision, at: datetime) -> TurnTaken | None:
    """The event that the decision becomes, or None when no turn is taken."""
    if decision.turn_kind is TurnKind.NONE:
        return None
    return TurnTaken(
        at, decision.receiver, decision.recorder, decision.turn_kind, decision.counted, decision.on_credit
    )


def _for_owner(queue: Queue, arrival: Arrival, owner: int) -> Decision:
    status = queue.status(owner)
    if status in AVAILABLE:
        name = queue.entry(owner).name
        why = M("{name}'s own customer", name=name)
        if arrival.appointed_at:
            why = M("has an appointment with {name} at {time}", name=name, time=arrival.appointed_at)
        return _decision(queue, owner, TurnKind.RETURNING, False, why)
    delegate = arrival.delegate_id
    standing_in = delegate is not None and queue.status(delegate) in AVAILABLE
    if delegate is not None and standing_in:
        receiver = delegate
        busy = M("stands in as named: {name} is receiving and is told", name=_name(queue, owner))
        gone = M("stands in as named: the customer's consultant is absent and is told")
    else:
        chosen = helper(queue)
        receiver = _head(queue).consultant if chosen is None else chosen.consultant
        busy, gone = _helping_words(queue, _name(queue, owner))
    if status is EntryState.RECEIVING:
        return _decision(queue, receiver, TurnKind.ASSIST, False, busy)
    return _decision(queue, receiver, TurnKind.VOLUNTARY, False, gone)


def _helping_words(queue: Queue, owner: str) -> tuple[Msg, Msg]:
    """Why it is the one who helps out: for somebody busy, for somebody absent."""
    if queue.policy.helper is Helper.ON_POST:
        return (
            M("helps out from the post: {name} is receiving and is told", name=owner),
            M("helps out from the post: the customer's consultant is absent and is told"),
        )
    return (
        M("helps out, whose turn it is to help: {name} is receiving and is told", name=owner),
        M("helps out, whose turn it is to help: the customer's consultant is absent and is told"),
    )


def _name(queue: Queue, consultant: int) -> str:
    return next((entry.name for entry in queue.entries if entry.consultant == consultant), "")


def _decision(
    queue: Queue, receiver: int, kind: TurnKind, counted: bool, why: Msg, *, on_credit: bool = False
) -> Decision:
    post = on_post(queue)
    recorder = _recorder(queue, receiver)
    draft = Decision(receiver, recorder, kind, counted, True, why, on_credit)
    if kind is TurnKind.NONE or post is None or post.consultant != receiver:
        return draft
    taken = turn_of(draft, queue.entry(receiver).since)
    after = None if taken is None else on_post(apply(queue, taken))
    next_one = None if after is None else after.consultant
    if next_one is not None:
        recorder = next_one  # whoever takes the post makes the entry for the one before (S0, 7-1)
    return Decision(receiver, recorder, kind, counted, False, why, on_credit, next_one)


def _recorder(queue: Queue, receiver: int) -> int:
    """The next one in line, or whoever is at hand; the receiver only when nobody else is there (3.1).

    When nobody else is free, the first to come free records afterwards (Q-10): the longest reception, then those who
    are away on business.
    """
    free = [post.consultant for post in line(queue)]
    busy = [entry for entry in queue.entries if entry.status is EntryState.RECEIVING]
    away = [entry for entry in queue.entries if entry.status is EntryState.PAUSED_OK]
    numbers = [entry.consultant for entry in sorted(busy, key=lambda one: one.turn_no or 0)]
    candidates = [*free, *numbers, *(entry.consultant for entry in away)]
    return next((one for one in candidates if one != receiver), receiver)


def _head(queue: Queue) -> Post:
    post = on_post(queue)
    if post is not None:
        return post
    places = tuple(
        M("{name}: {state}", name=entry.name, state=entry.status)
        for entry in queue.entries
        if entry.status is not EntryState.LEFT
    )
    if not places:
        raise NobodyFree(M("Nobody is on duty any more."))
    raise NobodyFree(M("Nobody is free to receive. {places}.", places=places))


# -- the board ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One consultant on the board. `position` is A for the post, B for the next and so on, empty out of the line."""

    consultant: int
    name: str
    position: str
    status: EntryState
    pause: PauseReason | None
    since: datetime
    turns: int
    uncounted: int
    credits: int
    skips: int
    why: Msg


def board(queue: Queue, zone: tzinfo = UTC) -> list[BoardRow]:
    """Everybody who signed in: the line first, then who is busy, away and gone. Times in words are in `zone`."""
    posts = line(queue)
    places = {post.consultant: place for place, post in enumerate(posts)}
    ranks = {EntryState.RECEIVING: 1, EntryState.PAUSED_OK: 2, EntryState.PAUSED_NO: 3, EntryState.LEFT: 4}

    def rank(entry: Entry) -> tuple[int, int]:
        return ranks.get(entry.status, 0), places.get(entry.consultant, entry.seq)

    rows = []
    for entry in sorted(queue.entries, key=rank):
        place = places.get(entry.consultant)
        rows.append(
            BoardRow(
                entry.consultant, entry.name, "" if place is None else position(place), entry.status, entry.pause,
                entry.since, entry.turns, entry.uncounted, len(entry.credits), entry.skips,
                _why(queue, entry, posts, place, entry.since.astimezone(zone).strftime("%H:%M")),
            )
        )  # fmt: skip
    return rows


def standing(queue: Queue) -> tuple[int, ...]:
    """Those who are free as the line has them: what the manager changes. Turns to make up for come before it."""

    def rank(entry: Entry) -> tuple[int, bool]:
        return behind(queue, entry), by_door(queue) and entry.status is not EntryState.ON_POST

    free = [entry for one in queue.order if (entry := queue.entry(one)).status in AVAILABLE]
    return tuple(entry.consultant for entry in sorted(free, key=rank))


def position(place: int) -> str:
    """A for 0, B for 1 …; a number from the 27th on."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def _why(queue: Queue, entry: Entry, posts: tuple[Post, ...], place: int | None, since: str) -> Msg:
    if place is not None:
        return _why_in_line(queue, entry, posts, place, since)
    if entry.status in PAUSED and entry.pause is not None:
        return M("{reason}, since {since}", reason=entry.pause, since=since)
    if entry.status is EntryState.RECEIVING:
        turn = queue.running(entry.consultant)
        return M("receiving since {since}: {kind}", since=since, kind=turn.kind if turn else TurnKind.NONE)
    if entry.status is EntryState.LEFT:
        return M("off duty since {since}", since=since)
    return M("signed in at {since}; the order is not fixed yet", since=since)


def _why_in_line(queue: Queue, entry: Entry, posts: tuple[Post, ...], place: int, since: str) -> Msg:
    if place == 0:
        if posts[0].on_credit:
            return M("makes up for a turn that was passed over; on the post since {since}", since=since)
        if by_count(queue):
            so_far = had(queue, entry)
            return M("fewest new customers so far: {count}; on the post since {since}", count=so_far, since=since)
        if by_door(queue):
            minutes = queue.policy.door_minutes
            return M("at the door since {since}; a shift lasts {minutes} minutes", since=since, minutes=minutes)
        return M("first in line; on the post since {since}", since=since)
    if entry.skips:
        return M("loses the next turn")
    if place == 1:
        return M("next: records for {name}, then takes the post", name=queue.entry(posts[0].consultant).name)
    if posts[place].on_credit:
        return M("makes up for a turn that was passed over")
    if by_count(queue):
        return M("{count} new customers so far; in line since {since}", count=had(queue, entry), since=since)
    if by_door(queue):
        return M("{minutes} minutes at the door so far; in line since {since}", minutes=entry.door // 60, since=since)
    return M("in line since {since}", since=since)
