"""What every test stands on: fresh words, a known seed, and the default language back after each test."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from anchang import i18n

TOP = Path(__file__).resolve().parent.parent

# A slow machine is not a wrong rule, so no deadline; the blob repeats a failure without its database.
settings.register_profile("anchang", deadline=None, print_blob=True)
settings.load_profile("anchang")


def _compile_words() -> None:
    """Compile the catalogues when a .po is newer, so that nobody reads yesterday's words."""
    folders = [folder for folder in Path(i18n.__file__).parent.iterdir() if any(folder.glob("*.po"))]
    if all(_is_fresh(folder) for folder in folders) or not (TOP / "hatch_build.py").exists():
        return
    sys.path.insert(0, str(TOP))
    from hatch_build import compile_all

    with FileLock(TOP / "data" / ".words.lock"):  # two test runs may start at the same moment
        compile_all()


def _is_fresh(folder: Path) -> bool:
    made = folder / "anchang.mo"
    return made.exists() and all(po.stat().st_mtime <= made.stat().st_mtime for po in folder.glob("*.po"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Once a run (not once a worker): compile the words, and draw the seed that all workers share."""
    work = getattr(config, "workerinput", None)
    # The suite starts the program some hundred times: a machine that forbids compiled modules pays for each of them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if work is None:
        _compile_words()
        if config.getoption("hypothesis_seed", None) is None:
            config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))
    else:
        config.option.hypothesis_seed = work["hypothesis_seed"]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the seed to each worker of pytest-xdist."""
    node.workerinput["hypothesis_seed"] = str(node.config.getoption("hypothesis_seed"))


def pytest_report_header(config: pytest.Config) -> str:
    """The seed of the day, to repeat a run exactly."""
    return f"anchang: repeat the properties with --hypothesis-seed={config.getoption('hypothesis_seed')}"


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """A test that switches the language must not be heard by the next one."""
    yield
    i18n.use(i18n.DEFAULT_LANGUAGE)
