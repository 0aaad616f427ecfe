"""A small practice office on a real database file, for tests of use cases, lists, reports and screens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from anchang.services import lists
from anchang.services.listing import Ask
from anchang.services.office import Office, Session
from anchang.services.opening import Where, make_office, open_office
from anchang.services.project import SetUpOffice
from anchang.storage.place import Place

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)  # a Monday

PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("director", "赵总监", "sales_director"),
    ("manager", "李经理", "sales_manager"),
    ("assistant", "周助理", "sales_assistant"),
    ("cashier", "钱出纳", "cashier"),
    ("accountant", "孙会计", "sales_accountant"),
    ("clerk", "吴专员", "contract_clerk,mortgage_clerk,title_clerk"),
    ("reporter", "报表", "reporter"),
    ("c01", "张伟", "consultant"),
    ("c02", "王芳", "consultant"),
    ("c03", "单婷", "consultant"),
)


@dataclass
class MovedClock:
    """A clock that a test moves."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def move(self, **step: float) -> None:
        """Let time pass: `move(minutes=11)`."""
        self.now += timedelta(**step)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Go to that hour of that day, office time."""
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


@dataclass
class Desk:
    """An office with everybody in it: `desk.do("c01", "unit.ask", unit="1-1-101")`, `desk.see("c01", "units")`."""

    office: Office
    clock: MovedClock
    project_id: int
    people: dict[str, int] = field(default_factory=dict)
    url: str | None = None

    @property
    def where(self) -> Where:
        """Where the office is, for a second terminal: `open_office(desk.where, clock=desk.clock)`."""
        return Where(self.office.place, self.url)

    def session(self, login: str) -> Session:
        """That person at a terminal; `system` is the program itself."""
        return Session(0 if login == "system" else self.people[login], self.project_id)

    def do(self, login: str, name: str, /, *, key: str | None = None, **fields: Any) -> dict[str, Any]:
        """Run a use case as that person, with fields as text."""
        return self.office.run_named(self.session(login), name, fields, key=key)

    def see(self, login: str, listing: str, **filters: Any) -> list[dict[str, Any]]:
        """All rows of a list as that person sees them."""
        found = lists.find(listing)
        rows: list[dict[str, Any]] = []
        after = None
        while True:
            page = self.office.look(self.session(login), found.page, Ask(filters, after=after))
            rows.extend(dict(row) for row in page.rows)
            if page.after is None:
                return rows
            after = page.after


@contextmanager
def desk_at(root: Path, *, encrypted: bool = False, url: str | None = None) -> Iterator[Desk]:
    """An office in a folder, its rows on a server where a URL is given, closed afterwards.

    Offices in files are copies of one that each process makes once: they share its keys and its mark. A folder that has
    a journal key already gets an office of its own, begun with that key.
    """
    clock = MovedClock()
    if url is not None or (Place(root).keys / "journal.key").exists():
        desk = _made(Where(Place(root), url), clock, encrypted=encrypted)
    else:
        pattern = _pattern(encrypted)
        place = Place(root)
        place.make()
        for name, content in pattern.files.items():
            file = root / name
            file.write_bytes(content)
            file.chmod(0o600)
        desk = Desk(open_office(Where(place), clock=clock), clock, pattern.project_id, dict(pattern.people))
    office = desk.office
    try:
        yield desk
    finally:
        office.close()


@dataclass(frozen=True)
class _Pattern:
    """A closed office: its files by their names, and who is who in it."""

    files: dict[str, bytes]
    project_id: int
    people: dict[str, int]


@cache
def _pattern(encrypted: bool) -> _Pattern:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "office"
        desk = _made(Where(Place(root)), MovedClock(), encrypted=encrypted)
        desk.office.close()
        files = {str(each.relative_to(root)): each.read_bytes() for each in root.rglob("*") if each.is_file()}
    return _Pattern(files, desk.project_id, desk.people)


def _made(where: Where, clock: MovedClock, *, encrypted: bool) -> Desk:
    office = make_office(where, practice=True, encrypted=encrypted, clock=clock)
    made = office.run(
        Session(0, 0),
        SetUpOffice(
            project="利德悦府",
            code="LD",
            developer="利德置业有限公司",
            escrow_account="4000 0001 0002",
            admin="boss",
            admin_name="陈主任",
            password="secret-12",
            permit_no="深房许字（2026）001号",
            permit_date=date(2026, 1, 5),
            buildings=("1栋", "2栋"),
        ),
    )
    desk = Desk(office, clock, made["project"], {"boss": made["staff"]}, where.url)
    for login, name, roles in PEOPLE:
        desk.people[login] = desk.do("boss", "staff.add", login=login, name=name, roles=roles, password="demo")["id"]
    return desk
