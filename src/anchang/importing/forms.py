"""The forms in which price lists come, each brought to the same `Raw` rows (design 7; 3.5).

Flat with a head; floor x door matrix, one sheet a figure; key-value lines without a head; completed-stock lines.
A reader here only finds which text stands for which field. What the text means is decided in `rows`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from anchang.domain.issue import Issue, IssueKind
from anchang.i18n import M, Msg
from anchang.importing.heads import FIGURES, FILINGS, Head, columns_of, head_of, is_price_list
from anchang.importing.sheets import Sheet
from anchang.importing.table import HEAD_WITHIN, NUMBER, Heads, Table, is_total, locate
from anchang.importing.words import is_blank, sale_status_of, usage_of

FLAT, MATRIX, KEY_VALUE, COMPLETED = "flat", "matrix", "key_value", "completed_stock"
FORMS = (FLAT, MATRIX, KEY_VALUE, COMPLETED)

_HEADS = Heads(columns_of, head_of, is_price_list)
_BUILDING_NAME = re.compile(r".*(?:栋|幢|棟|座|号楼|楼)")


@dataclass(frozen=True, slots=True)
class Raw:
    """One unit as texts. `spots` says where each text stands: (sheet, row, column), counted from 0."""

    sheet: Sheet
    row: int
    texts: dict[str, str]
    spots: dict[str, tuple[Sheet, int, int]]
    ten_thousands: frozenset[str] = frozenset()
    column: int | None = None

    @property
    def place(self) -> str:
        """The row for a person."""
        return self.sheet.place(self.row, self.column)

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as read."""
        return tuple(self.sheet.rows[self.row])

    def place_of(self, name: str) -> str:
        """The cell of one field for a person; the row where the field has none."""
        spot = self.spots.get(name)
        return self.place if spot is None else spot[0].place(spot[1], spot[2])


@dataclass(slots=True)
class Found:
    """What a reader found. `filed` says that the list is itself the filing of the prices (5.10)."""

    form: str
    raws: list[Raw] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    filed: bool = False


def find(sheets: tuple[Sheet, ...], profile: str | None) -> Found | None:
    """The rows in whichever form the sheets have, or in the one that is asked for; None where it is no price list."""
    for form, reader in ((KEY_VALUE, _key_value), (FLAT, _flat), (MATRIX, _matrix), (COMPLETED, _completed)):
        if profile in (None, form):
            found = reader(sheets)
            if found is not None:
                return found
    return None


# -- flat ---------------------------------------------------------------------------------------------------------


def _flat(sheets: tuple[Sheet, ...]) -> Found | None:
    tables = [(sheet, _table(sheet)) for sheet in sheets]
    if all(table is None for _sheet, table in tables):
        return None
    found = Found(FLAT)
    for sheet, table in tables:
        if table is None:
            if sheet.rows:
                found.issues.append(Issue(sheet.name, M("This sheet has no head of a price list; it is left out."),
                                          IssueKind.SKIPPED))
            continue
        found.heads = found.heads or table.heads
        fields = {head.field for head in table.columns.values()}
        plain_price = fields.intersection(("unit_price_build", "unit_price_inside", "list_total"))
        found.filed = found.filed or (bool(fields & FILINGS) and not plain_price)
        _read_table(sheet, table, found)
    return found


def _table(sheet: Sheet) -> Table[Head] | None:
    return locate(sheet, _HEADS)


def _read_table(sheet: Sheet, table: Table[Head], found: Found) -> None:
    fields = {head.field: column for column, head in table.columns.items()}
    merged = sheet.filled({column for name, column in fields.items() if name in ("building", "entrance", "floor")},
                          table.first_row)
    wan = frozenset(head.field for head in table.columns.values() if head.ten_thousands)
    named = sheet.name if _BUILDING_NAME.fullmatch(sheet.name) and sheet.lettered else ""
    above, taken_over = "", 0
    for index in range(table.first_row, len(sheet.rows)):
        row = sheet.rows[index]
        texts = {}
        for name, column in fields.items():
            text = row[column] if column < len(row) else ""
            texts[name] = text if text.strip() else merged.get((index, column), text)
        if not any(cell.strip() for cell in row):
            continue
        reason = _no_unit(row, texts, table)
        if reason is not None:
            found.issues.append(Issue(sheet.place(index), reason, IssueKind.SKIPPED, tuple(row)))
            continue
        if is_blank(texts.get("building", "")):
            taken_over += bool(above)
            texts["building"] = above or named
        else:
            above = texts["building"]
        spots = {name: (sheet, index, column) for name, column in fields.items()}
        found.raws.append(Raw(sheet, index, texts, spots, wan))
    if taken_over:
        found.issues.append(Issue(sheet.name, M("{count} rows name no building; they take it from the row above.",
                                                count=taken_over), IssueKind.WARNING))


def _no_unit(row: list[str], texts: dict[str, str], table: Table[Head]) -> Msg | None:
    """Why the row holds no unit, or None. A row with figures and no room is not passed over: it is an error later."""
    if tuple(row) == table.heads:
        return M("The head stands here again.")
    first = next(cell for cell in row if cell.strip())
    if is_total(first) or is_total(texts["room"]):
        return M("This is a row of totals.")
    if is_blank(texts["room"]) and all(is_blank(texts.get(name, "")) for name in FIGURES):
        return M("There is no unit in this row.")
    return None


# -- matrix -------------------------------------------------------------------------------------------------------

_DOOR_HEAD = re.compile(r"([0-9]{1,3}|[A-Z])(?:室|号|户|房)?")


def _matrix(sheets: tuple[Sheet, ...]) -> Found | None:
    found = Found(MATRIX)
    units: dict[tuple[str, str, str, str], Raw] = {}
    for sheet in sheets:
        layout = _matrix_layout(sheet)
        if layout is None:
            if sheet.rows:
                found.issues.append(Issue(sheet.name, M("This sheet has no head of a price list; it is left out."),
                                          IssueKind.SKIPPED))
            continue
        found.heads = found.heads or tuple(sheet.rows[layout.head_row])
        found.filed = found.filed or "备案" in sheet.name
        _read_matrix(sheet, layout, units)
    found.raws = list(units.values())
    return found if units else None


@dataclass(frozen=True, slots=True)
class _Layout:
    head_row: int
    sides: dict[str, int]  # building, entrance, floor -> column
    doors: dict[int, str]
    figure: str
    ten_thousands: bool


def _matrix_layout(sheet: Sheet) -> _Layout | None:
    title = sheet.name
    for index, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        sides: dict[str, int] = {}
        doors: dict[int, str] = {}
        for column, cell in enumerate(row):
            head = head_of(cell)
            name = "entrance" if head and head.field == "seat" else head.field if head else ""
            if name in ("building", "entrance", "floor"):
                sides.setdefault(name, column)
            elif _DOOR_HEAD.fullmatch(cell.strip()):
                doors[column] = cell.strip()
        if "floor" in sides and len(doors) >= 2:
            figure = "unit_price_build" if "单价" in title else "list_total" if "价" in title else ""
            return _Layout(index, sides, doors, figure, "万" in title) if figure else None
        title += "".join(row)
    return None


def _read_matrix(sheet: Sheet, layout: _Layout, units: dict[tuple[str, str, str, str], Raw]) -> None:
    merged = sheet.filled(set(layout.sides.values()), layout.head_row + 1)
    for index in range(layout.head_row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        sides = {}
        for name, column in layout.sides.items():
            text = row[column] if column < len(row) else ""
            sides[name] = text if text.strip() else merged.get((index, column), text)
        if is_blank(sides["floor"]) or is_total(next((cell for cell in row if cell.strip()), "")):
            continue
        for column, door in layout.doors.items():
            text = row[column] if column < len(row) else ""
            if is_blank(text):
                continue
            key = (sides.get("building", ""), sides.get("entrance", ""), sides["floor"], door)
            unit = units.get(key)
            if unit is None:
                unit = units[key] = Raw(
                    sheet, index, {**sides, "room": door}, {},
                    frozenset({layout.figure} if layout.ten_thousands else ()), column,
                )
            if unit.texts.setdefault(layout.figure, text) is text:
                unit.spots[layout.figure] = (sheet, index, column)


# -- key-value lines ------------------------------------------------------------------------------------------------

LABELS: dict[str, str] = {
    "项目楼栋情况": "building", "座号": "entrance", "合同号": "contract_no", "拟售价格": "filed_unit_price",
    "楼层": "floor", "房号": "room", "用途": "usage", "建筑面积": "built_area", "户内面积": "inside_area",
    "分摊面积": "shared_area",
}
KNOWN_BY = 4  # so many labels in a line make it a key-value line


def _key_value(sheets: tuple[Sheet, ...]) -> Found | None:
    sheet = sheets[0] if len(sheets) == 1 else None
    if sheet is None:
        return None
    sample = [row for row in sheet.rows[:HEAD_WITHIN] if any(row)]
    if not sample or 2 * sum(len(set(row) & LABELS.keys()) >= KNOWN_BY for row in sample) <= len(sample):
        return None
    found = Found(KEY_VALUE, filed=True)
    usual, _times = Counter(len(row) for row in sheet.rows if any(row)).most_common(1)[0]
    for index, row in enumerate(sheet.rows):
        if not any(cell.strip() for cell in row):
            continue
        texts: dict[str, str] = {}
        spots: dict[str, tuple[Sheet, int, int]] = {}
        for name, text, column in pairs(row):
            # The areas come twice, before and after completion; the first are those of the sale.
            if name not in texts:
                texts[name] = text
                spots[name] = (sheet, index, column)
        missing = [label for label, name in LABELS.items() if name not in texts]
        if missing:
            place = sheet.place(index, _cut_at(spots, missing, len(row)))
            found.issues.append(Issue(place, M("The line is not complete: {labels} missing.", labels=tuple(missing)),
                                      IssueKind.ERROR, tuple(row)))
            continue
        if len(row) < usual:
            # Its last cell may be half a figure, and the first half of a figure looks like one.
            found.issues.append(Issue(sheet.place(index, len(row) - 1),
                                      M("The line ends too early: it has {count} columns, the others {wanted}.",
                                        count=len(row), wanted=usual), IssueKind.ERROR, tuple(row)))
            continue
        found.raws.append(Raw(sheet, index, texts, spots))
    return found


def _cut_at(spots: dict[str, tuple[Sheet, int, int]], missing: list[str], width: int) -> int:
    """The column where the first missing label should stand: behind the fields that come before it; from 0."""
    before = list(LABELS)[: list(LABELS).index(missing[0])]
    behind = max((spots[LABELS[label]][2] for label in before if LABELS[label] in spots), default=-1)
    return min(behind + 1, width)


def pairs(row: list[str]) -> Iterator[tuple[str, str, int]]:
    """(field, text, column) of a key-value line, also where a label is glued to the text before or behind it."""
    label = ""
    for column, cell in enumerate(row):
        text = cell.strip()
        if not label:
            label = next((known for known in LABELS if text.startswith(known)), "")
            if label and text != label:
                yield LABELS[label], text.removeprefix(label), column
                label = ""
            continue
        behind = next((known for known in LABELS if text.endswith(known)), "")
        yield LABELS[label], text.removesuffix(behind), column
        label = behind


# -- completed stock ------------------------------------------------------------------------------------------------

_STOCK_COLUMNS = {
    "building": 1, "room": 2, "usage": 4, "built_area": 5, "filed_unit_price": 6, "filed_list_total": 7, "status": 8,
}


def _completed(sheets: tuple[Sheet, ...]) -> Found | None:
    sheet = sheets[0] if len(sheets) == 1 else None
    if sheet is None:
        return None
    sample = [row for row in sheet.rows[:HEAD_WITHIN] if any(row)]
    if not sample or 2 * sum(map(_is_stock, sample)) <= len(sample):
        return None
    found = Found(COMPLETED, filed=True)
    for index, row in enumerate(sheet.rows):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != 9:
            place = sheet.place(index, min(len(row), 9))  # the first that is missing, or the first too many
            found.issues.append(Issue(place, M("The line has {count} columns instead of {wanted}.", count=len(row),
                                               wanted=9), IssueKind.ERROR, tuple(row)))
            continue
        texts = {name: row[column] for name, column in _STOCK_COLUMNS.items()}
        spots = {name: (sheet, index, column) for name, column in _STOCK_COLUMNS.items()}
        found.raws.append(Raw(sheet, index, texts, spots))
    return found


def _is_stock(row: list[str]) -> bool:
    return (len(row) == 9 and row[0].strip().isdigit() and usage_of(row[4]) is not None
            and NUMBER.fullmatch(row[5].strip()) is not None and sale_status_of(row[8]) is not None)
