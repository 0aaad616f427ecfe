"""Every registered use case goes by the permission that the domain text gives it, and every permission decides."""

from __future__ import annotations

import ast

import pytest

from anchang.domain.access import ACTIONS
from anchang.services.use_case import UseCase, load
from tests.architecture.source import sources, tree
from tests.expected.use_cases import USE_CASES


def goes_by(case: UseCase) -> str | tuple[str, ...]:
    """The action, or the flow's noun and its steps, as the table writes it."""
    return case.action if case.flow is None else (case.flow.noun, *case.steps)


def test_the_register_and_the_table_name_the_same_use_cases() -> None:
    """A new use case is typed into tests/expected/use_cases.py."""
    assert sorted(load()) == sorted(USE_CASES)


@pytest.mark.parametrize("name", sorted(USE_CASES))
def test_a_use_case_goes_by_the_permission_of_the_text(name: str) -> None:
    case = load()[name]
    assert goes_by(case) == USE_CASES[name]
    if case.flow is None:
        assert case.roles == ACTIONS[case.action]
    else:
        assert case.roles == frozenset().union(*(case.flow.step(step).roles for step in case.steps))


def asked_for() -> set[str]:
    """The actions that some place asks for by name: `may(…, "x")`, `demand(…, "x")`, `ACTIONS["x"]`."""
    asking = {"may", "demand", "signed_in_for"}
    found = set()
    for path in sources():
        for node in ast.walk(tree(path)):
            last: ast.AST | None = None
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in asking:
                last = node.args[-1]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "ACTIONS":
                last = node.slice
            if isinstance(last, ast.Constant):
                found.add(str(last.value))
    return found


def test_every_action_decides_something() -> None:
    """A row of the permission table that nothing asks for promises what nobody keeps."""
    decides = {each for each in USE_CASES.values() if isinstance(each, str)} | asked_for()
    assert sorted(ACTIONS.keys() - decides) == []
    assert sorted(decides - ACTIONS.keys()) == []

