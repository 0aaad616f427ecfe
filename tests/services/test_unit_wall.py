"""What the wall, its list and the hall's board read from a real office (2.16, 4.5, 5.9 to 5.11)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anchang.domain.errors import BadInput
from anchang.domain.price_board import Face
from anchang.domain.unit_wall import Mark, WallUnit, narrowed
from anchang.services.listing import Ask
from anchang.services.lists.unit import UNITS
from anchang.services.saved_filter import SaveFilter
from anchang.storage import price_board, unit_marks
from anchang.storage.unit_marks import Beside
from tests.office import Desk, desk_at
from tests.services.stock import PERMIT, unit
from tests.services.walls import walled

FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"building": "2栋"}, {"entrance": "1单元", "state": "available"}, {"state": "held"}, {"usage": "residential"},
    {"usage": "parking"}, {"layout": "两房两厅"}, {"layout": "两房"}, {"area_from": 894_700}, {"area_to": 760_000},
    {"area_from": 760_001, "area_to": 894_699}, {"price_from": 183_413_500}, {"price_to": 183_413_500},
    {"price_from": 160_000_000, "price_to": 190_000_000, "layout": "三房两厅"},
    *({"mark": mark.value} for mark in Mark), {"mark": "any"}, {"flag": "any"}, {"flag": "frozen"}, {"flag": "seized"},
    {"waits": True}, {"waits": False}, {"mine": True}, {"mine": False}, {"mine": True, "state": "held"},
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A wall with something of everything. What a test changes it changes back."""
    with desk_at(tmp_path_factory.mktemp("wall") / "office") as made:
        walled(made)
        yield made


def wall(desk: Desk, login: str = "manager") -> dict[str, WallUnit]:
    """The units by their labels."""
    return {each.label: each for each in desk.office.look(desk.session(login), unit_marks.wall).units}


def beside(desk: Desk) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], int]]:
    """What stands beside each unit that has something."""
    return {
        label: (each.marks, each.flags, each.waits)
        for label, each in wall(desk).items()
        if each.marks or each.flags or each.waits
    }


def test_what_goes_on_about_each_unit(desk: Desk) -> None:
    assert beside(desk) == {
        "1-1-101": (("pending", "cancelling"), (), 0),
        "1-1-102": (("delaying",), (), 0),
        "1-1-201": (("pending", "delaying"), (), 0),
        "1-1-202": (("pending",), (), 0),
        "1-1-301": (("pending",), (), 0),
        "1-1-302": ((), (), 1),
        "2-1-101": ((), ("mortgaged",), 0),
        "2-1-102": ((), ("frozen",), 0),
    }
    held = wall(desk)["1-1-302"]
    assert (held.state, held.holder, held.holder_id) == ("held", "张伟", desk.people["c01"])
    assert wall(desk)["2-1-401"].released_on is None


@pytest.mark.parametrize("filters", FILTERS, ids=[" ".join(map(str, each.values())) or "none" for each in FILTERS])
def test_the_wall_and_the_list_narrow_down_to_the_same(desk: Desk, filters: dict[str, Any]) -> None:
    for login in ("c01", "c02", "manager"):
        here = narrowed(wall(desk, login).values(), filters, desk.people[login])
        assert [each.label for each in here] == [row["label"] for row in desk.see(login, "units", **filters)]
        assert len(here) == desk.office.look(desk.session(login), UNITS.count, filters)


def test_each_filter_finds_something_and_leaves_something(desk: Desk) -> None:
    """Otherwise the comparison would say nothing."""
    found = {len(narrowed(wall(desk).values(), each, desk.people["c01"])) for each in FILTERS}
    assert {0, 1, 2, 4, 5, 8, 16} <= found
    assert [each.label for each in narrowed(wall(desk).values(), {"mine": True}, desk.people["c01"])] == [
        "1-1-101", "1-1-102", "1-1-201", "1-1-202", "1-1-302",
    ]  # fmt: skip


def test_a_range_from_the_command_line_is_text(desk: Desk) -> None:
    assert len(desk.see("manager", "units", area_from="894700", waits="no")) == 8
    with pytest.raises(BadInput):
        desk.office.look(desk.session("manager"), UNITS.page, Ask({"price_to": "viel"}))


def test_a_filter_of_the_wall_is_kept(desk: Desk) -> None:
    given = ("state=available", "price_to=183413500", "mark=any", "mine=yes")
    kept = desk.office.run(desk.session("c01"), SaveFilter("units", "可看", given))
    assert kept["name"] == "可看"
    with pytest.raises(BadInput):
        desk.office.run(desk.session("c01"), SaveFilter("units", "无", ("mark=nothing",)))


def test_news_are_what_changed_and_what_is_beside_it(desk: Desk) -> None:
    session = desk.session("manager")
    before = desk.office.look(session, unit_marks.wall)

    def news() -> dict[str, WallUnit]:
        found = desk.office.look(session, unit_marks.news, before.mark, before.beside)
        assert found.mark == desk.office.change_mark()
        return {each.label: each for each in found.units}

    assert news() == {}
    desk.do("manager", "unit.flag", unit="2-1-301", flag="seized", reason="法院查封")
    assert {label: each.flags for label, each in news().items()} == {"2-1-301": ("seized",)}
    desk.do("manager", "unit.clear_flag", unit="2-1-301", flag="seized", reason="已解封")
    assert news() == {}  # as it was: the unit's own row was not touched
    desk.do("director", "unit.hold", unit="2-1-301", hold_type="reserve", note="工程抵款")
    assert news()["2-1-301"].state == "held"
    desk.do("director", "unit.let_go", unit="2-1-301", reason="不留了")
    assert news()["2-1-301"].state == "available"


def test_the_first_picture_has_whole_blocks(desk: Desk) -> None:
    session = desk.session("manager")
    everything = [each.unit_id for each in desk.office.look(session, unit_marks.wall).units]
    for limit, count in ((100, 16), (12, 8), (8, 8), (5, 5)):
        found = desk.office.look(session, unit_marks.begin, limit)
        assert [each.unit_id for each in found] == everything[:count]
    assert desk.office.look(session, unit_marks.beside)[unit(desk, "2-1-101")["id"]] == Beside((), ("mortgaged",), 0)


def board(desk: Desk, at: int = 0, *only: str) -> dict[str, tuple[Face, int | None, int | None]]:
    """Room -> what the hall sees of it."""
    found = desk.office.look(desk.session("c01"), price_board.board, at, *only)
    return {each.room: (each.face, each.price, each.unit_price) for each in found.offers}


def test_the_hall_sees_published_prices_of_what_is_free(desk: Desk) -> None:
    first = board(desk)
    assert first["101"] == (Face.SOLD, None, None)
    assert first["301"] == (Face.FREE, 192_360_500, 2_150_000)
    assert first["302"] == (Face.HELD, 163_400_000, 2_150_000)
    second = board(desk, 1)
    assert second["102"] == (Face.OFF, None, None)  # frozen
    assert second["101"][0] is Face.FREE  # mortgaged works are said to whoever buys, they do not stop the sale
    assert "401" not in second
    found = desk.office.look(desk.session("c01"), price_board.board, 7, "2栋")
    assert [(each.building, each.released, each.sold) for each in found.houses] == [("2栋", 6, 0)]
    assert found.permit_no == "深房许字（2026）001号"
    assert not {"刘洋", "张伟", "王先生"} & {str(value) for each in found.offers for value in (each.room, each.layout)}


def test_what_was_agreed_is_under_way_and_without_a_permit_there_is_no_price(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as own:
        assert own.office.look(own.session("c01"), price_board.board).house is None
        walled(own)
        own.do("manager", "change.approve", request=own.see("manager", "changes")[0]["no"], comment="同意")
        assert wall(own)["1-1-101"].marks == ("cancelling",)
        own.do("manager", "permit.change", permit=PERMIT, reason="核定", valid_to="2026-11-25")
        own.do("director", "permit.approve", permit_draft=own.see("director", "permit_drafts")[0]["id"])
        assert any(price for _, price, _ in board(own).values())
        own.clock.move(days=5)
        assert {face for face, *_ in board(own).values()} == {Face.SOLD, Face.OFF}
        assert all(price is None for _, price, _ in board(own).values())
