"""The library of special terms, typed from P03, Q-22 «no promise beyond authority» and 2.18.

Manager, director/executive word, approve and retire; whoever worded a term does not approve it.
"""

from __future__ import annotations

from tests.expected import Table

LEADERS = ("sales_manager", "sales_director", "executive")

SPECIAL_TERM: Table = {
    "change": {"from": ("proposed",), "to": None, "roles": LEADERS},
    "approve": {"from": ("proposed",), "to": "approved", "roles": LEADERS, "check": True},
    "retire": {"from": ("proposed", "approved"), "to": "retired", "roles": LEADERS},
}
