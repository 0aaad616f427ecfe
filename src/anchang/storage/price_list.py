"""Price-list versions with their lines, and every price that a unit has had (2.16, 5.2, 5.10)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, Index, RowMapping, UniqueConstraint, bindparam, func, select
from sqlmodel import Field

from anchang.domain.drafted import DraftedState, PriceListState
from anchang.domain.money import Rounding
from anchang.domain.price_list import ExistingUnit, PriceRow, PricingBasis, SaleStatus, UnitFacts, Usage
from anchang.domain.unit import UnitState
from anchang.domain.unit_key import Identity, building_key, entrance_key, identity
from anchang.storage import drafted
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.claim import kinds
from anchang.storage.columns import Instant, day, flag, instant, one_of, scaled
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.quick import Quick
from anchang.storage.reading import Read
from anchang.storage.unit import Unit
from anchang.storage.work import Row


class PriceList(Record, table=True):
    """One version of the project's price list; counts are those of its preview. `filed`: the list is the filing."""

    __tablename__ = "price_list"
    __table_args__ = (
        UniqueConstraint("project_id", "no"),
        one_of("state", [each.value for each in PriceListState]),
        CheckConstraint("state <> 'scheduled' OR effective_at IS NOT NULL", name="scheduled_has_time"),
        one_of("rounding", [each.value for each in Rounding]),
        CheckConstraint("(state = 'draft') = (decided_at IS NULL)", name="decided_has_time"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    state: str
    file_name: str = ""
    digest: str = ""
    rounding: str
    filed: bool = flag()
    new_count: int
    changed_count: int
    unchanged_count: int
    left_out_count: int = 0
    warning_count: int = 0
    note: str = ""
    made_by: int | None = Field(default=None, foreign_key="staff.id")
    made_at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: datetime | None = instant(default=None, nullable=True)
    effective_on: date | None = day(default=None, nullable=True)
    effective_at: datetime | None = instant(default=None, nullable=True)  # where it is not its approval
    reason: str = ""


class PriceListLine(Entry, table=True):
    """One unit of one version, as the file had it: nothing computed over what it said. Money fen, areas 0.0001 ㎡."""

    __tablename__ = "price_list_line"
    __table_args__ = (UniqueConstraint("price_list_id", "label"),)

    project_id: int = Field(foreign_key="project.id")
    price_list_id: int = Field(foreign_key="price_list.id")
    label: str
    would: str  # new | changed | unchanged when it was drafted
    place: str
    building: str
    entrance: str = ""
    floor_text: str = ""
    floor_sort: int = 0
    floor_derived: bool = flag()
    room_no: str = ""
    door: str = ""
    usage: str = "residential"
    layout: str = ""
    facing: str = ""
    built_area: int | None = scaled(default=None, nullable=True)
    inside_area: int | None = scaled(default=None, nullable=True)
    shared_area: int | None = scaled(default=None, nullable=True)
    pricing_basis: str = "build"
    unit_price_build: int | None = scaled(default=None, nullable=True)
    unit_price_inside: int | None = scaled(default=None, nullable=True)
    list_total: int | None = scaled(default=None, nullable=True)
    floor_total: int | None = scaled(default=None, nullable=True)
    filed_total: int | None = scaled(default=None, nullable=True)
    sale_status: str = "unsold"
    contract_no: str = ""
    permit_no: str = ""
    assumed: str = ""  # names of the facts that were filled in, space separated


class UnitPrice(Entry, table=True):
    """One price of one unit from the instant from which its list counts; the newest is the one that counts."""

    __tablename__ = "unit_price"
    __table_args__ = (Index("ix_unit_price_unit_id", "unit_id", "id"),)

    project_id: int = Field(foreign_key="project.id")
    unit_id: int = Field(foreign_key="unit.id")
    price_list_id: int = Field(foreign_key="price_list.id")
    business_date: date = day(nullable=False)
    at: datetime = instant(nullable=False)
    unit_price_build: int | None = scaled(default=None, nullable=True)
    unit_price_inside: int | None = scaled(default=None, nullable=True)
    list_total: int | None = scaled(default=None, nullable=True)
    floor_total: int | None = scaled(default=None, nullable=True)
    filed_total: int | None = scaled(default=None, nullable=True)


PRICES = ("unit_price_build", "unit_price_inside", "list_total", "floor_total", "filed_total")
FACTS = tuple(each.name for each in fields(UnitFacts))
_LIST, _LINE, _UNIT = table_of(PriceList), table_of(PriceListLine), table_of(Unit)
_ROW_FIELDS = tuple(each.name for each in fields(PriceRow))
_KEPT_ON_UNIT = tuple(name for name in FACTS if name != "sale_status")
_SOLD = {UnitState.REGISTERED.value: SaleStatus.REGISTERED, UnitState.TITLED.value: SaleStatus.TITLED}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit of the office stands: its state, the kind of its live claim ("" for none), its label."""

    state: UnitState
    claim: str
    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """The project's units as a price list meets them; `buildings` and `entrances` give the printed names of keys."""

    units: dict[Identity, ExistingUnit]
    standing: dict[int, Standing]
    buildings: dict[str, str]
    entrances: dict[tuple[str, str], str]


def known(read: Read) -> Known:
    """Every unit of the project, under its identity."""
    claims = kinds(read)
    statement = select(_UNIT).where(_UNIT.c.project_id == read.project_id).order_by(_UNIT.c.id)
    found = Known({}, {}, {}, {})
    for row in read.connection.execute(statement).mappings():
        key = identity(row["building"], row["entrance"], row["floor_text"], row["door"])
        facts = {name: row[name] for name in _KEPT_ON_UNIT}
        facts["usage"], facts["pricing_basis"] = Usage(row["usage"]), PricingBasis(row["pricing_basis"])
        status = _SOLD.get(row["state"], SaleStatus.UNSOLD)
        found.units[key] = ExistingUnit(unit_id=row["id"], sale_status=status, **facts)
        found.standing[row["id"]] = Standing(UnitState(row["state"]), claims.get(row["id"], ""), row["label"])
        found.buildings.setdefault(key[0], row["building"])
        found.entrances.setdefault(key[:2], row["entrance"])
    return found


def spelling(found: Known, row: PriceRow) -> tuple[str, str]:
    """(building, entrance) as the office spells them already; a new name is taken as printed and remembered."""
    building, entrance = building_key(row.building), entrance_key(row.entrance)
    return (
        found.buildings.setdefault(building, row.building),
        found.entrances.setdefault((building, entrance), row.entrance),
    )


def line_of(row: PriceRow, **more: Any) -> dict[str, Any]:
    """A row as the columns of its line."""
    values = {name: getattr(row, name) for name in _ROW_FIELDS if name != "assumed"}
    values.update(
        usage=row.usage.value,
        pricing_basis=row.pricing_basis.value,
        sale_status=row.sale_status.value,
        label=row.label,
        assumed=" ".join(sorted(row.assumed)),
    )
    return {**values, **more}


def lines(read: Read, price_list_id: int) -> Iterator[PriceRow]:
    """The lines of a version as rows again, in the order of the file."""
    statement = (
        select(_LINE)
        .where(_LINE.c.price_list_id == price_list_id, _LINE.c.project_id == read.project_id)
        .order_by(_LINE.c.id)
    )
    for row in read.connection.execute(statement).mappings():
        values = {name: row[name] for name in _ROW_FIELDS}
        values.update(
            usage=Usage(row["usage"]),
            pricing_basis=PricingBasis(row["pricing_basis"]),
            sale_status=SaleStatus(row["sale_status"]),
            assumed=frozenset(row["assumed"].split()),
        )
        yield PriceRow(**values)


def is_first(read: Read) -> bool:
    """Whether no list of the project has been approved yet."""
    statement = select(_LIST.c.id).where(
        _LIST.c.project_id == read.project_id, _LIST.c.state == DraftedState.APPROVED.value
    )
    return read.connection.execute(statement.limit(1)).first() is None


def next_no(read: Read) -> str:
    """The number of the next version: PL-001, PL-002, …"""
    made = read.connection.execute(
        select(func.count()).select_from(_LIST).where(_LIST.c.project_id == read.project_id)
    ).scalar_one()
    return f"PL-{made + 1:03d}"


_DUE = Quick(
    select(_LIST.c.id)
    .where(
        _LIST.c.project_id == bindparam("project"),
        _LIST.c.state == PriceListState.SCHEDULED.value,
        _LIST.c.effective_at <= bindparam("now", type_=Instant),
    )
    .order_by(_LIST.c.effective_at, _LIST.c.id)
)


def due(read: Read) -> list[int]:
    """The versions whose time has come, in the order of their times."""
    return [int(row["id"]) for row in _DUE.all(read.connection, {"project": read.project_id, "now": read.now})]


def waiting(read: Read) -> list[dict[str, Any]]:
    """Versions that wait for an approval by somebody else than the person who looks, the oldest first."""
    return drafted.waiting(read, _LIST)


def one(read: Read, list_id: int) -> Row | None:
    """One version with the counts of its preview, or None."""
    statement = select(_LIST).where(_LIST.c.id == list_id, _LIST.c.project_id == read.project_id)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def waiting_with(read: Read, digest: str) -> Row | None:
    """The draft that was made from the same file."""
    statement = select(_LIST).where(
        _LIST.c.project_id == read.project_id,
        _LIST.c.digest == digest,
        _LIST.c.digest != "",
        _LIST.c.state == DraftedState.DRAFT.value,
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the version with this number."""
    found: int | None = read.connection.execute(
        select(_LIST.c.id).where(_LIST.c.project_id == read.project_id, _LIST.c.no == text.strip().upper())
    ).scalar()
    return found


def permit_ids(read: Read, numbers: Iterable[str]) -> dict[str, int]:
    """The recorded permits among these printed numbers."""
    from anchang.storage.permit import all_permits

    wanted = set(numbers)
    return {
        each.facts.number: each.id
        for each in all_permits(read.connection, read.project_id)
        if each.facts.number in wanted
    }


_SHOWN = (
    "id", "version", "no", "state", "file_name", "rounding", "filed", "new_count", "changed_count", "unchanged_count",
    "left_out_count", "warning_count", "note", "made_at", "business_date", "decided_at", "effective_on", "effective_at",
    "reason",
)  # fmt: skip


def page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The versions, newest first."""

    def build(row: RowMapping) -> dict[str, Any]:
        return {name: row[name] for name in (*_SHOWN, "made_by", "decided_by")}

    return fetch(read, drafted.listed(read, _LIST, _SHOWN, filters), (_LIST.c.id,), ask, build)


def page_count(read: Read, filters: Any) -> int:
    """How many versions there are."""
    return count(read, drafted.listed(read, _LIST, _SHOWN, filters))
