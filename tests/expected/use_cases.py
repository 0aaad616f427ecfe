"""Which permission each use case goes by: an action of 2.18, or the step (or steps) of a process that it takes.

A text is an action of `tests/expected/access.py`; a tuple is a flow's noun and the names of its steps, whose roles
stand in the table of that noun. A use case that is registered under another action or step than the domain text means
gives somebody a right that nobody granted, so this is typed from 2.1 to 2.19, not from the register.
"""

from __future__ import annotations

USE_CASES: dict[str, str | tuple[str, ...]] = {
    # 2.1 and 2.19, rota
    "rota.sign_in": "rota.sign_in",
    "rota.confirm": ("rota_day", "confirm"),
    "rota.re_order": ("rota_day", "re_order"),
    "rota.close": ("rota_day", "close"),
    "rota.arrive": "rota.log_greeting",  # «log greeting for the one before»
    "rota.pause": ("rota_entry", "pause_ok", "pause_no"),
    "rota.resume": ("rota_entry", "resume"),
    "rota.end_turn": ("rota_entry", "end_turn"),
    "rota.skip": ("rota_entry", "skip"),
    "rota.leave": ("rota_entry", "leave"),
    "rota.write_shifts": "rota.write_shifts",
    "delegate.name": "rota.delegate",  # «owner named delegate»
    "delegate.end": "rota.delegate",
    "forgotten.claim": ("forgotten", "claim"),
    "forgotten.grant": ("forgotten", "grant"),
    "forgotten.refuse": ("forgotten", "refuse"),
    "forgotten.settle": ("forgotten", "keep"),
    # 2.2, logs and customers; «log own call/visit/follow-up»
    "visit.log": "visit.log",
    "visit.save": "visit.complete",
    "visit.correct": "visit.complete",
    "call.log": "call.log",
    "call.save": "call.log",
    "follow_up.log": "follow_up.log",
    "customer.register": "customer.register",
    "customer.check_phone": "customer.register",  # whoever may register asks first whether the number is free
    "customer.update": "customer.update",
    "customer.reassign": "customer.reassign",
    "customer.reveal": "customer.reveal",
    # P02f and P02g, the day
    "day.hand_in": ("day_sheet", "hand_in"),
    "day.consolidate": ("day_sheet", "consolidate"),
    "day.review": ("day_sheet", "review"),
    "day.send_back": ("day_sheet", "send_back"),
    "day.close": ("business_day", "close"),
    # 2.16, inventory; «import price list, permits»: one drafts, another approves
    "price_list.draft": "price_list.draft",
    "price_list.approve": ("price_list", "approve", "approve_first"),
    "price_list.reject": ("price_list", "reject"),
    "permit.record": "permit.record",
    "permit.change": "permit.record",
    "permit.approve": ("permit_draft", "approve", "approve_first"),
    "permit.reject": ("permit_draft", "reject"),
    "unit.release": ("unit", "release"),
    "unit.withdraw": ("unit", "withdraw"),
    "unit.ask": ("unit", "ask"),
    "unit.hold": ("unit", "hold", "reserve"),
    "unit.let_go": ("unit", "let_go", "give_back"),
    "unit.refuse": ("unit", "let_go"),
    "unit.expire_lapsed": ("unit", "expire"),
    # 2.3, subscription
    "discount.publish": "discount_rule.publish",
    "discount.end": "discount_rule.publish",
    "subscription.draft": "subscription.draft",
    "subscription.edit": "subscription.edit",
    "subscription.submit": ("subscription", "submit"),
    "subscription.approve": ("subscription", "approve"),
    "subscription.send_back": ("subscription", "send_back"),
    "subscription.receive_deposit": ("subscription", "receive_deposit"),
    "subscription.accept_deposit": ("subscription", "accept_deposit"),
    "subscription.stamp": ("subscription", "stamp"),
    "subscription.void": ("subscription", "void"),
    "subscription.sweep": ("subscription", "lapse"),
    "subscription.decide_slip": "subscription.decide_slip",
    # 2.4, contract
    "contract.appoint": "contract.appoint",
    "contract.draft": ("contract", "draft"),
    "contract.submit_review": ("contract", "submit_review"),
    "contract.contract_check": ("contract", "contract_check"),
    "contract.finance_check": ("contract", "finance_check"),
    "contract.engineering_check": ("contract", "engineering_check"),
    "contract.except_payment": "contract.except_payment",
    "contract.sign": ("contract", "sign"),
    "contract.seal": ("contract", "seal"),
    "contract.send_for_filing": ("contract", "send_for_filing"),
    "contract.file": ("contract", "file"),
    "contract.collect": ("contract", "collect"),
    "contract.archive": ("contract", "archive"),
    "contract.void": ("contract", "void"),
    "custody.hand_over": "contract.custody",
    "document.print": "document.print",
    # 2.18 «receive money, reverse receipt (2nd person)»
    "receipt.enter": "receipt.enter",
    "receipt.confirm": ("receipt", "confirm"),
    "receipt.reverse": ("receipt", "reverse"),
    # files, and the office itself
    "export.record": "export",
    "backup.record": "office.backup",
    "office.set_up": "office.set_up",
    "project.add": "project.manage",
    "project.change": "project.manage",
    "setting.change": "policy.change",  # the rota's rules are the manager's, the rest asks for `setting.change` too
    "staff.sign_in": "staff.sign_in",
    "staff.recover": "staff.recover",
    "staff.change_password": "staff.change_password",
    "staff.add": "staff.manage",
    "staff.change": "staff.manage",
    "staff.disable": "staff.manage",
    "staff.reset_password": "staff.manage",
}
