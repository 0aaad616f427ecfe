"""客流核对: turns that count, groups in the visit log, and why the two differ (domain 2.2, C12)."""

from __future__ import annotations

from anchang.domain.worded import Worded
from anchang.i18n import M


class Why(Worded):
    """Why an entry makes the turns differ from the groups; each stands for one more or one less."""

    NOT_COUNTED = "not_counted", M("received in a turn that does not count")
    NO_TURN = "no_turn", M("in the visit log without a turn")
    NO_VISIT = "no_visit", M("a turn that counts without a group in the log")
    FROM_COLLEAGUE = "from_colleague", M("the visit stands with a colleague, the turn does not")
    SECOND_TURN = "second_turn", M("a second turn for the same visit")
