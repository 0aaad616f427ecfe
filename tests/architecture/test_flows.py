"""Every process has all of its rooms: rows, use cases, a list, words, and a table of expected answers (design 3).

Each test names the room that is missing. A menu is a view of its process, with the other acts of the day among the
steps: it has no rooms of its own.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from dataclasses import replace
from typing import Any

import pytest

from anchang import domain
from anchang.domain.access import Role
from anchang.domain.flow import Flow
from anchang.i18n import say
from anchang.services import lists, use_case
from anchang.storage import schema
from anchang.storage.base import tables
from tests import expected
from tests.architecture.source import PACKAGE, TOP, sources, tree

# The noun of a process, where its rows are kept under another one: a lead is how far a customer has come.
ROWS = {"lead": "customer"}
# Kinds of requests that share one table: together they reach all of its states.
SHARED = {
    "forfeit": "change_request",
    "refund_deposit": "change_request",
    "swap_unit": "change_request",
    "rename": "change_request",
    "add_remove_buyer": "change_request",
    "change_plan": "change_request",
}
# Processes whose state has no list of its own, and where people read it.
WITHOUT_LIST = {
    "rota_day": "the front desk's board shows the one rota of today",
    "business_day": "the day-end screen shows the days that are not closed",
}


def flows() -> list[tuple[str, Flow[Any, Any]]]:
    """(the constant's name, the flow), each once."""
    found: dict[str, tuple[str, Flow[Any, Any]]] = {}
    for each in pkgutil.iter_modules(domain.__path__):
        for name, value in vars(importlib.import_module(f"anchang.domain.{each.name}")).items():
            if isinstance(value, Flow) and not value.noun.endswith("_menu"):
                found[value.noun] = (name, value)
    return list(found.values())


FLOWS = pytest.mark.parametrize(("name", "flow"), flows(), ids=[flow.noun for _, flow in flows()])


def test_there_are_flows() -> None:
    """The walk really finds them, and every exemption below is still about one."""
    nouns = {flow.noun for _, flow in flows()}
    assert {"unit", "subscription", "contract", "receipt", "rota_entry", "day_sheet", "price_list", "lead"} <= nouns
    assert set(ROWS) | set(SHARED) | set(WITHOUT_LIST) <= nouns


@FLOWS
def test_rows(name: str, flow: Flow[Any, Any]) -> None:
    """A table with a state that holds what the flow can reach, and nothing else."""
    schema.load()
    noun = SHARED.get(flow.noun) or ROWS.get(flow.noun, flow.noun)
    table = next((each for each in tables() if each.name == noun), None)
    assert table is not None, f"storage: there is no table {noun}"
    checks = {str(each.name): str(getattr(each, "sqltext", "")) for each in table.constraints}
    (state,) = (checks[name] for name in checks if re.search(r"(state|status)_known$", name))
    assert set(re.findall(r"'(\w+)'", state)) == states_of(flow), f"storage: {noun}.state"


def named_steps() -> set[str]:
    """Every text of services and rules that is not the name in a row of a process: where a step can be asked for."""
    found: set[str] = set()
    for path in sources():
        if not path.is_relative_to(PACKAGE / "services") and not path.is_relative_to(PACKAGE / "domain"):
            continue
        calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
        rows = [call for call in calls if ast.unparse(call.func) == "Step"]
        names = {id(row.args[0]) for row in rows}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in names:
                found.add(node.value)
    return found


NAMED = named_steps()


def states_of(flow: Flow[Any, Any]) -> set[str]:
    """What the column of its states holds: those of the flow, and of the flows that share its table."""
    together = [other for _, other in flows() if flow.noun in SHARED and SHARED.get(other.noun) == SHARED[flow.noun]]
    return {each.value for one in (flow, *together) for each in one.states}


@FLOWS
def test_use_cases(name: str, flow: Flow[Any, Any]) -> None:
    """Every step is taken by somebody: as the step of a use case, or by name where one act moves another's row."""
    registered = {step for case in use_case.load().values() if case.flow is flow for step in case.steps}
    missing = [step.name for step in flow.steps if step.name not in registered | NAMED]
    assert missing == [], f"services: nobody takes {missing} of {flow.noun}"


@FLOWS
def test_list(name: str, flow: Flow[Any, Any]) -> None:
    """Some list has a column that says every state in words."""
    if flow.noun in WITHOUT_LIST:
        assert WITHOUT_LIST[flow.noun]
        return
    states = states_of(flow)
    columns = [
        f"{listing.name}.{column.key}"
        for listing in lists.all_listings().values()
        for column in listing.columns
        if column.choices is not None and set(column.choices) == states
    ]
    assert columns != [], f"services/lists: no column shows the states of {flow.noun}"


@FLOWS
def test_words(name: str, flow: Flow[Any, Any]) -> None:
    """The process, its states and its steps are said in Chinese."""
    said = {flow.noun: flow.label} | {f"state {each.value}": each.label for each in flow.states}
    said |= {f"step {each.name}": each.label for each in flow.steps}
    missing = [what for what, words in said.items() if not re.search("[\u4e00-\u9fff]", say(words, "zh_CN"))]
    assert missing == [], f"i18n: {flow.noun} has no words for {missing}"


@FLOWS
def test_expected_answers(name: str, flow: Flow[Any, Any]) -> None:
    """A table typed by hand stands under tests/expected, and a test compares it."""
    modules = (f"tests.expected.{each.name}" for each in pkgutil.iter_modules(expected.__path__))
    assert any(hasattr(importlib.import_module(each), name) for each in modules), f"tests/expected: no table {name}"
    compared = [
        node
        for path in (TOP / "tests" / "domain").glob("test_*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "compare"
        and node.args and ast.unparse(node.args[0]).rpartition(".")[2] == name
    ]  # fmt: skip
    assert compared, f"tests/domain: nobody compares {name} with its table"


@FLOWS
def test_every_refusal_has_words(name: str, flow: Flow[Any, Any]) -> None:
    """Whatever the table does not allow by role, state or maker is refused in Chinese (the tables themselves are
    compared cell by cell in tests/domain)."""
    bare = Flow(flow.noun, flow.label, flow.states, tuple(replace(step, guards=()) for step in flow.steps))
    for step in bare.steps:
        said = set()
        for state in flow.states:
            for role in Role:
                for is_maker in (False, True):
                    refusal = bare.why_not(step.name, state, None, {role}, is_maker=is_maker)
                    if refusal is not None:
                        said.add(refusal.message)
        silent = [words for words in said if not re.search("[\u4e00-\u9fff]", say(words, "zh_CN"))]
        assert said and not silent, f"{flow.noun}.{step.name}: {silent}"
