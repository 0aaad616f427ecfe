"""Domain 2.6 and the rows «discount» of 2.19, with «approve discount» of 2.18: who moves a request for more.

On collection it is executed by the same step: «at collection; cashier; credit voucher on last own-funds instalment».
"""

from __future__ import annotations

from tests.expected import Row

DISCOUNT_REQUEST: dict[str, Row] = {
    # draft -> pending: consultant / customer to leader
    "submit": {"from": ("draft",), "to": "pending", "roles": ("consultant", "sales_director", "executive")},
    # pending -> next level: manager -> director -> executive; the state stays
    "pass_on": {"from": ("pending",), "to": None, "check": True, "roles": ("sales_manager", "sales_director")},
    # pending -> approved: within level's authority, proof attached; 2.18 manager, director/executive; four eyes
    "approve": {
        "from": ("pending",), "to": "approved", "check": True,
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # pending -> rejected: reason; approver
    "reject": {
        "from": ("pending",), "to": "rejected", "check": True,
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # 2.6 names the state: whoever asked takes it back
    "withdraw": {
        "from": ("draft", "pending", "approved"), "to": "withdrawn",
        "roles": ("consultant", "sales_director", "executive"),
    },
    # approved -> expired: 7 days without booking; system
    "expire": {"from": ("approved",), "to": "expired", "roles": ("system",)},
    # approved -> executed (contract_price): used in subscription by the consultant, checked by the cashier;
    # (on_collection): at collection, by the cashier
    "execute": {"from": ("approved",), "to": "executed", "roles": ("cashier", "sales_accountant", "system")},
    # executed -> archived: leader's signed proof filed; manager
    "archive": {"from": ("executed",), "to": "archived", "roles": ("sales_manager",)},
}  # fmt: skip
