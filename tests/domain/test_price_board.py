"""What the hall may see, and the pages of its board (5.9 to 5.11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.price_board import BoardPage, Face, Offer, face_of, pages, published
from anchang.domain.unit import UnitState

S = UnitState
FACES = {
    S.UNRELEASED: (None, None),
    S.AVAILABLE: (Face.FREE, Face.OFF),
    S.HELD: (Face.HELD, Face.OFF),
    S.SUBSCRIBED: (Face.SOLD, Face.SOLD),
    S.SIGNED: (Face.SOLD, Face.SOLD),
    S.REGISTERED: (Face.SOLD, Face.SOLD),
    S.DELIVERED: (Face.SOLD, Face.SOLD),
    S.TITLED: (Face.SOLD, Face.SOLD),
    S.RETURN_LOCKED: (Face.OFF, Face.OFF),
}


@pytest.mark.parametrize("state", S)
def test_the_face_of_each_state(state: UnitState) -> None:
    assert (face_of(state, may_be_sold=True), face_of(state, may_be_sold=False)) == FACES[state]


@pytest.mark.parametrize(
    ("face", "listed", "filed", "seen"),
    [
        (Face.FREE, 100, 100, 100), (Face.FREE, 100, 101, 100), (Face.FREE, 100, None, 100),
        (Face.FREE, 101, 100, None),
        (Face.FREE, None, 100, None), (Face.HELD, 100, 100, 100), (Face.OFF, 100, 100, None),
        (Face.SOLD, 100, 100, None),
    ],
)  # fmt: skip
def test_only_a_filed_price_is_published(face: Face, listed: int | None, filed: int | None, seen: int | None) -> None:
    assert published(face, listed, filed) == seen


def offer(floor: int, door: str, room: str = "") -> Offer:
    return Offer(room or f"{floor}{door}", floor, str(floor), door, "三房", 894_700, Face.FREE, 100, 10)


def test_the_highest_floor_stands_on_top() -> None:
    assert rooms(pages([offer(floor, door) for floor in (1, 2, 3) for door in ("01", "02", "10", "9")], 4, 2)) == [
        [["39", "301", "302", "310"], ["29", "201", "202", "210"]],
        [["19", "101", "102", "110"]],
    ]
    assert pages([], 4, 2) == []


def test_where_there_is_room_the_lower_floors_stand_beside() -> None:
    narrow = [offer(floor, door) for floor in (1, 2, 3, 4, 5, 6) for door in ("01", "02") if (floor, door) != (5, "01")]
    assert rooms(pages(narrow, 5, 2)) == [
        [["601", "602", "401", "402"], [None, "502", "301", "302"]],
        [["201", "202"], ["101", "102"]],
    ]


def rooms(found: list[BoardPage]) -> list[list[list[str | None]]]:
    return [[[None if each is None else each.room for each in line] for line in page.lines] for page in found]


@given(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["01", "02", "03", "A"])), max_size=30),
    st.integers(1, 5),
    st.integers(1, 5),
)
def test_every_unit_stands_on_one_page(places: list[tuple[int, str]], columns: int, rows: int) -> None:
    offers = [offer(floor, door, str(number)) for number, (floor, door) in enumerate(places)]
    found = pages(offers, columns, rows)
    seen = [each.room for page in found for row in page.lines for each in row if each is not None]
    assert sorted(seen) == sorted(each.room for each in offers)
    for page in found:
        assert 1 <= len(page.lines) <= rows
        assert all(len(row) <= columns for row in page.lines)
        assert all(any(each is not None for each in row) for row in page.lines)
