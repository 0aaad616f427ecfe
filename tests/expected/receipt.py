"""Domain 2.10 and 2.18 «receive money, reverse receipt: cashier/accountant (reverse: 2nd person)».

Not listed, because it cannot be reached yet: reconciled.
"""

from __future__ import annotations

from tests.expected import Row

RECEIPT: dict[str, Row] = {
    "confirm": {"from": ("entered",), "to": "confirmed", "roles": ("cashier", "sales_accountant")},
    "reverse": {
        "from": ("entered", "confirmed"), "to": "reversed", "check": True,
        "roles": ("cashier", "sales_accountant"),
    },
}  # fmt: skip
