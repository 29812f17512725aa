"""A wrong variable ends the start with one line that says what to write."""

import os
import subprocess
import sys

import pytest

from certification.operations.environment import CHECKS, mistakes
from tests.failures.site import ROOT

GOOD = {
    "DATABASE_URL": "postgres://one:p%40ss@127.0.0.1:5432/name?sslmode=require",
    "DATABASE_WAIT_SECONDS": "10",
    "SQLITE_SYNCHRONOUS": "FULL",
    "SECRET_KEY": "s" * 40,
    "ALLOWED_HOSTS": "mingduan.example.com, localhost,.example.com,192.168.1.7,[::1]",
    "HTTPS": "on",
    "BEHIND_PROXY": "True",
    "BACKUP_HOUR": "off",
    "BACKUP_KEEP": "1",
    "BACKUP_BEFORE_MIGRATION": "off",
    "ADMIN_PATH": "behind/the-scenes/",
    "EMAIL_URL": "smtp+tls://user:password@host:587",
    "EMAIL_FROM": "mingduan@example.com",
    "SSO_ONLY": "off",
    "SECOND_FACTOR": "required",
    "LOG_FORMAT": "json",
    "SLOW_SECONDS": "0.5",
    "METRICS_TOKEN": "0123456789abcdef",
    "XAPI_ENDPOINT": "https://lrs.example/xapi",
    "SITE_ADDRESS": "https://mingduan.example/",
    "DEBUG": "0",
    "PORT": "8000",
    "MINGDUAN_MODEL_URL": "http://127.0.0.1:11434/v1",
    "MINGDUAN_MODEL_NAME": "some-model",
}


def test_what_is_well_is_not_mentioned(tmp_path):
    assert mistakes({}) == []
    assert mistakes({**GOOD, "MINGDUAN_HOME": str(tmp_path), "BACKUP_DIR": str(tmp_path / "later")}) == []
    assert CHECKS.keys() - GOOD.keys() == {"MINGDUAN_HOME", "BACKUP_DIR"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://one@host/name"),
        ("DATABASE_URL", "postgres://one@host/"),
        ("DATABASE_URL", "postgres://one:p]ss@[host/name"),
        ("DATABASE_WAIT_SECONDS", "0"),
        ("SQLITE_SYNCHRONOUS", "off"),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "https://mingduan.example.com"),
        ("ALLOWED_HOSTS", "localhost,host:8000"),
        ("ALLOWED_HOSTS", " , "),
        ("HTTPS", "ture"),
        ("BACKUP_HOUR", "24"),
        ("BACKUP_KEEP", "0"),
        ("BACKUP_KEEP", "many"),
        ("BACKUP_DIR", __file__),
        ("ADMIN_PATH", "/yunwei/"),
        ("ADMIN_PATH", "yunwei"),
        ("EMAIL_URL", "mail.example.com"),
        ("EMAIL_FROM", "mingduan"),
        ("SECOND_FACTOR", "on"),
        ("LOG_FORMAT", "xml"),
        ("SLOW_SECONDS", "0"),
        ("SLOW_SECONDS", "nan"),
        ("METRICS_TOKEN", "short"),
        ("METRICS_TOKEN", "有空 格的口令，不是英文的，够长了"),
        ("XAPI_ENDPOINT", "lrs.example"),
        ("SITE_ADDRESS", "https://mingduan.example"),
        ("SITE_ADDRESS", "mingduan.example/"),
        ("PORT", "70000"),
    ],
)
def test_what_is_wrong_is_one_line_in_two_languages(name, value):
    (line,) = mistakes({**GOOD, name: value})

    assert line.startswith(name)
    assert "\n" not in line
    assert "。 / " in line


def test_a_record_store_needs_to_know_where_this_site_is():
    (line,) = mistakes({**GOOD, "SITE_ADDRESS": ""})

    assert line.startswith("SITE_ADDRESS")
    assert mistakes({**GOOD, "XAPI_ENDPOINT": "", "SITE_ADDRESS": ""}) == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "METRICS_TOKEN", "DATABASE_URL", "EMAIL_URL", "XAPI_ENDPOINT"])
def test_a_secret_is_never_shown(name):
    (line,) = mistakes({name: "hush: hush"})

    assert "hush" not in line


def test_a_model_without_a_name_is_told():
    (line,) = mistakes({"MINGDUAN_MODEL_URL": "https://host/v1"})

    assert "MINGDUAN_MODEL_NAME" in line


def test_every_command_ends_with_all_lines_and_no_traceback(tmp_path):
    environ = {**os.environ, "MINGDUAN_HOME": str(tmp_path), "HTTPS": "ture", "BACKUP_HOUR": "99"}
    environ.pop("DJANGO_SETTINGS_MODULE", None)

    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert [line.partition("=")[0] for line in done.stderr.splitlines()[1:]] == ["HTTPS", "BACKUP_HOUR"]
