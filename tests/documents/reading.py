"""Reads a paper back as a person would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document


def cells(path: Path) -> list[list[str]]:
    """Every table row of the paper as texts, joined cells once."""
    rows: list[list[str]] = []
    for table in _open(path).tables:
        for row in table.rows:
            once = {cell._tc: cell.text for cell in row.cells}
            rows.append(list(once.values()))
    return rows


def text(path: Path) -> str:
    """All the words of the paper: head, body, tables, foot."""
    paper = _open(path)
    section = paper.sections[0]
    lines = [paragraph.text for part in (section.header, paper, section.footer) for paragraph in part.paragraphs]
    return "\n".join([*lines, *("\t".join(row) for row in cells(path))])


def value(path: Path, label: str) -> str:
    """What stands right of a label."""
    for row in cells(path):
        if label in row[:-1]:
            return row[row.index(label) + 1]
    raise LookupError(label)


def _open(path: Path) -> Any:
    return Document(str(path))
