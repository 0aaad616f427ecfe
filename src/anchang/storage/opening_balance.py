"""What the opening balance has to know of the office: its units with who has them, and the deals that came in (4.4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from anchang.domain.opening_balance import ORIGIN
from anchang.domain.plan import DueRule, MoneyType, PlanKind, PlanLine
from anchang.domain.register import RegisterKind
from anchang.storage.base import table_of
from anchang.storage.contract import Contract
from anchang.storage.plan import Instalment, PlanVersion
from anchang.storage.reading import Read
from anchang.storage.receipt import Receipt, ReceiptLine, ReceiptReversal
from anchang.storage.register_import import RegisterImport, RegisterImportUnit
from anchang.storage.subscription import Subscription, SubscriptionBuyer
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row

_UNIT, _CLAIM, _SUB, _CONTRACT = (table_of(each) for each in (Unit, UnitClaim, Subscription, Contract))
_BUYER, _VERSION, _RECEIPT, _PART = (table_of(m) for m in (SubscriptionBuyer, PlanVersion, Receipt, ReceiptLine))
_REVERSAL = table_of(ReceiptReversal)
_WAS, _IMPORT, _LINE = table_of(RegisterImportUnit), table_of(RegisterImport), table_of(Instalment)


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
            .where(_SUB.c.project_id == read.project_id, _SUB.c.origin == ORIGIN)
            .where(_BUYER.c.edition == 1, _BUYER.c.no == 1)
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
    """The deals on which this office has done something since they came in: money of its own, another plan, a paper,
    another opening sum."""
    ids = list(subscription_ids)
    corrected = (
        select(_RECEIPT.c.subscription_id)
        .join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.receipt_id == _RECEIPT.c.id)
        .where(_RECEIPT.c.subscription_id.in_(ids), _RECEIPT.c.origin == ORIGIN)
        .where(or_(_RECEIPT.c.confirmed_on > _SUB.c.cut_over, _REVERSAL.c.business_date > _SUB.c.cut_over))
    )
    own = select(_RECEIPT.c.subscription_id).where(_RECEIPT.c.subscription_id.in_(ids), _RECEIPT.c.origin == "")
    plans = (
        select(_VERSION.c.subscription_id)
        .join(_SUB, _SUB.c.id == _VERSION.c.subscription_id)
        .where(_VERSION.c.subscription_id.in_(ids), _VERSION.c.made_on > _SUB.c.cut_over)
    )
    ended = select(_SUB.c.id).where(_SUB.c.id.in_(ids), _SUB.c.state.not_in(("active", "converted")))
    return {row[0] for statement in (own, plans, ended, corrected) for row in read.connection.execute(statement)}


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


def corrected(read: Read, first: date, last: date, place: ColumnElement[bool]) -> int:
    """By how much (fen) opening sums were corrected in the period; more is above zero. `place` chooses the deals.

    No money came or went by it: it is an adjustment (4.4 调整).
    """

    def of(day: ColumnElement[Any]) -> int:
        statement = (
            select(func.sum(_PART.c.amount))
            .join(_RECEIPT, _RECEIPT.c.id == _PART.c.receipt_id)
            .join(_SUB, _SUB.c.id == _RECEIPT.c.subscription_id)
            .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
            .outerjoin(_REVERSAL, _REVERSAL.c.receipt_id == _RECEIPT.c.id)
            .where(place, _RECEIPT.c.origin == ORIGIN, day >= first, day <= last, day > _SUB.c.cut_over)
        )
        return int(read.connection.execute(statement).scalar() or 0)

    return of(_RECEIPT.c.confirmed_on) - of(_REVERSAL.c.business_date)


# -- taking an import back ----------------------------------------------------------------------------------------


def _made(column: Any, row: Mapping[str, Any]) -> Any:
    return column.between(row["first_entry"], row["first_entry"] + row["entries"] - 1)


def deals_of(read: Read, row: Mapping[str, Any]) -> list[Row]:
    """The deals that an import brought in, or whose plans or receipts it brought."""
    if row["kind"] == RegisterKind.DEALS:
        chosen = _made(_SUB.c.id, row)
    elif row["kind"] == RegisterKind.PLANS:
        chosen = _SUB.c.id.in_(select(_VERSION.c.subscription_id).where(_made(_VERSION.c.id, row)))
    else:
        chosen = _SUB.c.id.in_(select(_RECEIPT.c.subscription_id).where(_made(_RECEIPT.c.id, row)))
    statement = select(_SUB).where(_SUB.c.project_id == read.project_id, chosen).order_by(_SUB.c.id)
    return [dict(each) for each in read.connection.execute(statement).mappings()]


def later_imports(read: Read, row: Mapping[str, Any], subscription_ids: Collection[int]) -> list[str]:
    """The files of later imports that stand and are about one of these deals."""
    later = read.connection.execute(
        select(_IMPORT).where(
            _IMPORT.c.project_id == read.project_id, _IMPORT.c.id > row["id"], _IMPORT.c.taken_back_at.is_(None),
            _IMPORT.c.kind.in_((RegisterKind.PLANS.value, RegisterKind.RECEIPTS.value)),
        )
    ).mappings()
    wanted = set(subscription_ids)
    return [
        each["file_name"] or f"#{each['id']}"
        for each in later.all()
        if wanted & {deal["id"] for deal in deals_of(read, dict(each))}
    ]


def _version_before(read: Read, import_row: Mapping[str, Any], subscription_id: int) -> Row:
    made = select(_VERSION.c.no).where(_VERSION.c.subscription_id == subscription_id, _made(_VERSION.c.id, import_row))
    no = int(read.connection.execute(made).scalar_one())
    statement = select(_VERSION).where(_VERSION.c.subscription_id == subscription_id, _VERSION.c.no == no - 1)
    return dict(read.connection.execute(statement).mappings().one())


def plan_before(
    read: Read, import_row: Mapping[str, Any], subscription_id: int
) -> tuple[PlanKind, tuple[PlanLine, ...]]:
    """How a deal was to be paid before an import of plans."""
    version = _version_before(read, import_row, subscription_id)
    rows = read.connection.execute(
        select(_LINE).where(_LINE.c.plan_version_id == version["id"]).order_by(_LINE.c.no)
    ).mappings()
    lines = tuple(
        PlanLine(row["no"], MoneyType(row["money_type"]), row["amount"], DueRule(row["rule"]), row["days"],
                 row["fixed_on"])
        for row in rows
    )  # fmt: skip
    return PlanKind(version["kind"]), lines


def sum_before(read: Read, subscription_id: int) -> list[Row]:
    """The lines of the opening receipt whose place single receipts took; none where there was none."""
    newest = (
        select(func.max(_RECEIPT.c.id))
        .join(_PART, _PART.c.receipt_id == _RECEIPT.c.id)
        .where(
            _RECEIPT.c.subscription_id == subscription_id, _RECEIPT.c.origin == ORIGIN,
            _RECEIPT.c.state == "reversed", _RECEIPT.c.received_on == _RECEIPT.c.confirmed_on, _PART.c.bank_ref == "",
        )
        .scalar_subquery()
    )
    statement = select(_PART).where(_PART.c.receipt_id == newest).order_by(_PART.c.no)
    return [dict(row) for row in read.connection.execute(statement).mappings()]
