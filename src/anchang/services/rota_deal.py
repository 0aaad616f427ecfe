"""Deals of the day and the turns that voluntary receptions earn: a deal is shared instead (domain 2.1-3)."""

from __future__ import annotations

from datetime import date

from anchang.domain.rota import CreditTakenBack, DayState, TurnEnded
from anchang.services import rota_log
from anchang.services.act import Act
from anchang.storage import rota_deal, rota_events

TAKEN_BACK = "rota.credit_taken_back"


def bought(act: Act, business_date: date, turn_no: int) -> bool:
    """Whether the visitor of that turn has a subscription that came into force on the turn's day."""
    return rota_deal.bought(act.read, business_date, turn_no)


def shared(act: Act, customer_id: int) -> None:
    """A subscription of that customer is in force from now on: a turn that somebody earned today by receiving the
    customer for a colleague is taken back. One that was made up for already stays so.
    """
    day = rota_log.on(act, act.today)
    if day is None or day["state"] != DayState.CONFIRMED:
        return  # turns to be made up for end with the rota
    helped = rota_deal.voluntary(act.read, act.today, customer_id)
    if not helped:
        return
    ends = {
        (each.event.consultant, each.event.at): each.no
        for each in rota_events.events(act.read, day["id"])
        if isinstance(each.event, TurnEnded)
    }
    for receiver, ended_at in helped:
        earned = ends.get((receiver, ended_at))
        queue = rota_log.queue(act, day)
        if earned is not None and earned in queue.entry(receiver).credits:
            with act.as_system(TAKEN_BACK):
                event = CreditTakenBack(act.now, receiver, earned)
                rota_log.tell(act, day, queue, event, by_program=True)
