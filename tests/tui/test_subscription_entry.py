"""A subscription entered whole on the console: who acts for a buyer, the paper's figures, terms, pack, copies, file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from anchang.tui.forms.group import Rows
from anchang.tui.forms.screen import FormScreen
from tests.office import Desk, desk_at
from tests.services.deals import active
from tests.services.papers import BUYER, beside, card, listed
from tests.services.stock import customer, on_sale
from tests.tui.console import console, field, fill, form_of, has, press, said, save, settled, shown, take_step
from tests.tui.test_sale import yes

CHILD = {"name": "刘小洋", "id_type": "id_card", "id_no": "440524201005200011", "phone": "13800000001",
         "address": "深圳市南山区一路1号"}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with sixteen units on sale and one customer of c01."""
    with desk_at(tmp_path / "office") as made:
        on_sale(made)
        customer(made, phone="13800000099")
        yield made


def rows(pilot: Pilot[int], name: str) -> list[str]:
    """The fields of a table's first row that are asked now."""
    table = form_of(pilot)._group.parts[name]
    assert isinstance(table, Rows)
    return [key for key, part in table.groups[0].parts.items() if part.display]


async def test_a_minor_terms_and_figures_from_the_form_to_the_card(desk: Desk) -> None:
    async with console(desk, "manager", place="terms", size=(80, 24)) as pilot:
        has(pilot, "还没有特别约定")
        await press(pilot, "n")
        await fill(pilot, code="T1", title="毛坯", text="厨房毛坯交付")
        await save(pilot)
        has(pilot, "T1", "毛坯", "待审批")
    async with console(desk, "director", place="inbox") as pilot:
        has(pilot, "审批特别约定", "T1", "厨房毛坯交付")
        await press(pilot, "enter")
        await yes(pilot)
        assert "T1" in said(pilot)[-1]
    async with console(desk, "c01", place="subscriptions", size=(80, 24)) as pilot:
        await press(pilot, "n")
        await fill(pilot, unit="1-1-101")
        await save(pilot)
        await fill(pilot, customer="刘洋", buyers=[BUYER])
        await settled(pilot)
        usual = rows(pilot, "buyers")
        assert not {"guardian", "representative", "agent_id_no", "birth", "nationality"} & set(usual)
        await fill(pilot, buyers=[{"name": "某公司", "id_type": "business_licence"}])
        await settled(pilot)
        assert "representative" in rows(pilot, "buyers")
        guardian = {"guardian": "刘洋", "guardian_relation": "父亲", "guardian_id_no": BUYER["id_no"]}
        await fill(pilot, buyers=[CHILD])
        await settled(pilot)
        assert {"guardian", "guardian_relation", "guardian_id_no"} <= set(rows(pilot, "buyers"))
        await fill(pilot, buyers=[{**CHILD, **guardian}], deposit="50000", handover_due="2028-12-31")
        both = [{"value": desk.people[login], "label": login} for login in ("c01", "c02")]
        shares = [{"staff": each, "rate": rate} for each, rate in zip(both, ("60%", "40%"), strict=True)]
        await fill(pilot, special_terms=["T1"], consultants=shares)
        assert field(pilot, "term_words").derived_value == "厨房毛坯交付"
        await fill(pilot, compare=True, printed_total="1789400", printed_total_words="壹佰柒拾捌万元整")
        await settled(pilot)
        found = str(field(pilot, "figures").derived_value)
        assert "1,780,000.00" in found and "1,789,400.00" in found
        await save(pilot)
        assert not isinstance(pilot.app.screen, FormScreen), shown(pilot)
        await press(pilot, "enter")
        has(pilot, "需要注意", "1,780,000.00", "尚未阅读", "张伟 60% / 王芳 40%", "刘小洋")
    number = desk.see("manager", "subscriptions")[0]["sub_no"]
    assert card(desk, number)["special_terms"] == "厨房毛坯交付"
    async with console(desk, "c01", place="subscriptions") as pilot:
        await take_step(pilot, "edit")  # everything stands there again
        assert field(pilot, "compare").raw == ["1"]
        await fill(pilot, compare=False, opinion="纸面已改")
        await save(pilot)
    left = beside(desk, number)
    assert not left["printed"].says_something
    assert [name for _, name, _ in left["shared_by"]] == ["张伟", "王芳"]
    assert [each["code"] for each in left["terms"]] == ["T1"]


async def test_the_pack_the_copies_and_the_file(desk: Desk) -> None:
    deal = active(desk)
    async with console(desk, "c01", place="subscriptions", size=(120, 60)) as pilot:
        await take_step(pilot, "record_reading")
        await save(pilot)
        await take_step(pilot, "hand_pack")
        await save(pilot)
        await take_step(pilot, "buyer_file")
        assert not form_of(pilot)._group.parts["hukou"].display
        await fill(pilot, competitor="海悦湾", consent_on="2026-11-23")
        await settled(pilot)
        await fill(pilot, hukou="湖南长沙", emergency_phone="13900000002")
        await save(pilot)
        await take_step(pilot, "buyer_file")
        await fill(pilot, note="老同学")
        await save(pilot)
        await press(pilot, "enter")
        has(pilot, "购房资料：已交付 8/8")
    async with console(desk, "clerk", place="subscriptions") as pilot:
        await take_step(pilot, "pass_copy")
        await fill(pilot, copy_no="2", taker="法务")
        await save(pilot)
        await take_step(pilot, "return_copies")
        await save(pilot)
        assert "未收回 0 份" in said(pilot)[-1]
    shown = beside(desk, listed(desk, deal.sub_no)["sub_no"])
    file = shown["file"]
    assert (file["hukou"], file["note"], file["emergency_phone"]) == ("湖南长沙", "老同学", "139****0002")
    assert len(shown["pack"]) == 3 + 8 and shown["copies_out"] == ()
