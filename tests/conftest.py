"""Fixtures that every test may ask for, and the choice of tests that a second database runs."""

import os
import signal
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings

from tests.factories.people import UserFactory

# No test judges by time: a slow machine is no failure. CI draws the same examples on every run.
settings.register_profile(
    "mingduan",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
    print_blob=True,
)
settings.load_profile("mingduan")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Send everybody else away at the end: a line that a browser kept open may hold a thread of the live server, and
    that thread a session, without which PostgreSQL alone would drop the database."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def trainee(db):
    return UserFactory(staff_number="A20316", display_name="林晓雯")


@pytest.fixture
def signed_in(client: Client, trainee) -> Client:
    """A browser in which the trainee has signed in."""
    client.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")
    return client


@pytest.fixture
def trainer(db):
    return UserFactory(staff_number="B10021", display_name="周敏", trainer=True)


@pytest.fixture
def author(client: Client, trainer) -> Client:
    """A browser in which a trainer has signed in."""
    client.force_login(trainer, backend="certification.people.backends.NameOrNumberBackend")
    return client


@pytest.fixture
def own_signals():
    """The worker answers signals its own way; the tests want theirs back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    kept = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="run only the tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out benchmarks unless asked for by `-m benchmark`, and with `--only-database` all pure tests."""
    only_database = config.getoption("only_database")
    measures = "benchmark" in config.getoption("markexpr")
    kept = [
        item
        for item in items
        if (measures or not item.get_closest_marker("benchmark")) and (touches_database(item) or not only_database)
    ]
    chosen = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = kept


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = any(item.get_closest_marker(name) for name in ("django_db", "failures"))
    return marked or bool(fixtures & DATABASE_FIXTURES)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted (`record_property("counted", …)`), also those that ran in another process."""
    for report in [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]:
        for name, value in getattr(report, "user_properties", ()):
            if name == "counted" and report.when == "call":
                terminalreporter.write_line(str(value))
