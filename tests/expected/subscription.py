"""Domain 2.3 and 2.8, with the roles of 2.18: who moves a subscription from where to where."""

from __future__ import annotations

from tests.expected import Row

SUBSCRIPTION: dict[str, Row] = {
    # draft -> pending_review, consultant; 2.18 «draft subscription»: consultant, assistant, manager
    "submit": {
        "from": ("draft",), "to": "pending_review",
        "roles": ("consultant", "sales_assistant", "sales_manager"),
    },
    # pending_review -> deposit_due, sales_manager; 2.18 «review subscription»: manager, director/executive; four eyes
    "approve": {
        "from": ("pending_review",), "to": "deposit_due", "check": True,
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # pending_review -> draft, sales_manager, with a comment
    "send_back": {
        "from": ("pending_review",), "to": "draft",
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # deposit_due -> deposit_paid, cashier; 2.18 «receive money»: cashier/accountant
    "receive_deposit": {"from": ("deposit_due",), "to": "deposit_paid", "roles": ("cashier", "sales_accountant")},
    # «or manager accepts the lower amount»: the state stays
    "accept_deposit": {
        "from": ("deposit_due",), "to": None, "check": True,
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # deposit_paid -> active, contract_clerk
    "stamp": {"from": ("deposit_paid",), "to": "active", "roles": ("contract_clerk",)},
    # active -> converted, contract_clerk (with the contract's signature)
    "convert": {"from": ("active",), "to": "converted", "roles": ("contract_clerk", "system")},
    # draft / pending_review / deposit_due -> void, consultant / manager; 2.18 «void»: manager, director/executive
    "void": {
        "from": ("draft", "pending_review", "deposit_due"), "to": "void",
        "roles": ("consultant", "sales_manager", "sales_director", "executive"),
    },
    # automatic on hold expiry
    # «void (only before money, or by director with full refund)»: deposit in, not yet stamped
    "void_refund": {
        "from": ("deposit_due", "deposit_paid"), "to": "void", "check": True, "roles": ("sales_director", "executive"),
    },
    "lapse": {"from": ("draft", "pending_review", "deposit_due"), "to": "void", "roles": ("system",)},
    # active -> forfeited / cancelled_refund / replaced: §2.8, by the act that carries the request out
    "forfeit": {"from": ("active",), "to": "forfeited", "roles": ("system",)},
    "cancel": {"from": ("active",), "to": "cancelled_refund", "roles": ("system",)},
    "replace": {"from": ("active",), "to": "replaced", "roles": ("system",)},
    # 2.16 «(import)»: a deal that runs already comes in with the opening balance; the import taken back whole
    "arrive": {"from": ("draft",), "to": "active", "roles": ("system",)},
    "unarrive": {"from": ("active", "converted"), "to": "void", "roles": ("system",)},
    # 2.8, Q-08: an approved reactivation
    # draft -> active: the paper of a swap, in the act that replaces the old one (2.8)
    "take_over": {"from": ("draft",), "to": "active", "roles": ("system",)},
    "reactivate": {"from": ("forfeited",), "to": "active", "roles": ("system",)},
}  # fmt: skip
