"""The register of use cases: one name, one command, one function, one permission.

    @use_case("unit.ask", step=(UNIT, "ask"), title=M("Hold a unit for a short while"))
    def ask(act: Act, command: AskUnit) -> Result: ...

The console's forms, `anchang do` and the tests all go through it; none has a copy of a rule.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from anchang.domain.access import ACTIONS, Role
from anchang.domain.errors import BadInput, NotAllowed
from anchang.domain.flow import Flow
from anchang.i18n import M, Msg

if TYPE_CHECKING:
    from anchang.services.act import Act

Result = dict[str, Any]
Handler = Callable[["Act", Any], Result]
H = TypeVar("H", bound=Callable[..., Result])

# Every noun that has use cases; the architecture tests walk this list.
NOUNS = (
    "staff",
    "project",
    "setting",
    "dictionary",
    "permit",
    "price_list",
    "price_effect",
    "unit",
    "unit_release",
    "unit_hold",
    "unit_wait",
    "unit_flag",
    "unit_link",
    "unit_return",
    "batch",
    "customer",
    "customer_link",
    "agent_report",
    "ownership",
    "rota",
    "visit",
    "call",
    "follow_up",
    "forgotten",
    "delegate",
    "delegation",
    "waiting",
    "register",
    "register_import",
    "register_profile",
    "opening_balance",
    "opening_balance_more",
    "opening_balance_mend",
    "person",
    "faq",
    "competitor",
    "meeting",
    "lead",
    "task",
    "appointment",
    "pool",
    "day",
    "correction",
    "export",
    "backup",
    "discount",
    "term",
    "subscription",
    "subscription_pack",
    "buyer_file",
    "delay",
    "discount_request",
    "receipt",
    "change",
    "forfeit",
    "refund",
    "change_money",
    "change_plan",
    "swap_unit",
    "rename",
    "add_remove_buyer",
    "voucher",
    "contract",
    "custody",
    "buyer_id",
    "document",
    "launch",
    "sincerity",
    "sincerity_move",
    "saved_filter",
)


@dataclass(frozen=True, slots=True)
class UseCase:
    """One thing that can be done. `roles` may start it; a flow's guards may still refuse it.

    They come from the flow's steps, or from the named action of `access.ACTIONS` where there is no flow.
    """

    name: str
    title: Msg
    command: type
    run: Handler
    roles: frozenset[Role]
    flow: Flow[Any, Any] | None
    steps: tuple[str, ...]
    asks_password: bool
    done: Msg | None
    secret: bool = False
    action: str = ""

    def not_for_others(self) -> NotAllowed:
        """What anybody without one of its roles is told."""
        roles = tuple(role.label for role in sorted(self.roles))
        return NotAllowed(M("{what}: only {roles} may do this.", what=self.title, roles=roles))


_REGISTER: dict[str, UseCase] = {}


def use_case(
    name: str,
    *,
    title: Msg,
    action: str | None = None,
    step: tuple[Flow[Any, Any], str] | tuple[Flow[Any, Any], tuple[str, ...]] | None = None,
    asks_password: bool = False,
    done: Msg | None = None,
    secret: bool = False,
) -> Callable[[H], H]:
    """Register a use case. Its permission is that of the flow's step(s), else of the named action (its name)."""

    def register(handler: H) -> H:
        hints = get_type_hints(handler)
        command = next(kind for parameter, kind in hints.items() if parameter not in {"act", "return"})
        flow: Flow[Any, Any] | None = None
        steps: tuple[str, ...] = ()
        if step is not None:
            flow, given = step
            steps = (given,) if isinstance(given, str) else given
            roles = frozenset[Role]().union(*(flow.step(each).roles for each in steps))
        else:
            roles = ACTIONS[action or name]
        by = "" if step is not None else action or name
        if name in _REGISTER:
            raise ValueError(f"two use cases are called {name}")
        _REGISTER[name] = UseCase(name, title, command, handler, roles, flow, steps, asks_password, done, secret, by)
        return handler

    return register


def load() -> dict[str, UseCase]:
    """Import every noun once and give the whole register."""
    for noun in NOUNS:
        importlib.import_module(f"anchang.services.{noun}")
    return _REGISTER


def find(name: str) -> UseCase:
    """The use case of that name. Raises BadInput that says how to list them."""
    noun = {"office": "project"}.get(name.partition(".")[0], name.partition(".")[0])
    if name not in _REGISTER and noun in NOUNS:
        importlib.import_module(f"anchang.services.{noun}")
    found = _REGISTER.get(name) or load().get(name)
    if found is None:
        raise BadInput(M("There is no command «{name}». «anchang do --commands» lists them.", name=name), "do")
    return found


def known(command: object) -> UseCase | None:
    """The use case of a command's class as far as its noun was imported; None for a form's own function."""
    return next((case for case in _REGISTER.values() if case.command is command), None)


def for_command(command: object) -> UseCase:
    """The use case of a command object."""
    kind = type(command)
    for found in _REGISTER.values():
        if found.command is kind:
            return found
    for found in load().values():
        if found.command is kind:
            return found
    raise LookupError(f"{kind.__name__} belongs to no use case")
