"""What waits for the person who looks: every noun's waiting rows in one list, the late and the oldest first (F9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain.access import may
from anchang.domain.contract_desk import WAITING_LABELS as CONTRACT_WORDS
from anchang.domain.desk import DeskWaiting
from anchang.domain.drafted import PERMIT_DRAFT, PRICE_LIST
from anchang.domain.faq import FAQ
from anchang.domain.forgotten import FORGOTTEN, ForgottenState
from anchang.domain.ownership_case import OWNERSHIP_CASE
from anchang.domain.person import PERSON_REQUEST, RequestKind
from anchang.domain.subscription_desk import WAITING_LABELS as SUBSCRIPTION_WORDS
from anchang.domain.task import TaskKind
from anchang.i18n import M, Msg, say
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.storage import (
    competitor,
    contract_query,
    day_waiting,
    faq,
    forgotten,
    meeting,
    ownership_query,
    person_query,
    receipt,
    subscription_query,
    task_board,
    term,
)
from anchang.storage import permit_draft as permit_drafts
from anchang.storage import price_list as price_lists
from anchang.storage.reading import Read

APPROVE_LIST = "price_list.approve"
APPROVE_PERMIT = "permit_draft.approve"
DECIDE_CLAIM, LOOK_AT_POSTED = "forgotten.decide", "forgotten.look"
DECIDE_CASE = "ownership_case.decide"

# what waits -> its words; the key is `<noun>.<waiting>` so that two nouns may wait for the same thing
WORDS: dict[str, Msg] = {
    **{f"subscription.{each.value}": words for each, words in SUBSCRIPTION_WORDS.items()},
    **{f"contract.{each.value}": words for each, words in CONTRACT_WORDS.items()},
    **{f"receipt.{each.value}": words for each, words in CONTRACT_WORDS.items()},
    **{f"day.{each.value}": each.label for each in DeskWaiting},
    "faq.approve": M("approve the answer"),
    "term.approve": M("approve the special term"),
    "competitor.survey": M("survey a competing project"),
    "meeting_task.due": M("task of a meeting"),
    **{f"person_request.{each.value}": each.label for each in RequestKind},
    "retention.due": M("kept for too long: make nameless"),
    **{f"task.{each.value}": each.label for each in TaskKind},
    "task.escalated": M("tasks overdue for too long"),
    "task.leaver": M("customers of a leaver"),
    "task.wish": M("wish for a customer of the pool"),
    APPROVE_LIST: M("approve the price list"),
    APPROVE_PERMIT: M("approve the permit"),
    DECIDE_CLAIM: M("decide whose visitor it is"),
    LOOK_AT_POSTED: M("posted: is it your customer?"),
    DECIDE_CASE: M("decide whose customer"),
}
NOUNS: dict[str, Msg] = {
    "subscription": M("subscription"),
    "contract": M("contract"),
    "receipt": M("receipt"),
    "price_list": M("price list"),
    "permit_draft": M("permit draft"),
    "forgotten": M("posted visitor"),
    "day": M("day's work"),
    "person_request": M("request about the own data"),
    "retention": M("kept no longer"),
    "faq": M("sales question"),
    "term": M("special term"),
    "competitor": M("competing project"),
    "meeting_task": M("task"),
    "ownership_case": M("ownership case"),
    "task": M("follow-up"),
}
LATE = frozenset(
    {"day.unclosed", "day.returned", "day.contact_late", "subscription.signing_late", "contract.file_late"}
)


def _line(read: Read, noun: str, waiting: str, row_id: int | None, **shown: Any) -> dict[str, Any]:
    key = f"{noun}.{waiting}"
    since: date | None = shown.pop("since", None)
    due: date | None = shown.pop("due", None)
    late = key in LATE or (due is not None and due < read.today)
    return {
        "id": f"{key}.{row_id or shown.get('subject', '')}",
        "noun": noun,
        "row_id": row_id,
        "thing": noun,
        "what": key,
        "since": since,
        "due": due,
        "late": late,
        "days": (read.today - since).days if since is not None else 0,
        "unit": "",
        "who": "",
        "consultant": "",
        **shown,
    }


def rows(read: Read) -> list[dict[str, Any]]:
    """Everything that waits, the late first, then the oldest."""
    found = [
        _line(
            read,
            "subscription",
            row["waiting"],
            row["id"],
            subject=row["sub_no"],
            unit=row["unit"],
            who=row["buyer"],
            consultant=row["consultant"],
            since=row["signed_on"],
            due=row["sign_due_date"],
        )
        for row in subscription_query.waiting(read)
    ]
    found += [
        _line(
            read,
            "contract",
            row["waiting"],
            row["id"],
            subject=row["paper"],
            unit=row["unit"],
            who=row["customer"],
            consultant=row["consultant"],
            since=row["business_date"],
            due=row["due_on"],
        )
        for row in contract_query.waiting(read)
    ]
    found += [
        _line(
            read, "receipt", row["waiting"], row["id"], subject=row["no"], since=row["business_date"], **_deal_of(row)
        )
        for row in receipt.waiting(read)
    ]
    found += [
        _line(
            read,
            "day",
            row["waiting"],
            row["id"],
            thing=row["noun"],
            consultant=row["consultant"],
            since=row["business_date"],
            **({"subject": "", "who": row["label"]} if row["noun"] == "customer" else {"subject": row["label"]}),
        )
        for row in day_waiting.waiting(read)
    ]
    found += [*_asked(read), *_side_rooms(read), *_follow_up(read), *_decisions(read)]
    return sorted(found, key=lambda row: (not row["late"], row["due"] or row["since"] or read.today))


def _decisions(read: Read) -> list[dict[str, Any]]:
    """Papers that somebody else drafted, and disputes: for whoever decides them."""
    found: list[dict[str, Any]] = []
    for flow, waiting in ((PRICE_LIST, price_lists.waiting), (PERMIT_DRAFT, permit_drafts.waiting)):
        if flow.step("approve").roles & read.roles:
            found += [
                _line(read, flow.noun, "approve", row["id"], subject=row["no"], since=row["business_date"])
                for row in waiting(read)
            ]
    if OWNERSHIP_CASE.step("decide").roles & read.roles:
        found += [
            _line(
                read, "ownership_case", "decide", row["id"], subject=row["no"], who=row["customer"],
                consultant=row["owner_before"], since=row["business_date"],
            )
            for row in ownership_query.waiting(read)
        ]  # fmt: skip
    return found + _posted(read)


def _posted(read: Read) -> list[dict[str, Any]]:
    """Posted visitors: to look at for consultants, claims to decide for whoever leads (2.1-3)."""
    claims, decides = (bool(FORGOTTEN.step(name).roles & read.roles) for name in ("claim", "grant"))
    return [
        _line(
            read,
            "forgotten",
            "decide" if row["state"] == ForgottenState.CLAIMED.value else "look",
            row["id"],
            subject=row["visit_no"],
            who=row["name"],
            consultant=row["claimant"] or row["receiver"],
            since=row["business_date"],
            due=row["until"],
        )
        for row in forgotten.waiting(read, decides=decides, claims=claims)
    ]


def _follow_up(read: Read) -> list[dict[str, Any]]:
    """Tasks about customers, customers of leavers, wishes for the pool."""
    return [
        _line(
            read, "task", row["waiting"], row["id"], thing=row["waiting"], who=row["customer"],
            consultant=row["consultant"], due=row["on"],
            subject=say(M("{count} pieces", count=row["count"])) if row["count"] > 1 else "",
        )
        for row in task_board.waiting(read)
    ]  # fmt: skip


def _side_rooms(read: Read) -> list[dict[str, Any]]:
    """Answers to approve and surveys that are due, for whoever leads; one's own tasks of the meetings."""
    found = [
        _line(read, "meeting_task", "due", row["id"], subject=row["what"], since=row["held_on"], due=row["due_on"])
        for row in meeting.waiting(read)
    ]
    if FAQ.step("approve").roles & read.roles:
        found += [
            _line(
                read, "faq", "approve", row["id"], subject=row["question"], consultant=row["proposed_by"],
                since=row["business_date"],
            )
            for row in faq.waiting(read)
        ]  # fmt: skip
    found += [
        _line(
            read, "term", "approve", row["id"], subject=f"{row['code']} {row['title']}", consultant=row["maker"],
            since=row["business_date"],
        )
        for row in term.waiting(read)
    ]  # fmt: skip
    if may(read.roles, "competitor.edit"):
        found += [
            _line(
                read, "competitor", "survey", row["id"], subject=row["name"], since=row["surveyed_on"],
                due=row["next_due"],
            )
            for row in competitor.waiting(read)
        ]  # fmt: skip
    return found


def _asked(read: Read) -> list[dict[str, Any]]:
    """What people ask about their own data, for whoever answers it (5.11)."""
    if not PERSON_REQUEST.step("answer").roles & read.roles:
        return []
    return _kept_too_long(read) + [
        _line(
            read, "person_request", row["kind"], row["id"], subject=str(row["id"]), who=row["name"],
            since=row["business_date"], due=row["due_on"],
        )
        for row in person_query.waiting(read)
    ]  # fmt: skip


def _kept_too_long(read: Read) -> list[dict[str, Any]]:
    """How many people are kept longer than the setting says, for whoever ends it (5.11, PIPL 19)."""
    count = person_query.due_count(read, {}) if may(read.roles, "person.retain") else 0
    if not count:
        return []
    return [_line(read, "retention", "due", None, subject=say(M("{count} people", count=count)))]


def _deal_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"unit": row.get("unit", ""), "who": row.get("payer", "")}


def _chosen(read: Read, filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = str(filters.get("text") or "").lower()
    noun = filters.get("noun")
    return [
        row
        for row in rows(read)
        if (not noun or row["noun"] == noun)
        and (not text or any(text in str(row[key]).lower() for key in ("subject", "unit", "who", "consultant")))
    ]


def _page(read: Read, ask: Ask) -> Page:
    return Page(tuple(_chosen(read, ask.filters)), None, None)


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return len(_chosen(read, filters))


INBOX = Listing(
    name="inbox",
    title=M("Inbox"),
    columns=(
        Column("what", M("What waits"), Kind.CHOICE, 26, WORDS),
        Column("late", M("Late"), Kind.FLAG, 4),
        Column("who", M("Customer"), width=10),
        Column("unit", M("Unit"), width=10),
        Column("consultant", M("Consultant"), width=10),
        Column("subject", M("Paper"), width=18),
        Column("since", M("Waiting since"), Kind.DATE, 10),
        Column("days", M("Days"), Kind.INTEGER, 5),
        Column("due", M("Due on"), Kind.DATE, 10),
    ),
    filters=(Filter("text", M("Paper, unit or name")), Filter("noun", M("Kind"), Kind.CHOICE, NOUNS)),
    page=_page,
    count=_count,
)

LISTINGS = (INBOX,)
