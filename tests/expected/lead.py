"""How far a lead comes, typed from domain 2.2 (the states that are reached now) and 2.18."""

from __future__ import annotations

from tests.expected import Table

FLOOR = ("consultant", "sales_assistant", "sales_manager")

LEAD: Table = {
    # 2.18 «log own call/visit/follow-up»: consultant, assistant, manager.
    "contact": {"from": ("new",), "to": "contacted", "roles": FLOOR},
    "visit": {"from": ("new", "contacted"), "to": "visited", "roles": FLOOR},
    "revisit": {"from": ("visited", "revisited"), "to": "revisited", "roles": FLOOR},
    # 2.18 «short hold», «hold unit» and «draft subscription»: whoever holds one for a customer.
    "intend": {
        "from": ("new", "contacted", "visited", "revisited"),
        "to": "intending",
        "roles": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive"),
    },
    # 2.3 deposit_paid -> active and 2.4 signed: the contract clerk's acts.
    "subscribe": {
        "from": ("new", "contacted", "visited", "revisited", "intending"),
        "to": "subscribed",
        "roles": ("contract_clerk",),
    },
    "sign": {"from": ("subscribed",), "to": "signed", "roles": ("contract_clerk",)},
    # 3.2: no phone, with a reason.
    "mark_invalid": {"from": ("new", "contacted"), "to": "invalid", "roles": FLOOR},
}
