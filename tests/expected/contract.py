"""Domain 2.4: who moves a contract from where to where.

Not listed, because they cannot be reached yet: completed, rescinded, replaced, renamed, and amendments.
"""

from __future__ import annotations

from tests.expected import Row

CONTRACT: dict[str, Row] = {
    # appointed -> drafted, contract_clerk
    "draft": {"from": ("appointed",), "to": "drafted", "roles": ("contract_clerk",)},
    # drafted -> under_review, contract_clerk
    "submit_review": {"from": ("drafted",), "to": "under_review", "roles": ("contract_clerk",)},
    # circulation: contract_check (contract_clerk), finance_check (finance), engineering_check (recorded by the clerk)
    "contract_check": {"from": ("under_review",), "to": None, "roles": ("contract_clerk",)},
    "finance_check": {"from": ("under_review",), "to": None, "roles": ("cashier", "sales_accountant")},
    "engineering_check": {"from": ("under_review",), "to": None, "roles": ("contract_clerk",)},
    # under_review -> signed, contract_clerk + customer
    "sign": {"from": ("under_review",), "to": "signed", "roles": ("contract_clerk",)},
    # signed -> sealed, contract_clerk / administration
    "seal": {"from": ("signed",), "to": "sealed", "roles": ("contract_clerk", "administration")},
    # sealed -> sent_for_filing -> filed -> collected -> archived, contract_clerk
    "send_for_filing": {"from": ("sealed",), "to": "sent_for_filing", "roles": ("contract_clerk",)},
    "file": {"from": ("sent_for_filing",), "to": "filed", "roles": ("contract_clerk",)},
    "collect": {"from": ("filed",), "to": "collected", "roles": ("contract_clerk",)},
    "archive": {"from": ("collected",), "to": "archived", "roles": ("contract_clerk",)},
    # 2.16 «(import) -> registered / titled, price list or opening balance»; the import taken back whole
    "arrive_signed": {"from": ("appointed",), "to": "signed", "roles": ("system",)},
    "arrive_filed": {"from": ("appointed",), "to": "filed", "roles": ("system",)},
    "unarrive": {"from": ("signed", "filed", "collected", "archived"), "to": "void", "roles": ("system",)},
    # appointed / drafted / under_review -> void, sales_manager; 2.18 «void»: manager, director/executive
    "void": {
        "from": ("appointed", "drafted", "under_review"), "to": "void",
        "roles": ("sales_manager", "sales_director", "executive"),
    },
}  # fmt: skip
