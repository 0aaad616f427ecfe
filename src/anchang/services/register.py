"""Old visit and call books into the office: each file in one act, all of it or nothing (3.2, 3.3; issue 3).

Entries keep their own day and author and carry `origin=import`. They stand outside the day close, so nothing is missing
in them to hand in, and they have no privacy notice: the customer gets it at the next contact (5.11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from anchang.domain.customer import Happening
from anchang.domain.errors import BadInput, NotFound, Refusal
from anchang.domain.register import MOST_ROWS, ORIGIN, CallRow, RegisterKind, RegisterRow, VisitRow
from anchang.domain.text import clean
from anchang.domain.visit import VisitKind
from anchang.i18n import M, say
from anchang.services import imported_customer, lead
from anchang.services.act import Act
from anchang.services.register_plan import Choices, Entry, Party, Plan, lay
from anchang.services.use_case import Result, use_case
from anchang.storage import register as rows
from anchang.storage import register_import, staff
from anchang.storage.call import Call
from anchang.storage.customer import Customer, CustomerOwner
from anchang.storage.register_import import RegisterImport, RegisterImportChange
from anchang.storage.visit import Visit

NAMED = 50  # remarks that a result carries
CHUNK = 2_500  # rows between two words of progress
_LEARNED = ("gender", "living_area", "working_area")
_VISIT_CHOICES = (
    "party", "age_band", "family_structure", "occupation", "transport", "purpose", "product_type", "facing_pref",
    "budget", "unit_price", "payment_intent", "down_payment",
)  # fmt: skip
_VISIT_TEXTS = (
    "industry", "agent_company", "agent_name", "report_no", "floor_pref", "competitors", "content", "organisation",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportVisits(Choices):
    """The rows of a visit book, as `importing.register` reads them."""

    rows: tuple[VisitRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCalls(Choices):
    """The rows of a call book, as `importing.register` reads them."""

    rows: tuple[CallRow, ...]


def command(kind: RegisterKind, given: Iterable[RegisterRow], choices: Choices) -> ImportVisits | ImportCalls:
    """The act that takes these rows in with these choices."""
    own = {each.name: getattr(choices, each.name) for each in fields(Choices)}
    if kind is RegisterKind.VISITS:
        return ImportVisits(rows=tuple(row for row in given if isinstance(row, VisitRow)), **own)
    return ImportCalls(rows=tuple(row for row in given if isinstance(row, CallRow)), **own)


@use_case(
    "register.visits",
    action="register.import",
    title=M("Take in an old visit register"),
    done=M("{added} entries taken in, {customers_made} customers made, {rejected} rows left out."),
)
def visits(act: Act, command: ImportVisits) -> Result:
    """Take in a visit book: see `_import`."""
    return _import(act, RegisterKind.VISITS, command.rows, command)


@use_case(
    "register.calls",
    action="register.import",
    title=M("Take in an old call register"),
    done=M("{added} entries taken in, {customers_made} customers made, {rejected} rows left out."),
)
def calls(act: Act, command: ImportCalls) -> Result:
    """Take in a call book: see `_import`."""
    return _import(act, RegisterKind.CALLS, command.rows, command)


def _import(act: Act, kind: RegisterKind, given: Sequence[RegisterRow], choices: Choices) -> Result:
    """Write what the plan takes. Rows that the office has already add nothing, so the same file twice is one.

    Raises BadInput for too many rows and for values that no row can hold, Refusal when not a single row can be taken.
    """
    if not 0 < len(given) <= MOST_ROWS:
        raise BadInput(M("A register has 1 to {most} rows.", most=MOST_ROWS), "rows")
    for place, member in (("keeper", choices.keeper), *(("people[].staff", each.staff) for each in choices.people)):
        if member is not None and staff.by_id(act.work.connection, member) is None:
            raise NotFound(M("There is no {what} {which}.", what=M("member of staff"), which=member), place)
    plan = lay(act.read, kind, given, choices, act.actor.id)
    remarks = [f"{each.place}: {say(each.reason)}" for told in plan.issues.values() for each in told]
    if plan.rejected and not plan.entries and not plan.here:
        raise Refusal(M("Not one row can be taken in. {reason}", reason=remarks[0]))
    file_name = clean(choices.file_name, "file_name")
    act.reason = say(M("{file}: {added} rows of an old register", file=file_name or "-", added=len(plan.entries)))
    done = _Done(act, 3 * len(plan.parties) + 2 * len(plan.entries))
    import_id = act.work.insert(RegisterImport, **_imported(act, plan, file_name)) if plan.entries else None
    ids = _customers(act, plan, done, import_id)
    made = [_columns(act, entry, ids) for entry in plan.entries]
    _number(act, kind, plan, made)
    first: list[int] = []
    for start in range(0, len(made), CHUNK):
        first += act.work.insert_many(Visit if kind is RegisterKind.VISITS else Call, made[start : start + CHUNK])[:1]
        done.more(2 * CHUNK)
    if import_id is not None:
        fresh = [ids[id(party)] for party in plan.parties if party.known is None]
        act.work.update(RegisterImport, import_id, first_entry=first[0], first_customer=min(fresh, default=0))
    return {**plan.counts, "import": import_id, "file": file_name, "remarks": remarks[:NAMED]}


def _imported(act: Act, plan: Plan, file_name: str) -> dict[str, Any]:
    return {
        "project_id": act.project_id,
        "kind": plan.kind.value,
        "file_name": file_name,
        "entries": len(plan.entries),
        "customers": sum(party.known is None for party in plan.parties),
        "by_id": act.actor.id or None,
        "at": act.now,
        "business_date": act.today,
    }


class _Done:
    """How far the writing is."""

    def __init__(self, act: Act, whole: int) -> None:
        self.act, self.done, self.whole = act, 0, whole

    def more(self, count: int) -> None:
        self.done = min(self.done + count, self.whole)
        self.act.tell(self.done, self.whole)


# -- customers ----------------------------------------------------------------------------------------------------


def _customers(act: Act, plan: Plan, done: _Done, import_id: int | None) -> dict[int, int]:
    """Make and touch the customers; the row of each party by `id(party)`."""
    ids: dict[int, int] = {}
    fresh = [party for party in plan.parties if party.known is None]
    state_of = cache(lambda happening, times: lead.came(act, happening, times))
    for start in range(0, len(fresh), CHUNK):
        part = fresh[start : start + CHUNK]
        made = act.work.insert_many(Customer, [_customer(act, plan.kind, each, state_of) for each in part])
        owned = [imported_customer.owned(act, row, each.owner) for each, row in zip(part, made, strict=True)]
        act.work.insert_many(CustomerOwner, owned)
        ids |= {id(party): row for party, row in zip(part, made, strict=True)}
        done.more(3 * len(part))
    known = [party.known for party in plan.parties if party.known is not None]
    kept = [{"import_id": import_id, "customer_id": row["id"], "before": register_import.before(row)} for row in known]
    act.work.insert_many(RegisterImportChange, kept)
    for party in plan.parties:
        if party.known is not None:
            ids[id(party)] = party.known["id"]
            happening, times = _happenings(plan.kind, party)
            lead.happened_before(act, party.known, happening, times, _added(act, plan.kind, party, party.known))
            done.more(3)
    return ids


def _happenings(kind: RegisterKind, party: Party) -> tuple[Happening, int]:
    return Happening.VISIT if kind is RegisterKind.VISITS else Happening.CALL, min(len(party.entries), 2)


def _customer(act: Act, kind: RegisterKind, party: Party, state_of: Any) -> dict[str, Any]:
    """The columns of a customer of the register: first met then, by whoever the plan says."""
    first, last = party.entries[0], party.entries[-1]
    phone = first.row.phone
    reason = "" if phone else imported_customer.no_phone(first.row.no_phone_reason)
    unreachable = kind is RegisterKind.CALLS and not phone
    state = lead.came_invalid(act, reason) if unreachable else state_of(*_happenings(kind, party))
    met = [_instant(act, each.row.on, each.row.minute) for each in (first, last)]
    return {
        **imported_customer.columns(act, first.row.name, phone, reason, party.owner, state, *met),
        "invalid_reason": reason if unreachable else "",
        "gender": "unknown",
        "grade": "",
        "channel": "",
        "living_area": "",
        "working_area": "",
        "next_contact_on": None,
        **_learned(act, party, {}),
        "visits": len(party.entries) if kind is RegisterKind.VISITS else 0,
    }


def _learned(act: Act, party: Party, known: Mapping[str, Any]) -> dict[str, Any]:
    """What the entries tell of the customer where nothing stands yet; of several the newest. A next contact that has
    passed stays with its entry."""
    values: dict[str, Any] = {}
    for entry in party.entries:
        row = entry.row
        told: dict[str, Any] = {name: getattr(row, name) for name in _LEARNED}
        told["channel"] = row.channels[0] if row.channels else ""
        told["grade"] = row.grade or ""
        told["next_contact_on"] = (
            row.next_contact_on if row.next_contact_on is not None and row.next_contact_on >= act.today else None
        )
        values |= {name: _stored(value) for name, value in told.items() if value}
    return {name: value for name, value in values.items() if known.get(name) in (None, "", "unknown")}


def _added(act: Act, kind: RegisterKind, party: Party, known: Mapping[str, Any]) -> dict[str, Any]:
    """What an old register adds to a customer of the office: never over what stands there."""
    last = party.entries[-1].row
    at = _instant(act, last.on, last.minute)
    values = _learned(act, party, known)
    for name in ("last_contact_at", "last_effective_at"):
        if known[name] is None or known[name] < at:
            values[name] = at
    if kind is RegisterKind.VISITS:
        values["visits"] = known["visits"] + len(party.entries)
    return values


# -- entries ------------------------------------------------------------------------------------------------------


def _instant(act: Act, on: date, minute: int | None) -> datetime:
    """The moment of an entry; the day's beginning where the book has no hour."""
    return datetime.combine(on, time(), act.zone) + timedelta(minutes=minute or 0)


def _stored(value: Any) -> Any:
    return getattr(value, "value", value) if value is not None else ""


def _columns(act: Act, entry: Entry, ids: Mapping[int, int]) -> dict[str, Any]:
    row = entry.row
    party = entry.whose
    values: dict[str, Any] = {
        "project_id": act.project_id,
        "business_date": row.on,
        "complete": True,
        "customer_id": None if party is None else ids[id(party)],
        "name": row.name,
        "gender": _stored(row.gender),
        "phone": row.phone,
        "other_phones": " ".join(row.other_phones),
        "no_phone_reason": "" if row.phone else imported_customer.no_phone(row.no_phone_reason),
        "channel": _stored(row.channels[0]) if row.channels else "",
        "living_area": row.living_area,
        "working_area": row.working_area,
        "demand_area": _stored(row.demand_area),
        "demand_layout": _stored(row.demand_layout),
        "grade": _stored(row.grade),
        "next_contact_on": row.next_contact_on,
        "note": row.note,
        "origin": ORIGIN,
        "author": entry.author,
    }
    own = _visit(act, entry, row) if isinstance(row, VisitRow) else _call(act, entry, row)
    return values | own


def _visit(act: Act, entry: Entry, row: VisitRow) -> dict[str, Any]:
    party = entry.whose
    nth = 0
    if party is not None:
        nth = entry.nth + (party.known["visits"] if party.known is not None else 0)
    kind = row.kind or (VisitKind.FIRST if nth <= 1 else VisitKind.RETURNING)
    values: dict[str, Any] = {
        "arrived_at": _instant(act, row.on, row.minute),
        "left_at": None if row.left_minute is None else _instant(act, row.on, row.left_minute),
        "saved_at": act.now,
        "kind": kind.value,
        "visit_count": nth,
        "from_call": row.from_call and kind is not VisitKind.RETURNING,
        "consultant_id": entry.consultant,
        "recorder_id": entry.recorder,
        "party_size": row.party_size or 1,
        "channels": " ".join(row.channels),
        "focus": " ".join(row.focus),
        "resistance": " ".join(row.resistance),
        **{name: _stored(getattr(row, name)) for name in _VISIT_CHOICES},
        **{name: getattr(row, name) for name in _VISIT_TEXTS},
    }
    if kind is VisitKind.NOT_A_BUYER:
        # Of somebody who buys nothing no personal data is kept (2.1, 3.3).
        values |= {"organisation": row.organisation or row.name, "name": "", "phone": "", "other_phones": "",
                   "no_phone_reason": ""}  # fmt: skip
    return values


def _call(act: Act, entry: Entry, row: RegisterRow) -> dict[str, Any]:
    assert isinstance(row, CallRow) and entry.whose is not None
    before = entry.whose.known is not None or entry.nth > 1
    return {
        "called_at": _instant(act, row.on, row.minute),
        "answered_by": entry.consultant,
        "is_repeat": before if row.is_repeat is None else row.is_repeat,
        "family_size": row.family_size,
        "price_reaction": _stored(row.price_reaction),
        "questions": row.questions,
        "seen_other_projects": row.seen_other_projects,
    }


def _number(act: Act, kind: RegisterKind, plan: Plan, made: Sequence[dict[str, Any]]) -> None:
    """Give the entries the next running numbers of their days."""
    name, sign = ("visit_no", "LF") if kind is RegisterKind.VISITS else ("call_no", "LD")
    last = rows.numbers_on(act.read, kind, {entry.row.on for entry in plan.entries})
    for values in made:
        on: date = values["business_date"]
        number = last[on] = last.get(on, 0) + 1
        values |= {"day_no": number, name: f"{sign}{on:%Y%m%d}-{number:03d}"}
