"""The agreement and the slip of a subscription as it is stored: the same facts on paper (3.6, 3.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from anchang.documents.paper import find_template, render
from anchang.documents.subscription import (
    AGREEMENT,
    APPROVAL_SLIP,
    agreement_of,
    approval_fields,
    slip_of,
    subscription_fields,
)
from anchang.domain.errors import Refusal
from anchang.storage import subscription_paper as stored
from anchang.storage.reading import Read
from tests.documents.reading import text, value
from tests.office import Desk, desk_at
from tests.services.papers import BUYER, OTHER, brought_to, listed, stocked, term

V = TypeVar("V")


def seen(desk: Desk, query: Callable[[Read, int], V | None], number: str) -> V:
    """What the manager prints, with full numbers."""
    found = desk.office.look_as(desk.session("manager"), query, True, listed(desk, number)["id"])
    assert found is not None
    return found


def test_the_papers_say_what_is_stored(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        couple = [BUYER | {"share": "60%"}, OTHER | {"share": "40%"}]
        buyer = stocked(desk)
        codes = [term(desk, "T1", "一"), term(desk, "T2", "二")]
        number = brought_to(
            desk, "active", buyer, buyers=couple, plan="mortgage", down_rate="30%", special_terms=codes,
            consultants=[{"staff": "c01", "rate": "60%"}, {"staff": "c02", "rate": "40%"}],
        )  # fmt: skip
        desk.do("manager", "subscription.decide_slip", subscription=number, comment="同意")
        agreement = agreement_of(seen(desk, stored.paper, number))
        slip = slip_of(seen(desk, stored.approval_slip, number))
    made = render(find_template(AGREEMENT), subscription_fields(agreement), tmp_path / "agreement.docx")
    assert value(made, "房号") == "1-1-101"
    assert value(made, "套内建筑面积").startswith("/")
    assert value(made, "成交总价") == "1,789,400.00 元"
    assert "11010519491231002X" in text(made) and "440524188001010014" in text(made)
    assert agreement.special_terms == ("一", "二")
    assert (agreement.manager, agreement.consultants, agreement.copies) == ("李经理", ("张伟 60%", "王芳 40%"), 3)
    assert sum(line.amount for line in agreement.instalments) == agreement.deal_total
    made = render(find_template(APPROVAL_SLIP), approval_fields(slip), tmp_path / "slip.docx")
    assert "50,000.00" in text(made) and "陈静" in text(made)
    assert (slip.deposit_received, len(slip.receipt_numbers), slip.manager) == (5_000_000, 1, "李经理")
    odd = [item.id.split("{")[0] for item in slip.abnormal if hasattr(item, "id")]
    assert odd == ["co-buyers: ", "the buyer has not read: ", "the credit is shared: "]


def test_what_wants_a_second_look_stands_on_the_slip(tmp_path: Path) -> None:
    with desk_at(tmp_path / "office") as desk:
        desk.do("boss", "staff.change", staff="c03", phone="13800000001")
        number = brought_to(desk, "draft", deposit="400000", handover_due=None)
        slip = slip_of(seen(desk, stored.approval_slip, number))
        assert [item.id.split("{")[0] for item in slip.abnormal if hasattr(item, "id")] == [
            "The deposit of ",
            "purchase by a member of staff",
            "the buyer has not read: ",
        ]
        with pytest.raises(Refusal):
            agreement_of(seen(desk, stored.paper, number))
        masked = desk.office.look(desk.session("c02"), stored.paper, listed(desk, number)["id"])
        assert masked is None
