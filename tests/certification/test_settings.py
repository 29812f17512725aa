"""Settings: safe by default, the same for every process, and documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

import certification.settings as site_settings

ROOT = Path(__file__).resolve().parents[2]
SHOW = "import django.conf; s = django.conf.settings; print({expression})"


def in_a_process(expression: str, folder: Path, **environ: str) -> str:
    """Evaluate an expression over the site's settings `s`, in a process of its own."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", SHOW.format(expression=expression)],
        cwd=ROOT,
        env={**inherited, "MINGDUAN_HOME": str(folder), **environ},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_debug_is_off_unless_asked_for(tmp_path):
    assert in_a_process("s.DEBUG", tmp_path) == "False"


def test_every_process_reads_the_same_secret_and_database_without_being_told(tmp_path):
    expression = "(s.SECRET_KEY, str(s.DATABASES['default']['NAME']))"

    first, second = (in_a_process(expression, tmp_path) for _ in range(2))

    assert first == second
    assert str(tmp_path / "mingduan.sqlite3") in first


def test_https_makes_cookies_secure_and_redirects(tmp_path):
    expression = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0"

    assert in_a_process(expression, tmp_path, HTTPS="on") == "True True True True"


def test_proxy_is_believed_only_when_there_is_one(tmp_path):
    expression = "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"

    assert in_a_process(expression, tmp_path) == "None"
    assert "X_FORWARDED_PROTO" in in_a_process(expression, tmp_path, BEHIND_PROXY="on")


@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3", reason="SQLite only")
@pytest.mark.django_db
def test_sqlite_enforces_foreign_keys_and_waits_for_the_lock():
    with connection.cursor() as cursor:
        pragmas = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "synchronous")}

    assert pragmas == {"foreign_keys": 1, "synchronous": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in connection.settings_dict["OPTIONS"]["init_command"]
    assert connection.settings_dict["OPTIONS"]["timeout"] == 10


def test_no_transaction_spans_a_request():
    assert not connection.settings_dict["ATOMIC_REQUESTS"]


def test_every_variable_that_is_read_is_documented():
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', Path(site_settings.__file__).read_text())

    assert read
    assert all(f"| {name} |" in (site_settings.__doc__ or "") for name in [*read, "MINGDUAN_HOME"])


@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3", reason="SQLite only")
def test_a_power_cut_can_be_ruled_out(tmp_path):
    options = "s.DATABASES['default']['OPTIONS']"

    assert "synchronous=FULL" in in_a_process(options, tmp_path, SQLITE_SYNCHRONOUS="full")


def test_postgresql_waits_for_a_lock_no_longer_than_sqlite_does(tmp_path):
    options = "s.DATABASES['default']['OPTIONS']"

    said = in_a_process(options, tmp_path, DATABASE_URL="postgres:///one?host=/tmp", DATABASE_WAIT_SECONDS="3")

    assert "lock_timeout=3s" in said
    assert "'connect_timeout': 3" in said
