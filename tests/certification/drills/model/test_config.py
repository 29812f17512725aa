"""What the environment may say of a model, and how a wrong value is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from certification.drills.model.config import read_endpoint

ROOT = Path(__file__).resolve().parents[4]
GOOD = {"url": "https://model.example/v1/", "name": "small", "key": "k-1", "timeout": "2.5"}


def started(folder, **environ):
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "--no-imports",
            "-c",
            "import django.conf as c; print(c.settings.DRILL_MODEL)",
        ],
        cwd=ROOT,
        env={**inherited, "MINGDUAN_HOME": str(folder), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def read(**overrides):
    values = {**GOOD, **overrides}
    return read_endpoint(values["url"], name=values["name"], key=values["key"], timeout=values["timeout"])


def test_no_address_means_no_model_whatever_else_is_set():
    assert read(url="", timeout="soon") is None


def test_an_endpoint_is_read_and_does_not_show_its_key():
    endpoint = read()

    assert (endpoint.url, endpoint.name, endpoint.timeout_seconds) == ("https://model.example/v1", "small", 2.5)
    assert endpoint.key == "k-1"
    assert "k-1" not in repr(endpoint)


@pytest.mark.parametrize(
    ("overrides", "variable"),
    [
        pytest.param({"url": "model.example"}, "MINGDUAN_MODEL_URL", id="no scheme"),
        pytest.param({"url": "file:///etc/passwd"}, "MINGDUAN_MODEL_URL", id="a file"),
        pytest.param({"url": "https:///v1"}, "MINGDUAN_MODEL_URL", id="no host"),
        pytest.param({"url": "https://host:99999/v1"}, "MINGDUAN_MODEL_URL", id="no port"),
        pytest.param({"url": "https://host:0/v1"}, "MINGDUAN_MODEL_URL", id="port nought"),
        pytest.param({"url": "https://[::1/v1"}, "MINGDUAN_MODEL_URL", id="no address"),
        pytest.param({"url": "https://host/v1?key=1"}, "MINGDUAN_MODEL_URL", id="a query"),
        pytest.param({"url": "https://me:secret@host/v1"}, "MINGDUAN_MODEL_URL", id="a password"),
        pytest.param({"name": ""}, "MINGDUAN_MODEL_NAME", id="no name"),
        pytest.param({"key": "钥匙"}, "MINGDUAN_MODEL_KEY", id="a key that no header carries"),
        pytest.param({"key": "a\nb"}, "MINGDUAN_MODEL_KEY", id="a key of two lines"),
        pytest.param({"url": "http://model.example/v1"}, "MINGDUAN_MODEL_KEY", id="a key in the clear"),
        pytest.param({"timeout": "soon"}, "MINGDUAN_MODEL_TIMEOUT_SECONDS", id="no number"),
        pytest.param({"timeout": "nan"}, "MINGDUAN_MODEL_TIMEOUT_SECONDS", id="not a number"),
        pytest.param({"timeout": "0"}, "MINGDUAN_MODEL_TIMEOUT_SECONDS", id="no time at all"),
        pytest.param({"timeout": "31"}, "MINGDUAN_MODEL_TIMEOUT_SECONDS", id="longer than anybody waits"),
    ],
)
def test_a_wrong_value_is_told_in_one_line_that_names_the_variable(overrides, variable):
    with pytest.raises(ValueError, match=variable) as raised:
        read(**overrides)

    assert "\n" not in str(raised.value)
    assert "k-1" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:11434/v1", "http://localhost/v1", "http://[::1]:8000/v1"])
def test_a_key_may_go_to_this_machine_in_the_clear(url):
    assert read(url=url).key == "k-1"


def test_without_a_key_any_machine_of_the_house_may_answer():
    assert read(url="http://10.0.0.7:8000/v1", key="").url == "http://10.0.0.7:8000/v1"


def test_a_site_has_no_model_unless_it_is_told(tmp_path):
    assert started(tmp_path).stdout.strip() == "None"


def test_a_site_with_a_wrong_value_does_not_start_and_says_why_in_one_line(tmp_path):
    process = started(tmp_path, MINGDUAN_MODEL_URL="https://model.example/v1")

    assert process.returncode == 1
    _head, *told = process.stderr.strip().splitlines()
    assert len(told) == 1
    assert "MINGDUAN_MODEL_NAME is missing" in told[0]
