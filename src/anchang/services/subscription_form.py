"""The form of a subscription (3.6): what is typed becomes the paper's rows, with price, plan and dates worked out.

Used by `subscription.draft`, where what is left out takes its default, and by `subscription.edit`, where it stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from anchang.domain import discount as discounts
from anchang.domain import identity
from anchang.domain.discount import Price
from anchang.domain.discount_request import ExecuteMode
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.identity import Gender, IdType
from anchang.domain.money import Rounding, unit_price
from anchang.domain.plan import DueRule, LoanKind, PlanKind, Share
from anchang.domain.plan_choice import PlanChoice, lines_of, why_not_choose
from anchang.domain.price_list import PricingBasis
from anchang.domain.subscription import sign_due_date
from anchang.domain.text import clean
from anchang.domain.units import Area, Code, DiscountRequestRef, Fen, Name, Note, Phone, Rate, StaffRef
from anchang.i18n import M
from anchang.services import discount, discount_facts
from anchang.services import subscription_parts as parts
from anchang.services.act import Act
from anchang.storage import subscription_query as query
from anchang.storage.discount_request import special_discount_of
from anchang.storage.subscription import SubscriptionBuyer, SubscriptionDiscount, SubscriptionShare
from anchang.storage.subscription_parts import SubscriptionProxy

T = TypeVar("T")
Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """One buyer as typed; `share` is his part of the ownership. Without a primary one the first is it.

    Gender and birth are asked only where the number does not say them. A minor has a guardian, a company a legal
    representative; `agent_proof` is the number of the power of attorney.
    """

    name: Name
    id_type: IdType = IdType.ID_CARD
    id_no: str = ""
    phone: Phone = ""
    address: str = ""
    share: Rate | None = None
    is_primary: bool = False
    nationality: str = ""
    gender: Gender | None = None
    birth: date | None = None
    postcode: str = ""
    agent: Name = ""
    agent_id_type: IdType = IdType.ID_CARD
    agent_id_no: str = ""
    agent_phone: Phone = ""
    agent_proof: str = ""
    guardian: Name = ""
    guardian_relation: Name = ""
    guardian_id_type: IdType = IdType.ID_CARD
    guardian_id_no: str = ""
    guardian_phone: Phone = ""
    representative: Name = ""
    representative_id_type: IdType = IdType.ID_CARD
    representative_id_no: str = ""
    representative_phone: Phone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultant:
    """One of those who share the credit of a deal, with the share."""

    staff: StaffRef
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShare:
    """One instalment: its share of the price, due so many days after signing, or on a date."""

    rate: Rate
    days: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that the paper states. Areas are asked for only where the unit has none.

    `in_parts` says that a down payment comes in `shares`, or no more does. `deal_total` need not be given: list
    price and discounts make it. `special` is a granted special discount (2.6); `no_special` takes it out again.
    `plan_days` are those of the lump sum or of the down payment. `special_terms` are codes of the library of terms.
    `printed_…` are the figures as they stand on the customer's paper: where one is given, all are taken anew, and
    `no_printed` drops them. `consultants` share the credit; with an empty list nobody does.
    """

    signed_on: date | None = None
    paper_no: str | None = None
    buyers: tuple[Buyer, ...] | None = None
    discounts: tuple[str, ...] | None = None
    special: DiscountRequestRef | None = None
    no_special: bool = False
    deal_total: Fen | None = None
    plan: PlanKind | None = None
    plan_days: int | None = None
    shares: tuple[PlanShare, ...] | None = None
    down_rate: Rate | None = None
    loan_days: int | None = None
    loan: LoanKind | None = None
    fund: Fen | None = None
    in_parts: bool | None = None
    deposit: Fen | None = None
    deposit_due_on: date | None = None
    sign_due_date: date | None = None
    handover_due: date | None = None
    special_terms: tuple[Code, ...] | None = None
    opinion: Note | None = None
    fitted: bool | None = None
    built_area: Area | None = None
    inside_area: Area | None = None
    consultants: tuple[Consultant, ...] | None = None
    printed_unit_price: Fen | None = None
    printed_built_area: Area | None = None
    printed_inside_area: Area | None = None
    printed_shared_area: Area | None = None
    printed_total: Fen | None = None
    printed_total_words: str = ""
    printed_deposit: Fen | None = None
    printed_deposit_words: str = ""
    printed_plan_total: Fen | None = None
    no_printed: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A form worked out: the paper's own values, its rows, the special discount it uses."""

    values: Values
    buyers: tuple[Values, ...]
    discounts: tuple[Values, ...]
    shares: tuple[Share, ...]
    beside: parts.Beside
    special: int | None = None


def _pick(given: T | None, before: T | None, default: T) -> T:
    if given is not None:
        return given
    return default if before is None else before


def fill(act: Act, terms: Terms, unit: Mapping[str, Any], old: Mapping[str, Any] | None) -> Filled:
    """Work out a form; `old` is the paper that it changes. Raises BadInput and Refusal that name what is wrong."""
    was: Mapping[str, Any] = old or {}
    signed_on = _pick(terms.signed_on, was.get("signed_on"), act.today)
    choice = _choice(act, terms, old)
    price, rule_ids, special_id = _price(act, terms, unit, choice.kind, signed_on, old)
    deposit = _pick(terms.deposit, was.get("deposit_amount"), 0)
    lines_of(choice, price.deal_total, deposit)  # raises when the plan does not fit
    areas = _areas(terms, unit, was)
    beside = parts.beside(act, terms, old, signed_on)
    opinion = clean(_pick(terms.opinion, was.get("opinion"), ""), "opinion", limit=4000, multiline=True)
    moved = terms.signed_on is not None  # the days that hang on the signature move with it
    usual = signed_on + timedelta(days=int(act.settings["deposit_due_days"]))
    deposit_due = _pick(terms.deposit_due_on, None if moved else was.get("deposit_due_on"), usual)
    sign_due = _pick(
        terms.sign_due_date,
        None if moved else was.get("sign_due_date"),
        sign_due_date(signed_on, int(act.settings["sign_days"])),
    )
    return Filled(
        values={
            "signed_on": signed_on,
            "paper_no": clean(_pick(terms.paper_no, was.get("paper_no"), ""), "paper_no", limit=40),
            **areas,
            **_unit_prices(unit, price, areas),
            "rounding": act.project.rounding,
            "list_total": price.list_total,
            "deal_total": price.deal_total,
            "plan_kind": choice.kind.value,
            "plan_days": choice.days,
            "down_rate": choice.down_rate,
            "loan_days": choice.loan_days,
            "loan_unit": choice.loan_unit,
            "loan_kind": choice.loan.value,
            "loan_fund": choice.fund,
            "deposit_amount": deposit,
            "deposit_due_on": deposit_due,
            "sign_due_date": sign_due,
            "handover_due": terms.handover_due or was.get("handover_due"),
            "special_terms": beside.special_terms,
            "opinion": opinion,
            "fitted": _pick(terms.fitted, was.get("fitted"), False),
        },
        buyers=_buyers(act, terms, old),
        discounts=_discount_rows(price, rule_ids),
        shares=choice.shares,
        beside=beside,
        special=special_id,
    )


def _discount_rows(price: Price, rule_ids: Mapping[str, Any]) -> tuple[Values, ...]:
    return tuple(
        {"rule_id": rule_ids[line.code], "code": line.code, "name": line.name, "rate": line.rate, "amount": line.amount}
        for line in price.lines
    )


def choice_of(act: Act, terms: Terms) -> PlanChoice:
    """The way of paying that is typed; what is left out takes its default. Raises BadInput when it does not fit."""
    return _choice(act, terms, None)


def _choice(act: Act, terms: Terms, old: Mapping[str, Any] | None) -> PlanChoice:
    before = None if old is None else query.choice(act.read, old)
    kind = _pick(terms.plan, None if before is None else before.kind, PlanKind.LUMP_SUM)
    if before is not None and before.kind is not kind:
        before = None
    day_setting = {PlanKind.LUMP_SUM: "lump_sum_days", PlanKind.MORTGAGE: "down_days"}.get(kind)
    days = 0 if day_setting is None else int(act.settings[day_setting])
    loan_days = int(act.settings["loan_days"]) if kind is PlanKind.MORTGAGE else 0
    loan = _pick(terms.loan, None if before is None else before.loan, LoanKind.COMMERCIAL)
    was_fund = None if before is None or before.loan is not loan else before.fund
    choice = PlanChoice(
        kind,
        _pick(terms.plan_days, None if before is None else before.days, days),
        _shares(terms, before),
        _pick(terms.down_rate, None if before is None else before.down_rate, None),
        _pick(terms.loan_days, None if before is None else before.loan_days, loan_days),
        int(act.settings["loan_unit"]),
        loan,
        _pick(terms.fund, was_fund, 0),
    )
    reason = why_not_choose(choice, int(act.settings["min_down_rate"]))
    if reason is not None:
        raise BadInput(M("Payment plan: {reason}", reason=reason), "plan")
    return choice


def _shares(terms: Terms, before: PlanChoice | None) -> tuple[Share, ...]:
    if terms.shares is not None:
        return shares_of(terms.shares)
    return () if before is None or terms.in_parts is False else before.shares


def shares_of(typed: tuple[PlanShare, ...]) -> tuple[Share, ...]:
    """The shares of an instalment plan as the rules take them. Raises BadInput for one that is due in two ways."""
    return tuple(map(_share, typed))


def _share(typed: PlanShare) -> Share:
    if typed.on is not None:
        if typed.days is not None:
            raise BadInput(M("An instalment is due after signing or on a date, not both."), "shares")
        return typed.rate, DueRule.FIXED, typed.on
    return typed.rate, DueRule.SIGNING, typed.days or 0


def _price(
    act: Act, terms: Terms, unit: Mapping[str, Any], kind: PlanKind, day: date, old: Mapping[str, Any] | None
) -> tuple[Price, dict[str, int], int | None]:
    """The price with its published lines, the row id of each rule by code, and the special discount that is used."""
    if not unit["list_total"]:
        raise Refusal(M("Unit {unit} has no list price.", unit=unit["label"]))
    codes = terms.discounts
    if codes is None:
        codes = () if old is None else tuple(line.code for line in query.published_lines(act.read, old))
    found = discount.published(act, codes)
    rules = [each.rule for each in found]
    reason = discounts.why_not_use(rules, kind, day)
    if reason is not None:
        raise Refusal(M("Discounts: {reason}", reason=reason))
    price = discounts.price(unit["list_total"], rules, Rounding(act.project.rounding))
    granted = _special(act, terms, unit, old, price.deal_total, day)
    in_price = granted is not None and granted["mode"] == ExecuteMode.CONTRACT_PRICE
    total = price.deal_total - granted["special_amount"] if granted is not None and in_price else price.deal_total
    asked = total if terms.deal_total is None else terms.deal_total
    approved = total if in_price else None
    discounts.check_price(asked, price.deal_total, unit["floor_total"], unit["filed_total"], approved)
    if asked != total:
        raise BadInput(M("The price follows from list price and discounts; leave it empty."), "deal_total")
    special = None if granted is None else int(granted["id"])
    return replace(price, deal_total=total), {each.rule.code: each.id for each in found}, special


def _special(
    act: Act, terms: Terms, unit: Mapping[str, Any], old: Mapping[str, Any] | None, on_site: int, day: date
) -> Mapping[str, Any] | None:
    """The special discount that the paper uses, if any: the one given, else the one it had."""
    chosen = terms.special
    if chosen is None and old is not None and not terms.no_special:
        before = special_discount_of(act.read, old["id"])
        chosen = None if before is None else before["id"]
    if chosen is None or terms.no_special:
        return None
    customer = old["customer_id"] if old is not None else getattr(terms, "customer", None)
    return discount_facts.for_paper(act, chosen, unit["id"], customer, on_site, day)


def _areas(terms: Terms, unit: Mapping[str, Any], was: Mapping[str, Any]) -> Values:
    """The unit's areas; what the price list did not say may be typed, what it said may not be changed."""
    built = unit["built_area"] or _pick(terms.built_area, was.get("built_area"), None)
    inside = unit["inside_area"] or _pick(terms.inside_area, was.get("inside_area"), None)
    shared = unit["shared_area"]
    if shared is None and built is not None and inside is not None:
        shared = built - inside
        if shared < 0:
            raise BadInput(M("The inside area is larger than the built area."), "inside_area")
    return {"built_area": built, "inside_area": inside, "shared_area": shared}


def _unit_prices(unit: Mapping[str, Any], price: Price, areas: Values) -> Values:
    """Prices per ㎡ for showing (5.2); None without an area. The totals are what counts."""
    basis = PricingBasis(unit["pricing_basis"])
    area = areas["inside_area" if basis is PricingBasis.INSIDE else "built_area"]
    listed = unit["unit_price_inside" if basis is PricingBasis.INSIDE else "unit_price_build"]
    if listed is None and area:
        listed = unit_price(price.list_total, area)
    deal = unit_price(price.deal_total, area) if area else None
    return {"pricing_basis": basis.value, "unit_price": listed, "deal_unit_price": deal}


def _buyers(act: Act, terms: Terms, old: Mapping[str, Any] | None) -> tuple[Values, ...]:
    if terms.buyers is None:
        return () if old is None else tuple(_kept(each) for each in query.buyers(act.read, old))
    found = [typed_buyer(each) for each in terms.buyers]
    if found and not any(each["is_primary"] for each in found):
        found[0]["is_primary"] = True
    return tuple(found)


def _kept(each: query.BuyerView) -> Values:
    facts = each.facts
    return {
        "name": facts.name,
        "id_type": facts.id_type.value,
        "id_no": facts.id_no,
        "phone": facts.phone,
        "address": facts.address,
        "share": facts.share,
        "is_primary": facts.is_primary,
        "nationality": each.nationality,
        "gender": each.gender,
        "birth": each.birth,
        "postcode": each.postcode,
        "agent": each.agent,
        "proxies": [parts.proxy_values(one) for one in facts.proxies],
    }


def typed_buyer(each: Buyer) -> Values:
    """A buyer as it is stored. Raises BadInput for a wrong number; what is empty is missed when it is handed in."""
    name = clean(each.name, "buyers.name", limit=60)
    try:
        number = identity.check_id(each.id_type, each.id_no, name) if each.id_no.strip() else ""
    except BadInput as wrong:  # its sentence names the buyer, its place the field
        raise BadInput(wrong.message, "buyers.id_no") from wrong
    gender = identity.gender_of(number) or each.gender
    return {
        "name": name,
        "id_type": each.id_type.value,
        "id_no": number,
        "phone": identity.phone(each.phone, "buyers.phone") if each.phone.strip() else "",
        "address": clean(each.address, "buyers.address"),
        "share": each.share,
        "is_primary": each.is_primary,
        "nationality": clean(each.nationality, "buyers.nationality", limit=40) or parts.home_of(each.id_type),
        "gender": "" if gender is None else gender.value,
        "birth": identity.birth_date(number) or each.birth,
        "postcode": clean(each.postcode, "buyers.postcode", limit=20),
        "agent": clean(each.agent, "buyers.agent", limit=60),
        "proxies": parts.proxies_of(each),
    }


def write_parts(act: Act, subscription_id: int, edition: int, filled: Filled) -> None:
    """Write the buyers, discounts and shares of one edition, and which special discount the paper uses."""
    discount_facts.link(act, subscription_id, filled.special)
    common = {"project_id": act.project_id, "subscription_id": subscription_id, "edition": edition}
    for no, buyer in enumerate(filled.buyers, start=1):
        own = {name: value for name, value in buyer.items() if name != "proxies"}
        act.work.insert(SubscriptionBuyer, **common, no=no, **own)
        for proxy in buyer["proxies"]:
            act.work.insert(SubscriptionProxy, **common, buyer_no=no, **proxy)
    for no, line in enumerate(filled.discounts, start=1):
        act.work.insert(SubscriptionDiscount, **common, no=no, **line)
    for no, (rate, rule, when) in enumerate(filled.shares, start=1):
        fixed = when if isinstance(when, date) else None
        days = 0 if isinstance(when, date) else when
        act.work.insert(SubscriptionShare, **common, no=no, rate=rate, rule=rule.value, days=days, fixed_on=fixed)
    parts.write(act, common, filled.beside)
