"""Visitors for whom nobody is free: written down at once, given to the next one free, or gone (domain 2.1-3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from anchang.domain.errors import Refusal
from anchang.domain.rota_desk import Arrival
from anchang.domain.visit import VisitKind
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import waiting as rows
from anchang.storage.waiting import Waiting
from anchang.storage.work import Row


def note(
    act: Act, arrival: Arrival, *, party_size: int, agent_company: str, report_no: str, customer_id: int | None,
    name: str, phone: str, said: Mapping[str, str],
) -> int:  # fmt: skip
    """Write down who waits from now on, and what was `said` at the door; returns the number of the day."""
    number = rows.next_no(act.read, act.today)
    act.work.insert(
        Waiting,
        project_id=act.project_id,
        business_date=act.today,
        no=number,
        since=act.now,
        kind=arrival.kind.value,
        party_size=party_size,
        arrival=json.dumps({**asdict(arrival), rows.SAID: dict(said)}, ensure_ascii=False, sort_keys=True),
        customer_id=customer_id,
        name=name,
        phone=phone,
        agent_company=agent_company,
        report_no=report_no,
        by_id=act.actor.id or None,
    )
    return number


def arrival_of(act: Act, row: Row) -> Arrival:
    """What the rota was told when they came, with the time since when they wait."""
    told = {name: value for name, value in json.loads(row["arrival"]).items() if name != rows.SAID}
    since = row["since"].astimezone(act.zone).strftime("%H:%M")
    return Arrival(**{**told, "kind": VisitKind(told["kind"]), "since": since})


def said_of(row: Row) -> dict[str, str]:
    """What else was typed at the door when they came."""
    said: dict[str, str] = json.loads(row["arrival"]).get(rows.SAID, {})
    return said


def received(act: Act, row: Row, turn_no: int | None) -> None:
    """They wait no more: that turn is theirs."""
    _ends(act, row, rows.RECEIVED, turn_no=turn_no)


def _ends(act: Act, row: Row, outcome: str, turn_no: int | None = None) -> None:
    changed = {"outcome": outcome, "ended_at": act.now, "turn_no": turn_no, **rows.nameless(row)}
    act.work.update(Waiting, row["id"], **changed)


def all_gone(act: Act, on: date) -> None:
    """The rota is over: whoever still waited went away."""
    for row in rows.rows(act.read, on):
        _ends(act, row, rows.LEFT)


@dataclass(frozen=True, slots=True)
class VisitorLeft:
    """Which party of today went away before anybody was free, by its number on the board."""

    no: int


@use_case(
    "rota.visitor_left", action="rota.visitor_left", title=M("A waiting visitor left"),
    done=M("Noted: the party that waited since {since} left."),
)  # fmt: skip
def visitor_left(act: Act, command: VisitorLeft) -> Result:
    """Note that somebody did not wait any longer. Raises Refusal when nobody of that number waits."""
    row = next((each for each in rows.rows(act.read, act.today) if each["no"] == command.no), None)
    if row is None:
        raise Refusal(M("No party no. {no} waits.", no=command.no))
    _ends(act, row, rows.LEFT)
    return {"no": command.no, "since": row["since"].astimezone(act.zone).strftime("%H:%M")}
