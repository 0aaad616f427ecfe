"""Requests about the own data, typed from domain 5.11: the office answers each of them, one way or the other."""

from __future__ import annotations

from tests.expected import Table

LEADERS = ("sales_manager", "sales_director", "executive")

PERSON_REQUEST: Table = {
    "answer": {"from": ("open",), "to": "done", "roles": LEADERS},
    "refuse": {"from": ("open",), "to": "refused", "roles": LEADERS},
}
