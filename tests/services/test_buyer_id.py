"""The buyers' whole ID numbers: who may see them, that each look is kept, and that a day has an end (2.18, 5.11)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anchang.domain.errors import NotAllowed, NotFound, Refusal
from anchang.services.setting import ChangeSetting
from anchang.storage import subscription_query
from anchang.storage.base import table_of
from anchang.storage.journal import Journal
from tests.office import Desk
from tests.services.deals import BUYER, drafted, reviewed
from tests.services.stock import on_sale

SECOND = {**BUYER, "name": "陈敏", "id_type": "passport", "id_no": "E12345678", "phone": "13800000009"}


def shows(desk: Desk, login: str, number: str, what: str = "subscription", **more: Any) -> list[str]:
    """The numbers that person is shown."""
    found = desk.do(login, f"{what}.reveal_id", **{what: number, "reason": "核对", **more})
    return [each["id_no"] for each in found["buyers"]]


@pytest.mark.parametrize("login", ["c01", "assistant", "manager", "director", "cashier", "accountant", "clerk"])
def test_whom_the_row_names_is_shown_the_number(desk: Desk, login: str) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    assert shows(desk, login, deal.sub_no) == [BUYER["id_no"]]
    masked = desk.office.look(desk.session(login), subscription_query.buyers_of, deal.id)
    assert masked[0]["id_no"] != BUYER["id_no"]  # nowhere else


def test_nobody_else_is(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    with pytest.raises(NotAllowed):
        shows(desk, "reporter", deal.sub_no)
    with pytest.raises(NotFound):
        shows(desk, "c02", deal.sub_no)
    assert desk.see("manager", "looks") == []


def test_for_receipts_begins_with_receipts(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    from tests.services.papers import write
    from tests.services.stock import customer

    draft = write(desk, customer(desk, "c01", "周一", "13800000077"), unit="1-1-102")["sub_no"]
    with pytest.raises(NotAllowed, match="收款"):
        shows(desk, "cashier", draft)
    assert len(shows(desk, "cashier", deal.sub_no)) == len(shows(desk, "manager", draft)) == 1


def test_every_buyer_is_a_look_that_is_listed_with_its_reason(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk, buyers=({**BUYER, "is_primary": "yes"}, SECOND))
    assert shows(desk, "cashier", deal.sub_no) == [BUYER["id_no"], SECOND["id_no"]]
    found = [(row["kind"], row["who"], row["name"], row["why"]) for row in desk.see("manager", "looks")]
    assert found == [("reveal_id", "钱出纳", "刘洋", "核对")] * 2


def test_the_journal_knows_of_the_look_and_not_the_number(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    shows(desk, "clerk", deal.sub_no)
    with desk.office.store.read() as connection:
        rows = connection.execute(table_of(Journal).select()).mappings().all()
    looked = [row for row in rows if row["action"] == "subscription.reveal_id"]
    assert len(looked) == 1
    assert BUYER["id_no"] not in json.dumps([dict(row) for row in looked], default=str)


def test_a_day_has_so_many_and_phone_numbers_are_counted_by_themselves(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk)
    desk.office.run(desk.session("boss"), ChangeSetting("reveal_ids_per_day", "2"))
    for _ in range(2):
        shows(desk, "manager", deal.sub_no)
    with pytest.raises(Refusal, match="2"):
        shows(desk, "manager", deal.sub_no)
    assert desk.do("manager", "customer.reveal", customer=deal.row()["customer_id"])["phone"]
    assert shows(desk, "clerk", deal.sub_no)  # each person's own
    desk.clock.move(days=1)
    assert shows(desk, "manager", deal.sub_no) == [BUYER["id_no"]]


def test_two_buyers_do_not_slip_past_the_limit_together(desk: Desk) -> None:
    on_sale(desk)
    deal = reviewed(desk, buyers=({**BUYER, "is_primary": "yes"}, SECOND))
    desk.office.run(desk.session("boss"), ChangeSetting("reveal_ids_per_day", "1"))
    with pytest.raises(Refusal):
        shows(desk, "manager", deal.sub_no)
    assert desk.see("manager", "looks") == []  # nothing was shown, so nothing was looked at


def test_a_contract_shows_its_own_buyers(desk: Desk) -> None:
    on_sale(desk)
    _, number = drafted(desk)
    assert shows(desk, "clerk", number, "contract") == [BUYER["id_no"]]
    assert shows(desk, "cashier", number, "contract") == [BUYER["id_no"]]
    with pytest.raises(NotFound):
        shows(desk, "c02", number, "contract")
