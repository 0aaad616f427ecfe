"""How cells look: one style for each role, kind and colour, made when first needed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from anchang.reports.cells import FORMATS, PLACES
from anchang.services.listing import Kind

FONT = "Microsoft YaHei"


class Role(StrEnum):
    """What a cell is for."""

    TITLE = "title"
    META = "meta"
    MARK = "mark"
    BLOCK = "block"
    HEAD = "head"
    BODY = "body"
    SUB = "sub"
    TOTAL = "total"
    NOTE = "note"


_INK = {Role.META: "595959", Role.MARK: "C00000", Role.NOTE: "595959"}
_FILL = {Role.HEAD: "D9E2F3", Role.SUB: "F2F2F2", Role.TOTAL: "E7E6E6"}
_BOLD = {Role.TITLE, Role.BLOCK, Role.HEAD, Role.SUB, Role.TOTAL, Role.MARK}
_SIZE = {Role.TITLE: 16, Role.BLOCK: 11}
_BOXED = {Role.HEAD, Role.BODY, Role.SUB, Role.TOTAL}


class Palette:
    """Style numbers of one workbook. `sheet` is any of its worksheets; nothing is written to it."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._known: dict[tuple[Role, Kind, bool, str | None, str | None], int] = {}

    def style(
        self, role: Role, kind: Kind = Kind.TEXT, *, wrap: bool = False, fill: str | None = None, ink: str | None = None
    ) -> int:
        """The number that a cell's `s` attribute takes."""
        asked = (role, kind, wrap, fill, ink)
        if asked not in self._known:
            self._known[asked] = self._make(role, kind, wrap, fill or _FILL.get(role), ink or _INK.get(role))
        return self._known[asked]

    def _make(self, role: Role, kind: Kind, wrap: bool, fill: str | None, ink: str | None) -> int:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell = WriteOnlyCell(self._sheet)
        cell.font = Font(name=FONT, size=_SIZE.get(role, 10), bold=role in _BOLD, color=ink)
        if fill:
            cell.fill = PatternFill("solid", fgColor=fill)
        if role in _BOXED:
            thin = Side(style="thin", color="BFBFBF")
            top = Side(style="medium", color="7F7F7F") if role is Role.TOTAL else thin
            cell.border = Border(left=thin, right=thin, top=top, bottom=thin)
        side = _side(role, kind)
        cell.alignment = Alignment(
            horizontal=side,
            vertical="center" if role in _BOXED else None,
            wrap_text=wrap or None,
            indent=1 if role is Role.BODY and side == "left" else 0,  # off the number that stands before it
        )
        if role in _BOXED and role is not Role.HEAD:
            cell.number_format = FORMATS.get(kind, "@")
        return int(cell.style_id)


def _side(role: Role, kind: Kind) -> str:
    if role is Role.HEAD:
        return "center"
    if role not in _BOXED:
        return "left"
    if kind in PLACES:
        return "right"
    return "center" if kind in (Kind.DATE, Kind.TIME, Kind.INSTANT, Kind.FLAG) else "left"


def prepare(workbook: Any) -> None:
    """Make the house font the workbook's own, which widths are counted in."""
    from openpyxl.styles import Font

    workbook._fonts[0] = Font(name=FONT, size=10, family=2)
    workbook._named_styles["Normal"].font = Font(name=FONT, size=10, family=2)
