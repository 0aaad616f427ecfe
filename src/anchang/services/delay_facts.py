"""What the acts on a request for a later signing share, and what the deal's own acts do with it (domain 2.7).

Other papers call `contract_signed` (subscriptions) and `deal_over` (whatever ends a deal without a signature).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from anchang.domain.access import Role
from anchang.domain.approval import ApprovalLevel
from anchang.domain.authority import Level
from anchang.domain.delay import DELAY_REQUEST, DelayFacts, DelayReason, DelayState, level_for
from anchang.domain.errors import Refusal, WrongState, nothing_there
from anchang.domain.flow import Option
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M, Msg, say
from anchang.services.act import Act
from anchang.services.subscription_facts import paper
from anchang.storage import delay as rows
from anchang.storage import subscription_query
from anchang.storage.delay import DelayRequest
from anchang.storage.reading import Read
from anchang.storage.work import Row

DELAY = M("request for a later signing")
SIGNED = M("the contract is signed")


@dataclass(frozen=True, slots=True)
class Start:
    """What a form of the request begins with; `due` is the day that it moves, money in fen."""

    subscription_id: int
    sub_no: str
    unit: str
    buyer: str
    due: date
    so_far: int
    paid: int
    today: date
    settings: Mapping[str, Any]

    @property
    def is_late(self) -> bool:
        """Whether the day for signing has passed."""
        return self.today > self.due

    def days_of(self, new_due: date | None) -> int | None:
        """The days up to a new last day, None where it does not come after the present one."""
        return None if new_due is None or new_due <= self.due else (new_due - self.due).days

    def day_of(self, days: int | None) -> date | None:
        """The new last day, None where the days cannot be."""
        if days is None or not 0 < days <= (date.max - self.due).days:
            return None
        return self.due + timedelta(days=days)

    def level(self, days: int) -> Level | None:
        """Who decides about so many days."""
        return level_for(self.so_far + days, self.due, self.today, self.settings)


def start(read: Read, subscription_id: int) -> Start:
    """What is asked from. Raises NotFound, WrongState where nothing is to be signed, Refusal for an open request."""
    row = subscription_query.card(read, subscription_id)
    if row is None:
        raise nothing_there(M("subscription"), subscription_id)
    if row["state"] != SubscriptionState.ACTIVE or row["sign_due_date"] is None:
        raise no_signing(row["sub_no"])
    found = rows.open_of(read, subscription_id)
    if found is not None:
        raise taken(row["sub_no"], found["no"])
    return Start(
        subscription_id, row["sub_no"], row["unit"], row["buyer"], row["sign_due_date"], row["delay_days"],
        row["received"], read.today, read.settings,
    )  # fmt: skip


def no_signing(sub_no: str) -> WrongState:
    """There is nothing to delay."""
    return WrongState(M("Subscription {number} is not in force; there is no signing to delay.", number=sub_no))


def taken(sub_no: str, number: str) -> Refusal:
    """Another request is open."""
    return Refusal(M("Subscription {deal} has an open request already: {no}.", deal=sub_no, no=number or "-"))


def request(act: Act, delay_id: int) -> tuple[Row, Row]:
    """The request and its deal; consultants reach only their own. Raises NotFound."""
    row = act.must(DelayRequest, delay_id, DELAY)
    return row, paper(act, row["subscription_id"])


def missing(row: Mapping[str, Any]) -> tuple[Msg, ...]:
    """Fields that 3.9 requires and that are empty."""
    found = [] if row["reason"] else [M("reason")]
    if row["reason"] == DelayReason.OTHER and not row["reason_text"]:
        found.append(M("the reason in words"))
    return tuple(found)


def facts(
    row: Mapping[str, Any], deal: Mapping[str, Any], today: date, settings: Mapping[str, Any], **said: Any
) -> DelayFacts:
    """What the guards look at; `said` is what only the caller knows."""
    given: dict[str, Any] = {
        "today": today,
        "subscription_active": deal["state"] == SubscriptionState.ACTIVE,
        "due": deal["sign_due_date"],
        "original_due": row["original_due_on"],
        "new_due": row["new_due_on"],
        "cumulative_days": row["cumulative_days"],
        "max_days": int(settings["max_delay_days"]),
        "verified": row["verified"],
        "missing": missing(row),
        "customer_signed_on": row["customer_signed_on"],
        "late_why": row["late_why"],
        "waits_for": level_for(row["cumulative_days"], row["original_due_on"], today, settings),
        "execute_by": row["execute_by"],
        "contract_signed": deal["state"] == SubscriptionState.CONVERTED,
    }
    return DelayFacts(**{**given, **said})


def of(act: Act, row: Row, deal: Row, **said: Any) -> DelayFacts:
    """The facts for an act: whoever acts decides by the own roles."""
    return facts(row, deal, act.today, act.settings, roles=act.actor.roles, **said)


def level(found: DelayFacts) -> ApprovalLevel:
    """The level on which it is decided, for the record. ValueError where nobody may."""
    if found.waits_for is None:
        raise ValueError(found.cumulative_days)
    return ApprovalLevel(found.waits_for.value)


def options(read: Read, delay_id: int) -> list[Option[DelayState, DelayFacts]]:
    """Every step with its «why not» for the person who looks; what a form will still say counts as said."""
    card = rows.card(read, delay_id)
    if card is None:
        raise nothing_there(DELAY, delay_id)
    deal = {"state": card["deal_state"], "sign_due_date": card["sign_due_date"]}
    said: dict[str, Any] = {"comment": "-", "roles": read.roles}
    state = DelayState(card["state"])
    if state in (DelayState.DRAFT, DelayState.VERIFIED):  # the form of handing in asks for both
        said |= {"verified": "-", "customer_signed_on": read.today}
    own = next(iter(each for each in rows.of_subscription(read, card["subscription_id"]) if each["id"] == delay_id))
    is_maker = read.is_own(own["maker_id"], own["submitted_by"], card["consultant_id"])
    found = DELAY_REQUEST.options(state, facts(card, deal, read.today, read.settings, **said), read.roles,
                                  is_maker=is_maker)  # fmt: skip
    return [one for one in found if Role.SYSTEM not in one.step.roles or one.step.name == "withdraw"]


def contract_signed(act: Act, subscription_id: int) -> None:
    """The contract of the deal is signed: a delay in force is closed, one still being asked for is not needed."""
    deal = {"state": SubscriptionState.CONVERTED, "sign_due_date": None}
    for row in rows.of_subscription(act.read, subscription_id):
        if row["state"] == DelayState.EXECUTED:
            said = facts(row, deal, act.today, act.settings)
            act.move(DELAY_REQUEST, "close", DelayRequest, row, said, as_system=True, ended_on=act.today)
    deal_over(act, subscription_id, say(SIGNED))


def deal_over(act: Act, subscription_id: int, why: str) -> None:
    """The deal has ended, by whatever act: nobody decides about a request of it any more."""
    row = rows.open_of(act.read, subscription_id)
    if row is None:
        return
    deal = {"state": SubscriptionState.CONVERTED, "sign_due_date": None}
    said = facts(row, deal, act.today, act.settings, comment=why)
    act.move(
        DELAY_REQUEST, "withdraw", DelayRequest, row, said, as_system=True, ended_on=act.today, end_reason=why
    )
