"""Acts on deals that are changed and go on (2.8): another plan, unit, buyer or person, with all of their text given."""

from __future__ import annotations

from typing import Any

from tests.hostile.bench import Fields

NO: Fields = {"request": "BG2026-0001"}
FREE = "2-1-401"  # the one unit on sale that nothing else needs
WHO: Fields = {
    "name": "陈静", "id_no": "440524188001010014", "phone": "13900000002", "address": "深圳市", "nationality": "中国",
    "postcode": "518000", "agent": "代理", "relation": "spouse", "proof": "结婚证",
}  # fmt: skip
APPLICATION: Fields = {"reason": "家庭原因", "applicant": "刘洋", "applied_on": "2026-11-23"}


def before(made: dict[str, Any]) -> dict[str, list[tuple[str, str, Fields]]]:
    """The way of a request up to each of its steps."""
    paper = {"subscription": made["active"], "reason": "x"}
    swap = [("c01", "swap_unit.ask", {**paper, "unit": FREE, "fault": "company"})]
    approved = [*swap, ("c01", "change.submit", NO), ("director", "change.approve", NO)]
    return {
        "change_plan.edit": [("c01", "change_plan.ask", {**paper, "plan": "lump_sum"})],
        "swap_unit.edit": swap,
        "rename.edit": [("c01", "rename.ask", {**paper, "customer": made["customer"], "buyers": [WHO]})],
        "add_remove_buyer.edit": [("c01", "add_remove_buyer.ask", {**paper, "add": [WHO]})],
        "change_money.check": approved,
        "change_money.refuse": approved,
    }


def acts(made: dict[str, Any]) -> dict[str, tuple[str, Fields]]:
    """Use case -> (who, fields)."""
    paper = {"subscription": made["active"], **APPLICATION}
    plan = {
        "plan": "instalments", "plan_days": "10",
        "shares": [{"rate": "40%", "days": "0"}, {"rate": "60%", "days": "30"}],
    }  # fmt: skip
    buyers = {
        "add": [WHO], "remove": [{"no": "1", "relation": "spouse", "proof": "离婚证"}],
        "stay": [{"no": "1", "share": "50%", "is_primary": "yes"}],
    }  # fmt: skip
    return {
        "change_plan.ask": ("c01", {**paper, **plan}),
        "change_plan.edit": ("c01", {**NO, **plan}),
        "swap_unit.ask": ("c01", {**paper, "unit": FREE, "fault": "company", "fee": "0", "relation": "亲属", **plan}),
        "swap_unit.edit": ("c01", {**NO, "unit": FREE, "relation": "亲属", **plan}),
        "rename.ask": ("c01", {**paper, "customer": made["customer"], "buyers": [WHO], "fee": "2000"}),
        "rename.edit": ("c01", {**NO, "customer": made["customer"], "buyers": [WHO]}),
        "add_remove_buyer.ask": ("c01", {**paper, **buyers}),
        "add_remove_buyer.edit": ("c01", {**NO, **buyers}),
        "change_money.check": ("accountant", NO),
        "change_money.refuse": ("accountant", {**NO, "comment": "款项不符"}),
    }
