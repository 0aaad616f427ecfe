"""What the daily report counts and lists: visits, calls, receptions, deals and money of a period (domain 4.1).

Definitions, the same for every sheet. A period is both its days and all between, by business date:

* A visit of somebody who does not buy is no group. Of the others, `from_call` is the first visit of somebody who had
  called, `returning` any later visit, `first` the rest; together they are the groups.
* A subscription counts on the day on which it came into force (`activated_on`), a contract on the day on which its
  signature was entered: what was reported yesterday is never changed by what is entered today.
* Money counts as `receivable_period` counts it: a receipt on the day of its confirmation, a reversal on its own.

Everything is narrowed to what the person may see. Money in fen, areas in 0.0001 ㎡.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, quoted_name, select

from anchang.domain.visit import VisitKind
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.columns import Flag
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.reading import Read
from anchang.storage.receivable_period import received
from anchang.storage.subscription import Subscription
from anchang.storage.visit import Visit

BEGINNING = date.min
"""The first day of everything."""

FIRST, RETURNING, FROM_CALL, NON_BUYER = "first", "returning", "from_call", "non_buyer"

_VISIT, _CALL, _CUSTOMER = table_of(Visit), table_of(Call), table_of(Customer)
_SUB, _CONTRACT = table_of(Subscription), table_of(Contract)


def yes(flag: Any) -> ColumnElement[bool]:
    """Whether a flag is set; `IS` would not do, since a flag is a number and not every database takes that."""
    found: ColumnElement[bool] = flag == literal(True, Flag())
    return found


def no(flag: Any) -> ColumnElement[bool]:
    """Whether a flag is not set."""
    found: ColumnElement[bool] = flag == literal(False, Flag())
    return found


def visit_class() -> ColumnElement[str]:
    """Which of the four a visit is, as SQL."""
    return case(
        (_VISIT.c.kind == VisitKind.NOT_A_BUYER.value, NON_BUYER),
        (yes(_VISIT.c.from_call), FROM_CALL),
        (or_(_VISIT.c.kind == VisitKind.RETURNING.value, _VISIT.c.visit_count > 1), RETURNING),
        else_=FIRST,
    )


def own(read: Read, table: Any, consultant: str) -> ColumnElement[bool]:
    """The rows of the project that this person may see; `consultant` names the column of whose they are."""
    mine = table.c.project_id == read.project_id
    return mine if read.sees_all else and_(mine, table.c[consultant] == read.staff_id)


def visits_of(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """The visits of the period."""
    return and_(own(read, _VISIT, "consultant_id"), _VISIT.c.business_date >= first, _VISIT.c.business_date <= last)


def calls_of(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """The calls of the period."""
    return and_(own(read, _CALL, "answered_by"), _CALL.c.business_date >= first, _CALL.c.business_date <= last)


def deals_of(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """The subscriptions that came into force in the period."""
    return and_(own(read, _SUB, "consultant_id"), _SUB.c.activated_on >= first, _SUB.c.activated_on <= last)


def contracts_of(read: Read, first: date, last: date) -> ColumnElement[bool]:
    """The contracts whose signature was entered in the period."""
    return and_(
        own(read, _CONTRACT, "consultant_id"),
        _CONTRACT.c.signed_entered_on >= first,
        _CONTRACT.c.signed_entered_on <= last,
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """Every measure of 日报总览 for one period. `phones` are the groups that left a number."""

    calls_first: int
    calls_repeat: int
    invited: int
    visits_first: int
    visits_returning: int
    visits_from_call: int
    non_buyers: int
    people: int
    agent_brought: int
    phones: int
    deals: int
    deal_area: int
    deal_amount: int
    contracts: int
    contract_area: int
    contract_amount: int
    received: int

    @property
    def calls(self) -> int:
        """Calls in all."""
        return self.calls_first + self.calls_repeat

    @property
    def groups(self) -> int:
        """Groups that came to buy."""
        return self.visits_first + self.visits_returning + self.visits_from_call


def count_if(condition: ColumnElement[bool], name: str, value: Any = 1) -> Any:
    """The sum of `value` where the condition holds, under a name that may be a word of SQL (returning)."""
    return func.sum(case((condition, value), else_=0)).label(quoted_name(name, True))


def figures(read: Read, first: date, last: date) -> Figures:
    """Every measure of one period."""
    group = visit_class()
    buyer = group != NON_BUYER
    statements = (
        select(
            count_if(group == FIRST, "visits_first"),
            count_if(group == RETURNING, "visits_returning"),
            count_if(group == FROM_CALL, "visits_from_call"),
            count_if(group == NON_BUYER, "non_buyers"),
            count_if(buyer, "people", _VISIT.c.party_size),
            count_if(_VISIT.c.kind == VisitKind.AGENT_BROUGHT.value, "agent_brought"),
            count_if(and_(buyer, _VISIT.c.phone != ""), "phones"),
        ).where(visits_of(read, first, last)),
        select(
            count_if(no(_CALL.c.is_repeat), "calls_first"),
            count_if(yes(_CALL.c.is_repeat), "calls_repeat"),
            count_if(_CALL.c.invite_visit_at.is_not(None), "invited"),
        ).where(calls_of(read, first, last)),
        _sold(_SUB, "deal", deals_of(read, first, last)),
        _sold(_CONTRACT, "contract", contracts_of(read, first, last)),
    )
    found: dict[str, int] = {}
    for statement in statements:
        row = read.connection.execute(statement).mappings().one()
        found.update({name: int(value or 0) for name, value in row.items()})
    return Figures(**found, received=sum(each.amount for each in received(read, first, last)))


def _sold(table: Any, name: str, chosen: ColumnElement[bool]) -> Select[Any]:
    return select(
        func.count().label(f"{name}s"),
        func.sum(table.c.built_area).label(f"{name}_area"),
        func.sum(table.c.deal_total).label(f"{name}_amount"),
    ).where(chosen)


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """One line of 渠道统计; `channel` is as stored, empty where it was not asked, `amount` of the subscriptions."""

    channel: str
    calls: int
    first: int
    returning: int
    from_call: int
    deals: int
    amount: int
    contracts: int

    @property
    def groups(self) -> int:
        """Groups that came to buy."""
        return self.first + self.returning + self.from_call


def channels(read: Read, first: date, last: date) -> list[ChannelFigures]:
    """What came by each channel in the period: calls and visits by what they said, deals by what the customer said."""
    group = visit_class()
    parts: dict[str, dict[str, int]] = {}
    run = read.connection.execute
    visits = run(
        select(_VISIT.c.channel, *(count_if(group == each, each) for each in (FIRST, RETURNING, FROM_CALL)))
        .where(visits_of(read, first, last), group != NON_BUYER)
        .group_by(_VISIT.c.channel)
    )
    calls = run(
        select(_CALL.c.channel, func.count().label("calls"))
        .where(calls_of(read, first, last))
        .group_by(_CALL.c.channel)
    )
    deals = run(
        select(_CUSTOMER.c.channel, func.count().label("deals"), func.sum(_SUB.c.deal_total).label("amount"))
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .where(deals_of(read, first, last))
        .group_by(_CUSTOMER.c.channel)
    )
    signed = run(
        select(_CUSTOMER.c.channel, func.count().label("contracts"))
        .join(_CUSTOMER, _CUSTOMER.c.id == _CONTRACT.c.customer_id)
        .where(contracts_of(read, first, last))
        .group_by(_CUSTOMER.c.channel)
    )
    for rows in (visits, calls, deals, signed):
        for row in rows.mappings():
            counted = {key: int(value or 0) for key, value in row.items() if key != "channel"}
            parts.setdefault(row["channel"], {}).update(counted)
    names = ("calls", FIRST, RETURNING, FROM_CALL, "deals", "amount", "contracts")
    return [ChannelFigures(channel, *(found.get(each, 0) for each in names)) for channel, found in parts.items()]
