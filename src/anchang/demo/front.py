"""A day at the demo's front desk: sign-in, arrivals, calls, follow-ups, hand-in, close."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from anchang.demo import disputes, follow, posted, side, stock
from anchang.demo.guests import answers, call_answers, plan_of_contact
from anchang.demo.world import WORDS, World, moment_of
from anchang.domain.customer import CustomerTaken
from anchang.domain.follow_up import ContactWay
from anchang.domain.rota import PauseReason
from anchang.domain.rota_desk import LetInAlready, NobodyFree
from anchang.domain.visit import Party, VisitKind
from anchang.services.arrival import Arrive
from anchang.services.call import LogCall
from anchang.services.correction import CorrectReviewedVisit
from anchang.services.customer import RegisterCustomer
from anchang.services.day import CloseDay, Consolidate, CountDoor, HandIn, LockDay, Review, SendBack
from anchang.services.follow_up import LogFollowUp
from anchang.services.rota import Confirm, EndTurn, Pause, Resume, SignIn
from anchang.services.visit import SaveVisit

if TYPE_CHECKING:
    from anchang.demo.sale import Pipeline

OPENS, CLOSES, HALF_WAY = 9 * 60, 17 * 60 + 20, 14 * 60 + 30


@dataclass
class Guest:
    """A customer as the demo remembers one."""

    customer_id: int
    name: str
    phone: str
    owner: str
    grade: str
    first: date
    next_contact: date | None = None
    buying: bool = False
    expected: datetime | None = None


@dataclass
class Book:
    """Everybody who ever came."""

    guests: dict[int, Guest] = field(default_factory=dict)

    def of(self, owner: str) -> list[Guest]:
        """That consultant's customers."""
        return [guest for guest in self.guests.values() if guest.owner == owner]

    def due(self, owner: str, day: date) -> list[Guest]:
        """Whose next contact is due, the longest waiting first."""
        found = [guest for guest in self.of(owner) if guest.next_contact is not None and guest.next_contact <= day]
        return sorted(found, key=lambda guest: guest.next_contact or day)


class Day:
    """One day, event by event."""

    def __init__(self, world: World, pipeline: Pipeline, day: date, book: Book, *, left: int) -> None:
        self.world, self.pipeline, self.day, self.book = world, pipeline, day, book
        self.left, self.half = left, left == 0
        self.present: list[str] = []
        self.busy: set[str] = set()
        self.at_the_door = 0
        self.logged: list[int] = []

    def moment(self, minutes: float) -> datetime:
        """That many minutes after midnight."""
        return moment_of(self.day, minutes)

    def live(self) -> None:
        """The whole day, or the part until the afternoon."""
        world, dice = self.world, self.world.dice
        off = {login for number, login in enumerate(world.consultants) if (number + self.day.toordinal()) % 6 == 0}
        self.present = [login for login in world.consultants if login not in off]
        dice.shuffle(self.present)
        for number, login in enumerate(self.present):
            world.at(self.moment(505 + number * 2.5 + dice.random()), partial(self._sign_in, login))
        world.at(self.moment(OPENS - 4), partial(world.do, "assistant", Confirm()))
        follow.morning(self)
        self._plan_visitors()
        self._plan_calls()
        self._plan_follow_ups()
        self._plan_pauses()
        posted.plan(self)
        disputes.plan(self, self.left)
        self.pipeline.plan(self)
        follow.plan(self)
        world.run_until(self.moment(HALF_WAY if self.half else CLOSES + 40))
        world.forget()
        if self.half:
            posted.stand_in(self)
            side.settle(self)
            self._this_minute()
            self._hand_in_early()
        else:
            self._close()

    def _sign_in(self, who: str) -> None:
        self.world.do(who, SignIn())

    # -- visitors

    def _plan_visitors(self) -> None:
        busy_day = self.day.weekday() >= 5
        count = self.world.dice.randint(13, 19) if busy_day else self.world.dice.randint(5, 10)
        for _ in range(count):
            minute = self.world.dice.uniform(OPENS + 10, (HALF_WAY if self.half else CLOSES) - 70)
            self.world.at(self.moment(minute), self._arrive)

    def _arrive(self) -> None:
        world = self.world
        draw = world.dice.random()
        if draw < 0.06:
            command = Arrive(kind=VisitKind.NOT_A_BUYER, organisation=world.some(WORDS["organisations"]))
        elif draw < 0.34 and self.book.guests:
            guest = world.some(self.book.guests.values())
            command = Arrive(kind=VisitKind.RETURNING, customer=guest.customer_id, party_size=world.dice.randint(1, 4))
        elif draw < 0.42:
            command = self._brought()
        else:
            command = Arrive(kind=VisitKind.FIRST, party=world.some(Party), party_size=world.dice.randint(1, 4))
        self.at_the_door += 1
        try:
            found = world.do("assistant", replace(command, wait=False))
        except (LetInAlready, NobodyFree):
            return
        if command.kind is not VisitKind.NOT_A_BUYER:
            self.receive(found, command)

    def _brought(self) -> Arrive:
        """A party that an agent has reported and brings."""
        world = self.world
        name, phone = world.name(), world.phone()
        company, agent = world.some(WORDS["agencies"]), world.name()
        given_no = f"BB{self.day:%m%d}{world.dice.randrange(1000):03d}"
        return Arrive(
            kind=VisitKind.AGENT_BROUGHT, name=name, phone=phone, agent_company=company, agent_name=agent,
            report_no=disputes.reported(world, company, agent, name, phone, given_no), party=Party.FAMILY,
        )  # fmt: skip
    def expected(self, guest: Guest) -> None:
        """Somebody comes to an appointment."""
        guest.expected = None
        if guest.buying or guest.owner not in self.world.consultants:
            return
        asked_for = self.world.people[guest.owner]
        command = Arrive(kind=VisitKind.APPOINTMENT, customer=guest.customer_id, asked_for=asked_for)
        with suppress(LetInAlready, NobodyFree):
            self.receive(self.world.do("assistant", replace(command, wait=False)), command)

    def receive(self, found: dict[str, Any], command: Arrive) -> None:
        """A reception begins; it ends by itself. Name and number are said during it."""
        receiver = self.world.login_of(found["receiver"])
        self.busy.add(receiver)
        guest = self.book.guests.get(found["customer"] or 0)
        end = self.world.clock.now + timedelta(minutes=self.world.dice.uniform(22, 65))
        self.world.at(end, partial(self._leave, receiver, found, command, guest))

    def _leave(self, receiver: str, found: dict[str, Any], command: Arrive, guest: Guest | None) -> None:
        world = self.world
        name = guest.name if guest else command.name or world.name()
        phone = guest.phone if guest else command.phone or (world.phone() if world.chance(0.93) else "")
        given, grade = answers(world, self.day, returning=guest is not None)
        refusal = "" if phone else world.some(WORDS["refusals"])
        fields = {"name": name, "phone": phone or None, "no_phone_reason": refusal or None, **given}
        try:
            saved = world.do(receiver, SaveVisit(visit=found["visit"], notice=True, **fields))
        except CustomerTaken:
            return
        if found["turn"] is not None:
            world.do(receiver, EndTurn())
        self.busy.discard(receiver)
        self.logged.append(found["visit"])
        self._remember(saved, name, phone, receiver, grade, given["next_contact_on"])

    def _remember(
        self, saved: dict[str, Any], name: str, phone: str, who: str, grade: str, following: date | None
    ) -> None:
        if saved["customer"] is None:
            return
        guest = self.book.guests.get(saved["customer"])
        if guest is None:
            owner = self.world.login_of(saved["owner"]) if saved["owner"] else who
            guest = self.book.guests[saved["customer"]] = Guest(saved["customer"], name, phone, owner, grade, self.day)
        if not guest.owner and saved["owner"]:
            guest.owner = self.world.login_of(saved["owner"])
        if guest.owner == who:
            guest.grade, guest.next_contact = grade, following

    # -- calls and follow-ups

    def _plan_calls(self) -> None:
        for _ in range(self.world.dice.randint(3, 8)):
            self.world.at(self.moment(self.world.dice.uniform(OPENS + 5, CLOSES - 20)), self._call)

    def _call(self) -> None:
        world = self.world
        free = [login for login in self.present if login not in self.busy]
        if not free:
            return
        who, name, phone = world.some(free), world.name(), world.phone() if world.chance(0.95) else ""
        refusal = "" if phone else world.some(WORDS["refusals"])
        given, grade = call_answers(world, self.day)
        invited = follow.invitation(self) if phone and not self.half else None
        saved = world.do(
            who,
            LogCall(
                is_repeat=False, name=name, phone=phone or None, no_phone_reason=refusal or None, notice=bool(phone),
                invite_visit_at=invited, **given,
            ),
        )  # fmt: skip
        if saved["customer"] is not None and saved["owner"] is not None:
            owner = world.login_of(saved["owner"])
            self.book.guests[saved["customer"]] = Guest(
                saved["customer"], name, phone, owner, grade, self.day, given["next_contact_on"], expected=invited
            )

    def _plan_follow_ups(self) -> None:
        for login in self.present:
            due = [guest for guest in self.book.due(login, self.day) if self.world.chance(0.82)][:5]
            for guest in due:
                minute = self.world.dice.uniform(OPENS + 20, CLOSES - 30)
                self.world.at(self.moment(minute), partial(self._follow_up, login, guest))

    def _follow_up(self, who: str, guest: Guest) -> None:
        if guest.buying or guest.owner != who:
            return
        if follow.gives_up(self, guest):
            return
        following = plan_of_contact(self.world, guest.grade, self.day)
        self.world.do(
            who,
            LogFollowUp(
                customer=guest.customer_id,
                way=self.world.some((ContactWay.PHONE, ContactWay.PHONE, ContactWay.WECHAT)),
                effective=self.world.chance(0.8),
                content=self.world.some(WORDS["follow_ups"]),
                next_contact_on=following,
            ),
        )
        guest.next_contact = following

    def _plan_pauses(self) -> None:
        for login in self.world.dice.sample(self.present, 2):
            begin = self.world.dice.uniform(11 * 60 + 30, 12 * 60 + 30)
            self.world.at(self.moment(begin), partial(self._pause, login))

    def _pause(self, who: str) -> None:
        if who in self.busy:
            return
        self.world.do(who, Pause(self.world.some((PauseReason.LUNCH, PauseReason.ERRAND))))
        self.busy.add(who)
        self.world.at(self.world.clock.now + timedelta(minutes=35), partial(self._resume, who))

    def _resume(self, who: str) -> None:
        self.world.do(who, Resume())
        self.busy.discard(who)

    # -- the end of the day

    def _this_minute(self) -> None:
        """What goes on while somebody opens the demo: a visitor is received, two are away, a number was noted down."""
        world = self.world
        found = world.do("assistant", Arrive(kind=VisitKind.FIRST, party=Party.FAMILY, party_size=2))
        self.busy.add(world.login_of(found["receiver"]))
        free = [login for login in self.present if login not in self.busy]
        for login, reason in zip(free, (PauseReason.LUNCH, PauseReason.PRIVATE), strict=False):
            world.do(login, Pause(reason))
            self.busy.add(login)
        world.do("assistant", RegisterCustomer(world.name(), world.phone(), owner=world.people[free[-1]], notice=True))

    def _hand_in_early(self) -> None:
        """Two leave at noon of the last day: one sheet waits for the assistant, one came back to be completed."""
        free = [login for login in self.present if login not in self.busy]
        for number, login in enumerate(free[-2:]):
            self.world.do(login, HandIn())
            if number:
                self.world.do("assistant", Consolidate(self.world.people[login]))
                self.world.do("manager", SendBack(self.world.people[login], WORDS["sent_back"]))

    def _close(self) -> None:
        world = self.world
        world.clock.go(self.moment(CLOSES + 45))
        for login in self.present:
            world.do(login, HandIn())
        world.do("assistant", Consolidate())
        newest = self.pipeline.is_yesterday(self.day)
        for number, login in enumerate(sorted(self.present)):
            if newest and number == 0:
                continue  # one sheet still waits for the manager
            if newest and number == 1:
                world.do("manager", SendBack(world.people[login], WORDS["sent_back"]))
            else:
                world.do("manager", Review(world.people[login]))
        if newest:
            login = sorted(self.present)[1]
            world.do(login, HandIn())
            world.do("assistant", Consolidate(world.people[login]))
        # Now and then somebody only wants to use the telephone: the door has one more than the log.
        world.do("assistant", CountDoor(self.at_the_door + (self.day.toordinal() % 9 == 0)))
        world.do("assistant", CloseDay())
        if not newest:
            self._sign()

    def _sign(self) -> None:
        """The manager signs the day; now and then something on it turns out to be wrong."""
        self.world.do("manager", LockDay(self.day))
        if self.day.toordinal() % 11 == 0 and self.logged:
            wrong, reason = WORDS["corrected"]
            self.world.do("manager", CorrectReviewedVisit(visit=self.logged[-1], content=wrong, reason=reason))


def live(world: World, pipeline: Pipeline, day: date, *, last: date) -> None:
    """One day of the history; of the last one only the first half. Prices and permits change on the way."""
    left = (last - day).days
    if left == 30:
        world.clock.go(moment_of(day, 8 * 60))
        stock.cheaper_list(world, pipeline.units)
    if left == 2:
        world.clock.go(moment_of(day, 8 * 60))
        stock.second_permit(world)
        stock.draft_left_open(world, pipeline.units)
    Day(world, pipeline, day, pipeline.book, left=left).live()
