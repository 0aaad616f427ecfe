"""The demo's side rooms on its last day: own lists, sales questions, competitors, a meeting, people's data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from anchang.demo.world import WORDS
from anchang.domain.dictionary import DictKind
from anchang.domain.meeting import MeetingKind
from anchang.domain.person import Agreement, RequestKind
from anchang.services.competitor import AddCompetitor, LogSurvey
from anchang.services.dictionary import AddEntry
from anchang.services.faq import ProposeFaq, RetireFaq, WriteFaq
from anchang.services.meeting import TaskLine, WriteMeeting
from anchang.services.person import AnswerRequest, GiveConsent, ReceiveRequest, RefuseRequest, StopContact

if TYPE_CHECKING:
    from anchang.demo.front import Day

SIDE = WORDS["side_rooms"]


def settle(day: Day) -> None:
    """What the manager and the floor leave behind in each room."""
    _lists(day)
    _questions(day)
    _competitors(day)
    _meeting(day)
    _people(day)


def _lists(day: Day) -> None:
    day.world.do("manager", AddEntry(DictKind.CHANNEL, SIDE["channel"]))
    for area in SIDE["areas"]:
        day.world.do("manager", AddEntry(DictKind.AREA, area))


def _questions(day: Day) -> None:
    """All approved but the one without an answer; the last is used no more."""
    made = []
    for question, answer, tags in SIDE["questions"]:
        faq = day.world.do(day.present[0], ProposeFaq(question, answer, tags))["id"]
        if answer:
            day.world.do("manager", WriteFaq(faq))
        made.append(faq)
    day.world.do("manager", RetireFaq(made[-1]))


def _competitors(day: Day) -> None:
    """One surveyed yesterday, one that waits."""
    for number, (name, developer) in enumerate(SIDE["competitors"]):
        made = day.world.do("manager", AddCompetitor(name, developer, every_days=1 if number else None))["id"]
        if number:
            yesterday = day.day - timedelta(days=1)
            survey = LogSurvey(made, yesterday, unit_price=2_680_000, sold=9, offers=SIDE["offers"])
            day.world.do(day.present[0], survey)


def _meeting(day: Day) -> None:
    people = [day.world.people[login] for login in day.present]
    tasks = tuple(TaskLine(what, people[number], day.day) for number, what in enumerate(SIDE["tasks"]))
    notes = WriteMeeting(MeetingKind.MORNING, SIDE["points"], attendees=tuple(people), tasks=tasks)
    day.world.do("manager", notes)


def _people(day: Day) -> None:
    """One who wants to be left alone, one who takes a consent back, three who asked; nobody is looked for by name."""
    known = sorted(guest.customer_id for guest in day.book.guests.values() if not guest.buying and guest.phone)
    if len(known) < 3:
        return
    silent, asking, other = known[0], known[1], known[2]
    day.world.do("manager", StopContact(silent, SIDE["stop"]))
    day.world.do("manager", GiveConsent(asking, Agreement.THIRD_PARTY, given=True, reason=SIDE["consent"]))
    asked = [
        day.world.do("assistant", ReceiveRequest(who, kind))["id"]
        for who, kind in ((asking, RequestKind.COPY), (silent, RequestKind.ERASE), (other, RequestKind.CORRECT))
    ]
    day.world.do("manager", AnswerRequest(asked[0], SIDE["answers"][0]))
    day.world.do("manager", RefuseRequest(asked[1], SIDE["answers"][1]))
