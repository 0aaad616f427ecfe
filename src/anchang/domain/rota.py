"""The greeting rota: its words, its processes and what happens in it (P01, domain 2.1, 2.19).

The day of a rota is the list of its events; `rota_queue` folds them into the queue, so that the same events give the
same decisions wherever and whenever they are read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from anchang.domain.access import ASSISTANT, CONSULTANT, FLOOR, LEADERS, MANAGER, SYSTEM
from anchang.domain.flow import Flow, Step
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class DayState(StrEnum):
    """The day's rota sheet: people sign in, the order is fixed, the day is over."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CLOSED = "closed"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return DAY_LABELS[self]


DAY_LABELS: dict[DayState, Msg] = {
    DayState.OPEN: M("signing in"),
    DayState.CONFIRMED: M("order fixed"),
    DayState.CLOSED: M("rota closed"),
}


class EntryState(StrEnum):
    """Where one consultant stands in the day's rota."""

    OFF = "off"
    WAITING = "waiting"
    ON_POST = "on_post"
    RECEIVING = "receiving"
    PAUSED_OK = "paused_ok"
    PAUSED_NO = "paused_no"
    LEFT = "left"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return ENTRY_LABELS[self]


ENTRY_LABELS: dict[EntryState, Msg] = {
    EntryState.OFF: M("not signed in"),
    EntryState.WAITING: M("waiting in line"),
    EntryState.ON_POST: M("on post"),
    EntryState.RECEIVING: M("receiving"),
    EntryState.PAUSED_OK: M("away, turn made up for"),
    EntryState.PAUSED_NO: M("away, turn lost"),
    EntryState.LEFT: M("off duty"),
}

AVAILABLE = (EntryState.WAITING, EntryState.ON_POST)
PAUSED = (EntryState.PAUSED_OK, EntryState.PAUSED_NO)


class TurnKind(Worded):
    """What a reception is to the rota; only `new` can use up a turn (2.1)."""

    NEW = "new", M("new customer")
    RETURNING = "returning", M("own returning customer")
    ASSIST = "assist", M("for a colleague who is receiving")
    VOLUNTARY = "voluntary", M("for a colleague who is absent")
    NONE = "none", M("no turn")


class Mode(Worded):
    """How the next one is found (2.1)."""

    CIRCULAR = "circular", M("in turn")
    COUNT_BASED = "count_based", M("by count of new customers")
    DOOR_SHIFT = "door_shift", M("by shifts at the door")


class PauseReason(Worded):
    """Why somebody is away; the office's policy says which of them make up for a missed turn (2.1-4)."""

    TOILET = "toilet", M("toilet")
    ERRAND = "errand", M("official errand")
    MARKET_RESEARCH = "market_research", M("market research")
    LUNCH = "lunch", M("lunch")
    TRADE_FAIR = "trade_fair", M("trade fair")
    BY_MANAGER = "by_manager", M("sent by the manager")
    LEAVE = "leave", M("on leave")
    DAY_OFF = "day_off", M("day off")
    PRIVATE = "private", M("private affairs")


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the guards of the day's rota look at; `receiving` holds names."""

    sign_ins: int = 0
    receiving: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the guards of one consultant's entry look at.

    `signed_in` is whether the person signed in today already, `visit_logged` whether the running reception has its
    visit log, `open_logs` how many visit logs of the person are not closed yet, `credits` turns to be made up for,
    `is_manager` whether a manager acts.
    """

    day: DayState = DayState.CONFIRMED
    signed_in: bool = False
    visit_logged: bool = False
    open_logs: int = 0
    credits: int = 0
    reason: str = ""
    is_manager: bool = False


def _somebody_signed_in(facts: DayFacts) -> Msg | None:
    return None if facts.sign_ins > 0 else M("nobody has signed in yet")


def _nobody_receiving(facts: DayFacts) -> Msg | None:
    return M("still receiving: {names}", names=facts.receiving) if facts.receiving else None


def _reason_given(facts: DayFacts | EntryFacts) -> Msg | None:
    return None if facts.reason.strip() else M("a reason is missing")


def _sent_by_a_manager(facts: EntryFacts) -> Msg | None:
    """«Other by manager» (2.1-4) earns a turn, so nobody says it of himself or herself."""
    sent = facts.reason == PauseReason.BY_MANAGER and not facts.is_manager
    return M("«{reason}» is said by the manager", reason=PauseReason.BY_MANAGER) if sent else None


def _day_runs(facts: EntryFacts) -> Msg | None:
    return None if facts.day is DayState.CONFIRMED else M("the rota of the day is «{state}»", state=facts.day)


def _day_not_closed(facts: EntryFacts) -> Msg | None:
    return M("the rota of the day is «{state}»", state=facts.day) if facts.day is DayState.CLOSED else None


def _once_a_day(facts: EntryFacts) -> Msg | None:
    return M("signed in today already") if facts.signed_in else None


def _has_visit_log(facts: EntryFacts) -> Msg | None:
    return None if facts.visit_logged else M("the visit is not in the log yet")


def _logs_closed(facts: EntryFacts) -> Msg | None:
    return M("{count} visits are still open", count=facts.open_logs) if facts.open_logs else None


def _has_credit(facts: EntryFacts) -> Msg | None:
    return None if facts.credits > 0 else M("there is no turn to make up for")


ROTA_DAY: Flow[DayState, DayFacts] = Flow(
    "rota_day",
    M("rota of the day"),
    DayState,
    (
        Step(
            "confirm", M("fix the order"), (DayState.OPEN,), DayState.CONFIRMED, ASSISTANT | MANAGER,
            (_somebody_signed_in,), source_id="S0, 2.18",
        ),
        Step(
            "re_order", M("change the order"), (DayState.CONFIRMED,), None, MANAGER | LEADERS, (_reason_given,),
            source_id="2.1, 2.18",
        ),
        Step(
            # Whoever may close the day (2.2) may close the rota that ends with it.
            "close", M("close the rota"), (DayState.CONFIRMED,), DayState.CLOSED, ASSISTANT | MANAGER,
            (_nobody_receiving,), source_id="2.1, 2.18",
        ),
    ),
)  # fmt: skip

_PRESENT = (EntryState.WAITING, EntryState.ON_POST, EntryState.RECEIVING, *PAUSED)

# Waiting and on post are one place in the line: which of the two follows from the order, so both may go away.
ROTA_ENTRY: Flow[EntryState, EntryFacts] = Flow(
    "rota_entry",
    M("rota entry"),
    EntryState,
    (
        Step(
            "sign_in", M("sign in"), (EntryState.OFF,), EntryState.WAITING, FLOOR, (_day_not_closed, _once_a_day),
            source_id="2.19, 2.18",
        ),
        Step("take_post", M("take the post"), (EntryState.WAITING,), EntryState.ON_POST, SYSTEM, source_id="2.19"),
        Step(
            # Somebody with a turn to make up for comes back, or the manager changes the order.
            "give_up_post", M("give up the post"), (EntryState.ON_POST,), EntryState.WAITING, SYSTEM, source_id="2.1-4",
        ),
        Step(
            # A turn to make up for is served before the head, so whoever has it takes the post.
            "use_credit", M("make up for a turn"), (EntryState.WAITING,), EntryState.ON_POST, SYSTEM, (_has_credit,),
            source_id="2.19",
        ),
        Step(
            # From waiting too: an owner receives a returning customer from any place in the line.
            "take_turn", M("start a reception"), AVAILABLE, EntryState.RECEIVING, FLOOR, (_day_runs,),
            source_id="2.19, 2.18",
        ),
        Step(
            "end_turn", M("end the reception"), (EntryState.RECEIVING,), EntryState.WAITING, FLOOR, (_has_visit_log,),
            source_id="2.19, 2.18",
        ),
        Step(
            # 2.1-4 knows «other by manager»: the manager writes down what a consultant forgot, or sends somebody.
            "pause_ok", M("go away on business"), AVAILABLE, EntryState.PAUSED_OK, CONSULTANT | MANAGER,
            (_reason_given, _sent_by_a_manager), source_id="2.1-4, 2.19",
        ),
        Step(
            "pause_no", M("go away in private"), AVAILABLE, EntryState.PAUSED_NO, CONSULTANT | MANAGER,
            (_reason_given, _sent_by_a_manager), source_id="2.19",
        ),
        Step("resume", M("come back"), PAUSED, EntryState.WAITING, CONSULTANT | MANAGER, source_id="2.19"),
        Step("skip", M("take a turn away"), _PRESENT, None, MANAGER, (_reason_given,), source_id="2.19"),
        Step("leave", M("go off duty"), _PRESENT, EntryState.LEFT, CONSULTANT, (_logs_closed,), source_id="2.19"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody came to work. `staff_no` decides between two of the same instant; `credits` are turns of an earlier day
    that are still to be made up for, where the office keeps them."""

    at: datetime
    consultant: int
    staff_no: str
    name: str
    credits: int = 0


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The assistant fixed the order."""

    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class ReOrdered:
    """The manager changed the order; `order` holds those in line whom he or she moves, first first (2.1).

    They share out the places that they had; everybody else, also who is away, keeps his or her own.
    """

    at: datetime
    by: int
    order: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """A reception began. `on_credit` tells that it makes up for a turn passed over."""

    at: datetime
    receiver: int
    recorder: int
    kind: TurnKind
    counted: bool
    on_credit: bool = False


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """A reception is over. `deal` tells that it led to a deal, which is shared, so a voluntary one earns no turn."""

    at: datetime
    consultant: int
    deal: bool = False


@dataclass(frozen=True, slots=True)
class Paused:
    """Somebody went away; the reason decides which pause it is."""

    at: datetime
    consultant: int
    reason: PauseReason


@dataclass(frozen=True, slots=True)
class Resumed:
    """Somebody came back."""

    at: datetime
    consultant: int


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody went off duty."""

    at: datetime
    consultant: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """The manager took away `turns` turns (not asked whether it is the first visit, a colleague's customer taken)."""

    at: datetime
    consultant: int
    by: int
    reason: str
    turns: int = 1


@dataclass(frozen=True, slots=True)
class CreditTakenBack:
    """The visitor of a voluntary reception bought that day: the deal is shared, so the turn is not made up for.

    `earned` is the number of the event that had earned the turn. Nobody's act.
    """

    at: datetime
    consultant: int
    earned: int


@dataclass(frozen=True, slots=True)
class TurnUncounted:
    """Turn `no` did not bring a new customer, as it seemed at the door: it is of this `kind`, and costs no turn."""

    at: datetime
    no: int
    kind: TurnKind


@dataclass(frozen=True, slots=True)
class ShiftOver:
    """The shift at the door is over, with or without a visitor (mode `door_shift`); nobody's act."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """The rota is over; credits and skips end with it."""

    at: datetime
    by: int


Event = (
    SignedIn | Confirmed | ReOrdered | TurnTaken | TurnEnded | CreditTakenBack | Paused | Resumed | Left | Skipped
    | TurnUncounted | ShiftOver | Closed
)
