"""A visit or call book from a file: read, checked, and given back where it cannot be taken (issue «Old registers in»).

Reading changes nothing. What the rows would do to the office is planned by `services.register_plan`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from anchang.domain.dictionary import BROUGHT, Lists
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.register import LOGS, Profile, RegisterKind, RulePart
from anchang.i18n import M, Msg, _, say
from anchang.importing import opening_heads, register_heads
from anchang.importing.heads import plain
from anchang.importing.opening_rows import OpeningReader
from anchang.importing.register_cells import When, when_of, years_in
from anchang.importing.register_rows import DITTO, RowReader, Setting
from anchang.importing.rejected import REJECTED, padded, write_rows
from anchang.importing.sheets import Sheet, Source, UnreadableFile, open_source
from anchang.importing.table import Heads, Table, head_at, is_total, locate
from anchang.importing.words import is_blank

Progress = Callable[[int, int], None]
TOLD_EVERY = 1_000  # rows between two words of progress
_CARRIED = frozenset({"on", "who", "building"})  # what a merged cell says for all of its rows


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A file opened and not read yet."""

    path: Path
    kind: RegisterKind
    source: Source

    def heads(self, profile: Profile | None = None) -> tuple[str, ...]:
        """The column heads of its first book, as written; none where no book is found."""
        heads = _heads(self.kind, profile)
        for sheet in self.source.sheets:
            table = locate(sheet, heads)
            if table is not None:
                return tuple(" ".join(head.split()) for head in table.heads if head.strip())
        return ()


@dataclass(slots=True)
class _Place:
    """Where a row stands, so that it can be given back under its own heads."""

    sheet: Sheet
    table: Table[str]
    years: frozenset[int]
    cells: tuple[str, ...]


@dataclass(slots=True)
class Book:
    """A file read. `rows` are `RegisterRow`s of a log, else those of `domain.opening_balance`.

    `read` counts the rows that are entries, good or bad; `ended` the deals among them that run no more and were passed
    over, `totals` the rows of sums.

    `unknown_heads` are columns that are not taken; `unknown_words` counts (field, word) that nobody has explained:
    those of kind, channel and grade were refused, others are kept in the note.
    """

    kind: RegisterKind
    digest: str
    heads: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    read: int = 0
    ended: int = 0
    totals: int = 0
    unknown_heads: list[str] = field(default_factory=list)
    unknown_words: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[str, _Place] = field(default_factory=dict)
    faulty: dict[str, list[Issue]] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        """How many rows hold a fault."""
        return len(self.faulty)


def open_book(path: Path, kind: RegisterKind) -> OpenBook:
    """Open the file within the limits of every import. Raises UnreadableFile."""
    return OpenBook(path, kind, open_source(path))


def fitting(opened: OpenBook, profiles: Iterable[Profile]) -> Profile | None:
    """The first profile that was made for these very heads, or None."""
    for profile in profiles:
        heads = [plain(head) for head in opened.heads(profile)]
        if heads and heads == [plain(head) for head in profile.heads]:
            return profile
    return None


def read_book(
    opened: OpenBook, profile: Profile | None, today: date, progress: Progress | None = None, lists: Lists = BROUGHT
) -> Book:
    """Read every sheet that has the heads of such a book. Raises UnreadableFile where none has.

    `lists` are the office's own: the label of an entry that it offers is understood wherever it stands.
    """
    heads = _heads(opened.kind, profile)
    book = Book(opened.kind, opened.source.digest)
    reader = RowReader(profile, lists) if opened.kind in LOGS else OpeningReader(opened.kind, profile)
    whole = sum(len(sheet.rows) for sheet in opened.source.sheets)
    done = 0
    for sheet in opened.source.sheets:
        table = locate(sheet, heads)
        if table is None:
            if sheet.rows:
                book.issues.append(Issue(sheet.name, M("This sheet has no head of such a book; it is left out."),
                                         IssueKind.SKIPPED))
        else:
            _SheetReader(opened, book, reader, sheet, heads, today, table).read(progress, done, whole)
        done += len(sheet.rows)
    if not book.heads:
        raise UnreadableFile(_not_there(opened.kind, opened.path.name))
    book.unknown_words = reader.unknown
    return book


def _not_there(kind: RegisterKind, file: str) -> Msg:
    what = kind.label
    if kind in LOGS:
        return M(
            "{file} holds no {what}: it needs heads for the day, the consultant, and the customer's name or number.",
            file=file, what=what,
        )  # fmt: skip
    if kind is RegisterKind.DEALS:
        return M("{file} holds no {what}: it needs heads for the room, the buyers and the price.", file=file, what=what)
    return M("{file} holds no {what}: it needs heads for the room or a number, the amount and its day.", file=file,
             what=what)  # fmt: skip


def _heads(kind: RegisterKind, profile: Profile | None) -> Heads[str]:
    rules = profile.of(RulePart.COLUMN) if profile is not None else ()
    own = {rule.said: rule.means for rule in rules}
    return register_heads.heads_of(kind, own) if kind in LOGS else opening_heads.heads_of(kind, own)


class _SheetReader:
    """Goes through one sheet; titles between the rows, heads that stand again and sums are passed over."""

    def __init__(
        self, opened: OpenBook, book: Book, reader: RowReader | OpeningReader, sheet: Sheet, heads: Heads[str],
        today: date, table: Table[str],
    ) -> None:  # fmt: skip
        self.book, self.reader, self.sheet, self.heads = book, reader, sheet, heads
        self.table = table
        above = [" ".join(row) for row in sheet.rows[: table.lines[0]]]
        years = years_in(" ".join([*above, sheet.name])) or years_in(opened.path.stem)
        wan = re.search(r"单位[:：]?\s*[(（]?人?民?币?万元", " ".join(above)) is not None
        self.ignored = register_heads.is_ignored if opened.kind in LOGS else opening_heads.is_ignored
        self.setting = Setting(opened.kind, today, frozenset(years), self._day_in(above, today), wan)
        self.carried: dict[str, str] = {}
        self._take_head(table)

    def _day_in(self, lines: Sequence[str], today: date) -> date | None:
        """The day of a book that is kept for one day and says it in its title only."""
        found = [when_of(word, frozenset(), today) for line in lines for word in line.split()]
        days = {each.on for each in found if isinstance(each, When)}
        return days.pop() if len(days) == 1 else None

    def _take_head(self, table: Table[str]) -> None:
        self.table = table
        names = self.named = [" ".join(head.split()) for head in table.heads]
        book = self.book
        book.heads = book.heads or tuple(name for name in names if name)
        for index, name in enumerate(names):
            if index in table.columns:
                book.columns.setdefault(name, table.columns[index])
            elif not self.ignored(name) and name not in book.unknown_heads:
                book.unknown_heads.append(name)
        self.merged = self.sheet.filled(
            {index for index, name in table.columns.items() if name in _CARRIED}, table.first_row
        )
        self.first = next((index for index, name in table.columns.items() if name == "name"), None)

    def read(self, progress: Progress | None, done: int, whole: int) -> None:
        index = self.table.first_row
        while index < len(self.sheet.rows):
            if progress is not None and index % TOLD_EVERY == 0:
                progress(done + index, whole)
            index = self._row(index)

    def _row(self, index: int) -> int:
        """Take one row; returns the next one."""
        row = self.sheet.rows[index]
        filled = [cell for cell in row if cell.strip()]
        if not filled:
            return index + 1
        again = self._head_again(index, row)
        if again is not None:
            self._take_head(again)
            return again.first_row
        name = row[self.first] if self.first is not None and self.first < len(row) else ""
        if is_total(filled[0]) or is_total(name):
            self.book.totals += 1
        elif len(filled) == 1 and len(self.table.columns) > 2:
            self._lonely(index, filled[0])
        else:
            self._entry(index, row)
        return index + 1

    def _head_again(self, index: int, row: list[str]) -> Table[str] | None:
        column = self.first if self.first is not None else next(iter(self.table.columns))
        if column < len(row) and self.heads.head_of(row[column]):
            return head_at(self.sheet, index, self.heads)
        return None

    def _lonely(self, index: int, words: str) -> None:
        """A title between the rows gives their year; anything else that stands alone is named and passed over."""
        years = years_in(words)
        if years:
            self.setting.years = frozenset(years)
            return
        said = M("Only one cell of this row is filled; it is no entry.")
        self.book.issues.append(Issue(self.sheet.place(index), said, IssueKind.SKIPPED))

    def _entry(self, index: int, row: list[str]) -> None:
        book, sheet = self.book, self.sheet
        book.read += 1
        place = sheet.place(index)
        own = list(row)
        cells: dict[str, list[tuple[str, str, int]]] = {}
        for column, name in self.table.columns.items():
            given = own[column] if column < len(own) else ""
            if given[:2] in ("'=", "'+", "'-", "'@"):
                given = given[1:]
            if name in _CARRIED:
                given = self._carried(name, index, column, given)
                if column < len(own):
                    own[column] = given
            cells.setdefault(name, []).append((given, self.named[column], column))
        faults: list[Issue] = []

        def fault(column: int, head: str, reason: Msg, kind: IssueKind = IssueKind.ERROR) -> None:
            where = f"{sheet.place(index, column)} «{head}»" if head else sheet.place(index, column)
            faults.append(Issue(where, reason, kind, tuple(own)))

        book.places[place] = _Place(sheet, self.table, self.setting.years, tuple(own))
        made = self.reader.read(self.setting, place, cells, fault)
        book.issues += faults
        if made is not None:
            book.rows.append(made)
        elif any(each.kind is IssueKind.SKIPPED for each in faults):
            book.ended += 1
        else:
            book.faulty[place] = faults

    def _carried(self, name: str, index: int, column: int, given: str) -> str:
        """What a merged cell, or «the same», says here."""
        if not given.strip():
            given = self.merged.get((index, column), given)
        elif given.strip() in DITTO:
            given = self.carried.get(name, given)
        if not is_blank(given):
            self.carried[name] = given
        return given


def give_back(book: Book, more: Mapping[str, Sequence[Issue]], target: Path) -> int:
    """Write the rows that were not taken, under their own heads, with where they stood and why; how many.

    `more` are the remarks of the office by place of the row. The file can be corrected and read again.
    """
    reasons: dict[str, list[Issue]] = {place: list(issues) for place, issues in book.faulty.items()}
    for place, issues in more.items():
        rejected = [issue for issue in issues if issue.kind in REJECTED]
        if rejected:
            reasons.setdefault(place, []).extend(rejected)
    left = [(book.places[place], place, reasons[place]) for place in book.places if place in reasons]
    width = max((len(each[0].cells) for each in left), default=0)
    width = max([width, *(len(each[0].table.heads) for each in left)])
    lines: list[list[str]] = []
    for _key, group in groupby(left, key=lambda each: (id(each[0].sheet), each[0].table.lines, each[0].years)):
        rows = list(group)
        lines += _title(rows[0][0], width)
        for where, place, issues in rows:
            spots = ", ".join(dict.fromkeys([place, *(issue.place for issue in issues)]))
            told = "; ".join(say(issue.reason) for issue in issues)
            lines.append([*padded(where.cells, width), spots, told])
    write_rows(target, lines)
    return len(left)


def _title(where: _Place, width: int) -> list[list[str]]:
    """The title with the year that days without one take, and the head in as many lines as it had."""
    sheet, found = where.sheet, []
    if len(where.years) == 1:
        found.append([f"{next(iter(where.years))}"])
    lines = [padded([cell.strip() for cell in sheet.rows[line]], width) for line in where.table.lines]
    lines[-1] = [*lines[-1], _("row no."), _("why")]
    return [*found, *lines]
