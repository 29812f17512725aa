"""A prepared home folder for the session, and sites served from copies of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.failures.devices import Device
from tests.failures.site import Site, Template


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.failures)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def serve(template: Template, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Start a site on a copy, with settings of its own where given."""
    with ExitStack() as stack:

        def start(**settings: str) -> Site:
            site = stack.enter_context(template.copy(tmp_path, **settings))
            site.start()
            return site

        yield start


@pytest.fixture(scope="session")
def site(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all tests that neither kill nor starve it; each takes trainees of its own."""
    with template.copy(tmp_path_factory.mktemp("shared")) as shared:
        shared.start()
        yield shared


@pytest.fixture(scope="session")
def _people(site: Site) -> Iterator[dict[str, str]]:
    return iter(site.people)


@pytest.fixture
def person(_people: Iterator[dict[str, str]]) -> dict[str, str]:
    """A trainee whom no other test knows."""
    return next(_people)


@pytest.fixture
def browse() -> Iterator[Callable[..., Device]]:
    """Open browsers; at the end all are closed, and none may have seen a crash."""
    opened: list[Device] = []

    def open_one(site: Site, session: str, attempt: str = "") -> Device:
        opened.append(Device(site, session, attempt))
        return opened[-1]

    yield open_one
    for device in opened:
        device.hang_up()
        assert 500 not in device.statuses, device.site.log


@pytest.fixture
def device(browse: Callable[..., Device], site: Site, person: dict[str, str]) -> Device:
    """A browser in which that trainee has signed in and started the exam."""
    one = browse(site, person["session"])
    one.start_exam()
    return one
