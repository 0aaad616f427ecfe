"""The rota's events as rows and back: what was stored replays to the queue that was live (domain 2.1)."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import select

from anchang.domain import rota
from anchang.domain.rota import Event, Mode, PauseReason, TurnKind
from anchang.domain.rota_desk import Arrival
from anchang.domain.rota_modes import shift_due
from anchang.domain.rota_policy import Helper, LateJoin, Policy, Tie
from anchang.domain.rota_queue import Queue, apply, replay
from anchang.domain.visit import VisitKind
from anchang.i18n import Msg
from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.rota import RotaDay, RotaEvent
from anchang.storage.work import Row

_DAY, _EVENT = table_of(RotaDay), table_of(RotaEvent)

KINDS: Mapping[str, type[Event]] = {
    "signed_in": rota.SignedIn,
    "confirmed": rota.Confirmed,
    "re_ordered": rota.ReOrdered,
    "turn_taken": rota.TurnTaken,
    "turn_ended": rota.TurnEnded,
    "credit_taken_back": rota.CreditTakenBack,
    "turn_uncounted": rota.TurnUncounted,
    "paused": rota.Paused,
    "resumed": rota.Resumed,
    "left": rota.Left,
    "skipped": rota.Skipped,
    "shift_over": rota.ShiftOver,
    "closed": rota.Closed,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it was stored. `arrival` and `why` are there where a reception was given to somebody."""

    no: int
    event: Event
    by_id: int | None
    reason: str
    why: Msg | None
    arrival: Arrival | None


def encode(event: Event, arrival: Arrival | None = None) -> dict[str, str]:
    """The columns `kind` and `payload` of an event; its instant has a column of its own."""
    fields = {field.name: getattr(event, field.name) for field in dataclasses.fields(event) if field.name != "at"}
    if arrival is not None:
        fields["arrival"] = dataclasses.asdict(arrival)
    return {"kind": _NAMES[type(event)], "payload": json.dumps(fields, ensure_ascii=False, sort_keys=True)}


def decode(kind: str, at: datetime, payload: str) -> Event:
    """The event of a row. Raises KeyError or ValueError for a row that this program did not write."""
    fields: dict[str, Any] = json.loads(payload)
    fields.pop("arrival", None)
    if kind in ("turn_taken", "turn_uncounted"):
        fields["kind"] = TurnKind(fields["kind"])
    elif kind == "paused":
        fields["reason"] = PauseReason(fields["reason"])
    elif kind == "re_ordered":
        fields["order"] = tuple(fields["order"])
    return KINDS[kind](at=at, **fields)


def _arrival(payload: str) -> Arrival | None:
    fields = json.loads(payload).get("arrival")
    return None if fields is None else Arrival(**{**fields, "kind": VisitKind(fields["kind"])})


def words_text(words: Msg) -> str:
    """Words kept unsaid, as JSON, so that they follow the language of whoever reads them later."""

    def plain(value: object) -> object:
        value = getattr(value, "label", value) if isinstance(value, StrEnum) else value
        if isinstance(value, Msg):
            return {"id": value.id, "params": {name: plain(each) for name, each in value.params.items()}}
        if isinstance(value, (list, tuple)):
            return [plain(each) for each in value]
        return value if isinstance(value, (int, str)) else str(value)

    return json.dumps(plain(words), ensure_ascii=False, sort_keys=True)


def words_of(text: str) -> Msg | None:
    """The words of `words_text`; None for an empty text."""

    def whole(value: Any) -> Any:
        if isinstance(value, dict):
            return Msg(value["id"], {name: whole(each) for name, each in value["params"].items()})
        return tuple(whole(each) for each in value) if isinstance(value, list) else value

    return cast("Msg", whole(json.loads(text))) if text else None


def policy_text(policy: Policy) -> str:
    """The policy of a day as its column holds it."""
    return json.dumps(dataclasses.asdict(policy), sort_keys=True, default=time.isoformat)


def policy_of(text: str) -> Policy:
    """The policy that a day's column holds."""
    fields = json.loads(text)
    read: dict[str, Callable[[Any], Any]] = {
        "mode": Mode,
        "late_joins": LateJoin,
        "helper": Helper,
        "tie": Tie,
        "opening": time.fromisoformat,
        "closing": time.fromisoformat,
        "lost_pauses": lambda each: tuple(PauseReason(one) for one in each),
    }
    return Policy(**{name: read[name](value) if name in read else value for name, value in fields.items()})


def day_row(read: Read, business_date: date) -> Row | None:
    """The rota sheet of that day, or None when nobody signed in."""
    statement = select(_DAY).where(_DAY.c.project_id == read.project_id, _DAY.c.business_date == business_date)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def events(read: Read, rota_day_id: int, *, before: int | None = None) -> list[StoredEvent]:
    """The day's events in their order; `before` leaves out that event's number and all later ones."""
    statement = select(_EVENT).where(_EVENT.c.rota_day_id == rota_day_id).order_by(_EVENT.c.no)
    if before is not None:
        statement = statement.where(_EVENT.c.no < before)
    return [
        StoredEvent(
            row["no"],
            decode(row["kind"], row["at"], row["payload"]),
            row["by_id"],
            row["reason"],
            words_of(row["why"]),
            _arrival(row["payload"]),
        )
        for row in read.connection.execute(statement).mappings()
    ]


def queue_of(read: Read, day: Row, *, before: int | None = None) -> Queue:
    """The queue of a day (a row of `day_row`): now, or as it stood before one of its events."""
    stored = events(read, day["id"], before=before)
    return replay((each.event for each in stored), policy_of(day["policy"]))


def within(read: Read, day: Row) -> datetime:
    """Now, or the closing time of a day (a row of `day_row`) that is over: nobody stands at the door all night."""
    closing = policy_of(day["policy"]).closing
    return min(read.now, datetime.combine(day["business_date"], closing, read.zone).astimezone(UTC))


def queue_now(read: Read, day: Row) -> Queue:
    """The queue of a day as it stands this minute, with the shifts at the door that nobody has written down yet."""
    queue, now = queue_of(read, day), within(read, day)
    while (event := shift_due(queue, now)) is not None:
        queue = apply(queue, event)
    return queue


def queue_on(read: Read, business_date: date) -> Queue | None:
    """The queue of that day, or None when nobody signed in."""
    day = day_row(read, business_date)
    return None if day is None else queue_of(read, day)


