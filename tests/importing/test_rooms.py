"""Rooms taken apart by example, and by property: two conventions, one unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.unit_key import identity
from anchang.importing.rooms import Place, place_of


def key(place: Place) -> tuple[str, str, str, str]:
    return identity(place.building, place.entrance, place.floor_text, place.door)


@pytest.mark.parametrize(("columns", "wanted"), [
    (("1栋", "2单元", "3", "301"), ("1", "2", "3", "1")),
    (("", "", "", "1-2-301"), ("1", "2", "3", "1")),
    (("", "", "", "1栋2单元301"), ("1", "2", "3", "1")),
    (("", "", "", "1栋2单元301室"), ("1", "2", "3", "1")),
    (("", "", "", "001栋-一单元-1502"), ("1", "1", "15", "2")),
    (("1栋", "", "", "2-301"), ("1", "2", "3", "1")),
    (("1栋2单元", "", "3层", "01"), ("1", "2", "3", "1")),
    (("1栋", "", "三层", "01"), ("1", "", "3", "1")),
    (("四季名苑1栋", "四单元", "7", "01"), ("四季名苑1", "4", "7", "1")),
    (("四季名苑1栋", "4单元", "7", "701"), ("四季名苑1", "4", "7", "1")),
    (("四季名苑2栋", "0", "10", "1005"), ("四季名苑2", "", "10", "5")),
    (("3栋", "", "", "A座2002"), ("3", "A", "20", "2")),
    (("3栋", "", "", "1座703"), ("3", "1", "7", "3")),
    (("3栋", "A座", "", "A703"), ("3", "A", "7", "3")),
    (("3栋", "", "", "A2002"), ("3", "A", "20", "2")),
    (("3栋", "", "2", "02A"), ("3", "", "2", "2A")),
    (("3栋", "", "", "202A"), ("3", "", "2", "2A")),
    (("3栋", "", "-1", "-101"), ("3", "", "-1", "1")),
    (("3栋", "", "", "-101"), ("3", "", "-1", "1")),
    (("3栋", "", "B1", "B101"), ("3", "", "-1", "1")),
    (("3栋", "", "负一层", "-101"), ("3", "", "-1", "1")),
    (("3栋", "", "半地下01", "01"), ("3", "", "-0.5", "1")),
    (("3栋", "", "1.5", "01"), ("3", "", "1.5", "1")),
    (("3栋", "", "十一層", "1101"), ("3", "", "11", "1")),
    (("3栋", "", "03层", "0301"), ("3", "", "3", "1")),
    (("3栋", "", "7", "7-3"), ("3", "", "7", "3")),
    (("3栋", "", "", "36C"), ("3", "", "36", "C")),
    (("3栋", "", "", "01"), ("3", "", "", "1")),
    (("3栋", "", "", "会所"), ("3", "", "", "会所")),
])
def test_places(columns: tuple[str, str, str, str], wanted: tuple[str, str, str, str]) -> None:
    place = place_of(*columns)
    assert key(place) == wanted
    assert place.room_no == columns[3]
    assert not place.conflict


@pytest.mark.parametrize("columns", [("2栋", "", "", "1栋301"), ("1栋", "3单元", "", "1栋2单元301")])
def test_a_room_that_names_another_building_or_entrance_is_in_conflict(columns: tuple[str, str, str, str]) -> None:
    assert place_of(*columns).conflict


def test_numbers_of_parking_spaces_say_no_floor() -> None:
    assert key(place_of("1栋", "", "", "1203", numbered=False)) == ("1", "", "", "1203")
    assert key(place_of("1栋", "", "", "B1-023", numbered=False)) == ("1", "", "-1", "23")


FLOORS = st.one_of(st.integers(1, 79), st.integers(-3, -1))


@given(building=st.integers(1, 40), entrance=st.integers(1, 9), floor=FLOORS, door=st.integers(1, 99))
def test_every_convention_means_the_same_unit(building: int, entrance: int, floor: int, door: int) -> None:
    room = f"{floor}{door:02d}"
    wanted = (str(building), str(entrance), str(floor), str(door))
    assert key(place_of(f"{building}栋", f"{entrance}单元", str(floor), f"{door:02d}")) == wanted
    assert key(place_of(f"{building}幢", f"{entrance}单元", f"{floor}层", room)) == wanted
    assert key(place_of(f"{building:03d}栋", f"{entrance}", "", room)) == wanted
    assert key(place_of("", "", "", f"{building}栋{entrance}单元{room}")) == wanted
    assert key(place_of("", "", "", f"{building}-{entrance}-{room}")) == wanted


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(min_size=1, max_size=20))
def test_any_text_gives_a_place_and_keeps_the_room(building: str, entrance: str, floor: str, room: str) -> None:
    place = place_of(building, entrance, floor, room)
    assert place.room_no == room
    assert abs(place.floor_sort) <= 99_990
    assert key(place) == identity(*key(place))
