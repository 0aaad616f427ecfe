"""The sales questions, typed from domain K11 and 2.18 «dictionaries, 销售百问»: manager, director/executive."""

from __future__ import annotations

from tests.expected import Table

LEADERS = ("sales_manager", "sales_director", "executive")

FAQ: Table = {
    "approve": {"from": ("proposed", "retired"), "to": "approved", "roles": LEADERS},
    "change": {"from": ("approved",), "to": None, "roles": LEADERS},
    "retire": {"from": ("proposed", "approved"), "to": "retired", "roles": LEADERS},
}
