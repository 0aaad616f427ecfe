"""Whose a deal is in the figures: its consultant's alone, or shared (domain 2.1, 3.6, 4.1, 4.7).

The newest decision of the newest case about a paper counts; where no case has decided, what the newest edition of the
paper says of its consultants. Every figure by consultant asks here, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select, true, union_all

from anchang.domain.credit import split
from anchang.domain.measure import ONE, show_percent
from anchang.domain.subscription import ENDED_BY_REQUEST, SubscriptionState
from anchang.storage.base import table_of
from anchang.storage.customer import CustomerOwner
from anchang.storage.ownership import OwnershipCase, OwnershipDecision, OwnershipShare
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.subscription_parts import SubscriptionConsultant

_CASE, _DECISION, _SHARE = table_of(OwnershipCase), table_of(OwnershipDecision), table_of(OwnershipShare)
_STAFF, _OWNED, _SUB = table_of(Staff), table_of(CustomerOwner), table_of(Subscription)
_SPLIT = table_of(SubscriptionConsultant)

_OVER = (SubscriptionState.VOID.value, *sorted(each.value for each in ENDED_BY_REQUEST))

Credit = tuple[tuple[int, str, int], ...]


def _given(read: Read) -> Subquery:
    """(subscription_id, staff_id, rate, place) of every paper whose credit is shared, by a case or by itself."""
    decided = _decided(read)
    cases = decided.with_only_columns(_CASE.c.subscription_id).correlate(None)
    stated = (
        select(_SPLIT.c.subscription_id, _SPLIT.c.staff_id, _SPLIT.c.rate, _SPLIT.c.no.label("place"))
        .join(_SUB, (_SUB.c.id == _SPLIT.c.subscription_id) & (_SUB.c.edition == _SPLIT.c.edition))
        .where(_SPLIT.c.project_id == read.project_id, _SPLIT.c.subscription_id.not_in(cases))
    )
    return union_all(decided.add_columns(_SHARE.c.id.label("place")), stated).subquery("given_credit")


def _decided(read: Read) -> Select[Any]:
    """(subscription_id, staff_id, rate) of the papers whose credit a case has decided."""
    of_case = _CASE.alias("later")
    decided = _DECISION.alias("later_decision")
    given = _SHARE.alias("later_share")
    newest = (
        select(func.max(of_case.c.id))
        .join(decided, and_(decided.c.case_id == of_case.c.id, decided.c.no == of_case.c.decision))
        .join(given, given.c.decision_id == decided.c.id)
        .where(of_case.c.subscription_id == _CASE.c.subscription_id)
        .correlate(_CASE)
        .scalar_subquery()
    )
    return (
        select(_CASE.c.subscription_id, _SHARE.c.staff_id, _SHARE.c.rate)
        .join(_DECISION, and_(_DECISION.c.case_id == _CASE.c.id, _DECISION.c.no == _CASE.c.decision))
        .join(_SHARE, _SHARE.c.decision_id == _DECISION.c.id)
        .where(_CASE.c.project_id == read.project_id, _CASE.c.subscription_id.is_not(None), _CASE.c.id == newest)
    )


def credit_of(read: Read, subscription_ids: Sequence[int]) -> dict[int, Credit]:
    """subscription -> ((staff, name, share in 10⁻⁶), …) of the papers whose credit is shared.

    A paper that is not in the answer is its consultant's alone.
    """
    given = _given(read)
    statement = (
        select(given.c.subscription_id, given.c.staff_id, given.c.rate, _STAFF.c.name)
        .join(_STAFF, _STAFF.c.id == given.c.staff_id)
        .where(given.c.subscription_id.in_(list(set(subscription_ids))))
        .order_by(given.c.subscription_id, given.c.place)
    )
    found: dict[int, Credit] = {}
    for paper, staff_id, rate, name in read.connection.execute(statement):
        found[paper] = (*found.get(paper, ()), (staff_id, name, rate))
    return found


def promised(read: Read, customer_id: int) -> int | None:
    """The case that has shared the credit of a deal which this customer was still to make, or None.

    Only while the customer has not changed hands since: whoever gave the customer to somebody decided anew.
    """
    handed = select(_OWNED.c.id).where(_OWNED.c.customer_id == _CASE.c.customer_id, _OWNED.c.at > _CASE.c.decided_at)
    statement = (
        select(_CASE.c.id)
        .join(_DECISION, and_(_DECISION.c.case_id == _CASE.c.id, _DECISION.c.no == _CASE.c.decision))
        .join(_SHARE, _SHARE.c.decision_id == _DECISION.c.id)
        .outerjoin(_SUB, _SUB.c.id == _CASE.c.subscription_id)
        .where(
            _CASE.c.project_id == read.project_id,
            _CASE.c.customer_id == customer_id,
            or_(_CASE.c.subscription_id.is_(None), _SUB.c.state.in_(_OVER)),
            ~handed.exists(),
        )
        .group_by(_CASE.c.id)
        .having(func.count() > 1)
        .order_by(_CASE.c.id.desc())
        .limit(1)
    )
    found: int | None = read.connection.execute(statement).scalar()
    return found


def credit_words(credit: Credit) -> str:
    """The credit as a report shows it: «张伟 50% / 王芳 50%», or the one name."""
    if len(credit) == 1:
        return credit[0][1]
    return " / ".join(f"{name} {show_percent(rate)}" for _, name, rate in credit)


def parts(amount: int, consultant_id: int, credit: Credit | None) -> Mapping[int, int]:
    """Staff -> the part of an amount (fen, or 10⁻⁶ of a deal); the consultant's whole where nobody shares."""
    shares = credit or ((consultant_id, "", ONE),)
    given = split(amount, [rate for _, _, rate in shares])
    return {staff_id: part for (staff_id, _, _), part in zip(shares, given, strict=True)}


def sold_by(read: Read, paper: Any, consultant: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a deal is in this person's figures: as its consultant, or with a part of its credit; every deal is for
    who sees all. `paper` is the column with the subscription's id."""
    if read.sees_all:
        return true()
    given = _given(read)
    shared = select(given.c.subscription_id).where(given.c.staff_id == read.staff_id)
    return or_(consultant == read.staff_id, paper.in_(shared))
