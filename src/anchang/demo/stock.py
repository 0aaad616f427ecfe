"""The demo's units: four buildings from a price list, three of them released, some sold before the history begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from anchang.demo.world import WORDS, World
from anchang.domain.money import Rounding, round_yuan, times
from anchang.domain.plan import PlanKind
from anchang.domain.price_list import PriceRow, SaleStatus
from anchang.services.discount import PublishDiscount
from anchang.services.permit import ApprovePermit, ChangePermit, RecordPermit, RejectPermit
from anchang.services.price_list import ApprovePriceList, DraftPriceList, RejectPriceList
from anchang.services.unit_release import ReleaseUnits
from anchang.storage.permit import all_permits

BUILDINGS = tuple(WORDS["buildings"])
DOORS = ("01", "02", "03", "04")
ENTRANCES = tuple(WORDS["entrances"])


def settle_in(world: World, units: int) -> None:
    """Permit, price list, release, discount rules."""
    rows = price_rows(world, units)
    made = world.do("manager", DraftPriceList(rows, WORDS["files"][0], "demo-1", Rounding.FLOOR_YUAN, True))
    world.do("director", ApprovePriceList(made["id"]))
    with world.office.store.read() as connection:
        permit = all_permits(connection, world.project_id)[0]
    for building in BUILDINGS[:3]:
        world.do("manager", ReleaseUnits(permit.id, building=building))
    world.do("manager", PublishDiscount("ZT98", WORDS["rules"][0], rate=980_000, valid_from=world.clock.now.date()))
    world.do(
        "manager",
        PublishDiscount("QK97", WORDS["rules"][1], rate=970_000, plan_kinds=(PlanKind.LUMP_SUM,), combinable=True),
    )


def price_rows(world: World, units: int) -> tuple[PriceRow, ...]:
    """`units` rows, floor by floor through the buildings; every twelfth of the first building was sold long ago."""
    rows: list[PriceRow] = []
    floors = -(-units // (len(BUILDINGS) * len(ENTRANCES) * len(DOORS)))
    for building in BUILDINGS:
        for entrance in ENTRANCES:
            for floor in range(1, floors + 1):
                for number, door in enumerate(DOORS):
                    if len(rows) < units:
                        rows.append(_row(world, building, entrance, floor, number, door, len(rows)))
    return tuple(rows)


def _row(world: World, building: str, entrance: str, floor: int, number: int, door: str, count: int) -> PriceRow:
    layout, area, facing = WORDS["layouts"][number]
    built = area * 100
    inside = built * 79 // 100
    price = 1_850_000 + floor * 9_000 + BUILDINGS.index(building) * 30_000 + number * 12_000
    total = round_yuan(times(price, built), Rounding.FLOOR_YUAN)
    sold = building == BUILDINGS[0] and count % 12 == 5
    status = (SaleStatus.TITLED if count % 36 == 5 else SaleStatus.REGISTERED) if sold else SaleStatus.UNSOLD
    return PriceRow(
        place=f"A{count + 2}",
        building=building,
        entrance=entrance,
        floor_text=str(floor),
        floor_sort=floor * 10,
        room_no=f"{floor}{door}",
        door=door,
        layout=layout,
        facing=facing,
        built_area=built,
        inside_area=inside,
        shared_area=built - inside,
        unit_price_build=price,
        list_total=None if sold else total,
        floor_total=None if sold else round_yuan(total * 90 // 100, Rounding.FLOOR_YUAN),
        filed_total=None if sold else total,
        sale_status=status,
        contract_no=WORDS["net_sign"].format(number=count) if sold else "",
    )


def second_permit(world: World) -> None:
    """The fourth building gets its permit, and waits for its release."""
    drafted = world.do(
        "manager",
        RecordPermit(
            no=WORDS["permits"][1],
            issued_on=world.clock.now.date() - timedelta(days=2),
            buildings=(BUILDINGS[3],),
            authority=WORDS["authority"],
        ),
    )
    world.do("director", ApprovePermit(drafted["id"]))


def cheaper_list(world: World, units: int) -> None:
    """A second price list: the third building one per cent cheaper; drafted and approved."""
    rows = tuple(
        _cheaper(row)
        for row in price_rows(world, units)
        if row.building == BUILDINGS[2] and row.sale_status is SaleStatus.UNSOLD
    )
    made = world.do("manager", DraftPriceList(rows, WORDS["files"][1], "demo-2", Rounding.FLOOR_YUAN))
    if made["id"] is not None:
        world.do("director", ApprovePriceList(made["id"]))


def draft_left_open(world: World, units: int) -> None:
    """A third list and a change of the first permit wait for the director; one of each was not taken."""
    rows = tuple(_cheaper(row) for row in price_rows(world, units) if row.building == BUILDINGS[1])
    refused = world.do("manager", DraftPriceList(rows, WORDS["files"][2], "demo-3", Rounding.FLOOR_YUAN))
    world.do("director", RejectPriceList(refused["id"], WORDS["rejected"]))
    world.do("manager", DraftPriceList(rows, WORDS["files"][2], "demo-4", Rounding.FLOOR_YUAN))
    with world.office.store.read() as connection:
        permit = all_permits(connection, world.project_id)[0]
    wrong = world.do("manager", ChangePermit(permit.id, WORDS["permit_change"], buildings=BUILDINGS[:1]))
    world.do("director", RejectPermit(wrong["id"], WORDS["rejected"]))
    until = permit.facts.issued_on + timedelta(days=3 * 365)
    world.do("manager", ChangePermit(permit.id, WORDS["permit_change"], valid_to=until))


def _cheaper(row: PriceRow) -> PriceRow:
    if row.unit_price_build is None or row.built_area is None:
        return row
    price = row.unit_price_build * 99 // 100
    total = round_yuan(times(price, row.built_area), Rounding.FLOOR_YUAN)
    return replace(row, unit_price_build=price, list_total=total, floor_total=None, filed_total=None)
