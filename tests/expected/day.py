"""The consultant's sheet and the office's day, typed from domain 2.2 («Day close») and 2.18."""

from __future__ import annotations

from tests.expected import Table

DAY_SHEET: Table = {
    # 2.2: each consultant hands the day's entries to the sales assistant; for somebody who left or is ill those hand in
    # who log for others (2.18).
    "hand_in": {
        "from": ("drafting",),
        "to": "submitted",
        "roles": ("consultant", "sales_assistant", "sales_manager"),
    },
    # 2.18 «consolidate day»: assistant [S0] and manager.
    "consolidate": {"from": ("submitted",), "to": "consolidated", "roles": ("sales_assistant", "sales_manager")},
    # 2.2: may be returned to the consultant with a comment, by whoever looks at it next.
    "send_back": {
        "from": ("submitted", "consolidated"),
        "to": "drafting",
        "roles": ("sales_assistant", "sales_manager", "sales_director", "executive"),
    },
    # 2.18 «review day»: manager, director/executive; never one's own.
    "review": {
        "from": ("consolidated",),
        "to": "reviewed",
        "roles": ("sales_manager", "sales_director", "executive"),
        "check": True,
    },
}

BUSINESS_DAY: Table = {
    "close": {"from": ("open",), "to": "closed", "roles": ("sales_assistant", "sales_manager")},
    # 2.2 «after `reviewed` the day's entries are read-only», 2.18 «review day»: manager, director/executive.
    "lock": {
        "from": ("closed",),
        "to": "locked",
        "roles": ("sales_manager", "sales_director", "executive"),
    },
}
