"""Reads the tree as text and syntax, for the tests about the house itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "src" / "anchang"


def sources() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The file's place inside the package: «services/office.py»."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The file as syntax."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def docstrings(module: ast.Module) -> set[int]:
    """The identities of constants that stand alone: docstrings and other strings that nobody shows."""
    alone = (node for node in ast.walk(module) if isinstance(node, ast.Expr))
    return {id(node.value) for node in alone if isinstance(node.value, ast.Constant)}


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """(«room:line», node) for every node of the kind in the package."""
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, kind):
                yield f"{room(path)}:{getattr(node, 'lineno', 0)}", node
