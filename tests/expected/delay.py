"""Domain 2.7 and the rows «delay» of 2.19, with «approve delay» of 2.18: who moves a request for a later signing."""

from __future__ import annotations

from tests.expected import Row

DELAY_REQUEST: dict[str, Row] = {
    # draft -> verified: facts checked, consultant
    "verify": {"from": ("draft",), "to": "verified", "roles": ("consultant",)},
    # verified -> pending: customer signed form, before sign_due_date; consultant
    "submit": {"from": ("verified",), "to": "pending", "roles": ("consultant",)},
    # pending -> approved: cumulative days within authority; manager / director / executive; four eyes
    "approve": {
        "from": ("pending",), "to": "approved", "check": True,
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # pending -> rejected: reason, manager; «by length» director and executive
    "reject": {
        "from": ("pending",), "to": "rejected", "check": True,
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # «customer told … reply by consultant»: original dates stand, the state stays
    "reply": {"from": ("rejected",), "to": None, "roles": ("consultant",)},
    # issue 4, demand 7: withdrawn; by the program where the deal itself has ended
    "withdraw": {
        "from": ("draft", "verified", "pending", "approved"), "to": "withdrawn", "roles": ("consultant", "system"),
    },
    # approved -> executed: assistant
    "execute": {"from": ("approved",), "to": "executed", "roles": ("sales_assistant",)},
    # approved -> lapsed: not executed by the old due date, system
    "lapse": {"from": ("approved",), "to": "lapsed", "roles": ("system",)},
    # executed -> closed: contract signed, clerk
    "close": {"from": ("executed",), "to": "closed", "roles": ("contract_clerk", "system")},
    # executed -> expired: new date passed, system
    "expire": {"from": ("executed",), "to": "expired", "roles": ("system",)},
}  # fmt: skip
