"""What the opening balance has to know of the office: its units with who has them, and the deals that came in (4.4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from anchang.domain.opening_balance import ORIGIN
from anchang.domain.plan import PlanKind
from anchang.storage.base import table_of
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.journal import JournalRow
from anchang.storage.plan import PlanVersion
from anchang.storage.reading import Read
from anchang.storage.receipt import Receipt, ReceiptLine
from anchang.storage.register_import import RegisterImport, RegisterImportUnit
from anchang.storage.subscription import Subscription, SubscriptionBuyer
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row

_UNIT, _CLAIM, _SUB, _CONTRACT = (table_of(each) for each in (Unit, UnitClaim, Subscription, Contract))
_BUYER, _VERSION, _RECEIPT, _PART = (table_of(m) for m in (SubscriptionBuyer, PlanVersion, Receipt, ReceiptLine))
_WAS, _IMPORT, _JOURNAL_ROW, _CUSTOMER = (
    table_of(each) for each in (RegisterImportUnit, RegisterImport, JournalRow, Customer)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit of the office as it is stored, and its live claim, if somebody has it."""

    unit: Row
    claim: Row | None


@dataclass(frozen=True, slots=True)
class CameIn:
    """A deal of the opening balance that was not taken back; `buyer` is its first one, `contract` its live contract."""

    deal: Row
    buyer: str
    contract: Row | None


def units(read: Read) -> list[Standing]:
    """Every unit of the project, in order."""
    claims = {
        row["unit_id"]: dict(row)
        for row in read.connection.execute(
            select(_CLAIM).where(_CLAIM.c.project_id == read.project_id, _CLAIM.c.ended_at.is_(None))
        ).mappings()
    }
    rows = read.connection.execute(
        select(_UNIT).where(_UNIT.c.project_id == read.project_id).order_by(_UNIT.c.sort_key)
    ).mappings()
    return [Standing(dict(row), claims.get(row["id"])) for row in rows]


def came_in(read: Read) -> dict[int, CameIn]:
    """Unit -> the newest deal of the opening balance on it."""
    buyers = {
        row.subscription_id: row.name
        for row in read.connection.execute(
            select(_BUYER.c.subscription_id, _BUYER.c.name)
            .join(_SUB, _SUB.c.id == _BUYER.c.subscription_id)
            .where(_SUB.c.project_id == read.project_id, _SUB.c.origin == ORIGIN, _BUYER.c.edition == 1, _BUYER.c.no == 1)
        )
    }
    contracts = {
        row["subscription_id"]: dict(row)
        for row in read.connection.execute(
            select(_CONTRACT)
            .join(_SUB, _SUB.c.id == _CONTRACT.c.subscription_id)
            .where(_SUB.c.project_id == read.project_id, _SUB.c.origin == ORIGIN, _CONTRACT.c.state != "void")
        ).mappings()
    }
    rows = read.connection.execute(
        select(_SUB).where(_SUB.c.project_id == read.project_id, _SUB.c.origin == ORIGIN).order_by(_SUB.c.id)
    ).mappings()
    return {
        row["unit_id"]: CameIn(dict(row), buyers.get(row["id"], ""), contracts.get(row["id"])) for row in rows
    }


def contract_numbers(read: Read) -> set[str]:
    """The numbers on paper of all contracts of the project."""
    statement = select(_CONTRACT.c.contract_no).where(
        _CONTRACT.c.project_id == read.project_id, _CONTRACT.c.contract_no != ""
    )
    return set(read.connection.execute(statement).scalars())


def first_kind(read: Read, subscription_id: int) -> PlanKind:
    """How the deal was to be paid when it came in."""
    statement = select(_VERSION.c.kind).where(_VERSION.c.subscription_id == subscription_id, _VERSION.c.no == 1)
    return PlanKind(read.connection.execute(statement).scalar_one())


def opening_receipts(read: Read, subscription_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Deal -> its standing receipts of the opening balance, each with `parts`: its lines as stored."""
    found: dict[int, list[dict[str, Any]]] = {}
    parts: dict[int, list[Row]] = {}
    ids = list(subscription_ids)
    rows = read.connection.execute(
        select(_RECEIPT).where(
            _RECEIPT.c.subscription_id.in_(ids), _RECEIPT.c.origin == ORIGIN, _RECEIPT.c.state == "confirmed"
        )
    ).mappings().all()
    for line in read.connection.execute(
        select(_PART).where(_PART.c.receipt_id.in_([row["id"] for row in rows])).order_by(_PART.c.id)
    ).mappings():
        parts.setdefault(line["receipt_id"], []).append(dict(line))
    for row in rows:
        found.setdefault(row["subscription_id"], []).append({**row, "parts": parts.get(row["id"], [])})
    return found


def worked_on(read: Read, subscription_ids: Iterable[int]) -> set[int]:
    """The deals on which this office has done something since they came in: money of its own, another plan, a paper."""
    ids = list(subscription_ids)
    own = select(_RECEIPT.c.subscription_id).where(_RECEIPT.c.subscription_id.in_(ids), _RECEIPT.c.origin == "")
    plans = (
        select(_VERSION.c.subscription_id)
        .join(_SUB, _SUB.c.id == _VERSION.c.subscription_id)
        .where(_VERSION.c.subscription_id.in_(ids), _VERSION.c.made_on > _SUB.c.cut_over)
    )
    ended = select(_SUB.c.id).where(_SUB.c.id.in_(ids), _SUB.c.state.not_in(("active", "converted")))
    return {row[0] for statement in (own, plans, ended) for row in read.connection.execute(statement)}


def before(read: Read, import_id: int) -> list[Row]:
    """What the units of an import of deals were before it."""
    statement = select(_WAS).where(_WAS.c.import_id == import_id).order_by(_WAS.c.id)
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def contracts_of(read: Read, subscription_ids: Sequence[int]) -> list[Row]:
    """The contracts of these deals that are not void."""
    statement = select(_CONTRACT).where(
        _CONTRACT.c.subscription_id.in_(list(subscription_ids)), _CONTRACT.c.state != "void"
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def summed(read: Read) -> Mapping[str, int]:
    """Deals, price and money of everything that came in and was not taken back, for previews and tests (fen)."""
    row = read.connection.execute(
        select(func.count(), func.sum(_SUB.c.deal_total), func.sum(_SUB.c.opening_received)).where(
            _SUB.c.project_id == read.project_id, _SUB.c.origin == ORIGIN
        )
    ).one()
    return {"deals": int(row[0]), "total": int(row[1] or 0), "received": int(row[2] or 0)}
