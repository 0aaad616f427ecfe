"""Which receptions of the day led to a subscription in force (domain 2.1-3)."""

from datetime import date, datetime

from sqlalchemy import select

from anchang.domain.rota import TurnKind
from anchang.domain.subscription import SubscriptionState
from anchang.storage.base import table_of
from anchang.storage.reading import Read
from anchang.storage.rota import Turn
from anchang.storage.subscription import Subscription
from anchang.storage.visit import Visit

_TURN, _VISIT, _SUB = table_of(Turn), table_of(Visit), table_of(Subscription)


def bought(read: Read, business_date: date, turn_no: int) -> bool:
    """Whether a subscription of the turn's visitor came into force on that day and still is."""
    statement = (
        select(_SUB.c.id)
        .join(_VISIT, _VISIT.c.customer_id == _SUB.c.customer_id)
        .join(_TURN, _TURN.c.visit_id == _VISIT.c.id)
        .where(
            _TURN.c.project_id == read.project_id,
            _TURN.c.business_date == business_date,
            _TURN.c.no == turn_no,
            _SUB.c.activated_on == business_date,
            _SUB.c.state.in_([SubscriptionState.ACTIVE.value, SubscriptionState.CONVERTED.value]),
        )
    )
    return read.connection.execute(statement.limit(1)).first() is not None


def voluntary(read: Read, business_date: date, customer_id: int) -> list[tuple[int, datetime]]:
    """(receiver, when it ended) of the receptions of that day in which somebody stood in for the customer's absent
    consultant."""
    statement = (
        select(_TURN.c.receiver_id, _TURN.c.ended_at)
        .join(_VISIT, _VISIT.c.id == _TURN.c.visit_id)
        .where(
            _TURN.c.project_id == read.project_id,
            _TURN.c.business_date == business_date,
            _TURN.c.kind == TurnKind.VOLUNTARY.value,
            _TURN.c.ended_at.is_not(None),
            _VISIT.c.customer_id == customer_id,
        )
        .order_by(_TURN.c.no)
    )
    return [(row.receiver_id, row.ended_at) for row in read.connection.execute(statement)]
