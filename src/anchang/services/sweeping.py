"""What time brings, in the order in which one thing may lead to the next: each does nothing where there is nothing."""

from __future__ import annotations

from anchang.services import (
    appointment,
    delay,
    discount_request,
    forgotten,
    launch,
    pool,
    price_effect,
    rota,
    task,
    unit,
    unit_wait,
)
from anchang.services.office import Office

# What ends while nobody looks and stands in the way of the next act: prices, holds, offers, papers.
PAPERS = (price_effect, unit, unit_wait, launch, delay, discount_request)
ALL = (*PAPERS, rota, forgotten, appointment, task, pool)


def papers(office: Office, project_id: int) -> None:
    """Prices that count from now; holds, offers, calls, delays and discounts that are over."""
    for each in PAPERS:
        each.sweep(office, project_id)


def everything(office: Office, project_id: int) -> None:
    """The same, and shifts at the door, days to claim, who did not come, what is overdue, whom nobody follows up."""
    for each in ALL:
        each.sweep(office, project_id)
