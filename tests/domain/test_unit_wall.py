"""Views, filters, signs and sums of the wall, by example and by property (2.16, 4.5)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anchang.domain.inventory import stock
from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.domain.unit_wall import (
    ANY_MARK,
    FILTERS,
    NO_BAND,
    OTHER,
    STEPS,
    Mark,
    Sums,
    View,
    WallUnit,
    days_on_sale,
    narrowed,
    price_ends,
    scale,
    sign_of,
    signs,
    sums,
)
from anchang.i18n import say

TODAY = date(2026, 11, 23)


def unit(number: int = 1, **facts: Any) -> WallUnit:
    """A flat of 89.47 ㎡ at 1,789,400.00 that came on sale ten days ago."""
    given: dict[str, Any] = {
        "unit_id": number, "label": f"1-1-{number}", "building": "1栋", "entrance": "1单元", "floor_text": "1",
        "floor": 10, "door": "01", "room_no": "101", "state": "available", "layout": "三房", "usage": "residential",
        "area": 894_700, "price": 178_940_000, "released_on": TODAY - timedelta(days=10),
    }  # fmt: skip
    return WallUnit(**{**given, **facts})


MONEY = st.none() | st.integers(1, 10**10)
UNITS = st.lists(
    st.builds(
        unit,
        st.integers(1, 50),
        building=st.sampled_from(["1栋", "2栋"]),
        state=st.sampled_from([state.value for state in UnitState]),
        layout=st.sampled_from(["", "两房", "三房", "四房"]),
        area=st.none() | st.integers(1, 3_000_000),
        price=MONEY,
        released_on=st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
        holder_id=st.none() | st.integers(1, 3),
        marks=st.lists(st.sampled_from([mark.value for mark in Mark]), unique=True).map(tuple),
        flags=st.lists(st.sampled_from([flag.value for flag in UnitFlag]), unique=True).map(tuple),
        waits=st.integers(0, 2),
    ),
    unique_by=lambda each: each.unit_id,
    max_size=10,
)
WANTED = st.fixed_dictionaries(
    {},
    optional={
        "building": st.sampled_from(["1栋", "3栋"]), "state": st.sampled_from(["available", "held"]),
        "layout": st.sampled_from(["两房", "三房"]), "area_from": st.integers(0, 3_000_000),
        "area_to": st.integers(0, 3_000_000), "price_from": st.integers(0, 10**10), "price_to": st.integers(0, 10**10),
        "mark": st.sampled_from([ANY_MARK, "pending", "delaying"]), "flag": st.sampled_from([ANY_MARK, "frozen"]),
        "waits": st.booleans(), "mine": st.booleans(),
    },
)  # fmt: skip


def test_the_views_come_round() -> None:
    view, seen = View.STATE, []
    for _ in View:
        seen.append(view)
        view = view.next
    assert view is View.STATE
    assert seen == [View.STATE, View.PRICE, View.LAYOUT, View.AREA, View.AGE]


def test_bands_of_price_are_round_and_even() -> None:
    assert price_ends(range(100_000_000, 220_000_000, 1_000_000)) == (
        120_000_000, 140_000_000, 160_000_000, 180_000_000, 200_000_000,
    )  # fmt: skip
    assert price_ends([178_940_000] * 9) == ()
    assert price_ends([]) == ()
    assert price_ends([5, 7]) == (7,)


@given(st.lists(st.integers(1, 10**11), max_size=60))
def test_ends_rise_within_the_prices_and_have_three_figures(prices: list[int]) -> None:
    ends = price_ends(prices)
    assert len(ends) < STEPS
    assert all(low < high for low, high in pairwise(ends))
    assert all(min(prices) < end <= max(prices) for end in ends)
    assert all(len(str(end).rstrip("0")) <= 3 for end in ends)


@given(UNITS, st.sampled_from(View))
def test_every_unit_has_one_band_of_the_view(units: list[WallUnit], view: View) -> None:
    found = scale(view, units, TODAY)
    keys = [band.key for band in found.bands]
    assert len(set(keys)) == len(keys)
    for each in units:
        assert found.key_of(each) in ({state.value for state in UnitState} if view is View.STATE else keys)


@given(UNITS)
def test_a_dearer_unit_never_stands_in_a_lower_band(units: list[WallUnit]) -> None:
    for view, figure in ((View.PRICE, "price"), (View.AREA, "area")):
        found = scale(view, units, TODAY)
        order = [band.key for band in found.bands]
        known = sorted((each for each in units if getattr(each, figure) is not None), key=lambda u: getattr(u, figure))
        places = [order.index(found.key_of(each)) for each in known]
        assert places == sorted(places)
        assert all(found.key_of(each) == NO_BAND for each in units if getattr(each, figure) is None)


@pytest.mark.parametrize(
    ("view", "facts", "words"),
    [
        (View.AREA, {"area": 699_999}, "<70"), (View.AREA, {"area": 700_000}, "70-90"),
        (View.AREA, {"area": 1_440_000}, "144+"), (View.AREA, {"area": None}, "area not known"),
        (View.AGE, {}, "<30"), (View.AGE, {"released_on": TODAY - timedelta(days=30)}, "30-90"),
        (View.AGE, {"released_on": TODAY - timedelta(days=365)}, "365+"),
        (View.AGE, {"state": "signed"}, "not for sale now"),
        (View.AGE, {"state": "held"}, "<30"), (View.AGE, {"released_on": None}, "not for sale now"),
        (View.PRICE, {}, "*"), (View.PRICE, {"price": None}, "no list price"),
        (View.LAYOUT, {}, "三房"), (View.LAYOUT, {"layout": ""}, "layout not known"),
    ],
)  # fmt: skip
def test_a_band_in_words(view: View, facts: dict[str, Any], words: str) -> None:
    one = unit(**facts)
    found = scale(view, [one], TODAY)
    band = next(band for band in found.bands if band.key == found.key_of(one))
    assert (band.words if isinstance(band.words, str) else say(band.words, "en")) == words


def test_prices_are_said_in_tens_of_thousands() -> None:
    found = scale(View.PRICE, [unit(price=each) for each in (178_900_000, 200_000_000, 215_500_000)], TODAY)
    assert [band.words for band in found.bands][:-1] == ["<179", "179-200", "200+"]
    fine = scale(View.PRICE, [unit(price=each) for each in (9_871_200, 9_950_000)], TODAY)
    assert [band.words for band in fine.bands][:-1] == ["<9.88", "9.88-9.95", "9.95+"]


def test_the_layouts_that_are_seen_most_have_colours_of_their_own() -> None:
    units = [unit(n * 100 + m, layout=f"{n}房") for n in range(1, 10) for m in range(10 - n)]
    found = scale(View.LAYOUT, units, TODAY)
    assert [band.key for band in found.bands] == [*"abcdefg", OTHER]
    assert found.key_of(unit(layout="8房")) == found.key_of(unit(layout="9房")) == OTHER
    assert found.key_of(unit(layout="1房")) == "a"


def test_age_is_that_of_stock() -> None:
    assert days_on_sale(unit(), TODAY) == 10
    assert days_on_sale(unit(state="subscribed"), TODAY) is None
    assert days_on_sale(unit(released_on=TODAY + timedelta(days=3)), TODAY) == 0


@given(UNITS, WANTED)
def test_what_is_left_fits_and_what_is_gone_does_not(units: list[WallUnit], filters: dict[str, Any]) -> None:
    left = narrowed(units, filters, 1)
    assert left == [each for each in units if each in left]
    alone = [set(narrowed(units, {name: value}, 1)) for name, value in filters.items()]
    assert set(left) == set(units).intersection(*alone)
    assert narrowed(left, filters, 1) == left


@settings(max_examples=40)
@given(UNITS)
def test_yes_and_no_share_the_wall(units: list[WallUnit]) -> None:
    for name in ("waits", "mine"):
        yes, no = (narrowed(units, {name: wanted}, 2) for wanted in (True, False))
        assert sorted(each.unit_id for each in (*yes, *no)) == sorted(each.unit_id for each in units)


def test_what_is_not_said_narrows_nothing() -> None:
    units = [unit(1), unit(2, price=None)]
    assert narrowed(units, dict.fromkeys(FILTERS) | {"text": "x", "layout": ""}, 1) == units
    assert narrowed(units, {"price_from": 0}, 1) == units[:1]


def test_one_sign_stands_for_several_things() -> None:
    assert sign_of(unit()) == ""
    assert sign_of(unit(marks=("pending", "swapping"), flags=("seized",), waits=2)) == "pending"
    assert sign_of(unit(marks=("swapping",), flags=("mortgaged",))) == "swapping"
    assert sign_of(unit(flags=("mortgaged", "seized"), waits=1)) == "seized"
    assert sign_of(unit(waits=1)) == "waits"


@settings(max_examples=40)
@given(UNITS)
def test_a_sign_is_one_of_those_that_are_counted(units: list[WallUnit]) -> None:
    counted = signs(units)
    shown = [sign_of(each) for each in units if sign_of(each)]
    assert set(shown) <= set(counted)
    assert all(shown.count(sign) <= counted[sign] for sign in counted)
    assert min(counted.values(), default=1) > 0


@settings(max_examples=40)
@given(UNITS)
def test_the_sums_are_those_of_the_workbook(units: list[WallUnit]) -> None:
    book = stock(
        {"state": each.state, "list_total": each.price, "built_area": each.area, "deal_total": None} for each in units
    )
    assert sums(units) == Sums(book.total, book.priced_area, book.value, book.sold, book.released)
