"""Domain 2.18, and the sentence below it on administrator and reporter: who may do each named action.

Each row names the roles with a yes; every other role is a no. The comment is the row of 2.18 (or the section) that it
was typed from. Steps of flows stand in the tables beside this one.
"""

from __future__ import annotations

ACCESS: dict[str, tuple[str, ...]] = {
    # «sign in, log own call/visit/follow-up»: consultant, assistant, manager
    "rota.sign_in": ("consultant", "sales_assistant", "sales_manager"),
    "visit.log": ("consultant", "sales_assistant", "sales_manager"),
    "visit.complete": ("consultant", "sales_assistant", "sales_manager"),
    "call.log": ("consultant", "sales_assistant", "sales_manager"),
    "follow_up.log": ("consultant", "sales_assistant", "sales_manager"),
    "customer.register": ("consultant", "sales_assistant", "sales_manager"),
    "customer.update": ("consultant", "sales_assistant", "sales_manager"),
    # 2.1: who logs and registers also asks whose customer it is, ties customers together, writes agents' reports down
    "customer.link": ("consultant", "sales_assistant", "sales_manager"),
    "agent_report.record": ("consultant", "sales_assistant", "sales_manager"),
    "ownership.open": ("consultant", "sales_assistant", "sales_manager"),
    "ownership.note": ("consultant", "sales_assistant", "sales_manager"),
    # «log greeting for the one before»: consultant (next in line), assistant, manager
    "rota.log_greeting": ("consultant", "sales_assistant", "sales_manager"),
    # a visitor who did not wait: whoever keeps the rota, never the one who would have received [R]
    "rota.visitor_left": ("sales_assistant", "sales_manager"),
    # «change ownership»: manager, director/executive
    "customer.reassign": ("sales_manager", "sales_director", "executive"),
    # «log own call/visit/follow-up»: an appointment is made in one of them
    # launch day: the line is the manager's to lay down and open, numbers are given out at the front desk
    "launch.prepare": ("sales_manager", "sales_director", "executive"),
    "launch.register": ("consultant", "sales_assistant", "sales_manager"),
    "launch.sweep": ("system",),
    "appointment.make": ("consultant", "sales_assistant", "sales_manager"),
    # 2.19 lead «system -> manager assigns»: the program finds, the manager assigns, a consultant may ask
    "appointment.sweep": ("system",),
    "pool.sweep": ("system",),
    "task.sweep": ("system",),
    "pool.ask": ("consultant",),
    # whom a campaign calls is told by whoever may give customers to consultants
    "task.campaign": ("sales_manager", "sales_director", "executive"),
    # 2.19, the actor «system»
    "rota.write_shifts": ("system",),
    "rota.delegate": ("consultant", "sales_manager"),  # 2.1-3: «owner named delegate»; the manager arranges
    # 2.2 «assistant's door count»; the manager, who reviews the day, may enter it as well [R]
    "day.count_door": ("sales_assistant", "sales_manager"),
    # «void, correct a reviewed day»: manager, director/executive
    "day.correct_reviewed": ("sales_manager", "sales_director", "executive"),
    # 5.11 «consent withdrawable as easily», «do_not_contact», requests: whoever logs contacts, and who leads them
    "person.consent": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive"),
    "person.stop_contact": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive"),
    "person.request": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive"),
    # the way back is no consultant's; a copy is an «export with unmasked data», of a whole person not for the cash desk
    "person.allow_contact": ("sales_manager", "sales_director", "executive"),
    # «correct a reviewed day», and the answer to the request
    "person.correct": ("sales_manager", "sales_director", "executive"),
    "person.export": ("sales_manager", "sales_director", "executive"),
    # «void»: manager, director/executive
    "person.erase": ("sales_manager", "sales_director", "executive"),
    # retention «job»: the program's own act, started by whoever may erase one person
    "person.retain": ("sales_manager", "sales_director", "executive"),
    "person.pseudonymise": ("system",),
    # «reveal a masked number»: consultant (own), assistant, manager, director/executive, clerks for contract
    "customer.reveal": (
        "consultant", "sales_assistant", "sales_manager", "sales_director", "executive",
        "contract_clerk", "mortgage_clerk", "title_clerk",
    ),
    # the same row: consultant (own), cashier/accountant «ID for receipts», the clerks «for contract»
    "buyer.reveal_id": (
        "consultant", "sales_assistant", "sales_manager", "sales_director", "executive", "cashier", "sales_accountant",
        "contract_clerk", "mortgage_clerk", "title_clerk",
    ),
    # «import price list, permits»: manager drafts; administrator: import
    "price_list.draft": ("sales_manager", "sales_director", "executive", "administrator"),
    "permit.record": ("sales_manager", "sales_director", "executive", "administrator"),
    # «import deals, plans, registers»: assistant, manager, director/executive; «the administrator has … import»
    "register.import": ("sales_assistant", "sales_manager", "sales_director", "executive", "administrator"),
    # «void, correct a reviewed day»: manager, director/executive
    # the same row: «cashier/accountant: plans, receipts»
    "register.import_plans": (
        "sales_assistant", "sales_manager", "sales_director", "executive", "administrator", "cashier",
        "sales_accountant",
    ),
    "register.import_receipts": ("cashier", "sales_accountant"),
    # what the opening lacks is written by who drafts papers or contracts; its money is finance's, as the receipts are
    "opening_balance.complete": ("consultant", "sales_assistant", "sales_manager", "contract_clerk"),
    "opening_balance.correct": ("cashier", "sales_accountant"),
    "register.take_back": ("sales_manager", "sales_director", "executive"),
    # K11 the question is heard on the floor; C03 surveys are made by the floor, kept by whoever leads it
    "faq.propose": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive"),
    "competitor.survey": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive"),
    "competitor.edit": ("sales_manager", "sales_director", "executive"),
    # C11: the notes of a meeting are the back office's and the leaders'; a task is done by whose it is
    "meeting.write": ("sales_assistant", "sales_manager", "sales_director", "executive"),
    "meeting.done": ("consultant", "sales_assistant", "sales_manager", "sales_director", "executive"),
    # «dictionaries, policies»: manager, director/executive
    "dictionary.edit": ("sales_manager", "sales_director", "executive"),
    "discount_rule.publish": ("sales_manager", "sales_director", "executive"),
    # «floor price, targets»: manager, director/executive
    # «hold / release unit, change inventory»: manager, director/executive
    "unit.flag": ("sales_manager", "sales_director", "executive"),
    "unit.link": ("sales_manager", "sales_director", "executive"),
    "batch.plan": ("sales_manager", "sales_director", "executive"),
    # «short hold (ask)»: consultant, manager, director/executive; the offer is the program's
    "unit.wait": ("consultant", "sales_manager", "sales_director", "executive"),
    "unit.offer": ("system",),
    "unit.see_floor_price": ("sales_manager", "sales_director", "executive"),
    # «draft subscription»: consultant, assistant, manager
    "subscription.draft": ("consultant", "sales_assistant", "sales_manager"),
    "subscription.edit": ("consultant", "sales_assistant", "sales_manager"),
    # 2.3 step 10 «认购审批单 to manager for signature», with the roles of «review subscription»
    # 2.8: oral request, persuasion, written application: whoever may draft a subscription (2.18)
    "change.ask": ("consultant", "sales_assistant", "sales_manager"),
    "subscription.decide_slip": ("sales_manager", "sales_director", "executive"),
    # no promise beyond authority; «dictionaries, policies»: manager, director/executive
    "term.propose": ("sales_manager", "sales_director", "executive"),
    # 2.3 steps 3, 12 and 13: the consultant; with the roles of «draft subscription»
    "subscription.pack": ("consultant", "sales_assistant", "sales_manager"),
    "buyer_file.keep": ("consultant", "sales_assistant", "sales_manager"),
    # P03g, 2.4 circulation: the assistant, who keeps one and files; clerks, and administration, which seals
    "subscription.custody": (
        "sales_assistant", "contract_clerk", "mortgage_clerk", "title_clerk", "administration",
    ),
    # 2.4: consultant makes the appointment with the contract department
    "contract.appoint": ("consultant", "contract_clerk"),
    # 2.4 «down payment received (or approved exception)»: whoever reviews subscriptions, manager, director/executive
    "contract.except_payment": ("sales_manager", "sales_director", "executive"),
    # 2.4 circulation: clerks, and administration, which seals
    "contract.custody": ("contract_clerk", "mortgage_clerk", "title_clerk", "administration"),
    # papers are printed by whoever works on them; no row in 2.18
    "document.print": (
        "consultant", "sales_assistant", "sales_manager", "sales_director", "executive",
        "cashier", "sales_accountant", "contract_clerk", "mortgage_clerk", "title_clerk",
    ),
    # «see full phone/ID»: cashier and accountant see it for receipts only
    "document.print_agreement": (
        "consultant", "sales_assistant", "sales_manager", "sales_director", "executive",
        "contract_clerk", "mortgage_clerk", "title_clerk",
    ),
    # 2.8 «oral request -> consultant ...», «report»: whoever drafts subscriptions writes what is asked about them
    "forfeit.open": ("consultant", "sales_assistant", "sales_manager"),
    "refund.draft": ("consultant", "sales_assistant", "sales_manager"),
    # 2.8: each kind has its own executor (manager, finance, clerk); its flow's table has who for which
    "change.execute": (
        "sales_manager", "sales_director", "executive", "cashier", "sales_accountant", "contract_clerk",
    ),
    # 2.8 «collects all copies of the subscription and the receipt», «finance checks receipt»
    "change.paper_back": (  # 2.8 «collects all copies», 2.18 «✓ money check», «✓ papers»
        "consultant", "sales_assistant", "sales_manager", "cashier", "sales_accountant", "contract_clerk",
    ),
    # «receive money»: cashier/accountant
    "receipt.enter": ("cashier", "sales_accountant"),
    "sincerity.take": ("cashier", "sales_accountant"),
    # 2.8 «finance refunds»: the same two
    "voucher.pay": ("cashier", "sales_accountant"),
    # «masked export»: every column; reporter; customer service is a business role without a column
    "export": (
        "consultant", "sales_assistant", "sales_manager", "sales_director", "executive",
        "cashier", "sales_accountant", "contract_clerk", "mortgage_clerk", "title_clerk",
        "customer_service_manager", "reporter",
    ),
    # «export with unmasked data»: manager, director/executive, cashier/accountant, logged
    "export.unmasked": ("sales_manager", "sales_director", "executive", "cashier", "sales_accountant"),
    # no row in 2.18: what one sees in a list one may keep as a filter
    "saved_filter.keep": (
        "consultant", "sales_assistant", "sales_manager", "sales_director", "executive",
        "cashier", "sales_accountant", "contract_clerk", "mortgage_clerk", "title_clerk",
        "customer_service_manager", "administrator", "administration", "reporter",
    ),
    # «dictionaries, 销售百问, policies»: manager, director/executive
    "saved_filter.share": ("sales_manager", "sales_director", "executive"),
    # everybody who signs in
    "staff.change_password": (
        "consultant", "sales_assistant", "sales_manager", "sales_director", "executive",
        "cashier", "sales_accountant", "contract_clerk", "mortgage_clerk", "title_clerk",
        "customer_service_manager", "administrator", "administration", "reporter",
    ),
    # «the administrator has users, settings, backup, restore, migrate and import»
    "staff.manage": ("administrator",),
    "policy.change": ("sales_manager", "sales_director", "executive", "administrator"),
    "setting.change": ("administrator",),
    # issue 4 F9: who decides delegates; who was named gives it back, so the assistant may end it too
    "delegation.give": ("sales_manager", "sales_director", "executive"),
    "delegation.withdraw": ("sales_assistant", "sales_manager", "sales_director", "executive"),
    "project.manage": ("administrator",),
    "office.backup": ("administrator", "system"),  # the daily copy is the program's own
    "office.restore": ("administrator",),
    "office.reindex": ("administrator",),  # «backup/restore»: whoever looks after the computer
    # before anybody is signed in
    "office.set_up": ("system",),
    "staff.sign_in": ("system",),
    "staff.recover": ("system",),
}  # fmt: skip
