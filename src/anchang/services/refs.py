"""From the label that people use to the row: a room, a complete phone number, a login, a paper number."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from anchang.domain.errors import nothing_there
from anchang.i18n import M, Msg
from anchang.storage.reading import Read

# noun -> (module, function(read, text) -> id or None, the noun in words); imported when first needed
FINDERS: dict[str, tuple[str, str, Msg]] = {
    "unit": ("anchang.storage.unit_query", "id_by_label", M("unit")),
    "customer": ("anchang.storage.customer_query", "id_by_phone", M("customer")),
    "staff": ("anchang.storage.staff", "id_by_login", M("member of staff")),
    "batch": ("anchang.storage.batch", "id_by_no", M("batch")),
    "permit": ("anchang.storage.permit", "id_by_no", M("permit")),
    "permit_draft": ("anchang.storage.permit_draft", "id_by_no", M("permit draft")),
    "subscription": ("anchang.storage.subscription", "id_by_no", M("subscription")),
    "contract": ("anchang.storage.contract", "id_by_no", M("contract")),
    "receipt": ("anchang.storage.receipt", "id_by_no", M("receipt")),
    "visit": ("anchang.storage.visit", "id_by_no", M("visit")),
    "call": ("anchang.storage.call", "id_by_no", M("call")),
    "follow_up": ("anchang.storage.follow_up", "newest_of_phone", M("follow-up")),
    "appointment": ("anchang.storage.appointment", "id_by_no", M("appointment")),
    "turn": ("anchang.storage.rota", "turn_by_no", M("turn")),
    "term": ("anchang.storage.term", "id_by_code", M("special term")),
    "faq": ("anchang.storage.faq", "id_by_text", M("sales question")),
    "competitor": ("anchang.storage.competitor", "id_by_name", M("competing project")),
    "meeting_task": ("anchang.storage.meeting", "task_by_no", M("task")),
    "person_request": ("anchang.storage.person_query", "request_id_by_no", M("request about the own data")),
    "ownership_case": ("anchang.storage.ownership", "id_by_no", M("ownership case")),
    "customer_link": ("anchang.storage.customer_link", "id_by_phones", M("tie between customers")),
    "register_import": ("anchang.storage.register_import", "id_by_no", M("imported register")),
    "change_request": ("anchang.storage.change", "id_by_no", M("request about a subscription")),
    "voucher": ("anchang.storage.voucher_query", "id_by_no", M("voucher")),
    "delay_request": ("anchang.storage.delay", "id_by_no", M("request for a later signing")),
    "delegation": ("anchang.storage.delegation", "id_by_no", M("delegation")),
    "launch": ("anchang.storage.launch", "id_by_no", M("launch")),
    "sincerity": ("anchang.storage.sincerity", "id_by_no", M("sincerity money")),
    "discount_request": ("anchang.storage.discount_request", "id_by_no", M("discount request")),
    "price_list": ("anchang.storage.price_list", "id_by_no", M("price list")),
}


def resolve(read: Read, noun: str, text: str) -> int:
    """The row that the label names. Raises NotFound."""
    module, name, words = FINDERS[noun]
    finder: Callable[[Read, str], int | None] = getattr(importlib.import_module(module), name)
    found = finder(read, text)
    if found is None:
        raise nothing_there(words, text)
    return found
