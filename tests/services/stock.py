"""A small inventory on the practice office: two buildings of eight units, imported, approved and released."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anchang.domain.access import Role
from anchang.domain.price_list import PriceRow
from anchang.services import claim
from anchang.services.act import Act
from anchang.services.price_list import DraftPriceList
from anchang.services.use_case import Result, UseCase
from anchang.storage import journal
from anchang.storage.base import table_of, tables
from anchang.storage.customer import Customer
from anchang.storage.journal import Journal
from anchang.storage.unit import Unit
from anchang.storage.work import Work
from tests.office import Desk

PERMIT = "深房许字（2026）001号"
PRICE = 2_000_000  # 20,000.00 yuan per ㎡
AREA = 894_700  # 89.47 ㎡


def price_row(building: str = "1栋", floor: int = 1, door: str = "01", **facts: Any) -> PriceRow:
    """One unit of entrance 1 as a file has it: 89.47 ㎡ at 20,000.00, so 1,789,400.00."""
    given: dict[str, Any] = {
        "place": f"A{floor}{door}",
        "building": building,
        "entrance": "1单元",
        "floor_text": str(floor),
        "floor_sort": floor * 10,
        "room_no": f"{floor}{door}",
        "door": door,
        "built_area": AREA,
        "unit_price_build": PRICE,
    }
    return PriceRow(**{**given, **facts})


def block(*buildings: str, **facts: Any) -> tuple[PriceRow, ...]:
    """Four floors of two doors for each building."""
    return tuple(
        price_row(building, floor, door, **facts)
        for building in buildings or ("1栋", "2栋")
        for floor in range(1, 5)
        for door in ("01", "02")
    )


def import_rows(desk: Desk, rows: tuple[PriceRow, ...], **more: Any) -> dict[str, Any]:
    """The manager drafts, the director approves."""
    made = desk.office.run(desk.session("manager"), DraftPriceList(rows, **more))
    if made["id"] is not None:
        desk.do("director", "price_list.approve", price_list=made["no"])
    return made


def on_sale(desk: Desk) -> None:
    """Sixteen units on sale under the permit."""
    import_rows(desk, block())
    desk.do("manager", "unit.release", permit=PERMIT)


def permit(desk: Desk, name: str = "permit.record", **fields: Any) -> dict[str, Any]:
    """The manager drafts a permit, or the change of one, and the director puts it into force."""
    drafted = desk.do("manager", name, **fields)
    return desk.do("director", "permit.approve", permit_draft=drafted["id"])


def customer(desk: Desk, owner: str | None = "c01", name: str = "刘洋", phone: str = "13800000001") -> int:
    """A customer of that consultant."""
    with desk.office.store.write() as connection:
        return Work(connection).insert(
            Customer,
            project_id=desk.project_id,
            name=name,
            phone=phone,
            owner_id=None if owner is None else desk.people[owner],
            first_contact_at=desk.clock(),
            business_date=desk.office.today(),
        )


def run(desk: Desk, login: str, body: Callable[[Act], Any]) -> Any:
    """Run a piece of a use case as papers are written with it, in one act of that person."""

    def paper(act: Act, _: object) -> Result:
        return {"got": body(act)}

    case = UseCase("test.paper", claim.UNIT_NOUN, object, paper, frozenset(Role), None, (), False, None)
    return desk.office.run_case(desk.session(login), case, None)["got"]


def returned(desk: Desk, label: str, reason: str = "客户退定") -> str:
    """Let the deal on a unit end as the act of a request does it: the unit is locked."""
    unit_id = int(unit(desk, label)["id"])
    return str(run(desk, "manager", lambda act: claim.lock_return(act, unit_id, reason, filing_withdrawn=True)))


def unit(desk: Desk, label: str) -> dict[str, Any]:
    """The stored row of a unit."""
    with desk.office.store.read() as connection:
        table = table_of(Unit)
        found = connection.execute(table.select().where(table.c.label == label)).mappings().one()
        return dict(found)


def acts(desk: Desk) -> list[tuple[str, str]]:
    """(action, actor) of every act, oldest first."""
    with desk.office.store.read() as connection:
        table = table_of(Journal)
        rows = connection.execute(table.select().order_by(table.c.seq))
        return [(row.action, row.actor_name) for row in rows]


def wrong_digests(desk: Desk, *names: str) -> list[tuple[str, int]]:
    """Rows of these tables whose newest digest in the journal is not the digest of what is stored; () is all right."""
    newest: dict[tuple[str, int], str] = {}
    wrong = []
    with desk.office.store.read() as connection:
        children = table_of(journal.JournalRow)
        for child in connection.execute(children.select().order_by(children.c.seq)):
            newest[child.table_name, child.row_id] = child.digest
        for table in tables():
            if table.name not in names:
                continue
            for row in journal.stored_rows(connection, table):
                digest = journal.row_digest(desk.office.journal_key, table.name, row)
                if newest.get((table.name, row["id"])) != digest:
                    wrong.append((table.name, int(row["id"])))
    return wrong
