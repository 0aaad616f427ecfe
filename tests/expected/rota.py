"""The rota's day and a consultant's entry, typed from domain 2.1, 2.18 (rows 1 to 4) and 2.19 (rows «rota entry»)."""

from __future__ import annotations

from tests.expected import Table

ROTA_DAY: Table = {
    # 2.1: open -> confirmed by the sales assistant; 2.18 «confirm rota sheet»: assistant, manager.
    "confirm": {"from": ("open",), "to": "confirmed", "roles": ("sales_assistant", "sales_manager")},
    # 2.1: manual re-order; 2.18 «re-order rota»: manager, director/executive.
    "re_order": {
        "from": ("confirmed",),
        "to": None,
        "roles": ("sales_manager", "sales_director", "executive"),
    },
    # 2.1: confirmed -> closed by the sales assistant «at day close»; 2.18 «consolidate day»: assistant, manager.
    "close": {"from": ("confirmed",), "to": "closed", "roles": ("sales_assistant", "sales_manager")},
}

ROTA_ENTRY: Table = {
    # off -> waiting; 2.18 «sign in»: consultant, assistant, manager.
    "sign_in": {"from": ("off",), "to": "waiting", "roles": ("consultant", "sales_assistant", "sales_manager")},
    # waiting -> on_post, system.
    "take_post": {"from": ("waiting",), "to": "on_post", "roles": ("system",)},
    # 2.1-4: a credit is honoured before the head, who then waits again.
    "give_up_post": {"from": ("on_post",), "to": "waiting", "roles": ("system",)},
    # credit used: credit > 0 and waiting, system.
    "use_credit": {"from": ("waiting",), "to": "on_post", "roles": ("system",)},
    # on_post -> receiving; 2.1-3: an owner leaves any place in line.
    # 2.18 «log greeting»: consultant, assistant, manager.
    "take_turn": {
        "from": ("waiting", "on_post"),
        "to": "receiving",
        "roles": ("consultant", "sales_assistant", "sales_manager"),
    },
    # receiving -> waiting(end); the visit is the log entry of whoever may log: consultant, assistant, manager.
    "end_turn": {
        "from": ("receiving",),
        "to": "waiting",
        "roles": ("consultant", "sales_assistant", "sales_manager"),
    },
    # waiting <-> paused_ok: consultant, reason; 2.1-4 «other by manager». The one on the post waits too.
    "pause_ok": {"from": ("waiting", "on_post"), "to": "paused_ok", "roles": ("consultant", "sales_manager")},
    # waiting <-> paused_no: consultant / manager.
    "pause_no": {"from": ("waiting", "on_post"), "to": "paused_no", "roles": ("consultant", "sales_manager")},
    "resume": {"from": ("paused_ok", "paused_no"), "to": "waiting", "roles": ("consultant", "sales_manager")},
    # any -> skip+1, manager; «any» is everybody who is there.
    "skip": {
        "from": ("waiting", "on_post", "receiving", "paused_ok", "paused_no"),
        "to": None,
        "roles": ("sales_manager",),
    },
    # any -> left, consultant.
    "leave": {
        "from": ("waiting", "on_post", "receiving", "paused_ok", "paused_no"),
        "to": "left",
        "roles": ("consultant",),
    },
}

# 2.1-3: posted for claim 2 days, unclaimed it belongs to the last receiver; 2.18 «change ownership»: manager, director/
# executive; nobody decides what he or she asked for.
FORGOTTEN: Table = {
    "claim": {"from": ("posted",), "to": "claimed", "roles": ("consultant",)},
    "grant": {
        "from": ("claimed",),
        "to": "granted",
        "roles": ("sales_manager", "sales_director", "executive"),
        "check": True,
    },
    "refuse": {
        "from": ("claimed",),
        "to": "posted",
        "roles": ("sales_manager", "sales_director", "executive"),
        "check": True,
    },
    "keep": {"from": ("posted",), "to": "kept", "roles": ("system",)},
    "recognise": {"from": ("posted", "claimed"), "to": "recognised", "roles": ("system",)},
}
