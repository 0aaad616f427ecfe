"""One act is one transaction: permission, key, journal, refusal (design 3 and 4)."""

from __future__ import annotations

import pytest

from anchang.domain.errors import BadInput, KeyReused, NotAllowed, Refusal
from anchang.services.staff import WrongPassword, refused
from tests.office import Desk


def test_a_refused_act_changes_nothing(desk: Desk) -> None:
    before = desk.office.change_mark()
    with pytest.raises(NotAllowed, match=r"管理员|administrator"):
        desk.do("c01", "staff.add", login="x1", name="某", roles="consultant", password="demo")
    assert desk.office.change_mark() == before


def test_the_same_key_with_the_same_content_is_one_record(desk: Desk) -> None:
    first = desk.do("boss", "staff.add", key="k1", login="x1", name="某", roles="consultant", password="demo")
    mark = desk.office.change_mark()
    again = desk.do("boss", "staff.add", key="k1", login="x1", name="某", roles="consultant", password="demo")
    assert again == first
    assert desk.office.change_mark() == mark
    with pytest.raises(KeyReused):
        desk.do("boss", "staff.add", key="k1", login="x2", name="某", roles="consultant", password="demo")
    fields = {"key": "ask_minutes", "value": "12"}
    with pytest.raises(KeyReused):
        desk.office.run_named(desk.session("boss"), "setting.change", fields, key="k1")


def test_an_unknown_field_and_a_missing_one_are_named(desk: Desk) -> None:
    with pytest.raises(BadInput) as caught:
        desk.do("boss", "staff.add", nam="某")
    assert caught.value.place == "nam"
    with pytest.raises(BadInput) as caught:
        desk.do("boss", "staff.add", name="某")
    assert caught.value.place == "login"


def test_five_wrong_passwords_lock_the_login_for_five_minutes(desk: Desk) -> None:
    for _ in range(5):
        answer = desk.do("system", "staff.sign_in", login="c01", password="nope")
        assert isinstance(refused(answer), WrongPassword)
    assert desk.do("system", "staff.sign_in", login="c01", password="demo") == {"refused": "locked"}
    desk.clock.move(minutes=5)
    answer = desk.do("system", "staff.sign_in", login="C01", password="demo")
    assert answer == {"staff": desk.people["c01"], "must_change": True}


def test_the_last_administrator_stays(desk: Desk) -> None:
    with pytest.raises(Refusal, match=r"last administrator|最后一位管理员"):
        desk.do("boss", "staff.change", staff="boss", roles="consultant")


def test_a_leaver_can_do_nothing_any_more(desk: Desk) -> None:
    desk.do("boss", "staff.disable", staff="c02", reason="离职")
    with pytest.raises(NotAllowed):
        desk.do("c02", "staff.change_password", old="demo", new="longer-one")
