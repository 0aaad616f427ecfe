"""The library of special terms: worded by one, approved by another, then on papers, with its words (P03, Q-22)."""

from __future__ import annotations

import pytest

from anchang.domain.errors import AnchangError, BadInput, NotAllowed, NotFound, Refusal, Stale, WrongState
from tests.office import Desk
from tests.services.papers import BUYER, brought_to, card, english, stocked, term, write


def test_whoever_words_a_term_does_not_approve_it(desk: Desk) -> None:
    made = desk.do("manager", "term.propose", code="T1", title="车位", text="送车位一个")
    with pytest.raises(NotAllowed):
        desk.do("manager", "term.approve", term="T1")
    with pytest.raises(NotAllowed):
        desk.do("c01", "term.approve", term="T1")
    desk.do("director", "term.change", term="t1", text="送车位使用权一年", version=1)
    with pytest.raises(NotAllowed):  # who changed the words has worded it
        desk.do("director", "term.approve", term="T1")
    desk.do("manager", "term.approve", term="T1", version=2)
    (row,) = desk.see("c01", "terms")
    assert (row["id"], row["text"]) == (made["id"], "送车位使用权一年")
    assert (row["maker"], row["approver"]) == ("赵总监", "李经理")
    with pytest.raises(WrongState):
        desk.do("director", "term.change", term="T1", text="送两个")
    for fields, error in (
        ({"code": "t1", "title": "x", "text": "x"}, BadInput),
        ({"code": "T2", "title": "", "text": "x"}, BadInput),
        ({"code": "T2", "title": "x", "text": " "}, Refusal),
        ({"code": "T2", "title": "x", "text": "x", "valid_to": "2026-11-22"}, Refusal),
    ):
        with pytest.raises(error):
            desk.do("manager", "term.propose", **fields)


def test_what_is_not_approved_is_nobodys_but_the_leaders(desk: Desk) -> None:
    desk.do("manager", "term.propose", code="T1", title="车位", text="送车位一个")
    assert desk.see("c01", "terms") == []
    assert [row["code"] for row in desk.see("director", "terms", text="车位")] == ["T1"]
    assert [row["subject"] for row in desk.see("director", "inbox")] == ["T1 车位"]
    assert desk.see("manager", "inbox") == []  # the own words wait for somebody else
    desk.do("manager", "term.change", term="T1", title="车位二", version=1)
    with pytest.raises(Stale):  # the director has read other words
        desk.do("director", "term.approve", term="T1", version=1)
    desk.do("director", "term.retire", term="T1")
    assert desk.see("director", "inbox") == []


def test_only_the_library_stands_on_a_paper(desk: Desk) -> None:
    buyer = stocked(desk)
    desk.do("manager", "term.propose", code="P", title="x", text="待批")
    later = term(desk, "L", "明天起", valid_from="2026-11-24")
    good = term(desk, "G", "厨房\n毛坯交付")
    for codes, error, said in (
        (["P"], Refusal, "term to be approved"),
        ([later], Refusal, "does not hold on 2026-11-23"),
        ([good, good], Refusal, "stands twice"),
        (["我口头答应的"], NotFound, "我口头答应的"),
    ):
        refused: pytest.ExceptionInfo[AnchangError]
        with pytest.raises(error) as refused:
            write(desk, buyer, special_terms=codes)
        assert said in english(refused)
    number = write(desk, buyer, special_terms=[good])["sub_no"]
    assert card(desk, number)["special_terms"] == "厨房 毛坯交付"
    desk.do("director", "term.retire", term="G")
    with pytest.raises(Refusal) as refused_step:  # retired before the hand-in: a promise nobody makes any more
        desk.do("c01", "subscription.submit", subscription=number)
    assert "term not used any more" in english(refused_step)
    desk.do("c01", "subscription.edit", subscription=number, special_terms=[])
    desk.do("c01", "subscription.submit", subscription=number)
    assert card(desk, number)["special_terms"] == ""


def test_a_paper_in_force_keeps_its_words(desk: Desk) -> None:
    buyer = stocked(desk)
    number = brought_to(desk, "active", buyer, special_terms=[term(desk, "G", "毛坯交付")], buyers=[BUYER])
    desk.do("manager", "term.retire", term="G")
    assert card(desk, number)["special_terms"] == "毛坯交付"
