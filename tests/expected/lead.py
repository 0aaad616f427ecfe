"""How far a lead comes and how it falls asleep, typed from domain 2.2, 2.18 and 2.19."""

from __future__ import annotations

from tests.expected import Table

FLOOR = ("consultant", "sales_assistant", "sales_manager")
LEADERS = ("sales_director", "executive")
# 2.2 main line up to the first visit, and the side states that lead back to `contacted`.
BEFORE = ("new", "contacted", "appointed", "no_show", "reactivated")
OPEN = (*BEFORE, "visited", "revisited", "intending")

LEAD: Table = {
    # 2.18 «log own call/visit/follow-up»: consultant, assistant, manager. 2.2 no_show and reactivated -> contacted.
    "contact": {"from": ("new", "no_show", "reactivated"), "to": "contacted", "roles": FLOOR},
    # 2.2 contacted -> appointed; an appointment of somebody who has been here changes nothing.
    "appoint": {"from": ("new", "contacted", "no_show", "reactivated"), "to": "appointed", "roles": FLOOR},
    # 5.11: the leaders may note «do not contact», which drops the appointment.
    "call_off": {"from": ("appointed",), "to": "contacted", "roles": (*FLOOR, *LEADERS)},
    # 2.2 no_show: found by the program, or said by who waited.
    "miss": {"from": ("appointed",), "to": "no_show", "roles": (*FLOOR, "system")},
    "visit": {"from": BEFORE, "to": "visited", "roles": FLOOR},
    "revisit": {"from": (*BEFORE, "visited", "revisited"), "to": "revisited", "roles": FLOOR},
    # 2.18 «short hold», «hold unit» and «draft subscription»: whoever holds one for a customer.
    "intend": {"from": (*BEFORE, "visited", "revisited"), "to": "intending", "roles": (*FLOOR, *LEADERS)},
    # 2.3 deposit_paid -> active and 2.4 signed: the contract clerk's acts.
    "subscribe": {"from": OPEN, "to": "subscribed", "roles": ("contract_clerk",)},
    "sign": {"from": ("subscribed",), "to": "signed", "roles": ("contract_clerk",)},
    # 3.2: no phone, with a reason; 2.2 competitors. Not after a visit or a hold.
    "mark_invalid": {"from": BEFORE, "to": "invalid", "roles": FLOOR},
    # 2.19 «any open -> public_pool: system -> manager assigns».
    "go_silent": {"from": OPEN, "to": "public_pool", "roles": ("system",)},
    # 2.1 «changes only by manager»: a verdict «nobody's» puts an open lead where nobody's leads are.
    "set_free": {"from": OPEN, "to": "public_pool", "roles": ("sales_manager", *LEADERS)},
    "reactivate": {"from": ("public_pool", "lost"), "to": "reactivated", "roles": ("sales_manager", *LEADERS)},
    "come_back": {"from": ("public_pool", "lost"), "to": "reactivated", "roles": (*FLOOR, "system")},
    # 2.2 «Reverse: 挞定/退房 sets lead back to lost(reason=forfeited|cancelled)», and 2.8 «reactivation».
    "fall_through": {"from": ("subscribed", "signed"), "to": "lost", "roles": ("system",)},
    "restore": {"from": (*OPEN, "public_pool", "lost"), "to": "subscribed", "roles": ("system",)},
    # 2.2 «lost {reason required; automatic vs manual}».
    "lose": {"from": (*OPEN, "public_pool"), "to": "lost", "roles": (*FLOOR, *LEADERS)},
    "lose_overdue": {"from": ("public_pool",), "to": "lost", "roles": ("system",)},
    # 5.11: whoever is made nameless is nobody who could be followed up (3.2); a lost one stays lost.
    "end_nameless": {"from": (*OPEN, "public_pool"), "to": "invalid", "roles": ("system",)},
}
