"""What everybody did with a customer, in time: what a verdict on whose customer it is rests on (domain 2.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from anchang.domain.access import Role
from anchang.domain.correction import Corrected
from anchang.domain.forgotten import ForgottenState
from anchang.domain.ownership import Ground, Posted
from anchang.domain.rota import TurnKind
from anchang.domain.subscription import SubscriptionState
from anchang.domain.visit import VisitKind
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.customer import Customer, CustomerOwner
from anchang.storage.follow_up import FollowUp
from anchang.storage.forgotten import Forgotten
from anchang.storage.ownership import OwnershipNote
from anchang.storage.reading import Read
from anchang.storage.rota import Turn
from anchang.storage.staff import everybody
from anchang.storage.subscription import Subscription
from anchang.storage.visit import Visit
from anchang.storage.void import stands
from anchang.storage.work import Row

_VISIT, _CALL, _FOLLOW, _OWNED = table_of(Visit), table_of(Call), table_of(FollowUp), table_of(CustomerOwner)
_TURN, _SUB, _NOTE = table_of(Turn), table_of(Subscription), table_of(OwnershipNote)
_CUSTOMER, _POSTED = table_of(Customer), table_of(Forgotten)
_UNSETTLED = (ForgottenState.POSTED, ForgottenState.CLAIMED, ForgottenState.KEPT)
# Why the program itself wrote an owner down; everything else is somebody's act.
_MET = frozenset({"visit", "call", "registered"})
_HELP = frozenset({TurnKind.ASSIST.value, TurnKind.VOLUNTARY.value})
_DEALS = (
    SubscriptionState.DEPOSIT_DUE, SubscriptionState.DEPOSIT_PAID, SubscriptionState.ACTIVE,
    SubscriptionState.CONVERTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing of one customer's history: `row` names the column of the evidence that points to its row, if any."""

    customer_id: int
    ground: Ground
    who: int | None
    on: date
    at: datetime
    row: str | None
    row_id: int
    effective: bool = True
    brought: bool = False


def consultants(read: Read) -> tuple[frozenset[int], frozenset[int]]:
    """(everybody who is or was a consultant, those of them who work here no more)."""
    known = [each for each in everybody(read.connection) if Role.CONSULTANT in each.roles]
    return (
        frozenset(each.id for each in known),
        frozenset(each.id for each in known if not each.active_on(read.today)),
    )


def happened(read: Read, customer_ids: Sequence[int], until: date) -> list[Happened]:
    """Everything up to that day (included), in time; the manager's hand-overs of later days too: they stand."""
    owners = _owners(read, customer_ids)
    found = [
        *_visits(read, customer_ids), *_calls(read, customer_ids), *_follow_ups(read, customer_ids), *owners,
        *_first(read, sorted(set(customer_ids) - {each.customer_id for each in owners})),
    ]  # fmt: skip
    order = list(Ground)
    known = [each for each in found if each.on <= until or each.ground is Ground.HAND_OVER]
    return sorted(
        known, key=lambda each: (each.at, order.index(each.ground), each.row_id)
    )


def _all(read: Read, statement: Select[Any]) -> list[Mapping[str, Any]]:
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def _visits(read: Read, ids: Sequence[int]) -> list[Happened]:
    statement = (
        select(
            _VISIT.c.id, _VISIT.c.customer_id, _VISIT.c.consultant_id, _VISIT.c.business_date, _VISIT.c.arrived_at,
            _VISIT.c.kind, _TURN.c.kind.label("turn"),
        )
        .outerjoin(_TURN, _TURN.c.visit_id == _VISIT.c.id)
        .where(_VISIT.c.project_id == read.project_id, _VISIT.c.customer_id.in_(ids))
        .where(_VISIT.c.kind != VisitKind.NOT_A_BUYER.value, stands(read, Corrected.VISIT, _VISIT.c.id))
    )  # fmt: skip
    return [
        Happened(
            row["customer_id"], Ground.HELP if row["turn"] in _HELP else Ground.VISIT, row["consultant_id"],
            row["business_date"], row["arrived_at"], "visit_id", row["id"],
            brought=row["kind"] == VisitKind.AGENT_BROUGHT.value,
        )
        for row in _all(read, statement)
    ]  # fmt: skip


def _calls(read: Read, ids: Sequence[int]) -> list[Happened]:
    statement = select(
        _CALL.c.id, _CALL.c.customer_id, _CALL.c.answered_by, _CALL.c.business_date, _CALL.c.called_at
    ).where(
        _CALL.c.project_id == read.project_id, _CALL.c.customer_id.in_(ids), stands(read, Corrected.CALL, _CALL.c.id)
    )
    return [
        Happened(
            row["customer_id"], Ground.CALL, row["answered_by"], row["business_date"], row["called_at"], "call_id",
            row["id"],
        )
        for row in _all(read, statement)
    ]  # fmt: skip


def _follow_ups(read: Read, ids: Sequence[int]) -> list[Happened]:
    statement = select(
        _FOLLOW.c.id, _FOLLOW.c.customer_id, _FOLLOW.c.by_id, _FOLLOW.c.business_date, _FOLLOW.c.at, _FOLLOW.c.effective
    ).where(
        _FOLLOW.c.project_id == read.project_id, _FOLLOW.c.customer_id.in_(ids),
        stands(read, Corrected.FOLLOW_UP, _FOLLOW.c.id),
    )  # fmt: skip
    return [
        Happened(
            row["customer_id"], Ground.FOLLOW_UP, row["by_id"], row["business_date"], row["at"], "follow_up_id",
            row["id"], bool(row["effective"]),
        )
        for row in _all(read, statement)
    ]  # fmt: skip


def _owners(read: Read, ids: Sequence[int]) -> list[Happened]:
    statement = (
        select(_OWNED)
        .where(_OWNED.c.project_id == read.project_id, _OWNED.c.customer_id.in_(ids))
        .order_by(_OWNED.c.id)
    )
    found = []
    for row in _all(read, statement):
        met = row["from_id"] is None and row["reason"] in _MET
        if met and row["to_id"] is None:
            continue  # registered by somebody who owns nobody
        ground = Ground.REGISTRATION if met else Ground.HAND_OVER
        found.append(
            Happened(row["customer_id"], ground, row["to_id"], row["business_date"], row["at"], "hand_over_id",
                     row["id"])
        )  # fmt: skip
    return found


def _first(read: Read, ids: Sequence[int]) -> list[Happened]:
    """The registration of customers who came without a history of owners, from an old register for example."""
    statement = select(
        _CUSTOMER.c.id, _CUSTOMER.c.owner_id, _CUSTOMER.c.business_date, _CUSTOMER.c.first_contact_at
    ).where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.id.in_(ids), _CUSTOMER.c.owner_id.is_not(None))
    return [
        Happened(
            row["id"], Ground.REGISTRATION, row["owner_id"], row["business_date"], row["first_contact_at"], None,
            row["id"],
        )
        for row in _all(read, statement)
    ]  # fmt: skip


def posted(read: Read, customer_id: int, until: date) -> Posted | None:
    """The newest visit of the customer that was posted for claiming up to that day, or None.

    A claim counts while it is not refused; one that was granted has become a hand-over.
    """
    statement = (
        select(_POSTED)
        .join(_VISIT, _VISIT.c.id == _POSTED.c.visit_id)
        .where(
            _POSTED.c.project_id == read.project_id,
            _VISIT.c.customer_id == customer_id,
            _POSTED.c.business_date <= until,
            _POSTED.c.state.in_([each.value for each in _UNSETTLED]),
        )
        .order_by(_POSTED.c.id.desc())
    )
    row = read.connection.execute(statement).mappings().first()
    if row is None:
        return None
    claimed = row["state"] == ForgottenState.CLAIMED.value
    claims = ((row["claimed_at"].astimezone(read.zone).date(), row["claimant_id"]),) if claimed else ()
    return Posted(row["business_date"], row["receiver_id"], claims)


def deal_of(read: Read, customer_ids: Sequence[int]) -> Row | None:
    """The newest paper of these customers that binds, or None: `id`, `consultant_id`, `day`."""
    statement = (
        select(_SUB)
        .where(
            _SUB.c.project_id == read.project_id,
            _SUB.c.customer_id.in_(customer_ids),
            _SUB.c.state.in_([each.value for each in _DEALS]),
        )
        .order_by(_SUB.c.id.desc())
    )
    row = read.connection.execute(statement).mappings().first()
    return None if row is None else {**row, "day": row["activated_on"] or row["signed_on"]}


def notes(read: Read, case_id: int) -> list[Mapping[str, Any]]:
    """What was stated in a case, oldest first."""
    return _all(read, select(_NOTE).where(_NOTE.c.case_id == case_id).order_by(_NOTE.c.id))
