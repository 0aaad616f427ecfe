"""An old register through the console alone: the file, what it would do, the mapping, the yes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from anchang.domain.register import RegisterKind
from anchang.services.register_profile import known
from anchang.tui.screens.take_in_register import RegisterPreview
from anchang.tui.screens.working import Working
from anchang.tui.widgets.dialogs import Confirm
from tests.importing.made import csv_file
from tests.office import Desk, desk_at
from tests.tui.console import console, field, fill, form_of, has, press, said, save, settled, until, write

HEAD = ["日期", "客户姓名", "联系电话", "渠道", "级别", "置业顾问", "属相"]
ROWS = [
    ["2025-1-5", "张三", "13800138000", "地推", "A", "张伟", "马"],
    ["2025-1-6", "李女士", "1.39E+10", "抖音", "B", "王芳", ""],
    ["2025-1-7", "王五", "13900139001", "路过", "B", "李离职", ""],
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path / "office") as made:
        yield made


async def by_palette(pilot: Pilot[int], words: str) -> None:
    """Go where the palette leads by these words."""
    await press(pilot, "ctrl+p")
    await write(pilot, words)
    await press(pilot, "enter")
    await settled(pilot)


async def preview(pilot: Pilot[int]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, RegisterPreview), "the preview")
    await settled(pilot)


async def choose(pilot: Pilot[int], label: str, answer: str) -> None:
    """The search field of that label takes the first answer."""
    parts = form_of(pilot)._group.parts
    name = next(name for name in parts if str(field(pilot, name).field.label).endswith(label))
    field(pilot, name).focus_editor()
    await settled(pilot)
    await fill(pilot, **{name: answer})


async def test_from_the_file_to_the_log(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "旧来访.csv", [HEAD, *ROWS], "gbk")
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "i")
        await fill(pilot, path=f'"{path}"')
        await save(pilot)
        await preview(pilot)
        has(pilot, "3 读取行数", "0 可新增", "3 不合格行", "未导入的列：属相。", "未识别的词：“地推”", "«渠道»")
        await press(pilot, "ctrl+t")  # what an input method lets through
        await choose(pilot, "地推", "传单")
        await choose(pilot, "李离职", "已离职")
        await save(pilot)
        await preview(pilot)
        has(pilot, "2 可新增", "1 不合格行", "按对应方案“旧来访”读取。")
        await press(pilot, "w")
        assert desk.office.place.exports.joinpath("旧来访_rejected.csv").read_text("utf-8-sig").count("\n") == 2
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Confirm)
        has(pilot, "从 旧来访.csv 导入 2 条记录？")
        assert desk.see("manager", "visits") == []
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: any("已导入 2 条记录" in words for words in said(pilot)), "the result")
        await settled(pilot)
        has(pilot, "张三", "王五", "李离职")
    assert [row["channel"] for row in desk.see("manager", "visits")] == ["passing_by", "leaflet"]
    (profile,) = desk.office.look(desk.session("manager"), known, RegisterKind.VISITS)
    assert profile.heads == tuple(HEAD)


async def test_a_profile_is_dropped_where_it_is_used(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "旧来访.csv", [HEAD, *ROWS], "gbk")
    desk.do(
        "manager", "register_profile.save", name="旧来访", kind="visits", heads=HEAD,
        rules=({"part": "word", "field": "channels", "said": "地推", "means": "leaflet"},),
    )  # fmt: skip
    async with console(desk, "manager", place="logs") as pilot:
        await press(pilot, "i")
        await fill(pilot, path=str(path))
        await save(pilot)
        await preview(pilot)
        has(pilot, "按对应方案“旧来访”读取。", "1 可新增")
        await press(pilot, "d", "escape")  # no
        await preview(pilot)
        has(pilot, "按对应方案“旧来访”读取。")
        await press(pilot, "d")
        has(pilot, "停用对应方案“旧来访”？")
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        await preview(pilot)
        has(pilot, "0 可新增", "未识别的词：“地推”")
        await press(pilot, "d")
        await preview(pilot)
        assert any("未使用对应方案" in words for words in said(pilot))
        await press(pilot, "escape")
    assert desk.office.look(desk.session("manager"), known, RegisterKind.VISITS) == []


async def test_nothing_happens_without_a_yes_or_with_a_file_that_is_none(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "价目.csv", [["楼栋", "房号", "总价"], ["1栋", "101", "1000000"]])
    async with console(desk, "assistant", place="logs", size=(80, 24)) as pilot:
        await press(pilot, "f11")
        await fill(pilot, path=str(path))
        await save(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, Working), "the bar")
        await settled(pilot)
        has(pilot, "中没有找到来访登记簿", "按 Esc 关闭。")
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, Working)
        csv_file(path, [HEAD, [*ROWS[0][:3], "路过", *ROWS[0][4:]]])
        await press(pilot, "i")
        await fill(pilot, path=str(path))
        await save(pilot)
        await preview(pilot)
        await press(pilot, "ctrl+s", "escape")
        await settled(pilot)
    assert desk.see("manager", "visits") == []


async def test_a_consultant_hears_why_not(desk: Desk) -> None:
    async with console(desk, "c01", place="logs") as pilot:
        await press(pilot, "i")
        assert said(pilot) == ["旧登记簿由销售助理、销售经理、销售总监或管理员导入。"]


async def test_a_register_is_taken_back_from_the_list_of_imports(desk: Desk, tmp_path: Path) -> None:
    """The manager finds it by the palette; whoever may not, hears so; what is done is done once."""
    path = csv_file(tmp_path / "旧来访.csv", [HEAD, [*ROWS[0][:3], "路过", *ROWS[0][4:]]])
    async with console(desk, "assistant", place="logs") as pilot:
        await press(pilot, "i")
        await fill(pilot, path=str(path))
        await save(pilot)
        await preview(pilot)
        await press(pilot, "ctrl+s")
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: any("已导入 1 条记录" in words for words in said(pilot)), "the result")
        await by_palette(pilot, "已导入的登记簿")
        has(pilot, "旧来访.csv", "周助理")
        for key in ("x", "enter"):
            await press(pilot, key)
            assert any("须由经理或领导操作" in words for words in said(pilot))
            assert not isinstance(pilot.app.screen, Confirm)
        await settled(pilot)
    async with console(desk, "manager", place="registers") as pilot:
        await press(pilot, "x")
        has(pilot, "撤回 旧来访.csv 的 1 条记录？", "由其新增的 1 位客户一并移除")
        await write(pilot, "wrong")
        pilot.app.screen.query_one("#yes").focus()
        await press(pilot, "enter")
        has(pilot, "李经理", "wrong")
        assert desk.see("manager", "visits") == []
        await press(pilot, "x")
        assert any("该登记簿已撤回" in words for words in said(pilot))
        await settled(pilot)
