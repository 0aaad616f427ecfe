"""The waiting list of a unit (2.16, issue 4 demand 2): the program offers and passes on, people only stop waiting."""

from __future__ import annotations

from tests.expected import Row

UNIT_WAIT: dict[str, Row] = {
    # «when the unit becomes available the next in the list is told»
    "offer": {"from": ("waiting",), "to": "offered", "roles": ("system",)},
    # whoever gets the unit, with or without an offer, waits no more
    "take": {"from": ("waiting", "offered"), "to": "taken", "roles": ("system",)},
    # «an offer that lasts so many minutes, then the next»
    "pass_by": {"from": ("offered",), "to": "passed", "roles": ("system",)},
    # as 2.18 «short hold (ask)»: consultant, manager, director/executive
    "stop": {
        "from": ("waiting", "offered"), "to": "stopped",
        "roles": ("consultant", "sales_manager", "sales_director", "executive"),
    },
}  # fmt: skip
