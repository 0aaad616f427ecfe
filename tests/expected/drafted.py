"""Domain 2.16 and 2.18: price lists and permits are drafted, the director approves; the first one its administrator."""

from __future__ import annotations

from tests.expected import Row

PRICE_LIST: dict[str, Row] = {
    # «(import) -> unreleased: administrator drafts, director approves»; maker and checker are two persons
    "approve": {"from": ("draft",), "to": "approved", "roles": ("sales_director", "executive"), "check": True},
    # «The first office may run with its administrator approving its own first price list (journalled)»
    "approve_first": {"from": ("draft",), "to": "approved", "roles": ("administrator",)},
    "reject": {"from": ("draft",), "to": "rejected", "roles": ("sales_director", "executive")},
    # 5.10 «price-list versions with effective time … changes need approval»: approved now, in force later
    "schedule": {"from": ("draft",), "to": "scheduled", "roles": ("sales_director", "executive"), "check": True},
    "take_effect": {"from": ("scheduled",), "to": "approved", "roles": ("system",)},
    "call_off": {"from": ("scheduled",), "to": "rejected", "roles": ("sales_director", "executive")},
}

PERMIT_DRAFT: dict[str, Row] = {
    # «import price list, permits: manager drafts, director/executive approves»
    "approve": {"from": ("draft",), "to": "approved", "roles": ("sales_director", "executive"), "check": True},
    # the office's first permit comes with its first price list
    "approve_first": {"from": ("draft",), "to": "approved", "roles": ("administrator",)},
    "reject": {"from": ("draft",), "to": "rejected", "roles": ("sales_director", "executive")},
}
