"""Who decides whose customer somebody is, typed from domain 2.1 and the row «change ownership» of 2.18."""

from __future__ import annotations

from tests.expected import Table

OWNERSHIP_CASE: Table = {
    # 2.1 «changes only by manager»; 2.18 «change ownership»: manager, director/executive; four eyes
    "decide": {
        "from": ("open",), "to": "decided", "roles": ("sales_manager", "sales_director", "executive"), "check": True,
    },
    # the same, with a reason; a decision of the rules may still be changed
    "override": {
        "from": ("open", "decided"),
        "to": "overridden",
        "roles": ("sales_manager", "sales_director", "executive"),
        "check": True,
    },
    # whoever may ask may stop asking: consultant, assistant, manager
    "withdraw": {"from": ("open",), "to": "withdrawn", "roles": ("consultant", "sales_assistant", "sales_manager")},
}  # fmt: skip
