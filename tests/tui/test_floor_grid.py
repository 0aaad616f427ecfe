"""The wall of floors and rooms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.tui.unit_looks import UNIT_LOOKS
from anchang.tui.widgets.floor_grid import FloorGrid, Legend
from anchang.tui.widgets.floor_layout import Cell, lay_out, neighbour
from tests.tui.stage import HOSTILE, Stage, screen_text


def building(name: str, entrance: str, floors: int, rooms: int, start: int = 0) -> list[Cell]:
    """A whole block without gaps; ids from `start`, top floor first."""
    return [
        Cell(start + (floors - floor) * rooms + room - 1, name, entrance, floor, str(room), f"{floor}{room:02d}",
             "available", f"{name}-{entrance}-{floor}{room:02d}")
        for floor in range(1, floors + 1) for room in range(1, rooms + 1)
    ]


class Hall(Stage):
    """Remembers what the grid says and keeps the legend."""

    def on_floor_grid_opened(self, event: FloorGrid.Opened) -> None:
        self.heard.append(event.unit_id)

    def on_floor_grid_recounted(self, event: FloorGrid.Recounted) -> None:
        self.query_one(Legend).show_counts(event.counts)


def hall() -> tuple[Hall, FloorGrid]:
    grid = FloorGrid(UNIT_LOOKS)
    return Hall(Legend(UNIT_LOOKS), grid), grid


def test_blocks_break_into_bands_at_the_edge() -> None:
    cells = [cell for n in range(5) for cell in building(f"{n}", "1", 10, 4, n * 100)]
    blocks, bands, size = lay_out(cells, 8, 120)
    assert [len(band) for band in bands] == [3, 2]
    assert all(block.x + block.width - 1 <= 120 for block in blocks)
    assert size == (3 * (3 + 4 * 8) + 2, 2 * 11 + 1)
    assert bands[1][0].y == 12


def test_buildings_stand_in_the_order_of_their_numbers() -> None:
    cells = [cell for n in (10, 9, 2) for cell in building(f"{n}", "1", 1, 1, n * 10)]
    blocks, _, _ = lay_out(cells, 8, 120)
    assert [block.title for block in blocks] == ["2 1", "9 1", "10 1"]


def test_two_units_in_one_place_are_both_there() -> None:
    cells = [Cell(1, "1", "1", 2, "1", "201", "available"), Cell(2, "1", "1", 2, "1", "201", "held")]
    blocks, _, _ = lay_out(cells, 8, 120)
    assert sorted(spot.unit_id for spot in blocks[0].spots()) == [1, 2]


@given(st.sets(st.tuples(st.integers(0, 3), st.integers(1, 6), st.integers(1, 5)), min_size=1, max_size=60))
def test_every_unit_has_one_place_and_a_step_leads_to_a_unit(spots: set[tuple[int, int, int]]) -> None:
    cells = [
        Cell(n, str(block), "", floor, str(room), "1", "available") for n, (block, floor, room) in enumerate(spots)
    ]
    blocks, bands, (right, bottom) = lay_out(cells, 8, 60)
    places = [(block, spot) for block in blocks for spot in block.spots()]
    assert sorted(spot.unit_id for _, spot in places) == list(range(len(cells)))
    assert right >= max(b.x + b.width for b in blocks) and bottom >= max(b.y + b.height for b in blocks)
    for block, spot in places:
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            found = neighbour(bands, block, spot, across, down)
            assert found is None or (0 <= found < len(cells) and found != spot.unit_id)


async def test_arrows_go_over_gaps_and_into_the_next_block() -> None:
    app, grid = hall()
    cells = [c for c in building("1", "1", 3, 3) if c.unit_id != 4] + building("2", "1", 3, 3, 100)
    async with app.run_test(size=(120, 40)) as pilot:
        grid.set_cells(cells)
        grid.focus()
        assert grid.cursor == 0
        for key, at in (
            ("right", 1), ("down", 7), ("up", 1), ("right", 2), ("right", 100), ("left", 2), ("down", 5), ("left", 3),
            ("pagedown", 100), ("pageup", 0), ("end", 108), ("home", 0), ("up", 0),
        ):
            await pilot.press(key)
            assert grid.cursor == at, key
        await pilot.press("enter")
        await pilot.pause()
        assert app.heard == [0]


async def test_a_changed_unit_is_drawn_and_counted_at_once() -> None:
    app, grid = hall()
    async with app.run_test(size=(120, 40)) as pilot:
        grid.set_cells(building("1幢", "1单元", 3, 3))
        grid.focus()
        await pilot.pause()
        assert "售301" in screen_text(app) and "待售 9" in screen_text(app)
        grid.update_cells({1: "held", 2: "subscribed", 999: "held"})
        await pilot.pause()
        text = screen_text(app)
        assert "留302" in text and "认303" in text and "待售 7" in text
        assert grid.cursor == 0
        assert grid.counts == {"available": 7, "held": 1, "subscribed": 1}


async def test_the_cursor_stands_in_brackets() -> None:
    app, grid = hall()
    async with app.run_test(size=(80, 24)) as pilot:
        grid.set_cells(building("1", "", 3, 3))
        grid.focus()
        await pilot.press("down")
        await pilot.pause()
        assert screen_text(app).count("[") == 1
        assert "[售201]" in screen_text(app)


async def test_search_goes_from_hit_to_hit_and_into_sight() -> None:
    app, grid = hall()
    cells = [cell for n in range(1, 9) for cell in building(f"{n}", "1", 30, 4, n * 1000)]
    async with app.run_test(size=(80, 24)) as pilot:
        grid.set_cells(cells)
        grid.focus()
        hits = []
        for _ in range(3):
            found = grid.find(" 1203 ")
            assert found is not None
            grid.go_to(found)
            await pilot.pause()
            assert "[售1203]" in screen_text(app)
            hits.append(found)
        assert len(set(hits)) == 3
        assert grid.find("8-1-3004") == 8003
        assert grid.find("nowhere") is None
        assert grid.find("") is None


async def test_the_cursor_stays_on_its_unit_when_all_is_read_again() -> None:
    app, grid = hall()
    async with app.run_test(size=(80, 24)) as pilot:
        grid.set_cells(building("1", "", 5, 3))
        grid.focus()
        await pilot.press("down", "right")
        assert grid.cursor == 4
        grid.set_cells(building("0", "", 2, 2, 50) + building("1", "", 5, 3))
        assert grid.cursor == 4
        grid.set_cells(building("0", "", 2, 2, 50))
        assert grid.cursor == 50
        grid.set_cells([])
        assert grid.cell is None
        await pilot.press("down", "enter", "end", "pagedown")
        await pilot.pause()
        assert "还没有房源" in screen_text(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_hostile_names_of_rooms_and_buildings(size: tuple[int, int]) -> None:
    app, grid = hall()
    cells = [Cell(n, name, name, 1, name, name, "available", name) for n, name in enumerate(HOSTILE)]
    async with app.run_test(size=size) as pilot:
        grid.set_cells(cells)
        grid.focus()
        await pilot.press("down", "right", "enter")
        await pilot.pause()
        text = screen_text(app)
        assert "张三[/] 张三[/]" in text and app.is_running
        assert not set("\x1b\x9b\x85\u202e\u2066\u200f\x00\x07") & set(text)
        assert all(grid.render_line(y).cell_length == grid.size.width for y in range(grid.size.height))


async def test_two_blocks_of_four_rooms_stand_side_by_side_on_the_smallest_terminal() -> None:
    app, grid = hall()
    async with app.run_test(size=(80, 24)) as pilot:
        grid.set_cells(building("1", "1", 17, 4) + building("1", "2", 17, 4, 100))
        await pilot.pause()
        line = next(line for line in screen_text(app).split("\n") if "1701" in line)
        assert line.count("售1701") == 2 and line.count("售1704") == 2
