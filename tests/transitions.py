"""Which transitions of every process a run of the tests takes through use cases, and which it never took (issue 4).

    python -m pytest -p tests.transitions -n 0 tests/services tests/hostile tests/demo

A transition is a step from one of the states from which its table allows it. Printed at the end of the run: how many
of them were taken, and every one that was not. Only acts of this process are seen, not those of terminals it starts.
"""

from __future__ import annotations

from typing import Any

import pytest

from anchang.domain.flow import Flow
from anchang.services.act import Act
from tests.architecture.test_flows import flows

taken: set[tuple[str, str, str]] = set()


def pytest_configure() -> None:
    """Look at every move from now on."""
    move, came = Act.move, Act.came

    def moved(self: Act, flow: Flow[Any, Any], step: str, model: Any, row: Any, *more: Any, **said: Any) -> str:
        state = move(self, flow, step, model, row, *more, **said)
        taken.add((flow.noun, step, row["state"]))
        return state

    def arrived(self: Act, flow: Flow[Any, Any], steps: Any, by: Any) -> str:
        known = list(steps)
        state = came(self, flow, known, by)
        at = next(iter(flow.states.__members__.values()))
        for step, facts in known:
            taken.add((flow.noun, step, str(at.value)))
            at = flow.take(step, at, facts, by)
        return state

    Act.move, Act.came = moved, arrived  # type: ignore[method-assign]


def allowed() -> set[tuple[str, str, str]]:
    """(noun, step, state) of every transition that some table allows."""
    return {
        (flow.noun, step.name, str(source.value))
        for _, flow in flows() for step in flow.steps for source in step.sources
    }


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was never taken."""
    every = allowed()
    terminalreporter.write_line(f"transitions taken: {len(every & taken)} of {len(every)}")
    for noun, step, state in sorted(every - taken):
        terminalreporter.write_line(f"never taken: {noun}.{step} from {state}")
