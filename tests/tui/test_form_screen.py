"""One screen for every form."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Button

from anchang.domain.errors import AnchangError, BadInput, Refusal
from anchang.i18n import M, Msg
from anchang.tui.forms.fields import FieldRow
from anchang.tui.forms.form import Field, FieldKind, Form, Found, MemoryDrafts, Problem, Values
from anchang.tui.forms.group import FieldGroup, Rows
from anchang.tui.forms.screen import FormScreen, dirty_form
from anchang.tui.widgets.dialogs import Confirm
from tests.tui.stage import HOSTILE, TODAY, Stage, screen_text, top


def keep(**values: Any) -> Mapping[str, Any]:
    """A command for forms whose fields are what is tested."""
    return values


@dataclass(frozen=True)
class Buyer:
    name: str
    share: int = 0


@dataclass(frozen=True)
class Visit:
    name: str
    phone: str
    kind: str
    price: int
    day: date
    project: int
    wishes: tuple[str, ...] = ()
    first: bool | None = None
    owner: int | None = None
    agency: str = "none"
    note: str = ""
    buyers: tuple[Buyer, ...] = ()


async def owners(text: str, values: Values) -> tuple[Found, ...]:
    everybody = {7: "张伟", 8: "张三[/]", 9: "李娜"}
    return tuple(Found(key, name, f"{values['name']}") for key, name in everybody.items() if text in name)


async def known(value: Any, values: Values) -> Msg | None:
    return M("Nothing found.") if value == "13800138000" else None


def share_is_whole(values: Values) -> Problem | None:
    shares = [buyer.share for buyer in values["buyers"] or ()]
    return Problem(M("Say why."), "buyers") if shares and sum(shares) != 100 else None


FORM = Form(
    M("Enter a new one"), Visit,
    (
        Field("name", M("Customers"), required=True, limit=30),
        Field("phone", M("Search"), FieldKind.PHONE, required=True, hint=known),
        Field("kind", M("Filter"), FieldKind.CHOICE, required=True, choices={"walk_in": "来访", "agency": "中介"}),
        Field("agency", M("Show"), required=True, shown_when=lambda values: values["kind"] == "agency"),
        Field("wishes", M("Steps"), FieldKind.MULTI, choices={"three": "三房", "four": "四房", "school": "学区"}),
        Field("price", M("Money"), FieldKind.MONEY, required=True),
        Field("half", M("Inbox"), FieldKind.MONEY, sent=False, derived=lambda values: (values["price"] or 0) // 2),
        Field("day", M("today"), FieldKind.DATE, default=lambda: TODAY),
        Field("first", M("First row"), FieldKind.FLAG),
        Field("owner", M("Change person"), FieldKind.SEARCH, look_up=owners),
        Field("note", M("Reason"), FieldKind.MULTILINE, limit=400),
        Field("buyers", M("Contracts"), FieldKind.ROWS, row_type=Buyer, most=3, fields=(
            Field("name", M("Customers"), required=True), Field("share", M("Money"), FieldKind.INTEGER),
        )),
    ),
    checks=(share_is_whole,),
)


class Desk:
    """Takes commands, says no when told to, and counts."""

    def __init__(self) -> None:
        self.taken: list[tuple[Any, str]] = []
        self.refusal: AnchangError | None = None
        self.gate: asyncio.Event | None = None

    async def submit(self, command: Any, key: str) -> str:
        self.taken.append((command, key))
        if self.gate is not None:
            await self.gate.wait()
        if self.refusal is not None:
            raise self.refusal
        return "saved"


class Room(Stage):
    """Opens the form and keeps what it closed with."""

    def __init__(self, form: Form = FORM, **more: Any) -> None:
        super().__init__()
        self.desk = Desk()
        self.results: list[Any] = []
        more.setdefault("fixed", {"project": 5} if form is FORM else {})
        self.form = FormScreen(form, self.desk.submit, today=lambda: TODAY, **more)

    async def on_mount(self) -> None:
        await self.push_screen(self.form, self.results.append)

    def field(self, name: str) -> FieldRow:
        return next(row for row in self.form.query(FieldRow) if row.field.name == name)


async def settle(pilot: Pilot[object]) -> None:
    await pilot.pause(0.06)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def paste(pilot: Pilot[object], text: str) -> None:
    """What an input method or the clipboard does, and quicker than key after key."""
    pilot.app.post_message(Paste(text))
    await pilot.pause()


async def fill_in(pilot: Pilot[object]) -> None:
    """The shortest way through the form, by keys alone."""
    for text, keys in (("Wang", ()), ("13800138000", ()), ("", ("1",)), ("", ("1", "3")), ("1280000", ())):
        if text:
            await paste(pilot, text)
        await pilot.press(*keys, "enter")


async def test_who_types_quicker_than_the_screen_types_into_the_right_fields() -> None:
    app = Room()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for each in "Wang\t13800138000":  # all of it waits before the first is looked at
            app.post_message(Key("tab", each) if each == "\t" else Key(each, each))
        await settle(pilot)
        assert [app.field(name).raw for name in ("name", "phone")] == ["Wang", "13800138000"]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_form_is_filled_in_by_keys_alone(size: tuple[int, int]) -> None:
    app = Room()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await fill_in(pilot)
        await pilot.press("enter", "2", "enter")
        await paste(pilot, "张")
        await pilot.pause(0.25)
        await pilot.press("down", "enter")
        await settle(pilot)
        await pilot.press("x", "tab", "ctrl+n")
        await settle(pilot)
        await pilot.press(*"Li", "enter", *"100", "enter")
        await settle(pilot)
        assert isinstance(app.focused, Button)
        await pilot.press("enter")
        await settle(pilot)
    (visit, key), = app.desk.taken
    assert visit == Visit(
        "Wang", "13800138000", "walk_in", 128000000, TODAY, 5, ("three", "school"), False, 8, note="x",
        buyers=(Buyer("Li", 100),),
    )
    assert app.results == ["saved"]
    assert len(key) == 36


async def test_faults_stand_beside_their_fields_and_the_first_gets_the_caret() -> None:
    app = Room()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*"Wang", "enter", *"1380013", "enter", "1", "enter", "ctrl+s")
        await settle(pilot)
        text = screen_text(app)
        assert "电话号码" in text and "请填写此项" in text and "有 2 项需要修改" in text
        assert app.field("phone").has_class("wrong") and app.field("price").has_class("wrong")
        assert not app.field("name").has_class("wrong")
        assert app.focused is app.field("phone").query_one("LineInput")
        assert app.desk.taken == [] and app.results == []


async def test_conditions_computed_fields_and_hints_follow_what_is_typed() -> None:
    app = Room()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert not app.field("agency").display
        await fill_in(pilot)
        await settle(pilot)
        assert app.field("half").derived_value == 64000000
        assert "640,000.00" in screen_text(app) and "没有找到" in screen_text(app)
        app.field("kind").focus_editor()
        await pilot.press("2", "enter")
        await settle(pilot)
        assert app.field("agency").display
        assert app.focused is app.field("agency").query_one("LineInput")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.field("agency").has_class("wrong") and app.desk.taken == []


async def test_a_check_across_fields_names_its_field() -> None:
    app = Room(values={"name": "Wang", "phone": "13800138000", "kind": "walk_in", "price": 1, "buyers": [
        {"name": "Li", "share": 40}, {"name": "Wu", "share": 50},
    ]})
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert not app.form.dirty
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "请说明原因" in screen_text(app) and app.desk.taken == []


async def test_a_refusal_keeps_everything_and_the_same_key_goes_again() -> None:
    app = Room()
    app.desk.refusal = Refusal(M("Choose a row first."))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await fill_in(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "请先选中一行" in screen_text(app) and app.results == []
        app.desk.refusal = BadInput(M("Say why."), "phone")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.field("phone").has_class("wrong")
        app.desk.refusal = None
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.results == ["saved"]
    assert len({key for _, key in app.desk.taken}) == 1
    assert len({visit for visit, _ in app.desk.taken}) == 1


async def test_saving_twice_is_saving_once() -> None:
    app = Room()
    app.desk.gate = asyncio.Event()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await fill_in(pilot)
        await pilot.press("ctrl+s", "ctrl+s", "ctrl+s", "escape")
        app.form.action_save()
        app.desk.gate.set()
        await settle(pilot)
        assert len(app.desk.taken) == 1 and app.results == ["saved"]


async def test_esc_asks_before_a_half_filled_form_is_dropped() -> None:
    app = Room()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert dirty_form(app) is None
        await pilot.press("x", "escape")
        await settle(pilot)
        assert isinstance(top(app), Confirm) and dirty_form(app) is app.form
        await pilot.press("enter")
        await settle(pilot)
        assert top(app) is app.form and app.results == []
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("left", "enter")
        await settle(pilot)
        assert app.results == [None] and app.desk.taken == []


async def test_esc_on_an_untouched_form_just_closes_it() -> None:
    app = Room()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.results == [None]


async def test_a_draft_outlives_the_terminal_with_its_key() -> None:
    drafts = MemoryDrafts()
    app = Room(drafts=drafts)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await fill_in(pilot)
        await pilot.pause(0.6)
    assert drafts.kept["Visit"].key == app.form.key
    again = Room(drafts=drafts)
    async with again.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert again.form.key == app.form.key and again.form.dirty
        assert "已恢复" in screen_text(again)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert again.results == ["saved"] and drafts.kept == {}
        assert again.desk.taken[0][0].price == 128000000


SECRET = Form(M("Save"), keep, (
    Field("name", M("Customers")), Field("word", M("Your password"), FieldKind.SECRET, required=True),
))


async def test_a_secret_is_neither_shown_nor_kept() -> None:
    drafts = MemoryDrafts()
    app = Room(SECRET, drafts=drafts)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*"Wang", "enter", *"hush")
        await pilot.pause(0.6)
        assert "hush" not in screen_text(app)
        assert dict(drafts.kept["keep"].raw) == {"name": "Wang"}
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert app.desk.taken[0][0] == {"name": "Wang", "word": "hush"}


async def test_live_choices_follow_other_fields() -> None:
    async def rooms(values: Values) -> Mapping[str, str]:
        return {"a": "甲", "b": "乙"} if values["kind"] == "x" else {"b": "乙", "c": "丙"}

    form = Form(M("Save"), keep, (
        Field("kind", M("Filter"), FieldKind.CHOICE, choices={"x": "壹", "y": "贰"}, default="x"),
        Field("room", M("Show"), FieldKind.CHOICE, choices=rooms, required=True),
    ))
    app = Room(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter", "1")
        await settle(pilot)
        assert app.field("room").read() == "a"
        app.field("kind").focus_editor()
        await pilot.press("2")
        await settle(pilot)
        with pytest.raises(BadInput):
            app.field("room").read()
        assert "丙" in screen_text(app)


async def test_a_question_before_saving() -> None:
    question = M("Drop what you have typed?")
    form = Form(M("Save"), keep, (Field("name", M("Customers")),), confirm=lambda values: question)
    app = Room(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("x", "ctrl+s")
        await pilot.pause(0.1)
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert app.desk.taken == []
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        await pilot.press("enter")
        await settle(pilot)
        assert app.results == ["saved"]


async def test_a_table_has_its_limits() -> None:
    form = Form(M("Save"), keep, (Field("rows", M("Contracts"), FieldKind.ROWS, least=1, most=2, fields=(
        Field("name", M("Customers")),
    )),))
    app = Room(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        assert "至少要有 1 行" in screen_text(app)
        await pilot.press("f11", "b", "f11")
        await settle(pilot)
        assert "最多 2 行" in screen_text(app)
        await pilot.press("f12", "a", "ctrl+s")
        await settle(pilot)
    assert app.desk.taken[0][0] == {"rows": ({"name": "a"},)}


async def test_the_key_of_a_table_works_from_the_fields_around_it() -> None:
    """The button of an empty table shows Ctrl+N: it is for the next one; one begins at a table that stands first."""
    inner = (Field("name", M("Customers")),)
    form = Form(M("Save"), keep, (
        Field("first", M("Contracts"), FieldKind.ROWS, fields=inner), Field("line", M("Reason")),
        Field("second", M("Receipts"), FieldKind.ROWS, fields=inner),
    ))
    app = Room(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+n")
        await settle(pilot)
        await pilot.press("a", "tab")  # to the button of the first table, whose row is filled
        await settle(pilot)
        await pilot.press("tab", "b", "ctrl+n")
        await settle(pilot)
        await pilot.press("c", "ctrl+s")
        await settle(pilot)
    assert app.desk.taken[0][0] == {"first": ({"name": "a"},), "line": "b", "second": ({"name": "c"},)}


async def test_hostile_text_is_dropped_refused_or_kept_as_text() -> None:
    form = Form(M("Save"), keep, (
        Field("line", M("Customers"), limit=400), Field("text", M("Reason"), FieldKind.MULTILINE, limit=400),
    ))
    for hostile in HOSTILE:
        app = Room(form, values={"line": hostile, "text": hostile})
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            text = screen_text(app)
            assert not set("\x1b\x9b\x85\u202e\u2066\u200f\x00\x07") & set(text)
            await pilot.press("ctrl+s")
            await settle(pilot)
            saved: Any = app.desk.taken[0][0]
            assert not set("\x1b\x9b\x85\u202e\x00\x07") & set(saved["line"] + saved["text"])
            if hostile.isprintable():
                assert saved == {"line": hostile, "text": hostile}


async def test_the_buttons_and_keys_are_in_sight_on_the_smallest_terminal() -> None:
    app = Room()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        lines = screen_text(app).split("\n")
        assert any("保存" in line and "取消" in line for line in lines)
        assert any("Ctrl+S" in line for line in lines)
        assert any("项需要修改" in line for line in lines)


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_words_in_choices_answers_hints_and_titles(hostile: str) -> None:
    async def answers(text: str, values: Values) -> tuple[Found, ...]:
        return (Found(1, hostile, hostile),)

    async def hint(value: Any, values: Values) -> Msg:
        return M("{place}: there is no such day.", place=hostile)

    form = Form(M("Filter: {list}", list=hostile), keep, (
        Field("some", M("Steps"), FieldKind.MULTI, choices={"a": hostile, hostile: "b"}),
        Field("one", M("Change person"), FieldKind.SEARCH, look_up=answers, hint=hint),
        Field("shown", M("Inbox"), derived=lambda values: hostile),
    ))
    app = Room(form)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("2", "enter", "x")
        await pilot.pause(0.25)
        await settle(pilot)
        seen = screen_text(app)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert app.desk.taken[0][0] == {"some": (hostile,), "one": 1, "shown": hostile}
        assert not set("\x1b\x9b\x85\u202e\u2066\u200f\x00\x07") & set(seen + screen_text(app))


async def test_the_terminal_cursor_stands_at_the_caret_for_the_input_method() -> None:
    app = Room()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await paste(pilot, "张三")
        line = app.field("name").query_one("LineInput")
        assert app.cursor_position == line.content_region.offset + Offset(4, 0)
        app.field("note").focus_editor()
        await settle(pilot)
        await paste(pilot, "李四a")
        box = app.field("note").query_one("Box")
        assert app.cursor_position.x == box.content_region.x + 5
        assert app.cursor_position.y == box.content_region.y


async def test_after_a_refusal_the_caret_is_where_one_mends_it() -> None:
    """The button sleeps while it is being saved and loses the caret; the only field of a form is where one goes on."""
    app = Room(Form(M("Save"), keep, (Field("name", M("Customers")),)))
    app.desk.refusal = Refusal(M("Choose a row first."))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("a", "enter", "enter")
        await settle(pilot)
        assert app.focused is app.field("name").query_one("LineInput")
        app.desk.refusal = None
        await pilot.press("b", "ctrl+s")
        await settle(pilot)
    assert app.desk.taken[-1][0] == {"name": "b"}  # what stood there is chosen as a whole


async def test_choices_that_are_needed_are_asked_for() -> None:
    choices = {"a": M("Cash"), "b": M("Customers")}
    app = Room(Form(M("Save"), keep, (Field("ways", M("Way"), FieldKind.MULTI, required=True, choices=choices),)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "请填写此项" in screen_text(app) and app.desk.taken == []
        await pilot.press("2", "ctrl+s")
        await settle(pilot)
    assert app.desk.taken[0][0] == {"ways": ("b",)}


async def test_what_was_looked_up_already_is_not_where_one_begins() -> None:
    fields = (Field("owner", M("Consultant"), FieldKind.SEARCH, look_up=owners, default=Found(7, "张伟")),
              Field("name", M("Customers")))
    app = Room(Form(M("Save"), keep, fields))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("x", "ctrl+s")
        await settle(pilot)
    assert app.desk.taken[0][0] == {"owner": 7, "name": "x"}


async def test_a_row_that_is_only_coming_is_not_read_yet() -> None:
    """A draft is kept by a timer, which may ring while a new row has no editors."""
    form = Form(M("Save"), keep, (Field("rows", M("Contracts"), FieldKind.ROWS, least=1, most=3, fields=(
        Field("name", M("Customers")),
    )),))
    app = Room(form, drafts=MemoryDrafts())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        rows = app.form.query_one(Rows)
        coming = FieldGroup(rows.field.fields, rows.reading)
        rows.query_one(".rows-body").mount(coming)
        assert rows.raw == [{"name": ""}] and not app.form.dirty
        await pilot.pause()
        coming.remove()
        assert rows.raw == [{"name": ""}]


async def _many(text: str, values: Values) -> tuple[Found, ...]:
    people = (Found(7, "张伟"), Found(8, "张三"), Found(9, "李四"))
    return tuple(each for each in people if text in str(each.label))


@pytest.mark.parametrize(("typed", "taken"), [("李", 9), ("张", None)])
async def test_leaving_a_look_up_takes_the_only_answer_and_never_one_of_several(typed: str, taken: int | None) -> None:
    fields = (Field("owner", M("Consultant"), FieldKind.SEARCH, look_up=_many), Field("name", M("Customers")))
    app = Room(Form(M("Save"), keep, fields))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await paste(pilot, typed)
        await pilot.pause(0.3)
        await settle(pilot)
        await pilot.press("tab", "ctrl+s")
        await settle(pilot)
    assert [fields["owner"] for fields, _key in app.desk.taken] == ([] if taken is None else [taken])


async def test_what_a_look_up_does_not_know_is_added_on_the_way() -> None:
    asked: list[str] = []

    async def add(text: str) -> Found | None:
        asked.append(text)
        return Found(11, "王五") if len(asked) > 1 else None  # given up at first

    fields = (Field("owner", M("Consultant"), FieldKind.SEARCH, look_up=_many, add=add), Field("name", M("Customers")))
    app = Room(Form(M("Save"), keep, fields))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await paste(pilot, "王")
        await pilot.pause(0.3)
        await settle(pilot)
        assert "按 Enter 新增" in screen_text(app)
        await pilot.press("enter")
        await settle(pilot)
        assert app.focused is app.field("owner").query_one("LineInput")
        await paste(pilot, "王五")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert asked == ["王", "王五"]
    assert app.desk.taken[0][0]["owner"] == 11


async def test_what_is_found_out_after_the_form_is_gone_is_not_shown() -> None:
    """A terminal that was quicker than the database: the hint's answer comes when the form is being taken away."""
    gate = asyncio.Event()

    async def slow(value: Any, values: Values) -> Msg:
        del value, values
        await gate.wait()
        return M("Nothing found.")

    async with Stage().run_test() as pilot:
        fields = (Field("name", M("Name"), hint=slow),)
        form = FormScreen(Form(M("Enter a new one"), keep, fields), submit_nothing, today=lambda: TODAY)
        pilot.app.push_screen(form)
        await pilot.pause(0.1)
        row = form.query_one(FieldRow)
        await pilot.press("x")
        await pilot.pause(0.1)
        await row.remove_children()  # what taking the form away begins with
        gate.set()
        await pilot.pause(0.1)


async def submit_nothing(command: object, key: str) -> dict[str, Any]:
    """Never asked."""
    raise AssertionError((command, key))
