"""From the cells of a sales ledger, a payment plan or a receipt register to its rows; a fault gives the row back.

Money is in yuan; in ten-thousands only where the cell, its head or the sheet's title says so. Nothing is guessed: a
word that decides about money or state and is not known gives the row back, to be explained in the profile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from anchang.domain import measure, money, text
from anchang.domain.errors import BadInput
from anchang.domain.issue import IssueKind
from anchang.domain.opening_balance import Dated, DealRow, OldBuyer, PlanRow, ReceiptRow
from anchang.domain.opening_fields import MOST_PARTS, LedgerStatus
from anchang.domain.plan import PRICE, MoneyType, PlanKind
from anchang.domain.receipt import PayWay
from anchang.domain.register import LEFT_OUT, NOTE, BookRow, Profile, RegisterKind, RulePart
from anchang.i18n import M, Msg
from anchang.importing.opening_words import choice_of
from anchang.importing.register_cells import phones_of, when_of
from anchang.importing.register_rows import Fault, Setting
from anchang.importing.rooms import place_of
from anchang.importing.rows import PER_METRE, rounded
from anchang.importing.words import is_blank, plain, why_broken

Cells = Mapping[str, list[tuple[str, str, int]]]
_DAYS = frozenset({
    "signed_on", "sign_due_date", "contract_on", "filed_on", "collected_on", "titled_on", "handover_due", "due_on",
    "loan_due_on", "on", *(f"due_{no}" for no in range(1, MOST_PARTS + 1)),
})  # fmt: skip
_AMOUNTS = frozenset({
    "total", "list_total", "unit_price", "deposit", "down", "loan", "fund", "received", "received_part",
    "received_loan", "unpaid", "amount", *(f"amount_{no}" for no in range(1, MOST_PARTS + 1)),
})  # fmt: skip
_SUMMED = frozenset({"received_part", "received_loan"})  # several columns together
_MAY_BE_NOTHING = frozenset({"deposit", "down", "loan", "fund", "received", "received_part", "received_loan", "unpaid"})
_AREAS = frozenset({"built_area", "inside_area"})
_CHOICES: dict[str, Any] = {"plan": PlanKind, "status": LedgerStatus, "money_type": MoneyType, "way": PayWay}
_LIMITS = {"name": 200, "co_buyers": 200, "id_no": 200, "co_id_no": 200, "who": 60, "payer": 60, NOTE: 1_000}
_BETWEEN = re.compile(r"[、,，;；/\n&＆]+")
_SHORTENED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_BEHIND = re.compile(
    r"[（(]\s*([0-9.]{1,8}\s*[%％]|夫妻?|妻子?|丈夫|配偶|父亲?|母亲?|儿?子|女儿?|兄|弟|姐|妹|本人|主购?|"
    r"共有人|共有|共购|监护人)\s*[)）]"
)
_JOINT = re.compile(r"共同共有|共有|夫妻共有|无|单独所有|单独|共同")
_ENDED = re.compile(r"(?:已|申请|要求)?(?:退房|退定|挞定|退户|作废|解约|解除合同)")
_NOT_YET = re.compile(r"(?:尚?未|待|暂未|还没|没有?).{0,4}")
_COUNTS = re.compile(r"[(\[【].*?[)\]】]|[0-9.]+[%期成次]")
_REMARKS = frozenset(plain(word) for word in ("备注", "说明", "note", "remark", "摘要"))
_OPEN_KINDS = {LedgerStatus.FILED: "filed", LedgerStatus.TITLED: "titled"}
_OF_PLAN = ("paper", "amount", "due_on", "money_type")
_OF_RECEIPT = ("paper", "on", "no", "amount", "money_type", "way", "payer", "account", "invoice_no")


@dataclass(slots=True)
class OpeningReader:
    """Reads rows of the opening's books; counts the words that nobody has explained yet."""

    kind: RegisterKind
    profile: Profile | None = None
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    _words: dict[tuple[str, str], str] = field(init=False)

    def __post_init__(self) -> None:
        rules = self.profile.of(RulePart.WORD) if self.profile is not None else ()
        self._words = {(rule.field, plain(rule.said).lower()): rule.means for rule in rules}

    def read(
        self, setting: Setting, place: str, cells: Cells, fault: Callable[..., None]
    ) -> BookRow | None:
        """The row, or None after telling `fault` what is wrong: (column, heading, reason, kind of the remark).

        A deal that has ended is passed over; a row with a warning is taken.
        """
        values: dict[str, Any] = {}
        remarks: list[str] = []
        good = True
        for given, head, column in cells.get("status", ()):
            if given and self._known("status", given) is LedgerStatus.ENDED:
                fault(column, head, M("this deal has ended; only running deals come in"), IssueKind.SKIPPED)
                return None
        for name, found in cells.items():
            for given, head, column in found:
                if not given or is_blank(given):
                    continue
                if name == NOTE and (ended := _ENDED.search(given)) is not None:
                    told = M("it says «{text}» here; is this deal still running?", text=ended[0])
                    fault(column, head, told, IssueKind.WARNING)
                try:
                    self._take(setting, name, head, given, values, remarks)
                except Fault as problem:
                    fault(column, head, problem.reason)
                    good = False
        if not good:
            return None
        try:
            return self._made(place, values, "；".join(dict.fromkeys(remarks)))
        except Fault as problem:
            near = next((found[0] for name, found in cells.items() if name in ("name", "room")), ("", "", 0))
            fault(near[2], near[1], problem.reason)
            return None

    def _take(
        self, setting: Setting, name: str, head: str, given: str, values: dict[str, Any], remarks: list[str]
    ) -> None:  # fmt: skip
        said = _clean(given, _LIMITS.get(name, 200))
        if name in _DAYS:
            if _NOT_YET.fullmatch(plain(said)):
                return
            found = when_of(said, setting.years, setting.today)
            if isinstance(found, Msg):
                raise Fault(found)
            values[name] = found.on
        elif name in _AMOUNTS:
            amount = amount_of(said, in_wan="万" in head or (setting.wan and name != "unit_price"))
            if amount < 0:
                raise Fault(_below_zero(setting.kind, said))
            if amount == 0 and name not in _MAY_BE_NOTHING:
                return
            if "(" in said or "（" in said:
                remarks.append(f"{text.printable(head)}：{said}")
            values[name] = values.get(name, 0) + amount if name in _SUMMED else amount
        elif name in _AREAS:
            values[name] = _area(said)
        elif name in _CHOICES:
            self._choice(name, said, values, remarks, head)
        elif name == "phone":
            phones = phones_of(said)
            if isinstance(phones, Msg):
                raise Fault(phones)
            values["phones"] = phones.numbers
        elif name in ("id_no", "co_id_no"):
            values[name] = [_id_number(each) for each in _id_numbers(said)]
        elif name == "share":
            values[name] = [_share(each) for each in _BETWEEN.split(said) if each.strip()]
        elif name in ("name", "co_buyers"):
            values[name] = _names(said, remarks)
        elif name == NOTE:
            remarks.append(said if plain(head) in _REMARKS else f"{text.printable(head)}：{said}")
        else:
            values[name] = said

    def _choice(self, name: str, said: str, values: dict[str, Any], remarks: list[str], head: str) -> None:
        means = self._words.get((name, plain(said).lower()))
        if means in (NOTE, LEFT_OUT):
            if means == NOTE:
                remarks.append(f"{text.printable(head)}：{said}")
            return
        found = self._known(name, said)
        if found is None:
            self.unknown[name, said] += 1
            raise Fault(M("the word «{text}» is not known here; say in the profile what it means", text=said))
        if name == "money_type" and found not in PRICE:
            raise Fault(M("«{what}» is not part of the price", what=found))
        values[name] = found

    def _known(self, name: str, said: str) -> Any:
        """The choice that the word means by the profile or by itself, without what stands in brackets or counts."""
        means = self._words.get((name, plain(said).lower()))
        if means is not None:
            return None if means in (NOTE, LEFT_OUT) else _CHOICES[name](means)
        return choice_of(name, said) or choice_of(name, _COUNTS.sub("", plain(said)))

    # -- rows -----------------------------------------------------------------------------------------------------

    def _made(self, place: str, values: dict[str, Any], note: str) -> BookRow:
        where: dict[str, Any] = {"place": place, **_place(values)}
        if self.kind is RegisterKind.PLANS:
            return PlanRow(**where, **_only(values, _OF_PLAN, "amount"))
        if self.kind is RegisterKind.RECEIPTS:
            return ReceiptRow(**where, note=note, **_only(values, _OF_RECEIPT, "on", "amount"))
        return _deal(where, values, note)


def _only(values: Mapping[str, Any], names: tuple[str, ...], *needed: str) -> dict[str, Any]:
    for name in needed:
        if name not in values:
            raise Fault(M("the row has no amount") if name == "amount" else M("the row has no day"))
    return {name: values[name] for name in names if name in values}


def _deal(where: dict[str, Any], values: dict[str, Any], note: str) -> DealRow:
    status = values.pop("status", None)
    more: dict[str, Any] = {flag: True for known, flag in _OPEN_KINDS.items() if status is known}
    if status is LedgerStatus.SUBSCRIBED and ("contract_on" in values or "filed_on" in values):
        raise Fault(M("the ledger says «{state}» and names the day of the contract", state=status))
    if "received" not in values and ("received_part" in values or "received_loan" in values):
        values["received"] = values.get("received_part", 0) + values.get("received_loan", 0)
    if "received" not in values and "unpaid" in values and values["unpaid"] <= values.get("total", 0):
        values["received"] = values.get("total", 0) - values["unpaid"]
    buyers = _buyers(values)
    names = (
        "address", "who", "paper_no", "contract_no", "net_sign_no", "filing_no", "permit_no", "signed_on",
        "sign_due_date", "contract_on", "filed_on", "collected_on", "archive_place", "titled_on", "handover_due",
        "total", "list_total", "unit_price", "built_area", "inside_area", "deposit", "down", "loan", "fund", "received",
        "received_loan", "unpaid", "due_on", "loan_due_on",
    )  # fmt: skip
    own = {name: values[name] for name in names if name in values}
    return DealRow(
        **where, **own, **more, buyers=buyers, kind=values.get("plan"), lines=_lines(values), note=note,
    )  # fmt: skip


def _lines(values: Mapping[str, Any]) -> tuple[Dated, ...]:
    found = []
    for no in range(1, MOST_PARTS + 1):
        amount, day = values.get(f"amount_{no}"), values.get(f"due_{no}")
        if amount:
            found.append(Dated(amount=amount, due_on=day))
        elif day is not None and amount is None:
            raise Fault(M("instalment {no} has a day and no amount", no=no))
    return tuple(found)


def _buyers(values: dict[str, Any]) -> tuple[OldBuyer, ...]:
    """Names, ID numbers and telephone numbers beside one another, in their order."""
    parted = [*values.get("name", ()), *values.get("co_buyers", ())]
    names: list[str] = [name for name, _share_of in parted]
    shares = _shares(values.get("share"), [of for _name, of in parted])
    numbers: list[str] = [*values.get("id_no", ()), *values.get("co_id_no", ())]
    phones: tuple[str, ...] = values.get("phones", ())
    if "id_no" not in values and "co_id_no" in values:
        numbers = [""] * len(values.get("name", ())) + numbers
    if len(numbers) > len(names):
        raise Fault(M("{numbers} ID numbers for {names} buyers", numbers=len(numbers), names=len(names)))
    each_has_one = len(phones) == len(names)
    found: list[OldBuyer] = []
    for index, name in enumerate(names):
        number = numbers[index] if index < len(numbers) else ""
        phone = phones[index] if each_has_one or (index == 0 and phones) else ""
        found.append(OldBuyer(name=name, id_no=number, phone=phone, share=shares[index]))
    return tuple(found)


def _names(said: str, remarks: list[str]) -> list[tuple[str, int | None]]:
    """Names, each with its share where brackets behind it say so; how buyers belong together goes into the note."""
    if "（" in said or "(" in said:
        said = _BEHIND.sub(lambda found: found[0] + "、", said)
    parts = [each.strip() for each in _BETWEEN.split(re.sub("[+＋]", "、", said)) if each.strip()]
    if len(parts) == 1 and re.fullmatch(r"[一-鿿]{2,4}(?: +[一-鿿]{2,4})+", parts[0]):
        parts = parts[0].split()
    found: list[tuple[str, int | None]] = []
    for each in parts:
        behind = _BEHIND.search(each)
        name = _BEHIND.sub("", each).strip()
        if len(name) > 60:
            raise Fault(M("a name is longer than {limit} characters", limit=60))
        if re.search(r"[:：%％]|共有人", name):
            raise Fault(M("«{text}» is no name; write the buyers one after the other with 、 between them", text=each))
        if behind is not None and not behind[1].endswith("%"):
            remarks.append(each)
        if name:
            found.append((name, _share(behind[1]) if behind is not None and behind[1].endswith("%") else None))
    return found


def _share(said: str) -> int | None:
    """A share in 10⁻⁶: 50%, 0.5, 50; None for «joint», where none is agreed."""
    if _JOINT.fullmatch(plain(said)):
        return None
    bare = plain(said)
    figure = bare.removesuffix("%")
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", figure):
        raise Fault(M("«{text}» is no share; write it like 50%", text=said))
    whole = Decimal(figure)
    share = whole if bare == figure and whole <= 1 else whole / 100
    if not 0 < share <= 1:
        raise Fault(M("«{text}» is no share; write it like 50%", text=said))
    return int((share * 1_000_000).to_integral_value())


def _shares(told: list[int | None] | None, beside: list[int | None]) -> list[int | None]:
    """The share of each buyer: the column's, else what stands behind the names. Raises Fault where they do not fit."""
    found = beside if told is None or not any(told) else told
    if not any(found):
        return [None] * len(beside)
    if len(found) != len(beside):
        raise Fault(M("{shares} shares for {names} buyers", shares=len(found), names=len(beside)))
    if None in found or abs(sum(each or 0 for each in found) - 1_000_000) > len(found):
        raise Fault(M("the shares of the buyers do not make 100 %"))
    return found if len(found) > 1 else [None]


def _id_numbers(said: str) -> list[str]:
    """The numbers of a cell; those with nothing but spaces between them too, where each is a whole one."""
    found: list[str] = []
    for each in _BETWEEN.split(said):
        parts = each.split()
        found += parts if all(re.fullmatch(r"[0-9A-Za-z]{8,}", part) for part in parts) else [each]
    return [each for each in found if each.strip()]


def _below_zero(kind: RegisterKind, said: str) -> Msg:
    if kind is RegisterKind.RECEIPTS:
        return M("«{text}» was paid back: write the receipt less that, and leave this row out", text=said)
    return M("«{text}» is below zero; write what stands after all that was paid back", text=said)


def _id_number(said: str) -> str:
    bare = re.sub(r"^(?:居民)?身份证号?码?[:：]?", "", said.strip().lstrip("'’‘\""))
    if _SHORTENED.fullmatch(bare):
        raise Fault(
            M("a spreadsheet has shortened the number to {text}; its digits are lost, write it again", text=bare)
        )
    if len(bare) > 40:
        raise Fault(M("«{text}» is no ID number", text=bare))
    return re.sub(r"\s+", "", bare)


def _place(values: Mapping[str, Any]) -> dict[str, str]:
    room = values.get("room", "")
    if not room:
        return {}
    found = place_of(values.get("building", ""), values.get("entrance", ""), values.get("floor", ""), room)
    if found.conflict:
        raise Fault(M("the room names another building than its column"))
    return {
        "building": found.building, "entrance": found.entrance, "floor_text": found.floor_text, "door": found.door,
        "room": room,
    }  # fmt: skip


def _clean(given: str, limit: int) -> str:
    if text.REPLACEMENT in given:
        raise Fault(M("A character here is damaged."))
    broken = why_broken(given)
    if broken is not None:
        raise Fault(broken)
    try:
        return text.clean(given.replace("\n", "、") if "\n" in given.strip() else given.strip(), "", limit=limit)
    except BadInput as problem:
        raise Fault(problem.message) from problem


def amount_of(said: str, *, in_wan: bool) -> int:
    """Fen; ten-thousands where the cell says so or its head does (`in_wan`). Raises Fault for anything else."""
    bare = PER_METRE.sub("", said).strip().removeprefix("人民币").removesuffix("整").removesuffix("元").strip()
    wan = bare.endswith(("万", "W", "w"))
    figure = re.sub(r"(?<=[0-9]) (?=[0-9]{3}\b)", "", bare.rstrip("万Ww").strip().lstrip("¥￥").strip())
    many = wan or in_wan
    try:
        return money.parse(rounded(figure, 6 if many else 2) + ("万" if many else ""), "", allow_negative=True)
    except BadInput:
        raise Fault(M("«{text}» is no amount; write it like 1,200,000.00", text=said)) from None


def _area(said: str) -> int:
    bare = said
    for unit in ("平方米", "平米", "㎡", "m²", "m2"):
        bare = bare.removesuffix(unit).strip()
    try:
        found = measure.parse_area(rounded(bare, 4), "")
    except BadInput:
        raise Fault(M("«{text}» is no area", text=said)) from None
    if not found:
        raise Fault(M("«{text}» is no area", text=said))
    return found

