"""What people do at the front desk, whichever screen they stand on: each opens its form, acts, and says what came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.errors import nothing_there
from anchang.i18n import M, Msg
from anchang.services.customer import CheckPhone
from anchang.storage import call_query, visit_query
from anchang.tui.acting import Result, fill_in
from anchang.tui.forms import arrival as arrival_forms
from anchang.tui.forms import call as call_forms
from anchang.tui.forms import desk_fields
from anchang.tui.forms import follow_up as follow_up_forms
from anchang.tui.forms import visit as visit_forms
from anchang.tui.forms.form import Field, FieldKind, Form

if TYPE_CHECKING:
    from anchang.tui.app import Console


async def arrive(app: Console) -> Result | None:
    """A visitor comes in; the answer says who takes the visitor."""
    colleagues = await desk_fields.colleagues_today(app)
    return await fill_in(app, arrival_forms.arrive(app, colleagues), quiet=True)


def answer_words(result: Mapping[str, Any]) -> tuple[Msg, ...]:
    """Who takes the visitor, who writes it down, why, and who stands where now."""
    if result.get("waiting"):
        number, why = result["waiting"], result["why"]
        return (M("The visitor waits as no. {no} and is given to the next one free. {why}", no=number, why=why),)
    words = [
        M("{receiver} receives: {why}", receiver=result["receiver_name"], why=result["why"]),
        M("{recorder} writes the greeting entry {no}", recorder=result["recorder_name"], no=result["visit_no"]),
    ]
    if result["fills_post"]:
        words.append(M("{name} takes the post now", name=result["fills_post"]))
    if result["tell_owner"]:
        words.append(M("tell {owner} that the customer is here", owner=result["tell_name"]))
    words += [M("{words}", words=each) for each in result.get("warnings", ())]
    return tuple(words)


async def log_visit(app: Console, visit_id: int) -> Result | None:
    """Complete a visit."""
    row = await app.terminal.look(visit_query.card, visit_id)
    if row is None:
        raise nothing_there(M("visit"), visit_id)
    days = await app.terminal.look(desk_fields.grade_days)
    form = visit_forms.complete(app, row, days)
    fixed = {"visit": visit_id, "version": row["version"]}
    result = await fill_in(app, form, values=visit_forms.values_of(row), fixed=fixed)
    _say_missing(app, result)
    return result


async def correct_visit(app: Console, visit_id: int) -> Result | None:
    """Correct kind, people or times of a visit."""
    row = await app.terminal.look(visit_query.card, visit_id)
    if row is None:
        raise nothing_there(M("visit"), visit_id)
    fixed = {"visit": visit_id, "version": row["version"]}
    return await fill_in(app, visit_forms.correct(app, row), fixed=fixed)


async def enter_visit(app: Console) -> Result | None:
    """A visit outside the rota."""
    days = await app.terminal.look(desk_fields.grade_days)
    result = await fill_in(app, visit_forms.enter(app, days, app.terminal.today()))
    _say_missing(app, result)
    return result


def _say_missing(app: Console, result: Result | None) -> None:
    if result is not None and result.get("missing"):
        app.notify(str(M("To hand in: {what}.", what=tuple(result["missing"]))), timeout=8, markup=False)


async def enter_call(app: Console) -> Result | None:
    """A call of today."""
    days = await app.terminal.look(desk_fields.grade_days)
    return await fill_in(app, call_forms.enter(app, days, app.terminal.today()))


async def complete_call(app: Console, call_id: int) -> Result | None:
    """Add to a call."""
    row = await app.terminal.look(call_query.card, call_id)
    if row is None:
        raise nothing_there(M("call"), call_id)
    days = await app.terminal.look(desk_fields.grade_days)
    fixed = {"call": call_id, "version": row["version"]}
    return await fill_in(app, call_forms.complete(app, row, days), values=call_forms.values_of(row), fixed=fixed)


async def follow_up(app: Console, customer: int | None = None, grade: str = "") -> Result | None:
    """Write down a contact."""
    days = await app.terminal.look(desk_fields.grade_days)
    form = follow_up_forms.log(app, days, app.terminal.today(), customer, grade)
    return await fill_in(app, form, fixed={} if customer is None else {"customer": customer})


CHECK = Form(
    title=M("Is this number free?"),
    command=CheckPhone,
    fields=(Field("phone", M("Phone"), FieldKind.PHONE, required=True),),
)


async def check_number(app: Console) -> Result | None:
    """Whether a number is free, and otherwise whose customer it is."""
    return await fill_in(app, CHECK)
