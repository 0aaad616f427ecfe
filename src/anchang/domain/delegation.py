"""Delegation with dates: who decides one kind of decision for whom while he or she is away (issue 4 F9, 2.18).

A delegate decides with the delegator's own authority and never with one that the delegator was lent: what is lent are
the roles that the delegator holds, so that there is no delegation of a delegation. Maker is never checker, for either
of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from anchang.domain.access import ASSISTANT, LEADERS, MANAGER, Role
from anchang.domain.authority import level_of
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

AUTHORITY = MANAGER | LEADERS
"""The roles whose decisions can be delegated; all others belong to the work, not to an authority."""
DELEGATES = ASSISTANT | MANAGER | LEADERS
"""Who can be named: somebody who sees everybody's papers and handles no money (2.18)."""


class DecisionKind(Worded):
    """What can be delegated: decisions about papers that somebody else made (3.7, 2.6 to 2.8, 2.18)."""

    SUBSCRIPTION = "subscription", M("reviews and slips of subscriptions")
    DISCOUNT = "discount", M("special discounts")
    DELAY = "delay", M("delayed signings")
    CHANGE = "change", M("requests about subscriptions")
    PRICE_LIST = "price_list", M("price lists")
    PERMIT = "permit", M("permits")
    TERM = "term", M("special terms")


ACTS: dict[DecisionKind, frozenset[str]] = {
    DecisionKind.SUBSCRIPTION: frozenset(
        {"subscription.approve", "subscription.send_back", "subscription.accept_deposit", "subscription.decide_slip"}
    ),
    DecisionKind.DISCOUNT: frozenset({"discount_request.approve", "discount_request.reject"}),
    DecisionKind.DELAY: frozenset({"delay.approve", "delay.reject"}),
    DecisionKind.CHANGE: frozenset({"change.approve", "change.reject", "change.send_back"}),
    DecisionKind.PRICE_LIST: frozenset({"price_list.approve", "price_list.reject"}),
    DecisionKind.PERMIT: frozenset({"permit.approve", "permit.reject"}),
    DecisionKind.TERM: frozenset({"term.approve"}),
}
"""The use cases that a delegate does with the delegator's authority; every other act is the own one."""

STEPS: dict[DecisionKind, frozenset[str]] = {
    DecisionKind.SUBSCRIPTION: frozenset({"approve", "send_back", "accept_deposit", "decide_slip"}),
    DecisionKind.DISCOUNT: frozenset({"approve", "pass_on", "reject"}),
    DecisionKind.DELAY: frozenset({"approve", "reject"}),
    DecisionKind.CHANGE: frozenset({"approve", "pass_on", "reject", "send_back"}),
    DecisionKind.PRICE_LIST: frozenset({"approve", "schedule", "reject"}),
    DecisionKind.PERMIT: frozenset({"approve", "reject"}),
    DecisionKind.TERM: frozenset({"approve"}),
}
"""The steps of the papers' own flows that these use cases take."""

WAITS: dict[DecisionKind, frozenset[str]] = {
    DecisionKind.SUBSCRIPTION: frozenset({"subscription.review", "subscription.lower_deposit", "subscription.slip"}),
    DecisionKind.DISCOUNT: frozenset({"discount_request.decide"}),
    DecisionKind.DELAY: frozenset({"delay_request.decide"}),
    DecisionKind.CHANGE: frozenset({"change_request.decide"}),
    DecisionKind.PRICE_LIST: frozenset({"price_list.approve"}),
    DecisionKind.PERMIT: frozenset({"permit_draft.approve"}),
    DecisionKind.TERM: frozenset({"term.approve"}),
}
"""What of the inbox waits for such a decision."""

OF_LEADERS = frozenset({DecisionKind.PRICE_LIST, DecisionKind.PERMIT})
"""What directors and executives alone decide (2.18 «import price list, permits»); a manager has none of it to lend."""

_KIND_OF_ACT = {name: kind for kind, names in ACTS.items() for name in names}


class Standing(Worded):
    """Where a delegation is on a day; nothing is stored but its days and its end."""

    AHEAD = "ahead", M("not begun yet")
    IN_FORCE = "in_force", M("in force")
    OVER = "over", M("over")
    WITHDRAWN = "withdrawn", M("withdrawn")


def kind_of_act(name: str) -> DecisionKind | None:
    """The kind of decision that a use case is, or None."""
    return _KIND_OF_ACT.get(name)


def lent(roles: Iterable[Role]) -> frozenset[Role]:
    """With which of the delegator's roles a delegate decides."""
    return frozenset(roles) & AUTHORITY


def standing(from_day: date, to_day: date, is_withdrawn: bool, today: date) -> Standing:
    """Where it is today; both days belong to it."""
    if is_withdrawn:
        return Standing.WITHDRAWN
    if today < from_day:
        return Standing.AHEAD
    return Standing.IN_FORCE if today <= to_day else Standing.OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationFacts:
    """What the guards of a new delegation look at.

    `kind` is what is lent, `taken_by` who has this kind of the same delegator on one of the days already; `max_days`
    counts both days.
    """

    today: date
    from_day: date
    to_day: date
    max_days: int
    kind: DecisionKind | None = None
    reason: str = ""
    is_self: bool = False
    giver: frozenset[Role] = frozenset()
    delegate: frozenset[Role] = frozenset()
    delegate_name: str = ""
    delegate_until: date | None = None
    taken_by: str = ""


def days_right(facts: DelegationFacts) -> Msg | None:
    """From day to day, not in the past, not for ever."""
    if facts.to_day < facts.from_day:
        return M("the last day lies before the first")
    if facts.from_day < facts.today:
        return M("it begins today at the earliest")
    longest = facts.from_day + timedelta(days=facts.max_days - 1)
    if facts.to_day > longest:
        return M("at most {days} days, until {day}", days=facts.max_days, day=longest)
    if facts.delegate_until is not None and facts.to_day > facts.delegate_until:
        return M("{name} works here only until {day}", name=facts.delegate_name, day=facts.delegate_until)
    return None


def somebody_else(facts: DelegationFacts) -> Msg | None:
    """Nobody delegates to himself or herself."""
    return M("name somebody else") if facts.is_self else None


def own_authority(facts: DelegationFacts) -> Msg | None:
    """One lends only what one holds: no delegation of a delegation."""
    holds = facts.giver & (LEADERS if facts.kind in OF_LEADERS else AUTHORITY)
    return None if holds else M("you have no authority of your own to delegate")


def can_stand_in(facts: DelegationFacts) -> Msg | None:
    """Who decides sees everybody's papers, handles no money, and does not decide about this anyhow."""
    if not facts.delegate & DELEGATES or facts.delegate & {Role.CASHIER, Role.ACCOUNTANT}:
        return M(
            "{name} cannot decide for others; it takes {roles} who handles no money", name=facts.delegate_name,
            roles=tuple(role.label for role in sorted(DELEGATES)),
        )  # fmt: skip
    own, theirs = level_of(facts.giver), level_of(facts.delegate)
    if own is not None and theirs is not None and theirs.rank >= own.rank:
        return M("{name} stands as high as you and decides about this anyhow", name=facts.delegate_name)
    return None


def one_delegate(facts: DelegationFacts) -> Msg | None:
    """One kind of decision is with one person on a day."""
    if not facts.taken_by:
        return None
    return M("{name} has it on these days already; withdraw that first", name=facts.taken_by)


def reason_given(facts: DelegationFacts) -> Msg | None:
    """Why stands with it."""
    return None if facts.reason.strip() else M("give a reason")


GUARDS = (own_authority, somebody_else, can_stand_in, days_right, one_delegate, reason_given)


def why_not_delegate(facts: DelegationFacts) -> Msg | None:
    """The first reason against a new delegation, or None."""
    return next((reason for guard in GUARDS if (reason := guard(facts)) is not None), None)
