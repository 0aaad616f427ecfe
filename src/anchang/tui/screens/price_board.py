"""The board of prices for a second screen in the hall: block by block, page by page, without names (5.9 to 5.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.timer import Timer
from textual.widgets import Static

from anchang.domain import money
from anchang.domain.errors import AnchangError
from anchang.domain.measure import show_area
from anchang.domain.price_board import BoardPage, Face, Offer, pages
from anchang.i18n import M
from anchang.storage import price_board as query
from anchang.tui.screens.hall import HallBoard
from anchang.tui.show import fit, plain
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.storage.price_board import Board, House

CELL, HIGH = 19, 3  # columns and lines of one unit; a gap of one stands behind and below it
TONES: dict[Face, Tone] = {
    Face.FREE: Tone.OPEN, Face.HELD: Tone.ASKED, Face.OFF: Tone.QUIET, Face.SOLD: Tone.CLOSED,
}  # fmt: skip
NOTHING = M("Nothing is on sale yet.")


class PriceBoard(HallBoard):
    """It turns its pages by itself and reads again when somebody changes something. `building` and `entrance` keep it
    to these."""

    def __init__(self, building: str = "", entrance: str = "") -> None:
        super().__init__(classes="price-board")
        self._only = (building, entrance)
        self._board: Board | None = None
        self._at = self._page = 0
        self._pages: list[BoardPage] = []
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The block and what is left of it in big figures, the units, the last line."""
        with Horizontal(classes="board-head"):
            yield Static("", id="block", markup=False)
            yield Static("", id="free", markup=False)
        yield Static("", id="sheet", markup=False)
        yield Static(plain(M("Esc leaves the board")), id="foot", markup=False)

    def on_mount(self) -> None:
        """Read, then turn."""
        super().on_mount()
        self.refresh_data()

    def refresh_data(self) -> None:
        """Somebody held, sold or gave back."""
        self.run_worker(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        try:
            board = await self.app.terminal.look(query.board, self._at, *self._only)
        except AnchangError as error:
            self.tell_refused(error)
            return
        self._board, self._at = board, board.at
        if self._timer is None:
            self._timer = self.set_interval(board.seconds, self.turn)
        self._lay_out()

    def on_resize(self, event: Resize) -> None:
        """Other pages."""
        self._lay_out()

    def turn(self) -> None:
        """The next page; after the last one of a block the next block, after the last block the first."""
        if self._page + 1 < len(self._pages):
            self._page += 1
            self._draw()
        else:
            self._at, self._page = self._at + 1, 0
            self.refresh_data()

    # -- drawing

    def _lay_out(self) -> None:
        if self._board is None:
            return
        room = self.query_one("#sheet", Static).content_size
        self._pages = pages(self._board.offers, max(1, (room.width + 1) // (CELL + 1)), (room.height + 1) // (HIGH + 1))
        self._page = min(self._page, max(0, len(self._pages) - 1))
        self._draw()

    def _draw(self) -> None:
        board = self._board
        house = board.house if board is not None else None
        if board is None or house is None:
            self.query_one("#sheet", Static).update(plain(NOTHING) if board is not None else "")
            return
        self.query_one("#block", Static).update(self._head(board, house))
        self.query_one("#free", Static).update(big(house.free))
        self.query_one("#sheet", Static).update(sheet(self._pages[self._page]) if self._pages else "")

    def _head(self, board: Board, house: House) -> Content:
        """Which block, what of it is left, and under which permit it is sold (5.9)."""
        name = " ".join(part for part in (house.building, house.entrance) if part)
        free, whole = sum(each.free for each in board.houses), sum(each.released for each in board.houses)
        at = M("block {at} of {blocks}, page {page} of {pages}", at=board.at + 1, blocks=len(board.houses),
               page=self._page + 1, pages=max(1, len(self._pages)))  # fmt: skip
        sold = M("{free} for sale, {sold} sold of {count}", free=house.free, sold=house.sold, count=house.released)
        lines = [
            Content.assemble((plain(name), "bold $primary"), "   ", (plain(at), "$secondary")),
            Content.styled(plain(sold), "bold"),
            Content(plain(M("All blocks: {free} of {count} for sale", free=free, count=whole))),
            Content(plain(M("List prices as filed, in yuan"))),
            Content(plain(M("Permit {no}", no=board.permit_no)) if board.permit_no else ""),
        ]
        return Content("\n").join(lines)


# Three by five points for each figure, a point two columns of ground: signs that draw boxes are of no certain width.
_ROWS = {
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 7, 1, 7), "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 1, 1), "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7),
}  # fmt: skip


def big(number: int) -> Content:
    """A number in figures of five lines, to be read from across the hall."""
    lines = []
    for row in range(5):
        points = "  ".join(f"{_ROWS[figure][row]:03b}" for figure in str(number))
        ground = [("  ", "on $success") if point == "1" else ("  " if point == "0" else " ", "") for point in points]
        lines.append(Content.assemble(*ground))
    return Content("\n").join(lines)


def sheet(page: BoardPage) -> Content:
    """The units of a page: each is three lines on the ground of its state, which stands there in words too."""
    lines: list[Content] = []
    for floor in page.lines:
        for line in range(HIGH):
            lines.append(Content("").join([_cell_line(offer, line) for offer in floor]))
        lines.append(Content(""))
    return Content("\n").join(lines)


def _cell_line(offer: Offer | None, line: int) -> Content:
    if offer is None:
        return Content(" " * (CELL + 1))
    tone = TONES[offer.face]
    words = cell_words(offer)[line]
    style = f"$tone-{tone} on $tone-{tone}-ground" + (" bold" if line != 1 else "")
    room = " " if cell_len(words) < CELL else ""  # large figures need the margin too
    return Content.assemble((fit(f"{room}{words}", CELL), style), " ")


def cell_words(offer: Offer) -> tuple[str, str, str]:
    """Room and state; area and price of one ㎡; the total. What is not published is left out."""
    area = f"{show_area(offer.area)}㎡" if offer.area is not None else ""
    each = f" {yuan(offer.unit_price)}/㎡" if offer.unit_price is not None else f" {plain(offer.layout)}"
    first = f"{plain(offer.room)}  {plain(offer.face.label)}"
    return first, f"{area}{each}".strip(), yuan(offer.price) if offer.price is not None else ""


def yuan(fen: int) -> str:
    """An amount as a board shows it: without «.00»."""
    return money.show(fen).removesuffix(".00")
