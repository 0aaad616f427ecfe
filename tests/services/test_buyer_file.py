"""The buyer's file: what is worked out, what needs a consent, who sees what of it (domain 3.8, 5.11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document

from anchang.documents.printing import print_buyer_file
from anchang.domain.errors import AnchangError, BadInput, NotAllowed, Refusal, Stale
from tests.office import Desk
from tests.services.papers import beside, brought_to, english, listed, pay

WHOLE: dict[str, Any] = {
    "occupation": "state_company", "competitor": "海悦湾", "why_bought": "price,location", "flags": "relation",
    "note": "老同学", "consent_on": "2026-11-23", "hukou": "湖南长沙", "marital": "married", "education": "bachelor",
    "employer": "某研究院", "position": "工程师", "income": "to_50", "home_address": "南山区", "mail_address": "福田区",
    "emergency_name": "陈静", "emergency_phone": "13900000002", "purchases": "2015 年一套", "homes": "1",
}  # fmt: skip


def text_of(path: Path) -> str:
    """All cells and paragraphs of a paper."""
    paper = Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(each.text for each in paper.paragraphs)])


def test_a_whole_file_from_keeping_to_taking_the_consent_back(desk: Desk) -> None:
    number = brought_to(desk, "active")
    row_id = listed(desk, number)["id"]
    refused: pytest.ExceptionInfo[AnchangError]
    with pytest.raises(Refusal) as refused:
        print_buyer_file(desk.office, desk.session("c01"), row_id)
    assert "is not kept yet" in english(refused)
    for wrong in (
        {"hukou": "湖南"}, {"consent_on": "2026-11-24"}, {"why_bought": "x"}, {"homes": "100"},
        {"emergency_phone": "123", "consent_on": "2026-11-23"},
    ):  # fmt: skip
        with pytest.raises(BadInput):
            desk.do("c01", "buyer_file.keep", subscription=number, **wrong)
    desk.do("c01", "buyer_file.keep", subscription=number, occupation="state_company")
    desk.do("c01", "buyer_file.keep", subscription=number, version=1, **WHOLE)
    with pytest.raises(Stale):
        desk.do("c01", "buyer_file.keep", subscription=number, version=1, **WHOLE)
    file = beside(desk, number, "c01")["file"]
    assert (file["why_bought"], file["income"], file["homes"]) == ("price location", "to_50", 1)
    assert file["emergency_phone"] == "139****0002"  # a screen shows no whole number
    desk.do("c01", "buyer_file.keep", subscription=number, **{**WHOLE, "emergency_phone": None, "note": "改"})
    path = print_buyer_file(desk.office, desk.session("c01"), row_id).path
    said = text_of(path)
    for words in ("某研究院", "13900000002", "本科", "11010519491231002X", "1,789,400.00", "改", "关系客户", "国企"):
        assert words in said, words
    with pytest.raises(NotAllowed):  # whole numbers of a family are no business of the till's
        print_buyer_file(desk.office, desk.session("cashier"), row_id)
    till = beside(desk, number, "cashier")["file"]
    assert (till["income"], till["hukou"], till["homes"], till["occupation"]) == ("", "", None, "state_company")
    desk.do("c01", "buyer_file.withdraw", subscription=number)
    gone = beside(desk, number)["file"]
    assert (gone["hukou"], gone["emergency_phone"], gone["homes"], gone["consent_on"]) == ("", "", None, None)
    assert (gone["note"], gone["occupation"]) == ("改", "state_company")
    with pytest.raises(Refusal):
        desk.do("c01", "buyer_file.withdraw", subscription=number)


def test_what_is_worked_out(desk: Desk) -> None:
    number = brought_to(desk, "draft")
    found = beside(desk, number)["computed"]
    assert (found["customer"], found["visits"], found["days_to_deal"], found["referrals"]) == ("刘洋", 0, None, 0)
    desk.do("c01", "visit.log", kind="first", name="刘洋", phone="13800000001", notice="yes", gender="male")
    desk.do("c01", "visit.log", kind="first", name="王五", phone="13900000009", notice="yes", gender="male",
            referrer="13800000001")  # fmt: skip
    desk.do("c01", "subscription.submit", subscription=number)
    desk.do("manager", "subscription.approve", subscription=number)
    pay(desk, number)
    desk.clock.move(days=3)
    desk.do("clerk", "subscription.stamp", subscription=number)
    found = beside(desk, number)["computed"]
    assert (found["visits"], found["days_to_deal"], found["referrals"]) == (1, 3, 1)
    assert found["first_contact_on"].isoformat() == "2026-11-23"
