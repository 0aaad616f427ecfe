"""The demo's visitors who forgot their consultant, and colleagues who stand in for absent ones (domain 2.1-3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from anchang.demo.world import WORDS
from anchang.domain.rota_desk import NobodyFree
from anchang.domain.visit import VisitKind
from anchang.services import forgotten
from anchang.services.arrival import Arrive
from anchang.services.delegate import NameDelegate
from anchang.services.forgotten import ClaimForgotten, GrantForgotten

if TYPE_CHECKING:
    from anchang.demo.front import Day

WAYS = ("kept", "granted", "recognised")
AFTER = timedelta(minutes=75)  # by then the reception is over and the visit saved


def plan(day: Day) -> None:
    """Every third day one comes, each in another way; on the last day one is posted and one claimed."""
    forgotten.sweep(day.world.office, day.world.project_id)
    number = day.day.toordinal()
    usual = (WAYS[number // 3 % 3],) if number % 3 == 0 else ()
    # one of them may find nobody free
    ways = ("claimed", "kept", "claimed", "claimed") if day.half else usual
    for place, way in enumerate(ways):
        day.world.at(day.moment(10 * 60 + 20 * place), partial(_arrive, day, way))


def stand_in(day: Day) -> None:
    """Somebody who is off today has named a colleague."""
    away = next(login for login in day.world.consultants if login not in day.present)
    other = day.world.people[day.present[0]]
    day.world.do(away, NameDelegate(delegate=other, to_day=day.day + timedelta(days=1)))


def _arrive(day: Day, way: str) -> None:
    command = Arrive(kind=VisitKind.RETURNING, forgotten=True)  # a name might be that of somebody who is known
    try:
        found = day.world.do("assistant", replace(command, wait=False))
    except NobodyFree:
        return
    known = [guest for guest in day.book.guests.values() if guest.phone and guest.owner != _receiver(day, found)]
    if way == "recognised" and known:
        guest = day.world.some(known)
        command = replace(command, name=guest.name, phone=guest.phone)
    day.receive(found, command)
    if way in ("granted", "claimed") and found["customer"] is None:
        day.world.at(day.world.clock.now + AFTER, partial(_claim, day, found, way))


def _receiver(day: Day, found: dict[str, Any]) -> str:
    return day.world.login_of(found["receiver"])


def _claim(day: Day, found: dict[str, Any], way: str) -> None:
    claimant = next(login for login in day.present if login != _receiver(day, found))
    day.world.do(claimant, ClaimForgotten(found["visit"], day.world.some(WORDS["claims"])))
    if way == "granted":
        given = day.world.do("manager", GrantForgotten(found["visit"]))
        if given["customer"] in day.book.guests:
            day.book.guests[given["customer"]].owner = claimant
