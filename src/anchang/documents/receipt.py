"""The receipt (收据, domain 3.14) as fields of its template. Amounts in fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.documents.paper import Field, Words, day, listed, pen, words
from anchang.domain.money import show
from anchang.i18n import M
from anchang.i18n.capitals import in_words

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What was paid and how: amount in fen, the account it went to, the bank's reference."""

    name: Words
    way: Words
    amount: int
    account: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """One receipt. `reverses` is the number of the receipt that this one takes back; its amounts are negative then.

    `reversed_on` is the day on which it was taken back itself."""

    number: str
    seller: str
    project: str
    unit: str
    deal_number: str
    received_on: date
    payer: str
    buyers: tuple[str, ...]
    lines: tuple[ReceiptLine, ...]
    received_by: str
    confirmed_by: str = ""
    reverses: str = ""
    reversed_on: date | None = None
    note: str = ""


def receipt_fields(paper: ReceiptPaper) -> dict[str, Field]:
    """The fields of the template `RECEIPT`; a payer who is no buyer and a reversal are said in the note (3.14)."""
    total = sum(line.amount for line in paper.lines)
    notes = [paper.note] if paper.note else []
    if paper.payer not in paper.buyers:
        notes.append(words(M("paid by somebody who is not a buyer")))
    if paper.reverses:
        notes.append(words(M("takes back receipt {number}", number=paper.reverses)))
    if paper.reversed_on:
        notes.append(words(M("reversed on {day}: this receipt is not good any more", day=day(paper.reversed_on))))
    return {
        "number": words(paper.number),
        "seller": words(paper.seller),
        "project": words(paper.project),
        "unit": words(paper.unit),
        "deal_number": words(paper.deal_number),
        "received_on": day(paper.received_on),
        "payer": words(paper.payer),
        "buyers": listed(paper.buyers),
        "lines": [
            {
                "name": words(line.name),
                "way": words(line.way),
                "account": words(line.account),
                "reference": words(line.reference),
                "amount": show(line.amount),
            }
            for line in paper.lines
        ],
        "total": show(total),
        "total_words": in_words(total),
        "received_by": words(paper.received_by),
        "confirmed_by": pen(paper.confirmed_by),
        "note": listed(notes),
    }
