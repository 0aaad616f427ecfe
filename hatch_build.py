"""Compiles the word catalogues when the package is built; `python hatch_build.py` does it by hand."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WORDS = Path(__file__).parent / "src" / "anchang" / "i18n"


def merged(folder: Path) -> Catalog:
    """One catalogue of all the language's files; the same words said two ways are an error that names both files."""
    whole = Catalog(locale=folder.name, charset="utf-8")
    seen: dict[tuple[str, str | None], tuple[str, str]] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as handle:
            part = read_po(handle, locale=folder.name, abort_invalid=True)
        for message in part:
            if not message.id:
                continue
            key = (str(message.id), message.context)
            said = str(message.string)
            before = seen.setdefault(key, (said, path.name))
            if before[0] != said:
                raise ValueError(f"{message.id!r} is said two ways: {before[1]} {before[0]!r}, {path.name} {said!r}")
            if message.string and not message.fuzzy:
                whole.add(message.id, message.string, context=message.context)
    return whole


def compile_all(root: Path = WORDS) -> list[Path]:
    """Write `<language>/anchang.mo` beside each language's .po files."""
    written = []
    for folder in sorted(p for p in root.iterdir() if p.is_dir() and any(p.glob("*.po"))):
        target = folder / "anchang.mo"
        words = merged(folder)  # first, so that a mistake in a .po leaves no draft behind
        draft = folder / f"anchang.mo.{os.getpid()}.new"  # two may compile at the same moment
        with draft.open("wb") as handle:
            write_mo(handle, words)
        draft.replace(target)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatch calls this before it packs the wheel, editable or not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_all()


if __name__ == "__main__":
    for path in compile_all():
        print(path, file=sys.stdout)
