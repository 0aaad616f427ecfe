"""Which tests of use cases run a second time, on PostgreSQL: every module whose `desk` fixture is the common one.

A new module of tests/services joins by its name here.
"""

SAME = (
    "services/test_claim.py",
    "services/test_contract.py",
    "services/test_discount.py",
    "services/test_office.py",
    "services/test_permit.py",
    "services/test_price_list.py",
    "services/test_receipt.py",
    "services/test_receivable.py",
    "services/test_register_import.py",
    "services/test_subscription.py",
    "services/test_subscription_form.py",
    "services/test_unit.py",
)

# Tests that reach behind the program into the SQLite file itself; `test_server.py` asks the same of the server.
FILE_ONLY = frozenset({"test_doctor_names_a_changed_amount_and_a_lost_number"})
