"""The office's lists as data, one module a noun with `LISTINGS`; the console and `anchang list` share them."""

from __future__ import annotations

import importlib

from anchang.domain.errors import BadInput
from anchang.i18n import M
from anchang.services.listing import Listing

# Nouns that have a module here.
NOUNS: tuple[str, ...] = (
    "staff",
    "forgotten",
    "permit",
    "price_list",
    "unit",
    "unit_life",
    "setting",
    "inbox",
    "delegation",
    "discount",
    "term",
    "subscription",
    "delay",
    "discount_request",
    "receipt",
    "change",
    "voucher",
    "contract",
    "receivable",
    "customer",
    "ownership",
    "visit",
    "call",
    "follow_up",
    "register",
    "task",
    "appointment",
    "pool",
    "tracking",
    "rota",
    "rota_chronicle",
    "day",
    "person",
    "dictionary",
    "faq",
    "competitor",
    "meeting",
    "launch",
    "sincerity",
    "saved_filter",
)


def all_listings() -> dict[str, Listing]:
    """Every list by name."""
    found: dict[str, Listing] = {}
    for noun in NOUNS:
        module = importlib.import_module(f"anchang.services.lists.{noun}")
        for listing in module.LISTINGS:
            found[listing.name] = listing
    return found


def find(name: str) -> Listing:
    """The list of that name. Raises BadInput that names them all."""
    known = all_listings()
    if name not in known:
        raise BadInput(M("There is no list «{name}». Known: {known}.", name=name, known=tuple(sorted(known))), "list")
    return known[name]
