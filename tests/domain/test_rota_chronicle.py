"""The day told in words: every event once, and what followed from it (domain 2.1)."""

from __future__ import annotations

from hypothesis import given, settings

from anchang.domain import rota
from anchang.domain.errors import AnchangError
from anchang.domain.rota import PauseReason
from anchang.domain.rota_chronicle import chronicle
from anchang.domain.rota_desk import Arrival
from anchang.domain.rota_policy import Policy
from anchang.domain.visit import VisitKind
from anchang.i18n import say
from tests.domain.rota_day import Day
from tests.domain.test_rota_queue import ACTS, POLICIES, happens


def told(day: Day) -> list[str]:
    """The day in Chinese, one event a line."""
    lines = chronicle(day.events, day.policy)
    return ["｜".join((say(each.what), *(say(one) for one in each.followed))) for each in lines]


def test_a_morning_reads_like_a_morning() -> None:
    day = Day(3)
    day.away(1, PauseReason.LUNCH)
    day.comes()
    day.back(1)
    day.ends(2, deal=True)
    day.tell(rota.Skipped(day.now, 3, 90, "抢接"))
    day.comes()
    day.comes(Arrival(VisitKind.RETURNING, owner_id=9))
    assert told(day) == [
        "张伟签到，第 1 位",
        "李娜签到，第 2 位",
        "王强签到，第 3 位",
        "轮班表已确定：张伟、李娜、王强｜张伟上岗",
        "张伟离岗：用餐｜李娜上岗",
        "第 1 轮：李娜接待（新客户），王强登记｜张伟得到一次补轮｜王强上岗",
        "张伟回岗｜张伟上岗",
        "李娜接待结束，已成交",
        "王强轮空 1 次，原因：抢接",
        "第 2 轮：张伟接待（新客户），李娜登记｜此轮为张伟的补轮｜李娜上岗",
        "第 3 轮：王强接待（义务接待（同事不在岗）），李娜登记；不计轮次",
    ]


@given(acts=ACTS, policy=POLICIES)
@settings(max_examples=40, deadline=None)
def test_every_event_is_told_once_and_every_credit_is_accounted_for(
    acts: list[tuple[int, int, int]], policy: Policy
) -> None:
    day = Day(4, policy)
    for act, who, more in acts:
        try:
            happens(day, act, who, more)
        except AnchangError:
            continue
    lines = chronicle(day.events, policy)
    assert [each.no for each in lines] == list(range(1, len(day.events) + 1))
    english = [say(one, "en") for each in lines for one in each.followed]
    for entry in day.queue.entries:
        gained = english.count(f"{entry.name} has a turn to make up for")
        used = english.count(f"this makes up for a turn of {entry.name}")
        assert gained >= used + len(entry.credits)
        assert used == sum(turn.on_credit for turn in day.queue.turns if turn.receiver == entry.consultant)
