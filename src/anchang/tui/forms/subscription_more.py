"""What a subscription's form asks beside price and days: the paper's own figures, terms, consultants who share; and the
forms of the pack, the copies and the buyer's file (domain 3.6, 3.8, P03e, P03g, P03j)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from anchang.domain.buyer_file import Education, Income, Marital, Special
from anchang.domain.dictionary import Entry
from anchang.domain.pack import CopyOut, PackEvent, asked_for, to_read
from anchang.domain.paper_figures import Printed, Worked, figure_warnings
from anchang.domain.plan import PlanKind
from anchang.domain.visit import Occupation
from anchang.i18n import M, Msg, say
from anchang.services.buyer_file import KeepBuyerFile
from anchang.services.entries import FOCUS
from anchang.services.subscription_form import Consultant
from anchang.services.subscription_offer import Offer
from anchang.services.subscription_pack import HandPack, PassCopy, RecordReading, ReturnCopies
from anchang.storage.subscription_parts import items_of
from anchang.tui.acting import fill_in
from anchang.tui.forms.desk_fields import choice, consultants, listed
from anchang.tui.forms.form import Field, FieldKind, Form, Section, Values

if TYPE_CHECKING:
    from anchang.tui.app import Console


# -- the figures on the customer's paper


def printed_of(values: Values) -> Printed:
    """The figures as far as they are typed."""
    typed: dict[str, Any] = {name: values.get(f"printed_{name}") for name in Printed.__dataclass_fields__}
    return Printed(**{name: value for name, value in typed.items() if value is not None})


def figure_fields(given: Offer, total: Callable[[Values], int | None]) -> tuple[Field, ...]:
    """As printed; asked only where somebody wants them compared. Nothing of it changes the price."""

    def compared(values: Values) -> bool:
        return bool(values.get("compare"))

    def found(values: Values) -> str | Msg | None:
        here, printed = total(values), printed_of(values)
        if here is None or not printed.says_something:
            return None
        built = given.built_area or values.get("built_area")
        inside = given.inside_area or values.get("inside_area")
        worked = Worked(
            basis=given.basis, built_area=built, inside_area=inside,
            shared_area=built - inside if built and inside else None, deal_total=here,
            deposit=values.get("deposit") or 0, plan_total=here,
        )  # fmt: skip
        return " ".join(say(each) for each in figure_warnings(printed, worked)) or M("All figures agree.")

    def asked(name: str, label: Msg, kind: FieldKind = FieldKind.MONEY, unit: Msg | str = "") -> Field:
        return Field(f"printed_{name}", label, kind, unit=unit, shown_when=compared, limit=100)

    return (
        Field("compare", M("Compare with the paper"), FieldKind.FLAG, default=False,
              help=M("take down the figures as they are printed; what does not agree is pointed out")),
        asked("built_area", M("Built area there"), FieldKind.AREA, M("㎡")),
        asked("inside_area", M("Inside area there"), FieldKind.AREA, M("㎡")),
        asked("shared_area", M("Shared area there"), FieldKind.AREA, M("㎡")),
        asked("unit_price", M("Price per ㎡ there")),
        asked("total", M("Total there")),
        asked("total_words", M("In capitals there"), FieldKind.TEXT),
        asked("deposit", M("Deposit there")),
        asked("deposit_words", M("In capitals there"), FieldKind.TEXT),
        asked("plan_total", M("Payments there")),
        Field("figures", M("What differs"), derived=found, sent=False, shown_when=compared),
    )  # fmt: skip


# -- terms and consultants


def term_fields(given: Offer) -> tuple[Field, ...]:
    """The library's terms; what was chosen is read in full below."""

    def words(values: Values) -> str | None:
        chosen = [given.terms[code][1] for code in values.get("special_terms") or () if code in given.terms]
        return "; ".join(chosen) or None

    if not given.terms:
        return ()
    return (
        Field("special_terms", M("Special terms"), FieldKind.MULTI,
              choices={code: f"{code} {title}" for code, (title, _) in given.terms.items()},
              help=M("from the approved library only; a manager words another one")),
        Field("term_words", M("They say"), derived=words, sent=False),
    )  # fmt: skip


def consultant_rows(app: Console) -> Field:
    """Who shares the credit."""
    return Field(
        "consultants", M("Shared credit"), FieldKind.ROWS, most=6, row_type=Consultant,
        fields=(
            Field("staff", M("Consultant"), FieldKind.SEARCH, required=True, look_up=consultants(app)),
            Field("rate", M("Share"), FieldKind.RATE, required=True, placeholder="50%"),
        ),
        help=M("empty: the consultant's alone; else 100% in all, the consultant among them"),
    )  # fmt: skip


# -- the pack


def _offered(card: Mapping[str, Any]) -> dict[str, Entry]:
    return {each.code: each for each in card["pack_list"] if each.active}


def _day_and_note() -> tuple[Field, ...]:
    return (
        Field("on", M("On"), FieldKind.DATE, help=M("empty: today")),
        Field("note", M("Note"), limit=200),
    )


async def record_reading(app: Console, card: Mapping[str, Any]) -> None:
    """What the buyer has read; those that are to be read stand chosen."""
    offered = _offered(card)
    wanted = to_read(offered, PlanKind(card["plan_kind"]))
    done = items_of(card["pack"], PackEvent.READ)
    form = Form(
        title=M("What the buyer has read"),
        command=RecordReading,
        fields=(
            Field("items", M("Papers"), FieldKind.MULTI, required=True,
                  choices={code: each.label for code, each in offered.items()},
                  default=tuple(code for code in wanted if code not in done)),
            Field("reader", M("Who read"), limit=60, help=M("empty: the primary buyer")),
            *_day_and_note(),
        ),
    )  # fmt: skip
    await fill_in(app, form, fixed={"subscription": card["id"]})


async def hand_pack(app: Console, card: Mapping[str, Any]) -> None:
    """What is handed over; what was not given yet stands chosen."""
    offered = _offered(card)
    done = items_of(card["pack"], PackEvent.HANDED)
    left = tuple(code for code in asked_for(offered, PlanKind(card["plan_kind"])) if code not in done)
    form = Form(
        title=M("Hand over the document pack"),
        command=HandPack,
        fields=(
            Field("items", M("Papers"), FieldKind.MULTI, required=True,
                  choices={code: each.label for code, each in offered.items()}, default=left),
            Field("receiver", M("Who took them"), limit=60, help=M("empty: the primary buyer")),
            *_day_and_note(),
        ),
    )  # fmt: skip
    await fill_in(app, form, fixed={"subscription": card["id"]})


# -- the copies


async def pass_copy(app: Console, card: Mapping[str, Any]) -> None:
    """One copy to somebody else."""
    keepers: Mapping[int, str] = card["keepers"]
    form = Form(
        title=M("Hand over a copy of a subscription"),
        command=PassCopy,
        fields=(
            Field("copy_no", M("Copy"), FieldKind.CHOICE, required=True, to_value=int,
                  choices={str(no): f"{no} {who}" for no, who in keepers.items()}),
            Field("taker", M("Who takes it"), required=True, limit=60),
            Field("purpose", M("What for"), limit=200),
        ),
    )  # fmt: skip
    await fill_in(app, form, fixed={"subscription": card["id"]})


async def return_copies(app: Console, card: Mapping[str, Any]) -> None:
    """Copies that came back; all that are out stand chosen."""
    out: tuple[CopyOut, ...] = card["copies_out"]

    def command(**values: Any) -> ReturnCopies:
        return ReturnCopies(
            subscription=values["subscription"], copies=tuple(int(each) for each in values["copies"] or ()),
            purpose=values.get("purpose") or "",
        )  # fmt: skip

    form = Form(
        title=M("Take copies of a subscription back"),
        command=command,
        name="subscription.return_copies",
        fields=(
            Field("copies", M("Copies"), FieldKind.MULTI, required=True,
                  choices={str(each.copy_no): f"{each.copy_no} {each.keeper}" for each in out},
                  default=tuple(str(each.copy_no) for each in out)),
            Field("purpose", M("What for"), limit=200),
        ),
    )  # fmt: skip
    await fill_in(app, form, fixed={"subscription": card["id"]})


# -- the buyer's file


def _agreed(values: Values) -> bool:
    return isinstance(values.get("consent_on"), date)


def _sensitive(known_phone: str) -> tuple[Field, ...]:
    return (
        Field("hukou", M("Registered at"), limit=60, shown_when=_agreed),
        choice("marital", M("Family state"), Marital, shown_when=_agreed),
        choice("education", M("Education"), Education, shown_when=_agreed),
        Field("employer", M("Employer"), limit=100, shown_when=_agreed),
        Field("position", M("Position"), limit=60, shown_when=_agreed),
        choice("income", M("Family income"), Income, shown_when=_agreed),
        Field("home_address", M("Home address"), shown_when=_agreed),
        Field("mail_address", M("Mail address"), shown_when=_agreed),
        Field("emergency_name", M("In an emergency"), limit=60, shown_when=_agreed),
        Field("emergency_phone", M("Their phone"), FieldKind.PHONE, shown_when=_agreed,
              help=M("empty: stays {phone}", phone=known_phone) if known_phone else None),
        Field("purchases", M("Homes bought before"), shown_when=_agreed),
        Field("homes", M("Homes owned"), FieldKind.INTEGER, shown_when=_agreed),
    )  # fmt: skip


def _command(**values: Any) -> KeepBuyerFile:
    return KeepBuyerFile(**{name: value for name, value in values.items() if value is not None})


async def buyer_file(app: Console, card: Mapping[str, Any]) -> None:
    """The file of the customer; sensitive fields come with the day of the consent."""
    old: Mapping[str, Any] = card["file"] or {}
    form = Form(
        title=M("Buyer's file of {customer}", customer=card["computed"]["customer"]),
        command=_command,
        name=f"buyer_file.keep.{card['customer_id']}",
        fields=(
            choice("occupation", M("Occupation"), Occupation),
            Field("competitor", M("Compared with"), limit=100),
            listed("why_bought", M("Why bought"), FOCUS, several=True),
            listed("unhappy_with", M("Unhappy with"), FOCUS, several=True),
            choice("flags", M("Special"), Special, several=True),
            Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
            Field("consent_on", M("Agreed on"), FieldKind.DATE,
                  help=M("the buyer's own consent to the fields below; without it they are not asked")),
            *_sensitive(old.get("emergency_phone", "")),
        ),
        sections=(Section(M("The deal"), "occupation"), Section(M("With the buyer's consent"), "consent_on")),
    )  # fmt: skip
    several = ("why_bought", "unhappy_with", "flags")
    asked = {each.name for each in form.fields} - {"emergency_phone"}
    values = {name: old[name] or None for name in old if name in asked}
    values |= {name: tuple(str(old[name]).split()) for name in several if name in old}
    fixed = {"subscription": card["id"]} | ({"version": old["version"]} if old else {})
    await fill_in(app, form, values=values, fixed=fixed)
