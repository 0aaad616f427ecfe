"""明日计划: what is due on the next day, by consultant (domain 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anchang.domain.customer import DECLINED
from anchang.domain.task import TaskKind
from anchang.i18n import M
from anchang.reports.book import NUMBER, NUMBER_KEY, Agg, Cell, Col, Sheet
from anchang.reports.choices import several
from anchang.reports.daily_facts import Facts
from anchang.reports.daily_overview import PLAN
from anchang.services.listing import Kind
from anchang.storage.day_plan import COMES, CONTACT, SIGN_BY, SIGNING

WHAT = {
    CONTACT: M("contact the customer"),
    COMES: M("receive an agreed visit"),
    SIGNING: M("sign the contract (appointment)"),
    SIGN_BY: M("last day to sign the contract"),
    **{kind.value: kind.label for kind in TaskKind},
}


def _task(row: Mapping[str, Any]) -> dict[str, Any]:
    """The reasons in words; what is due the whole day shows no hour."""
    due = row["due"]
    when = due if isinstance(due, datetime) else Cell(due, Kind.DATE)
    return {**row, "what": several(" ".join(row["what"]), WHAT), "due": when}


def plan_sheet(facts: Facts) -> Sheet:
    """The next day's tasks; only while the report's last day is not over."""
    note = M("Due on the day after the report. What is late already is counted for each consultant.")
    past = M("The plan stands only in the report that is made on the day itself: it shows what is due as of now.")
    return Sheet(
        PLAN,
        (
            NUMBER,
            Col("consultant", M("Consultant")),
            Col("what", M("Task")),
            Col("customer", M("Customer")),
            Col("grade", M("Grade"), Kind.CHOICE, {DECLINED.value: DECLINED.label}),
            Col("phone", M("Phone")),
            Col("unit", M("Unit")),
            Col("due", M("Falls due"), Kind.INSTANT),
        ),
        [_task(row) for row in facts.plan],
        {NUMBER_KEY: Agg.COUNT},
        ("consultant",),
        key="plan",
        notes=(note,) if facts.ends_today else (past,),
    )
