"""The receipt of a small order or sincerity money (小订/诚意金收据, 3.14, 5.3) as fields of its template."""

from __future__ import annotations

from anchang.documents.paper import Field, day, listed, words
from anchang.domain.money import show
from anchang.domain.receipt import PayWay
from anchang.domain.sincerity import SincerityKind
from anchang.i18n import M
from anchang.i18n.capitals import in_words
from anchang.services.document import SincerityView

SINCERITY = "sincerity_receipt"


def sincerity_fields(view: SincerityView) -> dict[str, Field]:
    """The fields of the template `SINCERITY`; a payer who is not the customer is said in the note (3.14)."""
    card = view.card
    notes = [card["note"]] if card["note"] else []
    if card["third_party"]:
        notes.append(words(M("paid by somebody who is not the customer")))
    return {
        "number": words(card["no"]),
        "seller": words(view.project.developer),
        "project": words(view.project.name),
        "kind": words(SincerityKind(card["kind"])),
        "about": words(card["about"]),
        "received_on": day(card["received_on"]),
        "payer": words(card["payer"]),
        "customer": words(card["customer"]),
        "way": words(PayWay(card["way"])),
        "account": words(card["account"]),
        "reference": words(card["bank_ref"]),
        "total": show(card["amount"]),
        "total_words": in_words(card["amount"]),
        "received_by": words(card["cashier"]),
        "consultant": words(card["consultant"]),
        "note": listed(notes),
    }
