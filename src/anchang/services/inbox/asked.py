"""What I asked for and where it is: every request of the person who looks, who has it now, what was said (F9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from anchang.domain.access import ASSISTANT, CASHIER, CONTRACT_CLERK, LEADERS, MANAGER, MONEY, SYSTEM, Role
from anchang.domain.authority import ROLE_OF, Level
from anchang.domain.change import STATE_LABELS as CHANGE_STATES
from anchang.domain.delay import DelayState, level_for
from anchang.domain.delegation import DecisionKind
from anchang.domain.discount_request import RequestState
from anchang.domain.drafted import DraftedState, PriceListState
from anchang.domain.faq import FaqState
from anchang.domain.forgotten import ForgottenState
from anchang.domain.ownership_case import CaseState
from anchang.domain.pool import AskState
from anchang.domain.subscription import SubscriptionState
from anchang.domain.term import TermState
from anchang.i18n import M, Msg, say
from anchang.services import change_kind
from anchang.storage import asked as query
from anchang.storage import staff as people
from anchang.storage.approval import both_names
from anchang.storage.reading import Read

Row = Mapping[str, Any]
Has = Callable[[Read, Row], "frozenset[Role] | None"]
OWN: frozenset[Role] = frozenset()
"""It is back with whoever asked, or with the consultant of the deal."""
_FEW = 3  # so many names are named; of a larger circle only the role


def _delay(read: Read, row: Row) -> frozenset[Role] | None:
    state = DelayState(row["state"])
    if state is DelayState.PENDING:
        level = level_for(row["cumulative_days"], row["original_due_on"], read.today, read.settings)
        return None if level is None else frozenset({ROLE_OF[level]})
    if state is DelayState.APPROVED:
        return ASSISTANT
    back = state in (DelayState.DRAFT, DelayState.VERIFIED)
    return OWN if back or (state is DelayState.REJECTED and row["replied_on"] is None) else None


def _discount(_read: Read, row: Row) -> frozenset[Role] | None:
    state = RequestState(row["state"])
    if state is RequestState.PENDING:
        return frozenset({ROLE_OF[Level(row["waits_for"])]})
    if state is RequestState.EXECUTED:
        return MANAGER
    return OWN if state in (RequestState.DRAFT, RequestState.APPROVED) else None


def _change(_read: Read, row: Row) -> frozenset[Role] | None:
    state, kind = row["state"], change_kind.of(row)
    if state == "pending":
        return frozenset({ROLE_OF[Level(row["waits_for"])]})
    if state == "approved":
        unchecked = kind.money_check and row["money_checked_on"] is None
        return MONEY if unchecked else kind.flow.step("execute").roles - SYSTEM
    if state in ("executed", "refunded"):
        return ASSISTANT | MANAGER
    if state == "reactivating":
        return LEADERS
    return OWN if state in ("draft", "noticed") else None


_SUBSCRIPTION: dict[SubscriptionState, frozenset[Role]] = {
    SubscriptionState.DRAFT: OWN,
    SubscriptionState.PENDING_REVIEW: MANAGER,
    SubscriptionState.DEPOSIT_DUE: CASHIER,
    SubscriptionState.DEPOSIT_PAID: CONTRACT_CLERK,
    SubscriptionState.ACTIVE: OWN,
}


def _only(state: str, roles: frozenset[Role]) -> Has:
    return lambda _read, row: roles if row["state"] == state else None


HAS: dict[str, Has] = {
    "subscription": lambda _read, row: _SUBSCRIPTION.get(SubscriptionState(row["state"])),
    "delay_request": _delay,
    "discount_request": _discount,
    "change_request": _change,
    "price_list": _only("draft", LEADERS),
    "permit_draft": _only("draft", LEADERS),
    "term": _only("proposed", MANAGER | LEADERS),
    "faq": _only("proposed", MANAGER | LEADERS),
    "ownership_case": _only("open", MANAGER | LEADERS),
    "forgotten": _only("claimed", MANAGER | LEADERS),
    "pool_ask": _only("asked", MANAGER | LEADERS),
}
STATES: dict[str, Callable[[str], Msg]] = {
    "subscription": lambda state: SubscriptionState(state).label,
    "delay_request": lambda state: DelayState(state).label,
    "discount_request": lambda state: RequestState(state).label,
    "change_request": lambda state: CHANGE_STATES[state],
    "price_list": lambda state: PriceListState(state).label,
    "permit_draft": lambda state: DraftedState(state).label,
    "term": lambda state: TermState(state).label,
    "faq": lambda state: FaqState(state).label,
    "ownership_case": lambda state: CaseState(state).label,
    "forgotten": lambda state: ForgottenState(state).label,
    "pool_ask": lambda state: AskState(state).label,
}
NOUNS: dict[str, Msg] = {
    "subscription": M("subscription"),
    "delay_request": M("delayed signing"),
    "discount_request": M("special discount"),
    "change_request": M("request about a subscription"),
    "price_list": M("price list"),
    "permit_draft": M("permit draft"),
    "term": M("special term"),
    "faq": M("sales question"),
    "ownership_case": M("ownership case"),
    "forgotten": M("posted visitor"),
    "pool_ask": M("wish for a customer of the pool"),
}
_KINDS = {
    "subscription": DecisionKind.SUBSCRIPTION,
    "discount_request": DecisionKind.DISCOUNT,
    "delay_request": DecisionKind.DELAY,
    "change_request": DecisionKind.CHANGE,
    "price_list": DecisionKind.PRICE_LIST,
    "permit_draft": DecisionKind.PERMIT,
    "term": DecisionKind.TERM,
}


def rows(read: Read) -> list[dict[str, Any]]:
    """What is under way first, the one that waits for longest at the top; then what is over, the newest first."""
    staff = {one.id: one for one in people.everybody(read.connection)}
    lent = query.standing_in(read)
    found = []
    for row in query.of_person(read):
        roles = HAS[row["noun"]](read, row)
        found.append(
            {
                "id": f"{row['noun']}.{row['id']}",
                "noun": row["noun"],
                "row_id": row["id"],
                "subject": row["subject"],
                "unit": row["unit"],
                "who": row["who"],
                "state": say(STATES[row["noun"]](row["state"])),
                "running": roles is not None,
                "has": "" if roles is None else _has(read, row, roles, staff, lent),
                "since": row["since"],
                "days": (read.today - row["since"]).days,
                "said": _said(row["said"]),
            }
        )
    running = sorted((row for row in found if row["running"]), key=lambda row: (row["since"], row["id"]))
    over = sorted((row for row in found if not row["running"]), key=lambda row: (row["since"], row["id"]), reverse=True)
    return [*running, *over]


def _has(
    read: Read,
    row: Row,
    roles: frozenset[Role],
    staff: Mapping[int, people.StaffView],
    lent: Mapping[tuple[int, str], str],
) -> str:
    """Who has it: the person it is back with, or the role and, where they are few, the names in it."""
    if not roles:
        back = row["consultant_id"] or read.staff_id
        return staff[back].name if back in staff else ""
    kind = _KINDS.get(row["noun"])
    names = []
    for one in staff.values():
        if one.roles & roles and one.active_on(read.today):
            other = "" if kind is None else lent.get((one.id, kind.value), "")
            names.append(both_names(other, one.name) if other else one.name)
    labels = tuple(role.label for role in sorted(roles))
    if not names or len(names) > _FEW:
        return say(M("{roles}", roles=labels))
    return say(M("{roles}: {names}", roles=labels, names=tuple(names)))


def _said(last: tuple[Any, str, str, Any] | None) -> str:
    if last is None:
        return ""
    decision, who, words, on = last
    if decision is not None:
        return say(M("{decision}, {who}, {day} {comment}", decision=decision, who=who, day=on, comment=words)).strip()
    return "  ".join(each for each in (who, words) if each)
