"""Work behind a screen that may be taken away meanwhile."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.worker import Worker


class Behind(DOMNode):
    """A screen or a widget whose workers end quietly when it is taken away before their answer came.

    Without this a window that is closed while it reads would end the program: what it wants to fill is not there any
    more. On a screen that is there a missing widget is a fault as ever.
    """

    def run_worker(self, work: Any, *given: Any, **options: Any) -> Worker[Any]:
        """As Textual's; a function rather than a coroutine: the node may be gone before the worker starts."""
        return super().run_worker(partial(_while_here, self, work), *given, **options)


async def _while_here(node: DOMNode, work: Callable[[], Awaitable[Any]] | Awaitable[Any]) -> Any:
    try:
        return await (work if inspect.isawaitable(work) else work())
    except NoMatches:
        if _is_here(node):
            raise
        return None


def _is_here(node: DOMNode) -> bool:
    return node.is_attached and node.is_running and not node._pruning and node.screen in node.app.screen_stack
