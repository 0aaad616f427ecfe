"""Domain 2.8, with the roles of 2.18: who moves a forfeiture or a cancellation from where to where.

Typed from the table of 2.8 and its common steps, the row «approve forfeit/refund/swap/rename/cancel» of 2.18 (manager
level 1, director and executive, money check by the cashier or accountant), G10 and Q-08. Below the roles stand whoever
prepares (consultant, assistant, manager) and whoever decides (manager, director, executive).
"""

from __future__ import annotations

from tests.expected import Row

_PREPARE = ("consultant", "sales_assistant", "sales_manager")
_DECIDE = ("sales_manager", "sales_director", "executive")
_LEAD = ("sales_director", "executive")
_MONEY = ("cashier", "sales_accountant")
_FILE = ("sales_assistant", "sales_manager")

FORFEIT: dict[str, Row] = {
    # due -> notice 签约通知书
    "serve_notice": {"from": ("draft",), "to": "noticed", "roles": _PREPARE},
    # (grace) -> termination notice 终止协议通知书; from then on it waits for the manager
    "terminate": {"from": ("noticed",), "to": "pending", "roles": _PREPARE},
    # (d) the customer asks: written application, no notice
    "submit": {"from": ("draft",), "to": "pending", "roles": _PREPARE},
    # manager + director: the first yes leaves it pending, the second approves; four eyes
    "pass_on": {"from": ("pending",), "to": None, "roles": _DECIDE, "check": True},
    "approve": {"from": ("pending",), "to": "approved", "roles": _DECIDE, "check": True},
    "reject": {"from": ("pending",), "to": "rejected", "roles": _DECIDE, "check": True},
    # G10: a remedy before the breach is declared, «manager decides can extend / cannot extend»
    "remedy": {"from": ("draft", "noticed", "pending", "approved"), "to": "remedied", "roles": _DECIDE},
    # approved -> executed; 2.16 subscribed -> return_locked: manager
    "execute": {"from": ("approved",), "to": "executed", "roles": _DECIDE},
    # the excess is paid out by the cashier; the last payment moves the request
    "pay_out": {"from": ("executed",), "to": "refunded", "roles": ("system",)},
    # an approved reactivation, asked for by whoever prepares, decided by the director
    "ask_back": {"from": ("executed", "closed"), "to": "reactivating", "roles": _PREPARE},
    "reactivate": {"from": ("reactivating",), "to": "reactivated", "roles": _LEAD, "check": True},
    "refuse_back": {"from": ("reactivating",), "to": "executed", "roles": _LEAD},
    # secretary files copies, returns internal copy
    "close": {"from": ("executed", "refunded"), "to": "closed", "roles": _FILE},
}

REFUND: dict[str, Row] = {
    # draft -> pending: written application
    "submit": {"from": ("draft",), "to": "pending", "roles": _PREPARE},
    # manager; > amount director
    "pass_on": {"from": ("pending",), "to": None, "roles": _DECIDE, "check": True},
    "approve": {"from": ("pending",), "to": "approved", "roles": _DECIDE, "check": True},
    "reject": {"from": ("pending",), "to": "rejected", "roles": _DECIDE, "check": True},
    "send_back": {"from": ("pending",), "to": "draft", "roles": _DECIDE},
    # consultant persuades -> stay with original
    "withdraw": {"from": ("draft", "pending", "approved"), "to": "withdrawn", "roles": _PREPARE},
    # finance checks receipt
    "execute": {"from": ("approved",), "to": "executed", "roles": _MONEY, "check": True},
    # -> refunded, with the cashier's last payment
    "pay_out": {"from": ("executed",), "to": "refunded", "roles": ("system",)},
    # -> closed
    "close": {"from": ("executed", "refunded"), "to": "closed", "roles": _FILE},
}
