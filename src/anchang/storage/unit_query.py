"""What screens and use cases ask of the inventory: the grid, a unit's card, a room by its label (2.16, 3.5)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import bindparam, func, select

from anchang.domain.access import may
from anchang.domain.unit import UnitState
from anchang.domain.unit_key import building_key, entrance_key, number
from anchang.domain.unit_wall import WallUnit
from anchang.i18n.room_signs import BUILDING_SIGNS, ENTRANCE_SIGNS, ROOM_SIGNS
from anchang.storage.base import table_of
from anchang.storage.claim import live, shown_customer, state_now
from anchang.storage.journal import JournalRow
from anchang.storage.price_list import PRICES, PriceList, UnitPrice
from anchang.storage.quick import Quick
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row

_UNIT, _CLAIM, _STAFF = table_of(Unit), table_of(UnitClaim), table_of(Staff)
_LIST, _PRICE, _JOURNAL_ROW = table_of(PriceList), table_of(UnitPrice), table_of(JournalRow)
_LIVE = (_CLAIM.c.unit_id == _UNIT.c.id) & _CLAIM.c.ended_at.is_(None)


_CELL = (
    _UNIT.c.id, _UNIT.c.label, _UNIT.c.building, _UNIT.c.entrance, _UNIT.c.floor_text, _UNIT.c.floor_sort, _UNIT.c.door,
    _UNIT.c.room_no, _UNIT.c.state, _UNIT.c.layout, _UNIT.c.usage, _UNIT.c.built_area, _UNIT.c.list_total,
    _UNIT.c.released_on,
)  # fmt: skip


_IN_ORDER = (_UNIT.c.sort_key, _UNIT.c.id)
_WHOLE = Quick(select(*_CELL).where(_UNIT.c.project_id == bindparam("project")).order_by(*_IN_ORDER))
_HOLDERS = (
    select(_CLAIM.c.unit_id, _CLAIM.c.kind, _CLAIM.c.hold_type, _CLAIM.c.expires_at, _CLAIM.c.staff_id, _STAFF.c.name)
    .select_from(_CLAIM)
    .outerjoin(_STAFF, _STAFF.c.id == _CLAIM.c.staff_id)
    .where(_CLAIM.c.project_id == bindparam("project"), _CLAIM.c.ended_at.is_(None), _CLAIM.c.kind != "imported")
)
_ALL_HOLDERS = Quick(_HOLDERS)
_BARE = tuple(WallUnit._field_defaults.values())  # of a unit that nobody has
_FEW = 1_000  # units whose claims are asked for one by one


def grid(
    read: Read,
    building: str | None = None,
    entrance: str | None = None,
    ids: Sequence[int] | None = None,
    limit: int | None = None,
) -> tuple[WallUnit, ...]:
    """The units of the project (of a building, of an entrance, of these ids) in order: floors upwards, doors along.

    A hold that ran out is shown as ended. Two queries: claims are few, units are many.
    """
    here = {"project": read.project_id}
    if building is None and entrance is None and ids is None and limit is None:
        rows = _WHOLE.tuples(read.connection, here)
    else:
        statement = select(*_CELL).where(_UNIT.c.project_id == read.project_id).order_by(*_IN_ORDER).limit(limit)
        if building is not None:
            statement = statement.where(_UNIT.c.building == building)
        if entrance is not None:
            statement = statement.where(_UNIT.c.entrance == entrance)
        if ids is not None:
            statement = statement.where(_UNIT.c.id.in_(list(ids)))
        rows = [tuple(row) for row in read.connection.execute(statement)]
    if len(rows) > _FEW:
        claims = _ALL_HOLDERS.tuples(read.connection, here)
    else:
        those = _HOLDERS.where(_CLAIM.c.unit_id.in_([row[0] for row in rows]))
        claims = [tuple(row) for row in read.connection.execute(those, here)]
    held = {claim[0]: claim for claim in claims}
    return tuple(_cell(read, row, held.get(row[0])) for row in rows)


def _cell(read: Read, row: tuple[Any, ...], claim: tuple[Any, ...] | None) -> WallUnit:
    if claim is None:
        return WallUnit._make(row + _BARE)
    _, kind, hold_type, until, staff_id, holder = claim
    if kind == "hold" and until is not None and until <= read.now:
        return WallUnit._make(row + _BARE)._replace(state=UnitState.AVAILABLE.value)
    return WallUnit._make(row + _BARE)._replace(
        hold_type=hold_type, until=until, holder=holder or "", holder_id=staff_id
    )


def changes_since(read: Read, seq: int, since: datetime | None = None) -> tuple[WallUnit, ...]:
    """The cells that an act after `seq` touched, and those whose hold ran out after `since`; the grid swaps these in.

    `seq` is `office.change_mark()` and `since` `read.now` of the look before.
    """
    later = _JOURNAL_ROW.c.seq > seq
    units = select(_JOURNAL_ROW.c.row_id).where(later, _JOURNAL_ROW.c.table_name == _UNIT.name)
    claims = (
        select(_CLAIM.c.unit_id)
        .join(_JOURNAL_ROW, _JOURNAL_ROW.c.row_id == _CLAIM.c.id)
        .where(later, _JOURNAL_ROW.c.table_name == _CLAIM.name)
    )
    touched = set(read.connection.execute(units).scalars()) | set(read.connection.execute(claims).scalars())
    if since is not None:
        ran_out = select(_CLAIM.c.unit_id).where(
            _CLAIM.c.ended_at.is_(None), _CLAIM.c.expires_at > since, _CLAIM.c.expires_at <= read.now
        )
        touched |= set(read.connection.execute(ran_out).scalars())
    if len(touched) > 5_000:
        return grid(read)
    return grid(read, ids=sorted(touched)) if touched else ()


def totals(read: Read) -> dict[str, dict[str, int]]:
    """building -> state -> number of units; a hold that ran out counts as available."""
    each = (
        select(_UNIT.c.building, _UNIT.c.sort_key, state_now(read).label("shown"))
        .select_from(_UNIT)
        .outerjoin(_CLAIM, _LIVE)
        .where(_UNIT.c.project_id == read.project_id)
        .subquery()
    )
    statement = (
        select(each.c.building, each.c.shown, func.count().label("units"))
        .group_by(each.c.building, each.c.shown)
        .order_by(func.min(each.c.sort_key))
    )
    found: dict[str, dict[str, int]] = {}
    for row in read.connection.execute(statement):
        found.setdefault(row.building, {})[row.shown] = row.units
    return found


def entrances(read: Read) -> tuple[tuple[str, str], ...]:
    """Every (building, entrance) that has units, in order."""
    statement = (
        select(_UNIT.c.building, _UNIT.c.entrance)
        .where(_UNIT.c.project_id == read.project_id)
        .group_by(_UNIT.c.building, _UNIT.c.entrance)
        .order_by(func.min(_UNIT.c.sort_key))
    )
    return tuple((row.building, row.entrance) for row in read.connection.execute(statement))


def row(read: Read, unit_id: int) -> Row | None:
    """The unit's own row, or None outside the project."""
    statement = select(_UNIT).where(_UNIT.c.id == unit_id, _UNIT.c.project_id == read.project_id)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def unreleased(read: Read, buildings: Sequence[str], entrance: str = "") -> Sequence[Row]:
    """The units not on sale in these buildings, in order; buildings and entrance in any spelling."""
    wanted = {building_key(each) for each in buildings}
    meant = [pair for pair in entrances(read) if building_key(pair[0]) in wanted]
    if entrance:
        meant = [pair for pair in meant if entrance_key(pair[1]) == entrance_key(entrance)]
    found: list[Row] = []
    for building, door in meant:
        statement = (
            select(_UNIT)
            .where(
                _UNIT.c.project_id == read.project_id,
                _UNIT.c.building == building,
                _UNIT.c.entrance == door,
                _UNIT.c.state == UnitState.UNRELEASED.value,
            )
            .order_by(_UNIT.c.sort_key, _UNIT.c.id)
        )
        found.extend(cast("Sequence[Row]", read.connection.execute(statement).mappings().all()))
    return found


def returned(read: Read) -> Sequence[Row]:
    """The units locked as returned, the longest first."""
    statement = (
        select(_UNIT)
        .where(_UNIT.c.project_id == read.project_id, _UNIT.c.state == UnitState.RETURN_LOCKED.value)
        .order_by(_UNIT.c.return_locked_on, _UNIT.c.sort_key)
    )
    return cast("Sequence[Row]", read.connection.execute(statement).mappings().all())


@dataclass(frozen=True, slots=True)
class Price:
    """One price that the unit has had; fen. `floor_total` only for whoever may see it."""

    price_list: str
    effective_on: date
    list_total: int | None
    filed_total: int | None
    floor_total: int | None
    unit_price_build: int | None
    unit_price_inside: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about one unit that this person may see. `customer` is "" for whoever may not know.

    `flags`, `linked`, `main`: what stands beside the unit; `waiting` counts its list, `turn` has the standing offer,
    `request_no` is the number of the request that is open about its deal.
    """

    unit: Row
    state: UnitState
    kind: str
    hold_type: str
    holder: str
    customer: str
    customer_id: int | None
    since: datetime | None
    until: datetime | None
    subscription_id: int | None
    contract_id: int | None
    note: str
    permit_no: str
    prices: tuple[Price, ...]
    sees_floor_price: bool
    flags: tuple[Row, ...] = ()
    linked: tuple[Row, ...] = ()
    main: str = ""
    waiting: int = 0
    turn: str = ""
    request_no: str = ""


def card(read: Read, unit_id: int) -> Card | None:
    """The unit's card; prices newest first. The floor price is the manager's and the leaders' (2.18)."""
    from anchang.storage import unit_flag, unit_link, unit_wait
    from anchang.storage.change import holding_unit
    from anchang.storage.permit import one

    found = row(read, unit_id)
    if found is None:
        return None
    floor = may(read.roles, "unit.see_floor_price")
    unit = dict(found)
    if not floor:
        unit["floor_total"] = None
    claim = live(read, unit_id)
    state = UnitState(unit["state"])
    if claim is not None and claim["kind"] == "hold" and claim["expires_at"] and claim["expires_at"] <= read.now:
        claim, state = None, UnitState.AVAILABLE
    permit = one(read, unit["permit_id"]) if unit["permit_id"] else None
    waits = unit_wait.line(read, unit_id)
    own: dict[str, Any] = dict(claim) if claim is not None else {}
    customer = shown_customer(read, own.get("customer_name"), own.get("customer_owner_id"), own.get("staff_id"))
    return Card(
        unit=unit,
        state=state,
        kind=own.get("kind", ""),
        hold_type=own.get("hold_type", ""),
        holder=own.get("holder", ""),
        customer=customer,
        customer_id=own.get("customer_id") if customer else None,
        since=own.get("since"),
        until=own.get("expires_at"),
        subscription_id=own.get("subscription_id"),
        contract_id=own.get("contract_id"),
        note=own.get("note", "") if customer or not own.get("customer_id") else "",
        permit_no=permit.facts.number if permit else unit["permit_no"],
        prices=tuple(_prices(read, unit_id, floor)),
        sees_floor_price=floor,
        flags=tuple(unit_flag.standing(read, unit_id)),
        linked=tuple(unit_link.linked(read, unit_id)),
        main=unit_link.main_of(read, unit_id),
        waiting=len(waits),
        request_no=holding_unit(read, unit_id),
        turn=next((str(each["consultant"]) for each in waits if each["state"] == "offered"), ""),
    )


def _prices(read: Read, unit_id: int, floor: bool) -> list[Price]:
    statement = (
        select(*(_PRICE.c[name] for name in PRICES), _PRICE.c.business_date, _LIST.c.no)
        .join(_LIST, _LIST.c.id == _PRICE.c.price_list_id)
        .where(_PRICE.c.unit_id == unit_id, _PRICE.c.project_id == read.project_id)
        .order_by(_PRICE.c.id.desc())
    )
    return [
        Price(
            each.no,
            each.business_date,
            each.list_total,
            each.filed_total,
            each.floor_total if floor else None,
            each.unit_price_build,
            each.unit_price_inside,
        )
        for each in read.connection.execute(statement)
    ]


_SIGNS = "|".join(sorted((*BUILDING_SIGNS, *ENTRANCE_SIGNS, *ROOM_SIGNS), key=len, reverse=True))
_BETWEEN = re.compile(rf"{_SIGNS}|[\s\-\u2014\u2013_/,.#]+")


def _parts(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).upper()
    found = []
    for part in _BETWEEN.split(plain):
        if part:
            value = number(part)
            found.append(part if value is None else str(value))
    return found


def _fits(parts: list[str], unit: Any) -> int:
    """How well a room text fits a unit: 0 not at all, 1 the room begins or ends so, 2 the very room."""
    building, entrance = _parts(unit.building), _parts(unit.entrance)
    rooms = {"".join(_parts(unit.label)[-1:]), "".join(_parts(unit.room_no)[-1:]), "".join(_parts(unit.door))}
    *places, wanted = parts
    exact = wanted in rooms
    if not exact and not any(room.startswith(wanted) or room.endswith(wanted) for room in rooms):
        return 0
    for allowed in (building + entrance, building, entrance, (building[-1:] or []) + entrance):
        if places == allowed or (allowed and len(places) == len(allowed) and _ends(places, allowed)):
            return 2 if exact else 1
    if not places:
        return 2 if exact else 1
    return 0


def _ends(places: list[str], allowed: list[str]) -> bool:
    """The project's name may be left off before the number of its building."""
    first, *rest = zip(places, allowed, strict=True)
    return bool(re.search(rf"(^|[^0-9A-Z]){re.escape(first[0])}$", first[1])) and all(one == two for one, two in rest)


class Room(NamedTuple):
    """A unit found by its room."""

    unit_id: int
    label: str
    exact: bool


def find(read: Read, text: str, limit: int = 50) -> tuple[Room, ...]:
    """Units whose room fits what was typed: `301`, `2-301`, `1-2-301`, with words between them too; best first."""
    parts = _parts(text)
    if not parts:
        return ()
    statement = (
        select(_UNIT.c.id, _UNIT.c.label, _UNIT.c.building, _UNIT.c.entrance, _UNIT.c.room_no, _UNIT.c.door)
        .where(_UNIT.c.project_id == read.project_id)
        .where(
            _UNIT.c.label.contains(parts[-1], autoescape=True) | _UNIT.c.room_no.contains(parts[-1], autoescape=True)
        )
        .order_by(_UNIT.c.sort_key, _UNIT.c.id)
    )
    found = [(_fits(parts, each), each) for each in read.connection.execute(statement)]
    best = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
    return tuple(Room(each.id, each.label, score == 2) for score, each in best[:limit])


def id_by_label(read: Read, text: str) -> int | None:
    """The one unit that the text names: its label, or a room that only one unit has. None for none and for several."""
    own: int | None = read.connection.execute(
        select(_UNIT.c.id).where(_UNIT.c.project_id == read.project_id, _UNIT.c.label == text.strip().upper())
    ).scalar()
    if own is not None:
        return own
    exact = [each.unit_id for each in find(read, text, 100_000) if each.exact]
    return exact[0] if len(exact) == 1 else None
