"""The office's choices for its rota (domain 2.1): where its sources disagree, the office decides.

A day keeps the policy that it began with, so that its events give the same decisions whenever they are read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from anchang.domain.rota import EntryState, Mode, PauseReason
from anchang.domain.worded import Worded
from anchang.i18n import M

LOST = (PauseReason.LEAVE, PauseReason.DAY_OFF, PauseReason.PRIVATE)


class LateJoin(Worded):
    """Where somebody joins who signs in after the order was fixed."""

    END = "end", M("at the end of the line")
    END_AND_SKIP = "end_and_skip", M("at the end of the line, and loses a turn")


class Penalty(Worded):
    """Why a turn is taken away (2.1-2, 2.1-4)."""

    NOT_ASKED = "not_asked", M("did not ask whether it is the first visit")
    POACHED = "poached", M("took a colleague's customer")
    OTHER = "other", M("another reason")


class Helper(Worded):
    """Who receives for a colleague who is busy or absent and has named nobody (2.1-3)."""

    LEAST_RECENT = "least_recent", M("whoever has helped out longest ago")
    ON_POST = "on_post", M("whoever is on the post")


class Tie(Worded):
    """Who stands first of those who signed in at the same instant (2.1)."""

    STAFF_NUMBER = "staff_number", M("the lower staff number")
    ENTERED = "entered", M("whoever was entered first")


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds on one day, with the defaults of 2.1.

    `mode`: how the next one is found; `door_minutes`: how long a shift at the door lasts where the door decides.
    `opening`, `closing`: the office's hours; who comes outside of them uses up a turn only if `outside_hours_count`,
    and nobody's shift at the door lasts beyond closing. `late_joins`: where a late sign-in joins.
    `own_returning_compensated`: receiving one's own returning customer costs neither place nor turn (else one goes to
    the end for it). `voluntary_credit`: receiving for somebody absent earns a turn. `referral_counts`,
    `relatives_count`, `agent_counts`: a visitor who asks for somebody by name, a relative of a consultant, a customer
    brought by an agent uses up a turn. `agent_report_required`: no such customer without a report made before.
    `lost_pauses`: absences in which a turn passed over is lost.
    `not_asked_turns`, `poached_turns`: turns that these penalties cost. `helper`: who helps out; whoever is on the post
    is always the same, since helping costs no turn and may earn one. `tie`: who is first of one instant. `credits_die`:
    turns to make up for end with the day, else they are there again at the next sign-in.
    """

    mode: Mode = Mode.CIRCULAR
    door_minutes: int = 20
    opening: time = time(8)
    closing: time = time(22)
    outside_hours_count: bool = False
    late_joins: LateJoin = LateJoin.END
    own_returning_compensated: bool = True
    voluntary_credit: bool = True
    referral_counts: bool = False
    relatives_count: bool = False
    agent_counts: bool = True
    agent_report_required: bool = True
    lost_pauses: tuple[PauseReason, ...] = LOST
    not_asked_turns: int = 1
    poached_turns: int = 1
    helper: Helper = Helper.LEAST_RECENT
    tie: Tie = Tie.STAFF_NUMBER
    credits_die: bool = True

    def pause_state(self, reason: PauseReason) -> EntryState:
        """`paused_no` where a turn passed over is lost, else `paused_ok` (2.1-4)."""
        return EntryState.PAUSED_NO if reason in self.lost_pauses else EntryState.PAUSED_OK

    def pause_step(self, reason: PauseReason) -> str:
        """The step of the entry's flow that this absence is."""
        return "pause_no" if reason in self.lost_pauses else "pause_ok"

    def turns_lost(self, penalty: Penalty) -> int:
        """How many turns a penalty costs."""
        return {Penalty.NOT_ASKED: self.not_asked_turns, Penalty.POACHED: self.poached_turns}.get(penalty, 1)

    def is_open(self, local: time) -> bool:
        """Whether the office is open at that time of its own day."""
        return self.opening <= local < self.closing
