"""Domain 2.8, with the roles of 2.18: the four requests that leave the deal alive.

2.8: swap «draft → pending → approved → new subscription active → old replaced», rename and co-buyers «draft → pending →
approved → re-signed», plan «draft → pending → approved», decided by manager and finance. What was carried out is filed.
"""

from __future__ import annotations

from tests.expected import Row

FLOOR = ("consultant", "sales_assistant", "sales_manager")
DECIDES = ("sales_manager", "sales_director", "executive")
LEADERS = ("sales_director", "executive")
MONEY = ("cashier", "sales_accountant")

# «written application», «consultant persuades: stay with original»; «approve … manager level 1, director/executive»
_BEGIN: dict[str, Row] = {
    "submit": {"from": ("draft",), "to": "pending", "roles": FLOOR},
    "withdraw": {"from": ("draft", "pending", "approved"), "to": "withdrawn", "roles": FLOOR},
}
# «money check» of cashier and accountant: a yes that somebody else than the maker says, or a no
_REFUSE: Row = {"from": ("approved",), "to": "rejected", "roles": MONEY}
# «secretary files copies, returns internal copy»
_CLOSE: Row = {"from": ("executed",), "to": "closed", "roles": ("sales_assistant", "sales_manager")}


def _decided(roles: tuple[str, ...]) -> dict[str, Row]:
    return {
        "pass_on": {"from": ("pending",), "to": None, "check": True, "roles": roles},
        "approve": {"from": ("pending",), "to": "approved", "check": True, "roles": roles},
        "reject": {"from": ("pending",), "to": "rejected", "check": True, "roles": roles},
        "send_back": {"from": ("pending",), "to": "draft", "roles": roles},
    }


def _stamped(roles: tuple[str, ...]) -> dict[str, Row]:
    return {
        **_BEGIN,
        **_decided(roles),
        "check_money": {"from": ("approved",), "to": None, "check": True, "roles": MONEY},
        "refuse": _REFUSE,
        # «✓ papers»: stamped anew by the contract clerk
        "execute": {"from": ("approved",), "to": "executed", "roles": ("contract_clerk",)},
        "close": _CLOSE,
    }


SWAP_UNIT = _stamped(DECIDES)
ADD_REMOVE_BUYER = _stamped(DECIDES)
RENAME = _stamped(LEADERS)  # «transfer to another person: leader only»
CHANGE_PLAN: dict[str, Row] = {
    **_BEGIN,
    **_decided(DECIDES),
    "refuse": _REFUSE,
    "execute": {"from": ("approved",), "to": "executed", "check": True, "roles": MONEY},  # «manager + finance»
    "close": _CLOSE,
}
