"""The purchase plan as a Word file: what stands on the screen stands on it, each print is logged (P03)."""

from __future__ import annotations

from pathlib import Path

import pytest

from anchang.documents.printing import print_purchase_plan
from anchang.domain.document import PaperKind
from anchang.domain.errors import NotFound, Refusal
from anchang.domain.plan import LoanKind, PlanKind
from anchang.i18n import say
from anchang.services.purchase_plan import Variant, desk
from anchang.services.purchase_plan_sheet import Side, rows
from anchang.storage.document import prints
from tests.documents.reading import cells, text
from tests.office import Desk, desk_at
from tests.services.papers import stocked

ROOM = 1
FUND = Variant(down_rate=300_000, loan=LoanKind.COMBINATION, fund=50_000_000, years=20)
TWO = (Variant(plan=PlanKind.LUMP_SUM), FUND)


def in_chinese(value: object) -> str:
    return say(getattr(value, "label", value), "zh_CN")  # type: ignore[arg-type]


def test_the_sheet_says_what_the_screen_says_and_is_counted(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as office:
        stocked(office)
        session = office.session("c01")
        made = print_purchase_plan(office.office, session, ROOM, TWO, "王女士")
        given = office.office.look(session, desk, ROOM)
        sides = [Side(wanted, given.work_out(wanted)) for wanted in TWO]
        found = {row[0]: row[1:] for row in cells(made.path) if len(row) == 4}
        for line in rows(given, sides):
            assert found[in_chinese(line.label)] == [*(in_chinese(value) for value in line.values), ""]
        assert found["价格"][0] == "1,789,400.00"
        assert found["贷款 1"][1] == "公积金贷款 500,000.00，2.6%，20 年"
        assert found["贷款 2"][1] == "商业贷款 750,000.00，3.5%，20 年"
        assert "客户：王女士" in text(made.path)
        assert "置业顾问：张伟" in text(made.path)
        assert made.path.name == "1-1-101_purchase_plan.docx"
        again = print_purchase_plan(office.office, session, ROOM, TWO)
        assert (again.print_no, again.path.name) == (2, "1-1-101_purchase_plan_2.docx")
        assert office.office.look(session, prints, PaperKind.PURCHASE_PLAN, ROOM) == 2
        wrong(office)


def wrong(office: Desk) -> None:
    """What cannot be printed is refused before a print is counted."""
    session = office.session("c01")
    for wanted, error in (
        (Variant(down_rate=100_000), Refusal),  # below the smallest down payment
        (Variant(plan=PlanKind.LUMP_SUM, discounts=("NONE",)), NotFound),
        (Variant(down_rate=300_000, loan=LoanKind.FUND), Refusal),  # more than the fund lends
    ):
        with pytest.raises(error):
            print_purchase_plan(office.office, session, ROOM, (wanted,))
    with pytest.raises(NotFound):
        print_purchase_plan(office.office, session, 999, TWO)
    assert office.office.look(session, prints, PaperKind.PURCHASE_PLAN, ROOM) == 2
