"""Keeping the buyer's file (domain 3.8, P03c), and taking the sensitive part of it back with the consent (5.11)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from anchang.domain import identity
from anchang.domain.buyer_file import SENSITIVE, Education, Income, Marital, Special, why_not_keep
from anchang.domain.dictionary import DictKind
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import clean
from anchang.domain.units import Code, Name, Note, Phone, SubscriptionRef
from anchang.domain.visit import Occupation
from anchang.i18n import M
from anchang.services import dictionary
from anchang.services.act import Act
from anchang.services.subscription_facts import paper
from anchang.services.use_case import Result, use_case
from anchang.storage import buyer_file as query
from anchang.storage.buyer_file import BuyerFile

_LIMITS = {"hukou": 60, "employer": 100, "position": 60, "emergency_name": 60, "competitor": 100}
_PLAIN = ("hukou", "employer", "position", "home_address", "mail_address", "emergency_name", "competitor", "purchases")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepBuyerFile:
    """The whole file of the customer of a subscription, as it stands now. Sensitive fields need `consent_on`.

    Only `emergency_phone` stays where it is not given: screens show it masked.
    """

    subscription: SubscriptionRef
    consent_on: date | None = None
    occupation: Occupation | None = None
    competitor: str = ""
    why_bought: tuple[Code, ...] = ()
    unhappy_with: tuple[Code, ...] = ()
    flags: tuple[Special, ...] = ()
    note: Note = ""
    hukou: str = ""
    marital: Marital | None = None
    education: Education | None = None
    employer: str = ""
    position: str = ""
    income: Income | None = None
    home_address: str = ""
    mail_address: str = ""
    emergency_name: Name = ""
    emergency_phone: Phone | None = None
    purchases: str = ""
    homes: int | None = None
    version: int | None = None


@use_case(
    "buyer_file.keep", action="buyer_file.keep", title=M("Keep the buyer's file"),
    done=M("The file of {customer} is kept."),
)  # fmt: skip
def keep(act: Act, command: KeepBuyerFile) -> Result:
    """Keep the file; whoever reaches the subscription may. Raises BadInput for a wrong field or sensitive words without
    the buyer's consent, Stale."""
    row = paper(act, command.subscription)
    old = query.of_customer(act.read, row["customer_id"])
    values = _values(act, command)
    if command.emergency_phone is None and old is not None and command.consent_on is not None:
        values["emergency_phone"] = old["emergency_phone"]
    reason = why_not_keep(values, command.consent_on, act.today)
    if reason is not None:
        raise BadInput(M("Buyer's file: {reason}", reason=reason), "consent_on")
    values |= {
        "consent_on": command.consent_on,
        "consent_by": None if command.consent_on is None else act.actor.id,
        "by_id": act.actor.id,
    }
    if old is None:
        made = act.work.insert(
            BuyerFile, project_id=act.project_id, customer_id=row["customer_id"], business_date=act.today, **values
        )
    else:
        made = old["id"]
        act.work.update(BuyerFile, made, expect=command.version, **values)
    shown = query.computed(act.read, row["customer_id"], row["activated_on"])
    return {"id": made, "sub_no": row["sub_no"], "customer": shown["customer"]}


def _values(act: Act, command: KeepBuyerFile) -> dict[str, Any]:
    dictionary.check(act, DictKind.FOCUS, command.why_bought, "why_bought")
    dictionary.check(act, DictKind.FOCUS, command.unhappy_with, "unhappy_with")
    if command.homes is not None and not 0 <= command.homes <= 99:
        raise BadInput(M("The number of homes is between 0 and 99."), "homes")
    given = asdict(command)
    found: dict[str, Any] = {name: clean(given[name], name, limit=_LIMITS.get(name, 200)) for name in _PLAIN}
    for name in ("marital", "education", "income", "occupation"):
        found[name] = "" if given[name] is None else given[name].value
    phone = command.emergency_phone or ""
    found["emergency_phone"] = identity.phone(phone, "emergency_phone") if phone.strip() else ""
    found["homes"] = command.homes
    found["note"] = clean(command.note, "note", limit=4000, multiline=True)
    found["why_bought"] = " ".join(dict.fromkeys(command.why_bought))
    found["unhappy_with"] = " ".join(dict.fromkeys(command.unhappy_with))
    found["flags"] = " ".join(dict.fromkeys(each.value for each in command.flags))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawBuyerFile:
    """The buyer takes the consent to the sensitive fields back."""

    subscription: SubscriptionRef
    version: int | None = None


@use_case(
    "buyer_file.withdraw", action="buyer_file.keep", title=M("Take the consent to the buyer's file back"),
    done=M("The sensitive fields of {customer} are gone."),
)  # fmt: skip
def withdraw(act: Act, command: WithdrawBuyerFile) -> Result:
    """Empty the sensitive fields for good (5.11, PIPL 15). Raises Refusal where no consent stands."""
    row = paper(act, command.subscription)
    old = query.of_customer(act.read, row["customer_id"])
    if old is None or old["consent_on"] is None:
        raise Refusal(M("There is no consent to take back."))
    empty: dict[str, Any] = dict.fromkeys((name for name in SENSITIVE if name != "homes"), "")
    act.work.update(
        BuyerFile, old["id"], expect=command.version, **empty, homes=None, consent_on=None, consent_by=None
    )
    act.shred()
    shown = query.computed(act.read, row["customer_id"], row["activated_on"])
    return {"id": old["id"], "sub_no": row["sub_no"], "customer": shown["customer"]}
