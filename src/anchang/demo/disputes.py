"""The demo's disputes about whose customer somebody is, and what agents report before a visit (domain 2.1).

They throw dice of their own and take no time: the rest of the story stays as it is.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from anchang.demo.world import WORDS, World
from anchang.domain.customer_link import Link
from anchang.services.agent_report import RecordReport
from anchang.services.customer_link import LinkCustomers
from anchang.services.ownership import (
    CreditShare,
    DecideCase,
    OpenCase,
    OverrideCase,
    StateInCase,
    WithdrawCase,
)

if TYPE_CHECKING:
    from anchang.demo.front import Day, Guest

# what becomes of a case, by the days that are left of the story
WAYS = {40: "decided", 22: "shared", 8: "decided", 6: "shared", 4: "withdrawn", 2: "open"}
HALF = 500_000


def reported(world: World, company: str, agent: str, name: str, phone: str, given_no: str) -> str:
    """An agent announces a customer some hours before the visit; the number of the report."""
    shown = phone if int(phone) % 2 else f"{phone[:3]}****{phone[-4:]}"
    command = RecordReport(
        company=company, agent=agent, phone=shown, name=name, given_no=given_no,
        reported_at=world.clock() - timedelta(hours=3),
    )  # fmt: skip
    return str(world.aside("assistant", command)["no"])


def plan(day: Day, left: int) -> None:
    """On some days somebody asks whose customer a colleague's is."""
    way = WAYS.get(left)
    if way is not None:
        day.world.at(day.moment(11 * 60 + 7), partial(_dispute, day, way))


def _dispute(day: Day, way: str) -> None:
    world = day.world
    known = [each for each in day.book.guests.values() if each.phone and each.owner in day.present and not each.buying]
    if len(known) < 2:
        return
    dice = Random(day.day.toordinal())
    guest = dice.choice(known)
    asker = next(login for login in day.present if login != guest.owner)
    case = world.aside(asker, OpenCase(question=dice.choice(WORDS["disputes"]), phone=guest.phone))["id"]
    world.aside(asker, StateInCase(case, dice.choice(WORDS["statements"])))
    if way == "open":
        _tie(day, guest, known)
    elif way == "withdrawn":
        world.aside(asker, WithdrawCase(case, WORDS["agreed"]))
    elif way == "shared":
        both = (world.people[guest.owner], world.people[asker])
        shares = tuple(CreditShare(each, HALF) for each in both)
        world.aside("manager", OverrideCase(case, WORDS["agreed"], owner=both[0], shares=shares))
    else:
        decided = world.aside("manager", DecideCase(case))
        if decided["owner"] is not None:
            guest.owner = world.login_of(decided["owner"])


def _tie(day: Day, guest: Guest, known: list[Guest]) -> None:
    """The customer's wife is with somebody else."""
    other = next(each for each in known if each is not guest)
    command = LinkCustomers(guest.customer_id, Link.SPOUSE, phone=other.phone, proof=WORDS["proof"])
    day.world.aside(guest.owner, command)
