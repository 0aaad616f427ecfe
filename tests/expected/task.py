"""Tasks, appointments and wishes for the pool, typed from domain 2.2 and 3.25."""

from __future__ import annotations

from tests.expected import Table

FLOOR = ("consultant", "sales_assistant", "sales_manager")
LEADERS = ("sales_manager", "sales_director", "executive")

# 2.2 «State of a task: open -> done | overdue -> done_late | waived(manager)». Nobody says «done»: a contact does.
TASK: Table = {
    "keep": {"from": ("open",), "to": "done", "roles": ("system",)},
    "fall_due": {"from": ("open",), "to": "overdue", "roles": ("system",)},
    "keep_late": {"from": ("open", "overdue"), "to": "done_late", "roles": ("system",)},
    "waive": {"from": ("open", "overdue"), "to": "waived", "roles": LEADERS},
    "lapse": {"from": ("open", "overdue"), "to": "waived", "roles": ("system",)},
}
# 3.25 «outcome e{came, no_show, moved, cancelled}».
APPOINTMENT: Table = {
    "keep": {"from": ("open", "no_show"), "to": "came", "roles": (*FLOOR, "system")},
    "move": {"from": ("open",), "to": "moved", "roles": FLOOR},
    "cancel": {"from": ("open",), "to": "cancelled", "roles": FLOOR},
    "miss": {"from": ("open",), "to": "no_show", "roles": FLOOR},
    "find_missed": {"from": ("open",), "to": "no_show", "roles": ("system",)},
    "fall_away": {"from": ("open",), "to": "cancelled", "roles": ("system",)},
    "take_back": {"from": ("came",), "to": "open", "roles": ("system",)},
}
# 2.2 «manager reassigns» and 2.18: a consultant asks, another person decides.
POOL_ASK: Table = {
    "grant": {"from": ("asked",), "to": "granted", "roles": LEADERS, "check": True},
    "refuse": {"from": ("asked",), "to": "refused", "roles": LEADERS},
    "end": {"from": ("asked",), "to": "refused", "roles": ("system",)},
}
