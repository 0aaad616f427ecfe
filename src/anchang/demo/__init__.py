"""A believable office: the real use cases, run for three months by people who do not exist (design 8).

Nothing is put in behind the services; the same seed and day give the same rows, password hashes aside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from anchang.services.where import Where

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of an office: `today` is the last day, half lived; None is the computer's day."""

    seed: int = 7
    today: date | None = None
    days: int = 90
    units: int = 600


def build(where: Where, size: Size, progress: Progress | None = None) -> None:
    """Make the demo office, whole or not at all: of a folder nothing is left where it fails. Raises OfficeExists."""
    from anchang.demo import front, sale, stock
    from anchang.demo.world import World, first_moment

    tell = progress or (lambda _done, _whole: None)
    last, start = first_moment(size.today, size.days)
    world = World.make(where, size.seed, start)
    with world.undo:
        with world.office.batch():
            stock.settle_in(world, size.units)
        pipeline = sale.Pipeline(world, last, size.units)
        for number in range(size.days + 1):
            day = last - timedelta(days=size.days - number)
            with world.office.batch():
                front.live(world, pipeline, day, last=last)
            tell(number + 1, size.days + 1)
        world.undo.pop_all()
        world.office.close()
