"""Who may do what: roles, and one table of named actions (domain section 0 and 2.18).

Steps of a flow carry their own roles; everything else that a person can do stands in `ACTIONS`. Nothing else in the
tree decides a permission.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from anchang.i18n import M, Msg


class Role(StrEnum):
    """The office's roles; a staff member holds a set of them (domain section 0)."""

    CONSULTANT = "consultant"
    ASSISTANT = "sales_assistant"
    MANAGER = "sales_manager"
    DIRECTOR = "sales_director"
    EXECUTIVE = "executive"
    CASHIER = "cashier"
    ACCOUNTANT = "sales_accountant"
    CONTRACT_CLERK = "contract_clerk"
    MORTGAGE_CLERK = "mortgage_clerk"
    TITLE_CLERK = "title_clerk"
    CUSTOMER_SERVICE = "customer_service_manager"
    ADMINISTRATOR = "administrator"
    ADMINISTRATION = "administration"
    REPORTER = "reporter"
    SYSTEM = "system"

    @property
    def label(self) -> Msg:
        """The role's name in words."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, Msg] = {
    Role.CONSULTANT: M("consultant"),
    Role.ASSISTANT: M("sales assistant"),
    Role.MANAGER: M("sales manager"),
    Role.DIRECTOR: M("sales director"),
    Role.EXECUTIVE: M("executive"),
    Role.CASHIER: M("cashier"),
    Role.ACCOUNTANT: M("sales accountant"),
    Role.CONTRACT_CLERK: M("contract clerk"),
    Role.MORTGAGE_CLERK: M("mortgage clerk"),
    Role.TITLE_CLERK: M("title clerk"),
    Role.CUSTOMER_SERVICE: M("customer service manager"),
    Role.ADMINISTRATOR: M("administrator"),
    Role.ADMINISTRATION: M("administration"),
    Role.REPORTER: M("reporter"),
    Role.SYSTEM: M("system"),
}

# Short sets that the tables are written in; 2.18 names its columns the same way.
CONSULTANT = frozenset({Role.CONSULTANT})
ASSISTANT = frozenset({Role.ASSISTANT})
MANAGER = frozenset({Role.MANAGER})
DIRECTOR = frozenset({Role.DIRECTOR})
LEADERS = frozenset({Role.DIRECTOR, Role.EXECUTIVE})
CASHIER = frozenset({Role.CASHIER})
MONEY = frozenset({Role.CASHIER, Role.ACCOUNTANT})
CONTRACT_CLERK = frozenset({Role.CONTRACT_CLERK})
CLERKS = frozenset({Role.CONTRACT_CLERK, Role.MORTGAGE_CLERK, Role.TITLE_CLERK})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
REPORTER = frozenset({Role.REPORTER})
SYSTEM = frozenset({Role.SYSTEM})
FLOOR = CONSULTANT | ASSISTANT | MANAGER
BUSINESS = FLOOR | LEADERS | MONEY | CLERKS | frozenset({Role.CUSTOMER_SERVICE})
EVERYBODY = BUSINESS | ADMINISTRATOR | REPORTER | frozenset({Role.ADMINISTRATION})

SEES_ALL_CUSTOMERS = (
    ASSISTANT | MANAGER | LEADERS | MONEY | CLERKS
    | frozenset({Role.CUSTOMER_SERVICE, Role.ADMINISTRATOR, Role.REPORTER})
)  # fmt: skip
REVEALS = ASSISTANT | MANAGER | LEADERS | CLERKS

ACTIONS: dict[str, frozenset[Role]] = {
    # rota (2.1)
    "rota.sign_in": FLOOR,
    "rota.log_greeting": FLOOR,
    "rota.visitor_left": ASSISTANT | MANAGER,  # nobody drops a visitor who would have been his or her own
    "rota.write_shifts": SYSTEM,
    "rota.delegate": CONSULTANT | MANAGER,  # 2.1-3: «owner named delegate»
    # logs (2.2)
    "visit.log": FLOOR,
    "visit.complete": FLOOR,
    "call.log": FLOOR,
    "follow_up.log": FLOOR,
    "customer.register": FLOOR,
    "customer.update": FLOOR,
    "customer.reassign": MANAGER | LEADERS,
    "customer.link": FLOOR,
    "agent_report.record": FLOOR,
    "ownership.open": FLOOR,
    "ownership.note": FLOOR,
    "appointment.make": FLOOR,
    "appointment.sweep": SYSTEM,
    "pool.ask": CONSULTANT,
    "pool.sweep": SYSTEM,
    "task.campaign": MANAGER | LEADERS,
    "task.sweep": SYSTEM,
    "customer.reveal": CONSULTANT | REVEALS,
    "day.count_door": ASSISTANT | MANAGER,  # the assistant's own count; who consolidates or reviews may enter it
    "day.correct_reviewed": MANAGER | LEADERS,  # «void, correct a reviewed day»
    "register.import": ASSISTANT | MANAGER | LEADERS | ADMINISTRATOR,  # «import … registers»; administrator: import
    # the same row: «cashier/accountant: plans, receipts»
    "register.import_plans": ASSISTANT | MANAGER | LEADERS | ADMINISTRATOR | MONEY,
    "register.import_receipts": MONEY,
    "opening_balance.complete": FLOOR | CONTRACT_CLERK,  # who writes papers, and who draws the contract up from them
    "opening_balance.correct": MONEY,
    "register.take_back": MANAGER | LEADERS,  # as «void, correct a reviewed day»
    # one person's data (5.11)
    "person.consent": FLOOR | LEADERS,
    "person.stop_contact": FLOOR | LEADERS,
    "person.allow_contact": MANAGER | LEADERS,
    "person.request": FLOOR | LEADERS,
    "person.correct": MANAGER | LEADERS,  # it corrects reviewed days too
    "person.export": MANAGER | LEADERS,
    "person.erase": MANAGER | LEADERS,
    "person.retain": MANAGER | LEADERS,  # they start the program's own act
    "person.pseudonymise": SYSTEM,
    # side rooms (K11, C03, C11)
    "faq.propose": FLOOR | LEADERS,
    "competitor.edit": MANAGER | LEADERS,
    "competitor.survey": FLOOR | LEADERS,
    "meeting.write": ASSISTANT | MANAGER | LEADERS,
    "meeting.done": FLOOR | LEADERS,
    "dictionary.edit": MANAGER | LEADERS,  # «dictionaries, sales questions»
    # inventory (2.16)
    "price_list.draft": MANAGER | LEADERS | ADMINISTRATOR,
    "unit.see_floor_price": MANAGER | LEADERS,
    "unit.flag": MANAGER | LEADERS,  # «change inventory»
    "unit.link": MANAGER | LEADERS,
    "unit.wait": CONSULTANT | MANAGER | LEADERS,  # as «short hold (ask)»
    "unit.offer": SYSTEM,
    "batch.plan": MANAGER | LEADERS,
    "permit.record": MANAGER | LEADERS | ADMINISTRATOR,
    "discount_rule.publish": MANAGER | LEADERS,
    "launch.prepare": MANAGER | LEADERS,
    "launch.register": FLOOR,
    "launch.sweep": SYSTEM,
    "term.propose": MANAGER | LEADERS,
    # papers
    "subscription.draft": FLOOR,
    "subscription.edit": FLOOR,
    "subscription.decide_slip": MANAGER | LEADERS,
    "subscription.pack": FLOOR,  # 2.3 steps 3 and 13: the consultant; and whoever drafts for him
    "subscription.custody": ASSISTANT | CLERKS | frozenset({Role.ADMINISTRATION}),  # P03g, as the contract's
    "buyer_file.keep": FLOOR,  # 2.3 step 12
    "contract.appoint": CONSULTANT | CONTRACT_CLERK,
    "contract.except_payment": MANAGER | LEADERS,  # «or approved exception» of 2.4
    "contract.custody": CLERKS | frozenset({Role.ADMINISTRATION}),
    "document.print": FLOOR | LEADERS | MONEY | CLERKS,
    "document.print_agreement": FLOOR | LEADERS | CLERKS,  # it states whole numbers: «see full phone/ID»
    "buyer.reveal_id": CONSULTANT | REVEALS | MONEY,  # «own», «ID for receipts», «for contract»
    # requests before the contract (2.8); the steps have their own roles, these begin or finish them
    "forfeit.open": FLOOR,
    "refund.draft": FLOOR,
    "change.ask": FLOOR,
    "change.execute": MANAGER | LEADERS | MONEY | CONTRACT_CLERK,  # whose it is stands in the flow of the kind
    "change.paper_back": FLOOR | MONEY | CONTRACT_CLERK,  # «finance checks receipt», «collects all copies», «✓ papers»
    # money
    "receipt.enter": MONEY,
    "sincerity.take": MONEY,
    "voucher.pay": MONEY,
    # files
    "export": BUSINESS | REPORTER,
    "export.unmasked": MANAGER | LEADERS | MONEY,
    "saved_filter.keep": EVERYBODY,
    "saved_filter.share": MANAGER | LEADERS,  # «dictionaries, policies»
    # the office itself
    "office.set_up": SYSTEM,
    "staff.sign_in": SYSTEM,
    "staff.recover": SYSTEM,
    "staff.manage": ADMINISTRATOR,
    "staff.change_password": EVERYBODY,
    "delegation.give": MANAGER | LEADERS,  # whose decisions they are (2.6 to 2.8)
    "delegation.withdraw": ASSISTANT | MANAGER | LEADERS,  # who gave it, who has it, who stands above
    "setting.change": ADMINISTRATOR,
    "policy.change": MANAGER | LEADERS | ADMINISTRATOR,  # «dictionaries, policies»; the administrator has all settings
    "project.manage": ADMINISTRATOR,
    "office.backup": ADMINISTRATOR | SYSTEM,
    "office.restore": ADMINISTRATOR,
    "office.reindex": ADMINISTRATOR,  # as copies: whoever looks after the computer
}


def may(roles: frozenset[Role], action: str) -> bool:
    """Whether somebody with these roles may do the named action. An unknown name is an error, never a yes."""
    return bool(ACTIONS[action] & roles)


def is_own_work(person: int, makers: Iterable[int | None], settings: Mapping[str, Any]) -> bool:
    """Whether the person would check what he or she made: maker and checker are two persons (2.18).

    An office of one person says so in its setting `one_person_office`, and every report prints it.
    """
    return person in makers and not settings["one_person_office"]


def deciders(person: int, behalf: int | None) -> tuple[int, ...]:
    """Who decides: the person, and whoever lent the authority; neither of them may have made what is decided."""
    return (person,) if behalf is None else (person, behalf)
