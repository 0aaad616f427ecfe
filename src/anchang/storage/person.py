"""What people agreed to and asked for (5.11), and which words of which rows say who somebody is."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Index, Table, select
from sqlmodel import Field, SQLModel

from anchang.domain.correction import Corrected
from anchang.domain.person import ERASED, ConsentKind, RequestKind, RequestState, coarse_area, pseudonym
from anchang.storage.agent_report import AgentReport
from anchang.storage.appointment import Appointment
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.call import Call
from anchang.storage.columns import day, flag, instant, one_of
from anchang.storage.correction import Correction
from anchang.storage.customer import CustomerLook, CustomerNumber, CustomerOwner, LeadEvent
from anchang.storage.customer_link import CustomerLink
from anchang.storage.follow_up import FollowUp
from anchang.storage.forgotten import Forgotten
from anchang.storage.journal import ActWords, JournalRow
from anchang.storage.ownership import OwnershipCase, OwnershipDecision, OwnershipEvidence, OwnershipNote
from anchang.storage.pool import PoolAsk
from anchang.storage.rota import Turn
from anchang.storage.task import Task
from anchang.storage.unit import UnitClaim
from anchang.storage.visit import Visit


class Consent(Entry, table=True):
    """A person was told something, agreed to something or took it back: `given`, when, by whom entered, and why."""

    __table_args__ = (
        Index("ix_consent_customer", "customer_id", "kind", "id"),
        one_of("kind", [each.value for each in ConsentKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id")
    kind: str
    given: bool = flag()
    why: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class PersonRequest(Record, table=True):
    """What somebody asked about the own data, until when it has to be answered, and what was answered."""

    __tablename__ = "person_request"
    __table_args__ = (
        Index("ix_person_request_due", "project_id", "state", "due_on", "id"),
        Index("ix_person_request_customer", "customer_id"),
        one_of("kind", [each.value for each in RequestKind]),
        one_of("state", [each.value for each in RequestState]),
    )

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id")
    kind: str
    state: str
    note: str = ""
    answer: str = ""
    due_on: date = day(nullable=False)
    received_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = instant(default=None, nullable=True)
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


Columns = Callable[[Mapping[str, Any]], dict[str, Any]]
OWN_REASONS: Final = frozenset({"visit", "call", "registered"})  # why the program itself gave somebody a customer


def _number(row: Mapping[str, Any]) -> str:
    return ERASED if row["phone"] else ""


def customer_columns(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """A person's own row without the person."""
    return {
        "name": pseudonym(row["id"]), "phone": "", "phone_tail": "", "no_phone_reason": ERASED, "initials": "",
        "living_area": coarse_area(row["living_area"]), "working_area": "", "invalid_reason": "", "note": "",
        "next_contact_on": None, "consent_marketing": False, "erased_at": now,
    }  # fmt: skip


def _visit(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": pseudonym(row["customer_id"]), "phone": _number(row), "no_phone_reason": "", "organisation": "",
        "living_area": coarse_area(row["living_area"]), "working_area": "", "industry": "", "agent_name": "",
        "report_no": "", "floor_pref": "", "competitors": "", "content": "", "note": "", "other_phones": "",
    }  # fmt: skip


def _call(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": pseudonym(row["customer_id"]), "phone": _number(row), "no_phone_reason": "",
        "living_area": coarse_area(row["living_area"]), "working_area": "", "questions": "",
        "seen_other_projects": "", "note": "", "other_phones": "",
    }  # fmt: skip


def _follow_up(row: Mapping[str, Any]) -> dict[str, Any]:
    del row
    return {"content": "", "objection": ""}


def _planned(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"note": "", "reason": ERASED if row["reason"] else ""}


def _wish(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"why": ERASED, "reason": ERASED if row["reason"] else ""}


def _case(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"question": ERASED, "reason": ERASED if row["reason"] else ""}


def _tie(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"proof": "", "id_tail": ERASED if row["id_tail"] else "", "ended_reason": ""}


def _claim(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"note": "", "end_reason": ERASED if row["end_reason"] else ""}


def _request(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"note": "", "answer": ERASED if row["answer"] else ""}


# The rows that belong to a customer, and what becomes of them; None: written once, its words are made empty.
BELONGING: Final[tuple[tuple[type[SQLModel], Columns | None], ...]] = (
    (Visit, _visit),
    (Call, _call),
    (FollowUp, _follow_up),
    (CustomerOwner, None),
    (CustomerNumber, None),
    (CustomerLook, None),
    (Consent, None),
    (PersonRequest, _request),
    (UnitClaim, _claim),
    (OwnershipCase, _case),
    (CustomerLink, _tie),
    (Appointment, _planned),
    (Task, _planned),
    (PoolAsk, _wish),
    (LeadEvent, None),
)

# The rows that belong to a visit, and the words in them.
OF_VISITS: Final[tuple[tuple[type[SQLModel], dict[str, Any]], ...]] = (
    (Turn, {"note": ""}),
    (Forgotten, {"evidence": "", "reason": ""}),
)


OF_CASES: Final[tuple[type[SQLModel], ...]] = (OwnershipNote, OwnershipEvidence, OwnershipDecision)
"""The rows that belong to an ownership case; all are written once, their words are made empty."""


def rows_of(connection: Connection, model: type[SQLModel], customer_id: int) -> list[dict[str, Any]]:
    """The rows of a table that belong to a customer, oldest first; a tie belongs to both its ends."""
    table = table_of(model)
    whose = table.c.customer_id == customer_id
    if model is CustomerLink:
        whose = whose | (table.c.other_id == customer_id)
    statement = select(table).where(whose).order_by(table.c.id)
    return [dict(row) for row in connection.execute(statement).mappings()]


def rows_of_visits(connection: Connection, model: type[SQLModel], visits: list[int]) -> list[int]:
    """The rows of a table that belong to these visits."""
    table = table_of(model)
    return list(connection.execute(select(table.c.id).where(table.c.visit_id.in_(visits))).scalars())


def rows_of_cases(connection: Connection, model: type[SQLModel], cases: list[int]) -> list[int]:
    """The rows of a table that belong to these ownership cases."""
    table = table_of(model)
    return list(connection.execute(select(table.c.id).where(table.c.case_id.in_(cases))).scalars())


def reports_of(connection: Connection, project_id: int, phone: str) -> list[int]:
    """Agents' reports of this whole number."""
    table = table_of(AgentReport)
    whose = (table.c.project_id == project_id) & (table.c.phone == phone)
    return list(connection.execute(select(table.c.id).where(whose)).scalars()) if phone else []


def corrections_of(connection: Connection, entries: Mapping[str, list[int]]) -> list[int]:
    """The versions of these entries (table -> ids): what stood there before says who somebody is as well."""
    table = table_of(Correction)
    found: list[int] = []
    for noun in Corrected:
        chosen = (table.c.noun == noun.value) & table.c.row_id.in_(entries.get(noun.value, []))
        found += connection.execute(select(table.c.id).where(chosen)).scalars()
    return found


def words_about(connection: Connection, rows: Mapping[str, list[int]]) -> list[int]:
    """The acts that kept words (`ActWords`) and touched one of these rows (table -> ids)."""
    journal, words = table_of(JournalRow), table_of(ActWords)
    found: set[int] = set()
    for name, ids in rows.items():
        statement = (
            select(words.c.id)
            .join(journal, journal.c.seq == words.c.seq)
            .where(journal.c.table_name == name, journal.c.row_id.in_(ids))
            .where((words.c.reason != "") | (words.c.result != ""))
        )
        found.update(connection.execute(statement).scalars())
    return sorted(found)


def shred(connection: Connection) -> None:
    """What is overwritten from here on leaves nothing on its page; a server has its own ways."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def tables_with_customers() -> list[Table]:
    """Every table of the office whose rows belong to a customer; for the test that none was left out."""
    return [table for table in SQLModel.metadata.sorted_tables if "customer_id" in table.c]


def tables_with_visits() -> list[Table]:
    """The same for visits."""
    return [table for table in SQLModel.metadata.sorted_tables if "visit_id" in table.c]
