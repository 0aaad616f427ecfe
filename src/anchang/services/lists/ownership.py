"""The lists of ownership cases and of agents' reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.ownership import Rule
from anchang.domain.ownership_case import CASE_LABELS
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import agent_report, ownership_query
from anchang.storage.reading import Read

STATES = {state.value: words for state, words in CASE_LABELS.items()}
RULES = {rule.value: rule.label for rule in Rule}


def _days(filters: Mapping[str, Any]) -> dict[str, Any]:
    return typed(filters, days=("since", "until"), flags=("valid",))


def _page(read: Read, ask: Ask) -> Page:
    return Page(*ownership_query.page(read, ask, _days(ask.filters)))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return ownership_query.how_many(read, _days(filters))


CASES = Listing(
    name="ownership_cases",
    title=M("Ownership cases"),
    columns=(
        Column("no", M("No."), width=14),
        Column("state", M("State"), Kind.CHOICE, 10, STATES),
        Column("customer", M("Customer"), width=10),
        Column("phone", M("Phone"), width=13),
        Column("claimants", M("Parties"), width=18),
        Column("owner_before", M("Was"), width=8),
        Column("owner", M("Verdict"), width=8),
        Column("rule", M("Rule"), Kind.CHOICE, 30, RULES),
        Column("opened_at", M("Opened at"), Kind.INSTANT, 16),
        Column("opener", M("Opened by"), width=8),
        Column("question", M("In dispute"), width=24),
        Column("sub_no", M("Deal"), width=14),
        Column("decided_at", M("Decided at"), Kind.INSTANT, 16),
        Column("decider", M("Decided by"), width=8),
        Column("reason", M("Reason"), width=24),
    ),
    filters=(
        Filter("text", M("Number of the case, or name")),
        Filter("state", M("State"), Kind.CHOICE, STATES),
        Filter("rule", M("Rule"), Kind.CHOICE, RULES),
        Filter("consultant", M("Consultant")),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)


def _report_page(read: Read, ask: Ask) -> Page:
    return Page(*agent_report.page(read, ask, _days(ask.filters)))


def _report_count(read: Read, filters: Mapping[str, Any]) -> int:
    return agent_report.how_many(read, _days(filters))


REPORTS = Listing(
    name="agent_reports",
    title=M("Agents' reports"),
    columns=(
        Column("no", M("No."), width=14),
        Column("company", M("Company"), width=14),
        Column("agent", M("Agent"), width=8),
        Column("name", M("Customer"), width=10),
        Column("phone", M("Phone"), width=13),
        Column("reported_at", M("Reported at"), Kind.INSTANT, 16),
        Column("valid_until", M("Holds until"), Kind.DATE, 10),
        Column("valid", M("Holds"), Kind.FLAG, 6),
        Column("given_no", M("Agent's number"), width=12),
        Column("agent_phone", M("Agent's phone"), width=13),
        Column("by", M("Written by"), width=8),
        Column("note", M("Note"), width=20),
    ),
    filters=(
        Filter("text", M("Company, agent, name or last four digits")),
        Filter("valid", M("Holds"), Kind.FLAG),
        Filter("since", M("Since"), Kind.DATE),
        Filter("until", M("Until"), Kind.DATE),
    ),
    page=_report_page,
    count=_report_count,
)

LISTINGS = (CASES, REPORTS)
