"""Domain 2.16, with the roles of 2.18: who moves a unit from where to where.

2.16 names the manager, 2.18 gives «hold / release unit, change inventory» to the director and the executive too.
"""

from __future__ import annotations

from tests.expected import Row

UNIT: dict[str, Row] = {
    # (import) -> registered / titled
    # «price list or opening balance»: a deal that runs already may be one of a unit that is on sale here by now
    "arrive_subscribed": {"from": ("unreleased", "available"), "to": "subscribed", "roles": ("system",)},
    "arrive_signed": {"from": ("unreleased", "available"), "to": "signed", "roles": ("system",)},
    "arrive_registered": {"from": ("unreleased", "available"), "to": "registered", "roles": ("system",)},
    "arrive_titled": {"from": ("unreleased", "available", "registered"), "to": "titled", "roles": ("system",)},
    # unreleased -> available, release, manager
    "release": {"from": ("unreleased",), "to": "available", "roles": ("sales_manager", "sales_director", "executive")},
    # available -> held, ask; 2.18 «short hold (ask)»: consultant, manager, director/executive, not the assistant
    "ask": {
        "from": ("available",), "to": "held",
        "roles": ("consultant", "sales_manager", "sales_director", "executive"),
    },
    # available -> subscribed, direct booking: the short hold is made implicitly
    "book": {"from": ("available",), "to": "held", "roles": ("system",)},
    # held -> held, hold, manager: confirmed and extended, or made directly
    "hold": {
        "from": ("available", "held"), "to": "held",
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # a confirmed hold gets more time with a reason, issue 4 demand 2: whoever holds
    "extend": {"from": ("held",), "to": "held", "roles": ("sales_manager", "sales_director", "executive")},
    # «reserve by director has no expiry»
    "reserve": {"from": ("available", "held"), "to": "held", "roles": ("sales_director", "executive")},
    # held -> available, expire / release, system / manager
    "expire": {"from": ("held",), "to": "available", "roles": ("system",)},
    "let_go": {
        "from": ("held",), "to": "available",
        "roles": ("sales_manager", "sales_director", "executive", "system"),
    },
    # a choice of ours: the own short hold, which lapses by itself, may be given back early
    "give_back": {"from": ("held",), "to": "available", "roles": ("consultant",)},
    # held -> subscribed, (system)
    "subscribe": {"from": ("held",), "to": "subscribed", "roles": ("system",)},
    # subscribed -> signed -> registered, contract_clerk
    "sign": {"from": ("subscribed",), "to": "signed", "roles": ("contract_clerk", "system")},
    "register": {"from": ("signed",), "to": "registered", "roles": ("contract_clerk", "system")},
    # available -> unreleased, withdraw, manager
    "withdraw": {"from": ("available",), "to": "unreleased", "roles": ("sales_manager", "sales_director", "executive")},
    # registered/signed -> delivered -> titled, 2.11 and 2.12: the handover sheet, the certificate
    "deliver": {"from": ("signed", "registered"), "to": "delivered", "roles": ("system",)},
    "issue_title": {"from": ("delivered",), "to": "titled", "roles": ("system",)},
    # subscribed -> return_locked, forfeit / refund / swap, request executed;
    # signed/registered -> return_locked, rescission / swap / buy-back, filing withdrawn: inside the act of the request
    "lock_return": {"from": ("subscribed", "signed", "registered"), "to": "return_locked", "roles": ("system",)},
    # 2.8, Q-08: a reactivation gives the unit back to its deal, inside the act of the request
    "unlock_return": {"from": ("return_locked",), "to": "subscribed", "roles": ("system",)},
    # return_locked -> available / unreleased, release, manager
    "release_return": {
        "from": ("return_locked",), "to": "available",
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    "keep_back": {
        "from": ("return_locked",), "to": "unreleased",
        "roles": ("sales_manager", "sales_director", "executive"),
    },
}  # fmt: skip
