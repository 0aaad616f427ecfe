"""Deals of an old ledger for tests of the opening balance."""

from __future__ import annotations

from datetime import date
from typing import Any

from anchang.domain.opening_balance import Dated, DealRow, OldBuyer
from anchang.domain.plan import MoneyType, PlanKind
from anchang.domain.price_list import SaleStatus
from anchang.services.opening_balance import ImportDeals
from tests.office import Desk
from tests.services.stock import import_rows, price_row

CUT_OVER = date(2026, 11, 22)  # the Sunday before the practice office opens
ID = "11010519491231002X"
TOTAL = 178_940_000  # the list price of every unit of the stock, 1,789,400.00


def place(label: str) -> dict[str, Any]:
    """«1-1-101» as the columns of a ledger."""
    building, entrance, room = label.split("-")
    return {
        "building": f"{building}栋", "entrance": f"{entrance}单元", "floor_text": room[:-2], "door": room[-2:],
        "room": room,
    }  # fmt: skip


def old_deal(label: str = "1-1-101", number: int = 1, **facts: Any) -> DealRow:
    """A signed deal with a mortgage: 789,400.00 own money, of which 389,400.00 came in, a loan of 1,000,000.00."""
    given: dict[str, Any] = {
        **place(label),
        "buyers": (OldBuyer(name=f"买主{number}", id_no=ID, phone=f"139000000{number:02d}"),),
        "who": "张伟",
        "signed_on": date(2026, 5, 1),
        "contract_on": date(2026, 5, 8),
        "contract_no": f"旧合{number:03d}",
        "total": TOTAL,
        "kind": PlanKind.MORTGAGE,
        "deposit": 5_000_000,
        "loan": 100_000_000,
        "received": 38_940_000,
        "handover_due": date(2028, 12, 31),
        "inside_area": 700_000,
    }
    return DealRow(**{**given, **facts})


def unsigned(label: str = "1-1-102", number: int = 2, **facts: Any) -> DealRow:
    """A subscription with its deposit, not signed yet."""
    given: dict[str, Any] = {"contract_on": None, "contract_no": "", "received": 5_000_000, **facts}
    return old_deal(label, number, signed_on=date(2026, 11, 18), **given)


def instalments(*parts: tuple[int, date]) -> tuple[Dated, ...]:
    """Dated instalments."""
    return tuple(Dated(amount=amount, due_on=day, money_type=MoneyType.INSTALMENT) for amount, day in parts)


def sold_units(desk: Desk, *labels: str, status: SaleStatus = SaleStatus.REGISTERED) -> None:
    """Units that arrive sold with the first price list, with the numbers of their contracts and without prices."""
    rows = tuple(
        price_row(f"{label.split('-')[0]}栋", int(label.split("-")[2][:-2]), label[-2:], sale_status=status,
                  contract_no=f"网签{label}", unit_price_build=None)
        for label in labels
    )  # fmt: skip
    import_rows(desk, rows)


def brings(
    desk: Desk, *rows: DealRow, login: str = "assistant", cut_over: date = CUT_OVER, **more: Any
) -> dict[str, Any]:
    """The assistant brings deals in."""
    command = ImportDeals(rows=rows, cut_over=cut_over, file_name="台账.xlsx", **more)
    return desk.office.run(desk.session(login), command)
