"""The rota in turn (mode circular, domain 2.1) written down a second time, small and slow: lists, nothing else.

`line` is who keeps a place, first first. `credits` are the ages of the turns somebody has to make up for.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Model:
    """Who stands where. `busy`: person -> the kind of reception; `away`: person -> whether a turn is made up for."""

    line: list[int] = field(default_factory=list)
    busy: dict[int, str] = field(default_factory=dict)
    away: dict[int, bool] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    credits: dict[int, list[int]] = field(default_factory=dict)
    skips: dict[int, int] = field(default_factory=dict)
    turns: dict[int, int] = field(default_factory=dict)
    reached: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    helped: list[int] = field(default_factory=list)
    age: int = 0

    def joins(self, who: int) -> None:
        self.line.append(who)
        self.credits[who], self.skips[who], self.turns[who] = [], 0, 0

    def free(self) -> list[int]:
        return [who for who in self.line if who not in self.busy and who not in self.away]

    def post(self) -> int | None:
        """Who is up: the oldest turn to make up for, else the first without a turn taken away, else the first."""
        return self._head()[0]

    def _head(self) -> tuple[int | None, bool]:
        free = self.free()
        clean = [who for who in free if not self.skips[who]]
        owed = [who for who in clean if self.credits[who] and who not in self.used]
        if owed:
            return min(owed, key=lambda who: self.credits[who][0]), True
        return next(iter(clean or free), None), False

    def helper(self) -> int | None:
        """Who helps out: whoever has done so longest ago."""

        def last(who: int) -> int:
            return max((place for place, one in enumerate(self.helped, 1) if one == who), default=0)

        return min(self.free(), key=last, default=None)

    def new_customer(self) -> int:
        who, credited = self._head()
        assert who is not None
        if credited:
            self.credits[who].pop(0)
            self.used.add(who)
        else:
            self._pass_over(who)
            self.line.remove(who)
        self.busy[who] = "new"
        self.turns[who] += 1
        self._round()
        return who

    def _pass_over(self, who: int) -> None:
        """Everybody before `who` misses this one."""
        before = self.line[: self.line.index(who)]
        waits = [one for one in before if one in self.busy and self.busy[one] == "new"]
        missed = [one for one in before if one not in waits]
        for one in missed:
            if one in self.away:
                if self.away[one]:
                    self.credits[one].append(self.age)
            elif one in self.busy:
                self.credits[one].append(self.age)
            else:
                self.skips[one] -= 1
        rest = self.line[self.line.index(who) :]
        self.line = [*waits, *rest, *missed]
        self.reached |= {*missed, who}

    def _round(self) -> None:
        if self.reached and set(self.line) <= self.reached:
            self.reached, self.used = set(), set()

    def own_customer(self, who: int) -> None:
        """The owner comes back to the same place."""
        self.busy[who] = "returning"
        self._round()

    def helps(self, who: int, *, absent: bool) -> None:
        """For somebody absent: to the end, and a turn is earned. For somebody who is receiving: the place is kept."""
        self.helped.append(who)
        self.busy[who] = "voluntary" if absent else "assist"
        if absent:
            self.line.remove(who)
        self._round()

    def ends(self, who: int) -> None:
        if self.busy.pop(who) == "voluntary":
            self.credits[who].append(self.age)
        if who not in self.line:
            self.line.append(who)

    def moves(self, named: list[int]) -> None:
        """Those who are named share out their places; everybody else stays where he or she stood."""
        places = sorted(self.line.index(who) for who in named)
        for place, who in zip(places, named, strict=True):
            self.line[place] = who

    def leaves(self, who: int) -> None:
        self.busy.pop(who, None)
        self.away.pop(who, None)
        self.gone.add(who)
        self.credits[who] = []
        if who in self.line:
            self.line.remove(who)
        self._round()
