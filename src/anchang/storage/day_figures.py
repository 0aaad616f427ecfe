"""The figures of a period: every measure of 日报总览, and what came by each channel (domain 4.1).

The definitions of `storage.day_report` hold here. Money in fen, areas in 0.0001 ㎡.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from anchang.storage import sincerity_day
from anchang.storage.base import table_of
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.day_report import (
    FIRST,
    FROM_CALL,
    RETURNING,
    contracts_of,
    deals_of,
    reservations_of,
    taken_back,
    worth,
)
from anchang.storage.day_tally import Tally, tally
from anchang.storage.reading import Read
from anchang.storage.receivable_period import received
from anchang.storage.subscription import Subscription

_SUB, _CONTRACT, _CUSTOMER = table_of(Subscription), table_of(Contract), table_of(Customer)


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
    reservations: int
    backs: int
    back_area: int
    back_amount: int

    @property
    def calls(self) -> int:
        """Calls in all."""
        return self.calls_first + self.calls_repeat

    @property
    def groups(self) -> int:
        """Groups that came to buy."""
        return self.visits_first + self.visits_returning + self.visits_from_call

    @property
    def net_deals(self) -> int:
        """Subscriptions less those taken back."""
        return self.deals - self.backs

    @property
    def net_area(self) -> int:
        """Their area."""
        return self.deal_area - self.back_area

    @property
    def net_amount(self) -> int:
        """Their money."""
        return self.deal_amount - self.back_amount


def figures(read: Read, first: date, last: date, counted: Tally | None = None) -> Figures:
    """Every measure of one period; `counted` is both logs over at least these days, counted here where it is not given.
    """
    logs = counted or tally(read, first, last)
    found: dict[str, int] = {**logs.visits.total(first, last), **logs.calls.total(first, last)}
    statements = (
        _sold(_SUB, "deal", deals_of(read, first, last)),
        _sold(_SUB, "back", taken_back(read, first, last)),
        _sold(_CONTRACT, "contract", contracts_of(read, first, last)),
        select(func.count().label("reservations")).where(reservations_of(read, first, last)),
    )
    for statement in statements:
        row = read.connection.execute(statement).mappings().one()
        found.update({name: int(value or 0) for name, value in row.items()})
    money = sum(each.amount for each in received(read, first, last, by_credit=True))
    return Figures(**found, received=money + sincerity_day.received(read, first, last))


def _sold(table: Any, name: str, chosen: ColumnElement[bool]) -> Select[Any]:
    return select(
        func.count().label(f"{name}s"),
        func.sum(table.c.built_area).label(f"{name}_area"),
        func.sum(worth() if name == "deal" else table.c.deal_total).label(f"{name}_amount"),
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


def channels(read: Read, first: date, last: date, counted: Tally | None = None) -> list[ChannelFigures]:
    """What came by each channel in the period: calls and visits by what they said, deals by what the customer said."""
    logs = counted or tally(read, first, last)
    parts: dict[str, dict[str, int]] = {}
    for channel, found in logs.visits.by_channel(first, last).items():
        groups = {each: found[f"visits_{each}"] for each in (FIRST, RETURNING, FROM_CALL)}
        if any(groups.values()):
            parts[channel] = groups
    for channel, found in logs.calls.by_channel(first, last).items():
        parts.setdefault(channel, {})["calls"] = found["calls_first"] + found["calls_repeat"]
    run = read.connection.execute
    deals = run(
        select(_CUSTOMER.c.channel, func.count().label("deals"), func.sum(worth()).label("amount"))
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
    for rows in (deals, signed):
        for row in rows.mappings():
            parts.setdefault(row["channel"], {}).update(
                {key: int(value or 0) for key, value in row.items() if key != "channel"}
            )
    names = ("calls", FIRST, RETURNING, FROM_CALL, "deals", "amount", "contracts")
    return [ChannelFigures(channel, *(found.get(each, 0) for each in names)) for channel, found in parts.items()]
