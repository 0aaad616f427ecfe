"""What people agreed to and asked for (5.11), and which words of which rows say who somebody is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Index, Table, select
from sqlmodel import Field, SQLModel

from anchang.domain.buyer_file import SENSITIVE
from anchang.domain.correction import Corrected
from anchang.domain.person import ERASED, ConsentKind, RequestKind, RequestState, coarse_area, pseudonym
from anchang.storage.agent_report import AgentReport
from anchang.storage.appointment import Appointment
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.buyer_file import BuyerFile
from anchang.storage.call import Call
from anchang.storage.columns import day, flag, instant, one_of
from anchang.storage.correction import Correction
from anchang.storage.customer import CustomerLook, CustomerNumber, CustomerOwner, LeadEvent
from anchang.storage.customer_link import CustomerLink
from anchang.storage.discount_request import DiscountRequest
from anchang.storage.follow_up import FollowUp
from anchang.storage.forgotten import Forgotten
from anchang.storage.journal import ActWords, JournalRow
from anchang.storage.launch import LaunchTicket
from anchang.storage.ownership import OwnershipCase, OwnershipDecision, OwnershipEvidence, OwnershipNote
from anchang.storage.pool import PoolAsk
from anchang.storage.register_import import RegisterImportChange
from anchang.storage.rota import Turn
from anchang.storage.task import Task
from anchang.storage.unit import UnitClaim
from anchang.storage.unit_wait import UnitWait
from anchang.storage.visit import Visit
from anchang.storage.waiting import Waiting, nameless


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


def _launch_number(_row: Mapping[str, Any]) -> dict[str, Any]:
    return {"money_ref": "", "reason": ""}


def _claim(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"note": "", "end_reason": ERASED if row["end_reason"] else ""}


def _file(row: Mapping[str, Any]) -> dict[str, Any]:
    del row
    words = (
        *(name for name in SENSITIVE if name != "homes"), "occupation", "competitor", "why_bought", "unhappy_with",
        "flags", "note",
    )  # fmt: skip
    return {**dict.fromkeys(words, ""), "homes": None, "consent_on": None}


def _wish_for_unit(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"note": "", "reason": ERASED if row["reason"] else ""}


def _discount(row: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: ERASED if row[name] else "" for name in ("reason", "end_reason")}
    return {**words, "relation": "", "payment_time": "", "proof": ERASED if row["proof"] else ""}


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
    (UnitWait, _wish_for_unit),
    (OwnershipCase, _case),
    (CustomerLink, _tie),
    (DiscountRequest, _discount),
    (Appointment, _planned),
    (Task, _planned),
    (PoolAsk, _wish),
    (LeadEvent, None),
    (RegisterImportChange, None),
    (Waiting, nameless),
    (LaunchTicket, _launch_number),
    (BuyerFile, _file),
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


def _rows(connection: Connection, model: type[SQLModel], column: str, ids: list[int]) -> list[dict[str, Any]]:
    table = table_of(model)
    statement = select(table).where(table.c[column].in_(ids)).order_by(table.c.id)
    return [dict(row) for row in connection.execute(statement).mappings()] if ids else []


def _reports_of(connection: Connection, project_id: int, numbers: list[str]) -> list[dict[str, Any]]:
    """Agents' reports of these whole numbers."""
    table = table_of(AgentReport)
    statement = select(table).where(table.c.project_id == project_id, table.c.phone.in_(numbers)).order_by(table.c.id)
    return [dict(row) for row in connection.execute(statement).mappings()] if numbers else []


def _corrections_of(connection: Connection, entries: Mapping[str, list[int]]) -> list[dict[str, Any]]:
    """The versions of these entries (table -> ids): what stood there before says who somebody is as well."""
    found: list[dict[str, Any]] = []
    for noun in Corrected:
        versions = _rows(connection, Correction, "row_id", entries.get(noun.value, []))
        found += [row for row in versions if row["noun"] == noun.value]
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table that are about a person, as stored; `columns` says what becomes of each, None: its words
    are made empty."""

    model: type[SQLModel]
    rows: list[dict[str, Any]]
    columns: Columns | None


def held(connection: Connection, customer: Mapping[str, Any]) -> list[Part]:
    """Everything about one person beside the own row and the papers: what the copy tells and the erasing empties.

    The one list of both, so that nothing is kept of which the person is not told. The words of acts are not in it: they
    may be about others too, and are only made empty (`words_about`).
    """
    found = [Part(model, rows_of(connection, model, customer["id"]), columns) for model, columns in BELONGING]
    ids = {table_of(each.model).name: [row["id"] for row in each.rows] for each in found}
    for model, words in OF_VISITS:
        found.append(Part(model, _rows(connection, model, "visit_id", ids["visit"]), _always(words)))
    for case_model in OF_CASES:
        found.append(Part(case_model, _rows(connection, case_model, "case_id", ids["ownership_case"]), None))
    before = next(each.rows for each in found if each.model is CustomerNumber)
    numbers = sorted({customer["phone"], *(row["phone"] for row in before)} - {""})
    found.append(Part(AgentReport, _reports_of(connection, customer["project_id"], numbers), None))
    found.append(Part(Correction, _corrections_of(connection, ids), None))
    return found


def _always(words: dict[str, Any]) -> Columns:
    return lambda _row: words


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


def tables_with_customers() -> list[Table]:
    """Every table of the office whose rows belong to a customer; for the test that none was left out."""
    return [table for table in SQLModel.metadata.sorted_tables if "customer_id" in table.c]


def tables_with_visits() -> list[Table]:
    """The same for visits."""
    return [table for table in SQLModel.metadata.sorted_tables if "visit_id" in table.c]
