"""The text of a real subscription is entered whole on the console; where its sample figures disagree, both are named.

The file is shared data beside the project, not a part of it: without it there is nothing to enter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from anchang.tui.forms.screen import FormScreen
from tests.office import Desk, desk_at
from tests.services.papers import BUYER, beside, card
from tests.services.stock import block, customer, import_rows, permit, price_row
from tests.tui.console import console, field, fill, has, press, said, save, settled, shown, take_step
from tests.tui.test_sale import yes

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "templates"
TEXT = FOLDER / "认购书_样本文字_南宁空港恒大养生谷.txt"
NUMBERS = "一二三四五六七八九十"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not TEXT.exists(), reason="the shared data is not here"),
]


@dataclass(frozen=True)
class Printed:
    """What stands on the paper: its figures as typed, its clauses whole, in their order."""

    buyer: str
    building: str
    entrance: str
    room: str
    built_area: str
    inside_area: str
    unit_price: str
    total_words: str
    total: str
    deposit_words: str
    deposit: str
    clauses: tuple[str, ...]


def printed() -> Printed:
    """The paper, read by its own words."""
    text = TEXT.read_text(encoding="utf-8")

    def one(pattern: str) -> str:
        found = re.search(pattern, text)
        assert found is not None, pattern
        return found[1].replace(",", "")

    # Runs of blanks are lines to write on; a clause is kept without them.
    clauses = tuple(" ".join(line.split()) for line in text.splitlines() if re.match(rf"[{NUMBERS}]+、", line))
    building, entrance, room = re.findall(r"楼盘\s+(\S+?)-(\S+?)-(\S+)\s", text)[0]
    return Printed(
        one(r"乙方（买受人）：(\S+)"), building, entrance, room, one(r"建筑面积共\s+(\d+)"),
        one(r"套内建筑面积\s+(\d+)"), one(r"单价为\s+([\d.]+)"), one(r"总金额为人民币\s+(\S+)"), one(r"即￥\s+(\d+)"),
        "".join(re.findall(r"支付人民币\s+(\S+)\s+(万元整)", text)[0]), one(r"万元整（￥\s+([\d,]+)"), clauses,
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The office of that paper: its unit on sale at a price of which 95 % is the printed total, its discounts."""
    paper = printed()
    with desk_at(tmp_path / "office") as made:
        permit(made, no="扶绥预售2019001", issued_on="2026-01-01", buildings=paper.building)
        room = price_row(
            paper.building, int(paper.room[:2]), paper.room[2:], entrance=paper.entrance, unit_price_build=1_754_385,
            built_area=int(paper.built_area) * 10_000, inside_area=int(paper.inside_area) * 10_000,
            list_total=175_438_526,
        )  # fmt: skip
        import_rows(made, (*block(), room))
        made.do("manager", "unit.release", permit="扶绥预售2019001")
        for code, kinds in (("AJ95", "mortgage"), ("QK93", "lump_sum"), ("FQ98", "instalments")):
            made.do("manager", "discount.publish", code=code, name=code, rate=f"{code[2:]}%", plan_kinds=kinds)
        customer(made, name=paper.buyer)
        yield made


async def test_every_clause_and_figure_of_the_paper(desk: Desk) -> None:
    paper = printed()
    assert len(paper.clauses) == 12
    codes = [f"R{number:02d}" for number in range(1, len(paper.clauses) + 1)]
    label = next(row["label"] for row in desk.see("manager", "units") if paper.room in row["label"])
    async with console(desk, "manager", place="terms", size=(80, 24)) as pilot:
        for code, clause in zip(codes, paper.clauses, strict=True):
            await press(pilot, "n")
            await fill(pilot, code=code, title=clause.split("、")[0], text=clause)
            await save(pilot)
            assert not isinstance(pilot.app.screen, FormScreen), shown(pilot)
    async with console(desk, "director", place="inbox", size=(80, 24)) as pilot:
        for code in codes:
            has(pilot, "审批特别约定")
            await press(pilot, "enter")
            await yes(pilot)
            assert "R" in said(pilot)[-1], code
    async with console(desk, "c01", place="subscriptions", size=(80, 24)) as pilot:
        await press(pilot, "n")
        await fill(pilot, unit=label)
        await save(pilot)
        buyer = {**BUYER, "name": paper.buyer, "id_type": "id_card"}
        await fill(pilot, customer=paper.buyer, buyers=[buyer], plan="mortgage")
        await settled(pilot)
        await fill(pilot, discounts=["AJ95"], down_rate="30%", deposit=paper.deposit, sign_due_date="2026-11-28")
        await fill(pilot, handover_due="2028-06-30", special_terms=codes, compare=True)
        await settled(pilot)
        assert str(field(pilot, "term_words").derived_value).split("; ") == list(paper.clauses)
        await fill(
            pilot, printed_built_area=paper.built_area, printed_inside_area=paper.inside_area,
            printed_unit_price=paper.unit_price, printed_total=paper.total, printed_total_words=paper.total_words,
            printed_deposit=paper.deposit, printed_deposit_words=paper.deposit_words,
        )  # fmt: skip
        await settled(pilot)
        warning = str(field(pilot, "figures").derived_value)
        assert "14,888.66" in warning and "1,488,866.00" in warning and "1,666,666.00" in warning, warning
        assert "20,000.00" not in warning  # the deposit agrees with its words, and the total with its own
        await save(pilot)
        assert not isinstance(pilot.app.screen, FormScreen), shown(pilot)
        await press(pilot, "enter")
        has(pilot, "需要注意", "1,488,866.00", "1,666,666.00")
        await press(pilot, "escape")
        await take_step(pilot, "submit")
        await yes(pilot)
    (row,) = desk.see("manager", "subscriptions")
    assert (row["unit"], row["state"], row["deal_total"]) == (label, "pending_review", 166_666_600)
    stored = card(desk, row["sub_no"])
    assert stored["special_terms"].splitlines() == list(paper.clauses)
    assert (str(stored["sign_due_date"]), stored["deposit_amount"]) == ("2026-11-28", 2_000_000)
    async with console(desk, "manager", place="subscriptions", size=(80, 24)) as pilot:  # whoever reviews it is warned
        await press(pilot, "enter")
        has(pilot, "需要注意", "1,488,866.00", "1,666,666.00")
    figures = beside(desk, row["sub_no"])["printed"]
    assert (figures.total, figures.unit_price, figures.built_area) == (166_666_600, 1_488_866, 1_000_000)
    assert (figures.total_words, figures.deposit_words) == (paper.total_words, paper.deposit_words)
