"""A practice office that has lived some days, by its own use cases: visits, calls, deals, contracts, money, arrears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from anchang.reports.catalogue import make
from anchang.reports.readback import Seen, read_back
from tests.office import Desk, desk_at
from tests.services import deals
from tests.services.stock import on_sale

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
FORMULA = '=HYPERLINK("http://x","y")'
HOSTILE = (FORMULA, "张三[/]", "@click", "𠮷田·阿卜杜拉")


def sql(desk: Desk, statement: str, **values: Any) -> Any:
    """One number, or one row, straight from the database: the tests' own way around every query of the program."""
    with desk.office.store.read() as connection:
        row = connection.execute(text(statement), values).one()
    return row[0] if len(row) == 1 else tuple(row)


def visit(desk: Desk, kind: str, name: str = "", phone: str = "", *, end: bool = True, **fields: Any) -> str:
    """Somebody comes in, is received by whom the rota says, written down by the receiver, and leaves."""
    arrival = {name: fields.pop(name) for name in ("party_size", "agent_company", "report_no") if name in fields}
    if kind == "not_a_buyer":
        made = desk.do("assistant", "rota.arrive", kind=kind, organisation="某某市调公司", **arrival)
        return str(made["visit_no"])
    made = desk.do("assistant", "rota.arrive", kind=kind, phone=phone, name=name, **arrival)
    receiver = next(login for login, who in desk.people.items() if who == made["receiver"])
    desk.clock.move(minutes=20)
    given = {"name": name, "phone": phone, "notice": "yes", "channels": ("short_video", "referral"), "grade": "B",
             "purpose": "first_home", "content": "看了样板间\n=1+1", **fields}  # fmt: skip
    desk.do(receiver, "visit.save", visit=made["visit_no"], **{key: value for key, value in given.items() if value})
    if end:
        desk.do(receiver, "rota.end_turn")
    desk.clock.move(minutes=5)
    return str(made["visit_no"])


def call(desk: Desk, login: str, name: str, phone: str, repeat: str = "no", **fields: Any) -> None:
    """A call that somebody answered."""
    given = {"channel": "short_video", "grade": "C", "next_contact_on": str(desk.office.today()), **fields}
    desk.do(login, "call.log", name=name, phone=phone, is_repeat=repeat, notice="yes", **given)
    desk.clock.move(minutes=3)


def begin(desk: Desk, on: date) -> None:
    """The morning: three sign in, the assistant fixes the order."""
    desk.clock.at(on)
    for login in ("c02", "c01", "c03"):
        desk.do(login, "rota.sign_in")
        desk.clock.move(minutes=1)
    desk.do("assistant", "rota.confirm")


def monday(desk: Desk) -> None:
    """Four groups, one non-buyer, two calls, a subscription."""
    begin(desk, MONDAY)
    report = {"company": "贝壳", "agent": "小李", "phone": "13911110003", "name": "孙先生", "given_no": "BB-1"}
    desk.do("assistant", "agent_report.record", **report)
    desk.clock.move(minutes=30)
    visit(desk, "first", HOSTILE[0], "13911110001", party_size=3)
    visit(desk, "first", HOSTILE[1], "13911110002", party_size=2, channels=("outdoor",))
    visit(desk, "agent_brought", "孙先生", "13911110003", agent_company="贝壳", report_no="BB-1", channels=())
    visit(desk, "not_a_buyer")
    call(desk, "c01", HOSTILE[2], "13922220001", invite_visit_at="2026-11-24T10:00+08:00")
    call(desk, "c02", "赵女士", "13922220002")
    deals.active(desk, "1-1-101", number=1)


def tuesday(desk: Desk) -> None:
    """A caller comes, a customer comes back, a turn is lost, two contracts are signed, one of them with a late rate."""
    begin(desk, TUESDAY)
    visit(desk, "first", HOSTILE[2], "13922220001")
    visit(desk, "returning", HOSTILE[0], "13911110001")
    visit(desk, "first", HOSTILE[3], "", no_phone_reason="不愿留", channels=("passing_by",))
    desk.do("manager", "rota.skip", consultant="c03", reason="未问首访")
    call(desk, "c01", HOSTILE[2], "13922220001", repeat="yes")
    deals.signed(desk, "2-1-101", number=2)
    late_deal(desk)
    deals.active(desk, "1-1-301", number=4, **deals.THIRDS)


def late_deal(desk: Desk) -> deals.Deal:
    """A contract of today whose loan part falls due in 30 days, at 2 per 10,000 a day."""
    deal = deals.active(desk, "1-1-201", number=3)
    made = desk.do("c01", "contract.appoint", subscription=deal.sub_no, at="2026-11-25T10:00+08:00", papers="身份证")
    desk.do("clerk", "contract.draft", contract=made["no"], contract_no="YS-2026-003", late_rate="0.02%")
    deal.pay(deals.first_payment(deal), "down_payment")
    desk.do("clerk", "contract.submit_review", contract=made["no"])
    desk.do("clerk", "contract.contract_check", contract=made["no"])
    desk.do("accountant", "contract.finance_check", contract=made["no"])
    desk.do("clerk", "contract.sign", contract=made["no"])
    return deal


def wednesday(desk: Desk) -> None:
    """Money on its way is confirmed, a part of a loan comes, and a receipt is taken back."""
    begin(desk, WEDNESDAY)
    deal = numbered(desk, "2-1-101")
    part = deal.pay(10_000_000, "loan", way="transfer")
    desk.do("accountant", "receipt.confirm", receipt=part["no"], arrived_on=str(WEDNESDAY))
    wrong = deal.pay(7_777, "loan")
    desk.clock.move(minutes=1)
    desk.do("accountant", "receipt.reverse", receipt=wrong["no"], reason="金额录错")
    numbered(desk, "1-1-201").pay(1_234_567, "loan")


def numbered(desk: Desk, label: str) -> deals.Deal:
    """The deal of a unit."""
    row = next(each for each in desk.see("manager", "subscriptions") if each["unit"] == label)
    found = sql(desk, "SELECT deal_total, deposit_amount FROM subscription WHERE id = :id", id=row["id"])
    return deals.Deal(desk, row["id"], row["sub_no"], label, *found)


@contextmanager
def lived(root: Path) -> Iterator[Desk]:
    """Monday to Wednesday, and the clock on the last day of January: two loans are overdue."""
    with desk_at(root) as desk:
        on_sale(desk)
        monday(desk)
        tuesday(desk)
        wednesday(desk)
        desk.clock.at(date(2027, 1, 31), 18)
        yield desk


# Reading a sheet by what it says, as a manager would


Cells = dict[str, Seen]


def made(desk: Desk, name: str, folder: Path, login: str = "manager", **options: Any) -> dict[str, Cells]:
    """Make a report as that person and read it back."""
    return read_back(make(desk.office, desk.session(login), name, folder=folder, **options))


def place(ref: str) -> tuple[str, int]:
    """Column letters and row of an address."""
    letters = ref.rstrip("0123456789")
    return letters, int(ref[len(letters) :])


def head(sheet: Cells, title: str, nth: int = 0) -> tuple[str, int]:
    """Where a column's head stands: the nth of that title from the top, then from the left."""
    found = [place(ref) for ref, seen in sheet.items() if seen.value == title]
    return sorted(found, key=lambda at: (at[1], len(at[0]), at[0]))[nth]


def column(sheet: Cells, title: str, nth: int = 0) -> list[Seen | None]:
    """The cells under a head down to the table's total, without the sub-totals and without the total."""
    letters, row = head(sheet, title, nth)
    end = total_row(sheet, row)
    subs = {place(ref)[1] for ref, seen in sheet.items() if str(seen.value).startswith("小计 ")}
    return [sheet.get(f"{letters}{each}") for each in range(row + 1, end) if each not in subs]


def values(sheet: Cells, title: str, nth: int = 0) -> list[Any]:
    """What those cells show; None is blank."""
    return [None if seen is None else seen.value for seen in column(sheet, title, nth)]


def total_row(sheet: Cells, above: int) -> int:
    """The row of the next grand total under a row."""
    rows = [place(ref)[1] for ref, seen in sheet.items() if seen.value == "合计" and place(ref)[0] in ("A", "B", "C")]
    return min(row for row in rows if row > above)


def total(sheet: Cells, title: str, nth: int = 0) -> Any:
    """The grand total under a head; it has to be a formula."""
    letters, row = head(sheet, title, nth)
    seen = sheet[f"{letters}{total_row(sheet, row)}"]
    assert seen.formula
    return seen.value


def texts(book: dict[str, Cells]) -> list[str]:
    """Every text of a book."""
    return [str(seen.value) for sheet in book.values() for seen in sheet.values() if isinstance(seen.value, str)]


def without_stamp(book: dict[str, Cells]) -> dict[str, Cells]:
    """A book without the line that tells when it was made."""
    return {name: {ref: seen for ref, seen in sheet.items() if ref != "A4"} for name, sheet in book.items()}
