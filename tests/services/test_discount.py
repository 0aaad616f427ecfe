"""Publishing discounts and ending them, on a real office."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anchang.domain.errors import BadInput, NotAllowed, NotFound, Refusal, Stale
from anchang.i18n import say
from tests.office import Desk


def publish(desk: Desk, code: str = "ON-TIME", **fields: Any) -> dict[str, Any]:
    """Publish a rule as the manager."""
    return desk.do("manager", "discount.publish", **{"code": code, "name": "按时签约", "rate": "98%"} | fields)


def test_a_published_rule_stands_in_the_list(desk: Desk) -> None:
    publish(desk, plan_kinds="lump_sum,mortgage", valid_to="2026-12-31")
    (row,) = desk.see("c01", "discounts")
    assert (row["code"], row["rate"], row["amount"], row["holds"]) == ("ON-TIME", 980_000, None, True)
    assert row["valid_from"] == date(2026, 11, 23)
    assert desk.see("c01", "discounts", holds=False) == []
    assert len(desk.see("c01", "discounts", text="on-t")) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rate": None}, "either a rate or an amount"),
        ({"amount": "5000"}, "either a rate or an amount"),
        ({"rate": "100%"}, "less than 100%"),
        ({"rate": None, "amount": "0"}, "above zero"),
        ({"valid_from": "2026-12-02", "valid_to": "2026-12-01"}, "before it begins"),
        ({"name": ""}, "a code and a name"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(desk: Desk, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal) as refused:
        publish(desk, **fields)
    assert said in say(refused.value.message, "en")
    assert desk.see("c01", "discounts") == []


def test_a_code_is_given_once_and_never_for_days_that_are_over(desk: Desk) -> None:
    publish(desk)
    with pytest.raises(BadInput, match="ON-TIME"):
        publish(desk, name="另一个")
    with pytest.raises(BadInput, match="on-time"):
        publish(desk, "on-time", name="另一个")
    with pytest.raises(BadInput):
        publish(desk, "OLD", valid_from="2026-11-22")
    assert len(desk.see("c01", "discounts")) == 1


def test_only_managers_and_leaders_publish(desk: Desk) -> None:
    for login in ("c01", "assistant", "cashier", "clerk", "boss", "reporter"):
        with pytest.raises(NotAllowed):
            desk.do(login, "discount.publish", code="X", name="X", rate="98%")
    desk.do("director", "discount.publish", code="X", name="X", rate="98%")


def test_an_ended_rule_holds_no_more_on_the_next_day(desk: Desk) -> None:
    publish(desk)
    with pytest.raises(Stale):
        desk.do("manager", "discount.end", code="ON-TIME", version=7)
    with pytest.raises(BadInput):
        desk.do("manager", "discount.end", code="ON-TIME", last_day="2026-11-21")
    assert desk.do("manager", "discount.end", code="on-time", version=1)["last_day"] == "2026-11-23"
    assert desk.see("c01", "discounts")[0]["holds"] is True
    desk.clock.move(days=1)
    assert desk.see("c01", "discounts")[0]["holds"] is False
    with pytest.raises(Refusal, match="ON-TIME"):
        desk.do("manager", "discount.end", code="ON-TIME")
    with pytest.raises(NotFound):
        desk.do("manager", "discount.end", code="NONE")
