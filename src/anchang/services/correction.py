"""Corrections after the review: a new version of a visit, a call or a follow-up, with the reason (domain 2.2, 2.18).

The row itself shows the newest version, so every list and figure has it; what stood there stays readable in
`Correction`, and the figures of a locked day as they were signed in `SignedDay`. The customer's own record is not
touched: it has moved on since, and is changed on its card. Only what protects the customer follows: a contact that
never was protects nobody.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anchang.domain import call as call_rules
from anchang.domain import visit as visit_rules
from anchang.domain.correction import Corrected, changed
from anchang.domain.customer import Grade
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.follow_up import ContactWay, Stage
from anchang.domain.text import clean
from anchang.domain.units import CallRef, FollowUpRef, Note, StaffRef, VisitRef
from anchang.domain.visit import VisitKind
from anchang.i18n import M, Msg
from anchang.services import call as calls
from anchang.services import day_lock, people, visit_form
from anchang.services.act import Act
from anchang.services.call import CallFields
from anchang.services.use_case import Result, use_case
from anchang.services.visit import floor_person, missing_words, other_kind
from anchang.services.visit_form import VisitFields
from anchang.storage import call as call_rows
from anchang.storage import correction as rows
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.correction import Correction
from anchang.storage.customer import Customer
from anchang.storage.follow_up import FollowUp
from anchang.storage.visit import Visit
from anchang.storage.void import VoidEntry, among
from anchang.storage.work import Row

_OF_CUSTOMER = ("phone", "no_phone_reason", "consent_marketing")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReviewedVisit(VisitFields):
    """A visit on a reviewed sheet, what should have stood there, and why it is changed now."""

    visit: VisitRef
    reason: Note
    kind: VisitKind | None = None
    consultant: StaffRef | None = None
    recorder: StaffRef | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    version: int | None = None


@use_case(
    "correction.visit", action="day.correct_reviewed", title=M("Correct a reviewed visit"),
    done=M("{entry} has version {no} now; the one before stays readable."),
)  # fmt: skip
def visit(act: Act, command: CorrectReviewedVisit) -> Result:
    """Write a new version of a reviewed visit.

    Raises BadInput without a reason, without a change, or for what the visit would miss; Refusal while its sheet is not
    reviewed; Stale.
    """
    row = act.must(Visit, command.visit, M("visit"))
    day_lock.must_be_read_only(act, row["consultant_id"], row["business_date"])
    _about_the_entry(command)
    given = visit_form.columns(act, command)
    for name, staff_id in (("consultant_id", command.consultant), ("recorder_id", command.recorder)):
        if staff_id is not None:
            floor_person(act, staff_id)
            given[name] = staff_id
    for name in ("arrived_at", "left_at"):
        if getattr(command, name) is not None:
            given[name] = getattr(command, name)
    if command.kind is not None:
        given |= _kind(act, row, command.kind)
    merged = {**row, **given}
    rule = visit_form.as_rule(merged)
    on = merged["arrived_at"].astimezone(act.zone).date()
    wrong = visit_rules.check_times(rule, act.now) or visit_rules.check_day(on, row["business_date"])
    if wrong is not None:
        raise BadInput(wrong, "arrived_at")
    people.check_next(act, merged["grade"], row["business_date"], merged["next_contact_on"])
    _still_whole([*visit_rules.missing_to_save(rule), *visit_rules.missing_to_hand_in(rule)])
    version = _Version(Corrected.VISIT, row, row["consultant_id"], command.reason, command.version)
    return _keep(act, Visit, version, given) | {"entry": row["visit_no"]}


def _kind(act: Act, row: Row, kind: VisitKind) -> dict[str, Any]:
    """The kind, and what follows from it for the figures."""
    given = other_kind(row, kind)
    if row["kind"] == VisitKind.NOT_A_BUYER and kind is not VisitKind.NOT_A_BUYER:
        raise Refusal(M("A reviewed visit of somebody who does not buy cannot become a customer's: enter a new one."))
    if row["customer_id"] is not None and row["visit_count"] == 1:
        called = call_rows.won_by_call(act.read, row["customer_id"], row["arrived_at"], row["business_date"])
        given["from_call"] = called and kind is not VisitKind.RETURNING
    return given


def _about_the_entry(command: object) -> None:
    """Number and consent are the customer's, not the day's."""
    given = [name for name in _OF_CUSTOMER if getattr(command, name) is not None]
    if given or getattr(command, "notice", False):
        what = M("Number, notice and consent belong to the customer and are changed on the customer's card.")
        raise BadInput(what, given[0] if given else "notice")


def _still_whole(missing: list[Msg]) -> None:
    refused = missing_words(list(dict.fromkeys(missing)))
    if refused is not None:
        raise refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReviewedCall(CallFields):
    """A call on a reviewed sheet, what should have stood there, and why it is changed now."""

    call: CallRef
    reason: Note
    answered_by: StaffRef | None = None
    version: int | None = None


@use_case(
    "correction.call", action="day.correct_reviewed", title=M("Correct a reviewed call"),
    done=M("{entry} has version {no} now; the one before stays readable."),
)  # fmt: skip
def call(act: Act, command: CorrectReviewedCall) -> Result:
    """Write a new version of a reviewed call. Raises as `correction.visit` does."""
    row = act.must(Call, command.call, M("call"))
    day_lock.must_be_read_only(act, row["answered_by"], row["business_date"])
    _about_the_entry(command)
    given = calls.columns(act, command, row)
    if command.answered_by is not None:
        floor_person(act, command.answered_by)
        given["answered_by"] = command.answered_by
    merged = {**row, **given}
    people.check_next(act, merged["grade"], row["business_date"], merged["next_contact_on"])
    rule = calls.as_rule(merged)
    _still_whole(call_rules.missing_to_hand_in(rule))
    version = _Version(Corrected.CALL, row, row["answered_by"], command.reason, command.version)
    return _keep(act, Call, version, given) | {"entry": row["call_no"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReviewedFollowUp:
    """A follow-up on a reviewed sheet, what should have stood there, and why it is changed now."""

    follow_up: FollowUpRef
    reason: Note
    way: ContactWay | None = None
    effective: bool | None = None
    content: Note | None = None
    grade_after: Grade | None = None
    objection: str | None = None
    next_contact_on: date | None = None
    stage: Stage | None = None
    version: int | None = None


@use_case(
    "correction.follow_up", action="day.correct_reviewed", title=M("Correct a reviewed follow-up"),
    done=M("The follow-up of {entry} has version {no} now; the one before stays readable."),
)  # fmt: skip
def follow_up(act: Act, command: CorrectReviewedFollowUp) -> Result:
    """Write a new version of a reviewed follow-up. Raises as `correction.visit` does."""
    row = act.must(FollowUp, command.follow_up, M("follow-up"))
    day_lock.must_be_read_only(act, row["by_id"], row["business_date"])
    given: dict[str, Any] = {}
    for field in dataclasses.fields(command):
        value = getattr(command, field.name)
        if value is not None and field.name not in ("follow_up", "reason", "version"):
            given[field.name] = str(value) if isinstance(value, ContactWay | Grade | Stage) else value
    if "content" in given:
        given["content"] = clean(given["content"], "content", limit=4000, multiline=True)
    if "objection" in given:
        given["objection"] = clean(given["objection"], "objection")
    merged = {**row, **given}
    if not merged["content"]:
        raise BadInput(M("Still missing: {what}.", what=(M("content"),)), "content")
    people.check_next(act, merged["grade_after"], row["business_date"], merged["next_contact_on"])
    version = _Version(Corrected.FOLLOW_UP, row, row["by_id"], command.reason, command.version)
    name = act.must(Customer, row["customer_id"], M("customer"))["name"]
    done = _keep(act, FollowUp, version, given) | {"entry": name}
    if "effective" in done["changed"]:
        people.reached_anew(act, row["customer_id"], row["business_date"])
    return done


def of_person(
    act: Act, noun: Corrected, model: Any, row: Row, consultant_id: int, reason: str, given: Mapping[str, Any]
) -> None:
    """A new version of an entry because the person asked for it (5.11): reviewed or not yet, also one that is void,
    since it stays readable."""
    _keep(act, model, _Version(noun, row, consultant_id, reason, None, also_void=True), given)


@dataclass(frozen=True, slots=True)
class _Version:
    noun: Corrected
    row: Row
    consultant_id: int
    reason: str
    expect: int | None
    also_void: bool = False


def _keep(act: Act, model: Any, version: _Version, given: Mapping[str, Any]) -> Result:
    """Put down what stood there, and change the row."""
    row = version.row
    reason = clean(version.reason, "reason", limit=4000, multiline=True)
    if not reason:
        raise BadInput(M("Say why it is corrected."), "reason")
    new = changed(row, given)
    if not new:
        raise BadInput(M("Nothing would change."), "reason")
    no = _put_down(act, model, version, reason, new)
    act.work.update(model, row["id"], expect=version.expect, **new)
    return {"id": row["id"], "no": no, "changed": sorted(new)}


def _put_down(act: Act, model: Any, version: _Version, reason: str, new: Mapping[str, Any]) -> int:
    """Keep what stood there, as the next version of the entry; its number. Raises Refusal for one that is void."""
    row, noun = version.row, version.noun
    if not version.also_void and among(act.read, noun, [row["id"]]):
        raise Refusal(M("This entry is void; nothing of it can be corrected any more."))
    act.reason = reason[:200]
    no = rows.last_no(act.read, noun, row["id"]) + 1
    act.work.insert(
        Correction,
        project_id=act.project_id,
        noun=noun.value,
        row_id=row["id"],
        no=no,
        business_date=row["business_date"],
        consultant_id=version.consultant_id,
        by_id=act.actor.id,
        at=act.now,
        made_on=act.today,
        reason=reason,
        before=rows.kept(table_of(model), {name: row[name] for name in new}),
        after=rows.kept(table_of(model), new),
    )
    return no


@dataclass(frozen=True, slots=True)
class VoidReviewedVisit:
    """A visit on a reviewed sheet that never was, or stands there twice, and why it is void."""

    visit: VisitRef
    reason: Note
    version: int | None = None


@use_case(
    "correction.void_visit", action="day.correct_reviewed", title=M("Make a reviewed visit void"),
    done=M("{entry} is void: it stays readable and counts no more."),
)  # fmt: skip
def void_visit(act: Act, command: VoidReviewedVisit) -> Result:
    """Make a reviewed visit void, with the reason: the day's figures follow, what was signed stays.

    Raises BadInput without a reason; Refusal while its sheet is not reviewed, or where it is void already; Stale.
    """
    row = act.must(Visit, command.visit, M("visit"))
    version = _Version(Corrected.VISIT, row, row["consultant_id"], command.reason, command.version)
    done = _void(act, Visit, version)
    known = None if row["customer_id"] is None else act.must(Customer, row["customer_id"], people.CUSTOMER)
    if known is not None and row["saved_at"] is not None and known["visits"]:
        act.work.update(Customer, known["id"], visits=known["visits"] - 1)  # the next one is the how-manieth it is
    return done | {"entry": row["visit_no"]}


@dataclass(frozen=True, slots=True)
class VoidReviewedCall:
    """A call on a reviewed sheet that never was, or stands there twice, and why it is void."""

    call: CallRef
    reason: Note
    version: int | None = None


@use_case(
    "correction.void_call", action="day.correct_reviewed", title=M("Make a reviewed call void"),
    done=M("{entry} is void: it stays readable and counts no more."),
)  # fmt: skip
def void_call(act: Act, command: VoidReviewedCall) -> Result:
    """Make a reviewed call void. Raises as `correction.void_visit` does."""
    row = act.must(Call, command.call, M("call"))
    version = _Version(Corrected.CALL, row, row["answered_by"], command.reason, command.version)
    return _void(act, Call, version) | {"entry": row["call_no"]}


@dataclass(frozen=True, slots=True)
class VoidReviewedFollowUp:
    """A follow-up on a reviewed sheet that never was, or stands there twice, and why it is void."""

    follow_up: FollowUpRef
    reason: Note
    version: int | None = None


@use_case(
    "correction.void_follow_up", action="day.correct_reviewed", title=M("Make a reviewed follow-up void"),
    done=M("The follow-up of {entry} is void: it stays readable and counts no more."),
)  # fmt: skip
def void_follow_up(act: Act, command: VoidReviewedFollowUp) -> Result:
    """Make a reviewed follow-up void. Raises as `correction.void_visit` does."""
    row = act.must(FollowUp, command.follow_up, M("follow-up"))
    version = _Version(Corrected.FOLLOW_UP, row, row["by_id"], command.reason, command.version)
    name = act.must(Customer, row["customer_id"], people.CUSTOMER)["name"]
    return _void(act, FollowUp, version) | {"entry": name}


def _void(act: Act, model: Any, version: _Version) -> Result:
    """The entry's last version: that it is void."""
    row = version.row
    day_lock.must_be_read_only(act, version.consultant_id, row["business_date"])
    reason = clean(version.reason, "reason", limit=4000, multiline=True)
    if not reason:
        raise BadInput(M("Say why it is void."), "reason")
    act.work.unchanged(model, row, version.expect)
    no = _put_down(act, model, version, reason, {})
    act.work.insert(
        VoidEntry, project_id=act.project_id, noun=version.noun.value, row_id=row["id"], no=no,
        business_date=row["business_date"],
    )  # fmt: skip
    if row["customer_id"] is not None:
        people.reached_anew(act, row["customer_id"], row["business_date"])
    return {"id": row["id"], "no": no}
