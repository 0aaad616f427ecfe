"""Agents' reports before a visit (报备): writing one down, and what the door asks (domain 2.1, Q-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anchang.domain import agent_report as rules
from anchang.domain.agent_report import Reported
from anchang.domain.errors import BadInput
from anchang.domain.text import clean
from anchang.domain.units import Name, Note, Phone
from anchang.i18n import M, Msg
from anchang.services import people
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import agent_report as rows
from anchang.storage import day_query
from anchang.storage.agent_report import AgentReport
from anchang.storage.base import table_of


@dataclass(frozen=True, slots=True)
class RecordReport:
    """Which company announces whom. The number may be whole, 138****8000, or its last four digits with a name.

    Without `reported_at` now, without `valid_days` the office's setting. `given_no` is the agent's own number of it.
    """

    company: str
    agent: Name
    phone: Phone
    name: Name = ""
    agent_phone: Phone = ""
    given_no: str = ""
    reported_at: datetime | None = None
    valid_days: int | None = None
    note: Note = ""


@use_case("agent_report.record", title=M("Write down an agent's report"), done=M("Report {no} holds until {until}."))
def record(act: Act, command: RecordReport) -> Result:
    """Keep a report. It tells nobody whose customer the number is. Raises BadInput."""
    number = rules.number(command.phone)
    company, agent = clean(command.company, "company", limit=60), clean(command.agent, "agent", limit=60)
    for text, place, words in ((company, "company", M("company")), (agent, "agent", M("agent"))):
        if not text:
            raise BadInput(M("Still missing: {what}.", what=words), place)
    name = clean(command.name, "name", limit=60)
    if not number.whole and not name:
        raise BadInput(M("Where the agent hides the number, the report needs the name too."), "name")
    at = command.reported_at or act.now
    on = at.astimezone(act.zone).date()
    if at > act.now:
        raise BadInput(M("A report cannot be written down before it was made."), "reported_at")
    days = command.valid_days if command.valid_days is not None else int(act.settings["report_days"])
    if not 0 <= days <= 365:
        raise BadInput(M("A report holds for 0 to 365 days."), "valid_days")
    day_no = day_query.next_no(act.read, table_of(AgentReport), act.today)
    no = f"BB{act.today:%Y%m%d}-{day_no:03d}"
    report = Reported(0, no, company, name, number.whole, number.head, number.tail, on, days)
    made = act.work.insert(
        AgentReport,
        project_id=act.project_id,
        no=no,
        day_no=day_no,
        business_date=act.today,
        company=company,
        agent=agent,
        agent_phone=people.number(command.agent_phone, "agent_phone"),
        given_no=clean(command.given_no, "given_no", limit=60),
        name=name,
        phone=number.whole,
        head=number.head,
        tail=number.tail,
        reported_at=at,
        reported_on=on,
        valid_days=days,
        valid_until=report.valid_until,
        by_id=act.actor.id or None,
        note=clean(command.note, "note", limit=4000, multiline=True),
    )
    return {"id": made, "no": no, "until": report.valid_until.isoformat()}


def find(act: Act, phone: str, name: str, company: str, on: date) -> Reported | None:
    """The report that holds on that day for this person (stored number), of that company where one is named."""
    if not phone:
        return None
    known = [rows.view(row) for row in rows.by_tail(act.read, phone)]
    return rules.holding(known, phone, name, company, on)


def reported_until(act: Act, phone: str) -> date | None:
    """Until when an agent's report of the whole number holds, or None."""
    known = [rows.view(row) for row in rows.by_tail(act.read, phone)]
    days = [each.valid_until for each in known if each.whole == phone and each.holds_on(act.today)]
    return max(days, default=None)


def at_the_door(
    act: Act, *, phone: str, name: str, company: str, report_no: str = "", required: bool = True
) -> tuple[Reported | None, tuple[Msg, ...]]:
    """For an arrival that an agent brings: the report that holds today, and what has to be said (2.1-3, Q-13).

    `report_no` is our number or the agent's; without one the report is found by the stored `phone`. Where none holds a
    `required` report raises BadInput; else the words are given back and the party counts as one without an agent.
    """
    found = _by_number(act, report_no, phone, name) if report_no else find(act, phone, name, company, act.today)
    if found is not None:
        return found, ()
    said = M("No report of this agent holds today: the visitor counts as one who came without an agent.")
    if required:
        raise BadInput(said, "report_no")
    return None, (said,)


def _by_number(act: Act, report_no: str, phone: str, name: str) -> Reported | None:
    found = rows.id_by_no(act.read, clean(report_no, "report_no"))
    report = None if found is None else rows.view(rows.one(act.read, found))
    if report is None or not report.holds_on(act.today) or (phone and not rules.fits(report, phone, name)):
        return None
    return report
