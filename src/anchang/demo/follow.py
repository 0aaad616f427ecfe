"""What becomes of the demo's customers: appointments kept and missed, customers lost, the public pool."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from anchang.demo.world import WORDS, moment_of
from anchang.domain.customer import LostReason
from anchang.domain.errors import Refusal
from anchang.domain.task import TaskKind
from anchang.services import appointment, pool, task
from anchang.services.appointment import CancelAppointment, MakeAppointment, MoveAppointment
from anchang.services.customer import RegisterCustomer
from anchang.services.lead import LoseLead, ReactivateLead
from anchang.services.listing import Ask
from anchang.services.office import Session
from anchang.services.pool import AskForCustomer, GrantCustomer, RefuseCustomer
from anchang.services.task import WaiveTask
from anchang.storage import pool_query, task_query

if TYPE_CHECKING:
    from anchang.demo.front import Day, Guest

OPENS, CLOSES = 9 * 60, 17 * 60 + 20
REASONS = tuple(LostReason)


def morning(day: Day) -> None:
    """The first terminal of the day finds who did not come, what is overdue and whom nobody follows up."""
    office, project_id = day.world.office, day.world.project_id
    day.world.clock.go(moment_of(day.day, 8 * 60 + 20))
    for each in (appointment, task, pool):
        each.sweep(office, project_id)
    for row in pooled(day):
        guest = day.book.guests.get(row["id"])
        if guest is not None:
            guest.owner, guest.next_contact, guest.expected = "", None, None


def pooled(day: Day) -> tuple[dict[str, Any], ...]:
    """Everybody in the public pool."""
    session = Session(day.world.people["manager"], day.world.project_id)
    found = day.world.office.look(session, pool_query.page, Ask({}, limit=500), {})
    return found[0]


def invitation(day: Day) -> datetime | None:
    """Some callers say when they will come."""
    if not day.world.chance(0.35):
        return None
    on = day.day + timedelta(days=day.world.dice.randint(1, 3))
    return moment_of(on, day.world.dice.choice((10, 11, 14, 15, 16)) * 60)


def gives_up(day: Day, guest: Guest) -> bool:
    """Now and then a consultant hears that somebody has bought elsewhere."""
    if guest.grade in ("A", "B") or not day.world.chance(0.04):
        return False
    try:
        day.world.do(guest.owner, LoseLead(guest.customer_id, day.world.some(REASONS), WORDS["lost_reason"]))
    except Refusal:  # nobody's any more, or invalid
        return False
    guest.owner, guest.next_contact, guest.expected = "", None, None
    return True


def plan(day: Day) -> None:
    """Who is expected today comes, most of them; on the last days a little of everything is to be seen."""
    for guest in day.book.guests.values():
        if guest.expected is not None and guest.expected.date() == day.day:
            if day.world.chance(0.7):
                day.world.at(guest.expected, partial(day.expected, guest))
            else:
                guest.expected = None
    left = (day.pipeline.last - day.day).days
    if left == 2:
        day.world.at(day.moment(OPENS + 200), partial(_stranger, day, 1))  # will not come tomorrow
    elif left == 0:
        day.world.at(day.moment(OPENS + 190), partial(_last_morning, day))


def _stranger(day: Day, days: int) -> dict[str, Any]:
    """Somebody with an appointment of whom the book knows nothing: nobody follows them up by chance."""
    world = day.world
    who = world.some(day.present)
    made = world.do(who, RegisterCustomer(world.name(), world.phone(), notice=True))
    at = moment_of(day.day + timedelta(days=days), 15 * 60)
    return {**world.do(who, MakeAppointment(made["id"], at)), "login": who}


def _last_morning(day: Day) -> None:
    world = day.world
    _stranger(day, 1)
    moved, off = _stranger(day, 1), _stranger(day, 2)
    later = moment_of(day.day + timedelta(days=3), 10 * 60)
    world.do(moved["login"], MoveAppointment(moved["id"], later))
    world.do(off["login"], CancelAppointment(off["id"], WORDS["lost_reason"]))
    waiting = [row["id"] for row in pooled(day)]
    for customer_id, what in zip(waiting, (_grant, _refuse, _wait, _reactivate), strict=False):
        what(day, customer_id, world.some(day.present))
    owing = _stranger(day, 1)["customer"]
    kinds = [row["kind"] for row in world.office.look(_at(day, "manager"), task_query.open_of, owing)]
    if TaskKind.NEEDS in kinds:
        world.do("manager", WaiveTask(owing, TaskKind.NEEDS, WORDS["waived"]))


def _at(day: Day, login: str) -> Session:
    return Session(day.world.people[login], day.world.project_id)


def _wait(day: Day, customer_id: int, login: str) -> None:
    day.world.do(login, AskForCustomer(customer_id, WORDS["wish"]))


def _grant(day: Day, customer_id: int, login: str) -> None:
    _wait(day, customer_id, login)
    day.world.do("manager", GrantCustomer(customer_id, day.world.people[login]))


def _refuse(day: Day, customer_id: int, login: str) -> None:
    _wait(day, customer_id, login)
    day.world.do("manager", RefuseCustomer(customer_id, day.world.people[login], WORDS["wish_refused"]))


def _reactivate(day: Day, customer_id: int, login: str) -> None:
    day.world.do("manager", ReactivateLead(customer_id, day.world.people[login], WORDS["taken_up"]))
