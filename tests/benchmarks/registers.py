"""An old visit book of 50,000 rows, 500 of them bad, taken in: how long, and what is told of the bad ones.

    python -m tests.benchmarks.registers [--rows 50000] [--bad 500] [--customers 30000]

From the file to the last row of the journal, as `anchang import visits` does it: open, read, preview, write. Wanted: at
most 20 s for 50,000 rows; every bad cell named by sheet, row and heading; an import that breaks off leaves nothing; the
same file again adds nothing. The ratio is the whole to the reading of the workbook alone, in the same run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook

from anchang.domain.errors import Refusal
from anchang.domain.register import RegisterKind
from anchang.i18n import M
from anchang.importing.register import Book, give_back, open_book, read_book
from anchang.services.register import ImportVisits, command
from anchang.services.register_plan import Choices, Plan, preview
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.journal import JournalRow
from anchang.storage.visit import Visit
from anchang.storage.work import Work
from tests.office import Desk, desk_at

LIMIT = 20.0  # seconds for 50,000 rows
TODAY = date(2026, 11, 23)
FIRST_DAY, DAYS = date(2023, 6, 1), 1_000
HEAD = (
    "序号", "来访日期", "到达时间", "客户姓名", "联系电话", "性别", "认知途径", "意向户型", "面积段", "总价预算",
    "客户级别", "居住区域", "置业目的", "置业顾问", "洽谈内容", "备注",
)  # fmt: skip
BAD = (
    ("来访日期", "2024-13-5"), ("来访日期", "下周"), ("联系电话", "1380013"), ("联系电话", "1.39E+10"),
    ("认知途径", "火星"), ("客户级别", "特级"), ("置业顾问", "没有此人"), ("来访日期", "2027-1-1"),
)  # fmt: skip
SURNAMES, GIVEN = "张王李赵陈刘杨黄周吴", ("伟", "芳", "娜", "秀英", "敏", "静", "强", "磊", "洋", "艳")


class BrokenOff(Refusal):
    """Somebody pulled the plug."""


def make(path: Path, rows: int, bad: int, customers: int) -> dict[str, str]:
    """Write the book; the bad cells: «sheet!cell» -> heading."""
    random = Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("来访")
    sheet.append(["某某花园来访客户登记表"])
    sheet.append(list(HEAD))
    people = [(random.choice(SURNAMES) + random.choice(GIVEN), 13_000_000_000 + 7 * n) for n in range(customers)]
    wrong = set(random.sample(range(rows), bad))
    found: dict[str, str] = {}
    for index in range(rows):
        name, phone = people[index * 7_919 % customers]
        on = FIRST_DAY + timedelta(days=index * DAYS // rows)
        line = dict(zip(HEAD, (
            index + 1, on.isoformat(), f"{9 + index % 9}:{index % 60:02d}", name, phone, "男女"[index % 2],
            ("抖音", "路过", "户外、老带新", "安居客")[index % 4], ("三房", "两房", "四房")[index % 3], "90-110",
            f"{100 + index % 200}万", "ABCD"[index % 4], ("南山", "福田", "宝安")[index % 3], "刚需",
            ("张伟", "王芳", "单婷")[index % 3], f"看了样板间，第{index}组，觉得总价合适", "",
        ), strict=True))  # fmt: skip
        if index in wrong:
            heading, text = BAD[len(found) % len(BAD)]
            line[heading] = text
            found[f"来访!{chr(65 + HEAD.index(heading))}{index + 3}"] = heading
        sheet.append(list(line.values()))
    book.save(path)
    return found


@contextmanager
def measured(what: str, spent: dict[str, float]) -> Iterator[None]:
    """Seconds of the wall and of this processor, printed."""
    wall, own = time.perf_counter(), time.process_time()
    yield
    spent[what] = time.perf_counter() - wall
    print(f"{what:<24}{spent[what]:8.2f} s   (own processor time {time.process_time() - own:6.2f} s)", flush=True)


def rows_in(desk: Desk) -> tuple[int, int, int]:
    """How many visits, customers and journal lines there are."""
    from sqlalchemy import func, select

    with desk.office.store.read() as connection:
        work = Work(connection)
        visits, customers, lines = (
            int(work.value(select(func.count()).select_from(table_of(each)))) for each in (Visit, Customer, JournalRow)
        )
    return visits, customers, lines


def unnamed(book: Book, plan: Plan, bad: dict[str, str]) -> list[str]:
    """The bad cells that nobody named by sheet, row and heading; a fault of the whole office names its row."""
    told = {issue.place for issue in book.issues}
    rows = {place.partition("!A")[2] for place in plan.issues}
    return [
        place for place, heading in bad.items() if f"{place} «{heading}»" not in told and row_of(place) not in rows
    ]


def row_of(place: str) -> str:
    """«来访!D7» stands in row 7."""
    return "".join(sign for sign in place.partition("!")[2] if sign.isdigit())


def broken_off(desk: Desk, order: ImportVisits) -> bool:
    """Whether an import that breaks off near its end leaves the office as it was."""
    before = rows_in(desk)

    def pull(done: int, whole: int) -> None:
        if done * 10 >= whole * 9:
            raise BrokenOff(M("Stopped."))

    try:
        desk.office.run(desk.session("manager"), order, progress=pull)
    except BrokenOff:
        return rows_in(desk) == before
    return False


def run(rows: int, bad: int, customers: int) -> bool:
    """Everything once; whether it is as wanted."""
    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, desk_at(Path(folder) / "office") as desk:
        path = Path(folder) / "来访.xlsx"
        wrong = make(path, rows, bad, customers)
        print(f"{rows:,} rows, {bad} bad ones, {customers:,} customers, {path.stat().st_size / 1e6:.1f} MB")
        session = desk.session("manager")
        with measured("workbook alone", spent):
            opened = open_book(path, RegisterKind.VISITS)
        with measured("read", spent):
            book = read_book(opened, None, TODAY)
        with measured("preview", spent):
            plan = desk.office.look(session, preview, book.kind, book.rows, Choices())
        order = command(book.kind, book.rows, Choices(file_name=path.name))
        assert isinstance(order, ImportVisits)
        whole = broken_off(desk, order)
        with measured("write", spent):
            done = desk.office.run(session, order, progress=lambda done, whole: None)
        with measured("rejected rows", spent):
            back = give_back(book, plan.issues, Path(folder) / "rejected.csv")
        total = sum(spent.values())
        with measured("again", spent):
            again = desk.office.run(session, order)
        missed = unnamed(book, plan, wrong)
        ratio = total / spent["workbook alone"]
        print(f"{'whole':<24}{total:8.2f} s   {rows / total:,.0f} rows/s   {ratio:.1f} x the workbook alone")
        print(f"added {done['added']:,}, customers made {done['customers_made']:,}")
        print(f"rows given back {back}, bad cells not named {len(missed)}")
        print(f"broken off leaves nothing: {whole}; the same again adds {again['added']}")
    wanted = LIMIT * max(rows, 5_000) / 50_000
    kept = done["added"] + done["twice"] == rows - bad
    return total <= wanted and not missed and back >= bad and kept and whole and again["added"] == 0


def main() -> int:
    """0 when it is as wanted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--bad", type=int, default=500)
    options.add_argument("--customers", type=int, default=30_000)
    asked = options.parse_args()
    good = run(asked.rows, asked.bad, asked.customers)
    print("as wanted" if good else "NOT as wanted")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
