"""One server for the run, one database for each test, and the tests of `same.py` once more on it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest

from anchang.services.opening import open_office
from anchang.services.where import Where
from anchang.storage.place import Place
from tests.office import Desk, MovedClock, desk_at
from tests.postgres.same import FILE_ONLY, LONG, SAME
from tests.postgres.server import NoServer, Server, running

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Model:
    """An office that every test gets a copy of: the database `name` and the folder with its keys."""

    server: Server
    root: Path
    people: dict[str, int]
    project_id: int

    @contextmanager
    def copied(self, root: Path) -> Iterator[Where]:
        """A fresh copy of database and folder; the database is dropped afterwards."""
        name = f"office_{next(_numbers)}"
        shutil.copytree(self.root, root)
        self.server.do(f"CREATE DATABASE {name} TEMPLATE model STRATEGY file_copy")
        try:
            yield Where(Place(root), self.server.url(name))
        finally:
            self.server.do(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The run's own PostgreSQL."""
    try:
        with running() as made:
            yield made
    except NoServer as error:
        pytest.skip(f"no PostgreSQL here: {error}")


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    """The address of a database with nothing in it."""
    name = f"empty_{next(_numbers)}"
    server.do(f"CREATE DATABASE {name}")
    yield server.url(name)
    server.do(f"DROP DATABASE {name} WITH (FORCE)")


_models: list[Model] = []


@pytest.fixture(scope="session")
def model(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    """The office that tests start with, made once by the real use cases."""
    root = tmp_path_factory.mktemp("model") / "office"
    server.do("CREATE DATABASE model")
    with desk_at(root, url=server.url("model")) as desk:
        made = Model(server, root, desk.people, desk.project_id)
    _models.append(made)
    yield made
    _models.remove(made)


@contextmanager
def desk_on_server(root: Path) -> Iterator[Desk]:
    """A practice office with everybody in it, its rows on the server; what `desk_at` is for a folder."""
    (model,) = _models
    clock = MovedClock()
    with model.copied(root) as where:
        office = open_office(where, clock=clock)
        yield Desk(office, clock, model.project_id, dict(model.people), where.url)
        office.close()


@pytest.fixture
def desk(model: Model, tmp_path: Path) -> Iterator[Desk]:
    """An office of the test's own."""
    with desk_on_server(tmp_path / "office") as made:
        yield made


class Again(pytest.Module):
    """A module of tests that stands elsewhere, collected here, so that it finds this folder's `desk`.

    It is loaded under a name of its own: pytest looks for fixtures in a module object only once. An office that it
    makes itself is made on the server too.
    """

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        return [each for each in super().collect() if each.name not in FILE_ONLY]

    def _getobj(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"tests.postgres.again_{self.path.stem}", self.path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        if hasattr(module, "desk_at"):
            vars(module)["desk_at"] = desk_on_server
        return module


class Same(pytest.File):
    """The lists of `same.py` as a collection of modules."""

    def collect(self) -> Iterator[pytest.Module]:
        for name in (*SAME, *LONG):
            path = self.config.rootpath / "tests" / name
            if not path.exists():
                raise self.CollectError(f"same.py lists {name}, which is not there")
            module: Again = Again.from_parent(self, path=path, nodeid=f"{self.nodeid}::{path.name}")
            module.add_marker(pytest.mark.usefixtures("model"))
            if name in LONG:
                module.add_marker(pytest.mark.long)
            yield module


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect `same.py` as what it lists."""
    return Same.from_parent(parent, path=file_path) if file_path.name == "same.py" else None
