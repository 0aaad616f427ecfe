"""Domain 2.10, 3.14, 5.3 and 5.7: small orders and sincerity money, refundable by default, never a deposit by itself.

«receive money, reverse receipt (2nd person)» is the cashier's and the accountant's (2.18); whoever sells asks for it
back; who asked does not pay out.
"""

from __future__ import annotations

from tests.expected import Row

SINCERITY: dict[str, Row] = {
    "confirm": {"from": ("entered",), "to": "held", "roles": ("cashier", "sales_accountant")},
    "ask_back": {
        "from": ("held",), "to": "refund_due",
        "roles": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive", "system"),
    },
    "move": {"from": ("held", "refund_due"), "to": "moved", "roles": ("cashier", "sales_accountant")},
    "pay_back": {
        "from": ("refund_due",), "to": "refunded", "check": True, "roles": ("cashier", "sales_accountant"),
    },
    "reverse": {
        "from": ("entered", "held"), "to": "reversed", "check": True, "roles": ("cashier", "sales_accountant"),
    },
}  # fmt: skip
