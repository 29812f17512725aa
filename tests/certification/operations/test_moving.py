"""The move from SQLite to PostgreSQL: whole or not at all. Runs where there is a PostgreSQL, on both at once."""

import sqlite3
from contextlib import closing, contextmanager

import psycopg
import pytest

from tests.certification.operations.test_drill import DATABASE, SAVING, Site
from tests.failures.site import IS_POSTGRES, drop_database, new_database

pytestmark = [
    pytest.mark.usefixtures("db"),  # with --only-database this runs on PostgreSQL too
    pytest.mark.skipif(not IS_POSTGRES, reason="no PostgreSQL to move to"),
]


class SqliteSite(Site):
    """A site on SQLite, though the test run is about PostgreSQL."""

    def __init__(self, home) -> None:
        super().__init__(home)
        drop_database(self.database)
        self.database = None
        del self.told["DATABASE_URL"]


def in_shell(site, code):
    site.do("manage.py", "shell", "--no-imports", "-c", code)


@contextmanager
def moved_to(site, url):
    """The site as it is once it is started on that database."""
    site.told["DATABASE_URL"] = url
    try:
        yield site
    finally:
        del site.told["DATABASE_URL"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    one = SqliteSite(tmp_path_factory.mktemp("moving") / "home")
    one.do("-m", SAVING, "prepare")
    in_shell(one, "from certification.core.seals import seal; assert seal()")
    return one


@contextmanager
def put_back(site):
    """Whatever a test does to the site's database, the next one finds it as it was."""
    kept = (site.home / DATABASE).read_bytes()
    try:
        yield
    finally:
        for path in site.home.glob(f"{DATABASE}*"):
            path.unlink()
        (site.home / DATABASE).write_bytes(kept)


@pytest.fixture
def empty():
    url = new_database()
    yield url
    drop_database(url)


def there(url, sql):
    with psycopg.connect(url, autocommit=True) as one:
        done = one.execute(sql)
        return done.fetchall() if done.description else []


def schemas(url):
    ask = "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
    return {name for (name,) in there(url, ask)}


def test_everything_arrives_with_its_triggers_and_goes_on_counting(site, empty):
    held = site.tell()

    said = site.do("manage.py", "move_to_postgres", empty)
    with moved_to(site, empty):
        moved = site.tell()
        site.do("manage.py", "migrate", "--check", "--skip-checks")
        site.do("manage.py", "verify_audit")
    assert "两边行数和指纹一致" in said
    assert "certification_mark " in said
    assert moved["rows"].keys() == held["rows"].keys()
    assert (moved["saved"], moved["marks"]) == (held["saved"], held["marks"])
    assert moved["marks"] > 0
    assert (moved["broken"], moved["unguarded"]) == (None, [])
    assert schemas(empty) == {"public"}
    with pytest.raises(psycopg.Error, match="written once"):
        there(empty, "UPDATE certification_mark SET points = 0 RETURNING 1")
    with moved_to(site, empty), site.saving() as next_saved:  # the numbers that PostgreSQL gives out are new ones
        assert next_saved() > 0
    assert site.tell() == held


def test_a_database_with_anything_in_it_is_left_alone(site, empty):
    there(empty, "CREATE TABLE public.other (a int)")

    assert "不是空的" in site.refuse("manage.py", "move_to_postgres", empty)
    assert schemas(empty) == {"public"}
    assert there(empty, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(1,)]


def test_what_a_broken_off_move_left_is_thrown_away(site, empty):
    there(empty, "CREATE SCHEMA mingduan_moving; CREATE TABLE mingduan_moving.certification_user (a int)")

    site.do("manage.py", "move_to_postgres", empty)

    assert schemas(empty) == {"public"}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            "UPDATE certification_user SET display_name = 'a' || char(0) || 'b'",
            "certification_user 有 PostgreSQL 不收的内容",
        ),
        (
            "UPDATE certification_user SET display_name = printf('%.*c', 60, 'x')",
            "certification_user 有 PostgreSQL 不收的内容",
        ),
        ("CREATE TABLE stranger AS SELECT 1 AS a", "不认识的表 stranger"),
        ("DELETE FROM django_migrations WHERE name = '0001_people_and_journal'", "还有 1 个改动没有补上"),
        ("DELETE FROM certification_user", "没有人"),
    ],
    ids=["a character", "too long", "an unknown table", "an old version", "nobody"],
)
def test_what_cannot_be_moved_is_told_and_leaves_the_target_empty(site, empty, spoil, said):
    with put_back(site):
        with closing(sqlite3.connect(site.home / DATABASE, isolation_level=None)) as one:
            one.execute("PRAGMA foreign_keys = OFF")
            one.execute(spoil)
            one.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        assert said in site.refuse("manage.py", "move_to_postgres", empty)
        assert schemas(empty) == {"public"}
        assert there(empty, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


def test_a_site_that_runs_or_an_address_that_is_none_is_refused(site, empty):
    assert "postgres://" in site.refuse("manage.py", "move_to_postgres", "sqlite:///other.sqlite3")
    assert "连不上" in site.refuse("manage.py", "move_to_postgres", "postgres:///nothing?host=/nowhere")
    with put_back(site):
        in_shell(
            site,
            "from django.utils.timezone import now; from certification.attempts.models import Heartbeat as H;"
            "H.objects.create(at=now())",
        )
        assert "还在运行" in site.refuse("manage.py", "move_to_postgres", empty)
