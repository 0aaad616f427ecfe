"""Many rows at once: the same ids, versions and journal as one by one (design 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anchang.domain.errors import Stale
from anchang.storage.customer import Customer
from anchang.storage.permit import Permit
from anchang.storage.price_list import UnitPrice
from anchang.storage.work import Clash, Work, WrittenOnce
from tests.office import Desk


def permit(desk: Desk, number: str) -> dict[str, object]:
    day = date(2026, 1, 5)
    return {"project_id": desk.project_id, "no": number, "kind": "pre_sale", "issued_on": day, "buildings": "1"}


def test_ids_come_in_the_order_of_the_rows(desk: Desk) -> None:
    with desk.office.store.write() as connection:
        work = Work(connection)
        ids = work.insert_many(Permit, [permit(desk, f"P{n}") for n in range(50)])
        assert [work.row(Permit, each)["no"] for each in ids] == [f"P{n}" for n in range(50)]  # type: ignore[index]
        assert set(work.touched) == {("permit", each) for each in ids}
        assert work.insert_many(Permit, []) == []


def test_one_clash_is_a_clash_of_all(desk: Desk) -> None:
    with pytest.raises(Clash), desk.office.store.write() as connection:
        Work(connection).insert_many(Permit, [permit(desk, "P1"), permit(desk, "P1")])
    assert len(desk.see("boss", "permits")) == 1


def test_many_updates_are_versioned_and_touched(desk: Desk) -> None:
    with desk.office.store.write() as connection:
        work = Work(connection)
        one, two = work.insert_many(Permit, [permit(desk, "P1"), permit(desk, "P2")])
        work.touched.clear()
        work.update_many(Permit, {one: {"authority": "A"}, two: {"authority": "B", "buildings": "2"}})
        rows = [work.row(Permit, each) or {} for each in (one, two)]
        assert [(row["authority"], row["buildings"], row["version"]) for row in rows] == [("A", "1", 2), ("B", "2", 2)]
        assert set(work.touched) == {("permit", one), ("permit", two)}
        with pytest.raises(Stale):
            work.update_many(Permit, {999: {"authority": "C"}})
        with pytest.raises(WrittenOnce):
            work.update_many(UnitPrice, {1: {"list_total": 1}})


def test_rows_of_one_kind_have_the_same_columns(desk: Desk) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    known = {"project_id": desk.project_id, "first_contact_at": at, "business_date": date(2026, 1, 1), "phone": "1"}
    with pytest.raises(TypeError), desk.office.store.write() as connection:
        Work(connection).insert_many(Customer, [{**known, "name": "x"}, known])
