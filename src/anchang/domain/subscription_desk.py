"""Who keeps the copies of a subscription, and what of a subscription waits for whom (domain 2.3)."""

from __future__ import annotations

from enum import StrEnum

from anchang.i18n import M, Msg


class CopyHolder(StrEnum):
    """Who gets a stamped copy, in the order in which copies are given out (2.3, step 9)."""

    CUSTOMER = "customer"
    ASSISTANT = "sales_assistant"
    DEVELOPER = "developer"
    FINANCE = "finance"
    ARCHIVE = "archive"

    @property
    def label(self) -> Msg:
        """The holder in words."""
        return HOLDER_LABELS[self]

    @property
    def keeper(self) -> Msg:
        """Whoever gets the copy, in words."""
        return KEEPER_LABELS[self]


HOLDER_LABELS: dict[CopyHolder, Msg] = {
    CopyHolder.CUSTOMER: M("copy of the customer"),
    CopyHolder.ASSISTANT: M("copy of the sales assistant"),
    CopyHolder.DEVELOPER: M("copy of the developer"),
    CopyHolder.FINANCE: M("copy of the finance office"),
    CopyHolder.ARCHIVE: M("copy for the files"),
}


KEEPER_LABELS: dict[CopyHolder, Msg] = {
    CopyHolder.CUSTOMER: M("customer"),
    CopyHolder.ASSISTANT: M("sales assistant"),
    CopyHolder.DEVELOPER: M("the developer"),
    CopyHolder.FINANCE: M("the finance office"),
    CopyHolder.ARCHIVE: M("the files"),
}


def distribution(copies: int) -> tuple[CopyHolder, ...]:
    """The holder of each copy from number 1 on; what is beyond the list goes to the files. ValueError below 1."""
    if copies < 1:
        raise ValueError(copies)
    order = tuple(CopyHolder)
    return order[:copies] + (CopyHolder.ARCHIVE,) * (copies - len(order))


class Waiting(StrEnum):
    """Why a subscription stands in somebody's inbox."""

    DRAFT = "draft"
    REVIEW = "review"
    DEPOSIT = "deposit"
    LOWER_DEPOSIT = "lower_deposit"
    STAMP = "stamp"
    SLIP = "slip"
    SIGNING = "signing"
    SIGNING_LATE = "signing_late"

    @property
    def label(self) -> Msg:
        """What has to be done, in words."""
        return WAITING_LABELS[self]


WAITING_LABELS: dict[Waiting, Msg] = {
    Waiting.DRAFT: M("finish the subscription and hand it in"),
    Waiting.REVIEW: M("review the subscription"),
    Waiting.DEPOSIT: M("receive the deposit of the subscription"),
    Waiting.LOWER_DEPOSIT: M("decide about the lower deposit"),
    Waiting.STAMP: M("stamp the subscription"),
    Waiting.SLIP: M("sign the approval slip"),
    Waiting.SIGNING: M("the contract is to be signed soon"),
    Waiting.SIGNING_LATE: M("the contract is not signed in time"),
}
