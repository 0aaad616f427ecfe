"""Units and the one table that says who has them (2.16, 5.12, design 4 «never sold twice»)."""

import re
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from anchang.domain.unit import UnitState
from anchang.domain.unit_key import building_key, door_key, entrance_key
from anchang.storage.base import Record
from anchang.storage.columns import day, flag, instant, one_of, scaled


def sort_key(building: str, entrance: str, floor_sort: int, door: str) -> str:
    """One text by which units stand in the order in which people count them: numbers padded, floors upwards."""
    parts = [building_key(building), entrance_key(entrance), str(floor_sort + 100_000), door_key(door)]
    return "|".join(re.sub("[0-9]+", lambda found: found[0].zfill(6), part) for part in parts)


class Unit(Record, table=True):
    """One sellable unit (3.5). `label` is the normalised room, unique in the project; areas 0.0001 ㎡, money fen."""

    __table_args__ = (
        UniqueConstraint("project_id", "building", "entrance", "floor_text", "door"),
        UniqueConstraint("project_id", "label"),
        Index("ix_unit_grid", "project_id", "building", "entrance", "floor_sort"),
        Index("ix_unit_sorted", "project_id", "sort_key"),
        one_of("state", [each.value for each in UnitState]),
    )

    project_id: int = Field(foreign_key="project.id")
    label: str
    building: str
    entrance: str = ""
    floor_text: str
    floor_sort: int
    floor_derived: bool = flag()
    room_no: str
    door: str
    sort_key: str  # building 2 before building 10, then entrance, floor, door
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
    contract_no: str = ""  # as the list printed it, of a unit that arrived sold
    permit_no: str = ""  # as the list printed it
    price_list_id: int | None = None
    permit_id: int | None = None
    state: str = "unreleased"
    state_since: datetime = instant(nullable=False)
    released_on: date | None = day(default=None, nullable=True)
    return_locked_on: date | None = day(default=None, nullable=True)  # while the unit is locked as returned
    return_reason: str = ""
    delivered_on: date | None = day(default=None, nullable=True)
    titled_on: date | None = day(default=None, nullable=True)


class UnitClaim(Record, table=True):
    """Who has a unit. At most one live row a unit: the partial unique index is the last word (5.12).

    Hold, subscription and contract do not compete for it: the kind advances on the same row.
    """

    __tablename__ = "unit_claim"
    __table_args__ = (
        Index(
            "uq_unit_claim_live",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_unit_claim_staff_live",
            "staff_id",
            "kind",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_unit_claim_customer_live",
            "customer_id",
            "kind",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("kind IN ('hold', 'subscription', 'contract', 'imported')", name="kind_known"),
        CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="end_has_reason"),
    )

    project_id: int = Field(foreign_key="project.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: str
    hold_type: str = ""
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    subscription_id: int | None = None
    contract_id: int | None = None
    since: datetime = instant(nullable=False)
    expires_at: datetime | None = instant(default=None, nullable=True)
    ended_at: datetime | None = instant(default=None, nullable=True)
    end_reason: str = ""
    note: str = ""
    confirmed_at: datetime | None = instant(default=None, nullable=True)  # when a manager made or confirmed the hold
    extensions: int = 0
