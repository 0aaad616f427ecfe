"""Launch day (glossary 认筹/排号, 2.16, issue 4 point 12): who moves a launch and a registration number.

The line is a leader's to lay down, open and close; the sales assistant calls; consultants bring their own customers to
the table. Time ends calls and choices by itself.
"""

from __future__ import annotations

from tests.expected import Row

_LEADING = ("sales_manager", "sales_director", "executive")
_CALLING = ("sales_assistant", *_LEADING)
_HELPING = ("consultant", *_CALLING)

LAUNCH: dict[str, Row] = {
    "lay_down": {"from": ("prepared",), "to": "ordered", "roles": _LEADING},
    "open": {"from": ("ordered",), "to": "open", "roles": _LEADING},
    "close": {"from": ("open",), "to": "closed", "roles": _LEADING},
    "call_off": {"from": ("prepared", "ordered"), "to": "closed", "roles": _LEADING},
}

TICKET: dict[str, Row] = {
    "line_up": {"from": ("registered",), "to": "in_line", "roles": (*_LEADING, "system")},
    "call": {"from": ("in_line",), "to": "called", "roles": _CALLING},
    "come": {"from": ("called",), "to": "choosing", "roles": _HELPING},
    "choose": {"from": ("choosing",), "to": None, "roles": _HELPING},
    "give_back": {"from": ("choosing",), "to": None, "roles": _HELPING},
    "finish": {"from": ("choosing",), "to": "chose", "roles": _HELPING},
    "leave": {"from": ("choosing",), "to": "left", "roles": _HELPING},
    "miss": {"from": ("called",), "to": "passed", "roles": ("system",)},
    "run_out": {"from": ("choosing",), "to": "chose", "roles": ("system",)},
    "run_out_empty": {"from": ("choosing",), "to": "left", "roles": ("system",)},
    "call_again": {"from": ("passed",), "to": "in_line", "roles": _CALLING},
    "withdraw": {"from": ("registered", "in_line", "passed", "left"), "to": "withdrawn", "roles": _HELPING},
}
