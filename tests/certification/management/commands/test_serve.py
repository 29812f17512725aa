"""Starting the site."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from certification.management.commands import serve

ROOT = Path(__file__).resolve().parents[4]
PATIENCE_SECONDS = 240.0


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_taken_port_is_named_with_what_to_do(taken_port):
    with pytest.raises(CommandError, match=rf"127\.0\.0\.1:{taken_port}.*PORT={taken_port + 1} make run"):
        serve.insist_port_is_free("127.0.0.1", taken_port)


def test_a_free_port_is_taken_without_a_word():
    serve.insist_port_is_free("127.0.0.1", free_port())


def test_waiting_ends_when_something_answers(taken_port):
    assert serve.answers_within("127.0.0.1", taken_port, seconds=5)


def test_waiting_ends_when_the_time_is_up():
    assert not serve.answers_within("127.0.0.1", free_port(), seconds=0.1)


def test_waiting_ends_when_we_give_up():
    assert not serve.answers_within("127.0.0.1", free_port(), seconds=PATIENCE_SECONDS, given_up=lambda: True)


def test_web_server_has_a_worker_a_core_with_one_thread():
    command = " ".join(serve.web_server("127.0.0.1", 8000, workers=4))

    assert "--workers 4 --blocking-threads 1 " in command
    assert "--interface wsgi" in command


def test_table_of_people_lines_up_though_characters_are_wide():
    header, *rows = serve.demo_table({person.staff_number: "pass-word" for person in serve.DEMO_PEOPLE})

    assert len(rows) == len(serve.DEMO_PEOPLE)
    assert "学员、培训师" in rows[1]
    assert "运维" in rows[-1]
    assert {serve.columns(line[: line.index("pass-word")]) for line in rows} == {
        serve.columns(header[: header.index("密码")])
    }


def test_site_starts_answers_and_stops_on_sigterm(tmp_path):
    port = free_port()
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
    log = tmp_path / "log"

    with log.open("w") as file:
        site = subprocess.Popen(
            command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, env={**inherited, "MINGDUAN_HOME": str(tmp_path)}
        )
        said = wait_for("运维后台", log, site)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/") as answer:
            status, policy = answer.status, answer.headers["Content-Security-Policy"]
        site.send_signal(signal.SIGTERM)
        exit_code = site.wait(PATIENCE_SECONDS)

    assert (exit_code, status) == (0, 200)
    assert "default-src 'none'" in policy
    assert f"http://localhost:{port}/" in said
    assert "已停止" in log.read_text()
    assert not serve.answers_within("127.0.0.1", port, seconds=0.2)


def wait_for(text: str, log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if text in log.read_text():
            return log.read_text()
        time.sleep(0.05)
    process.terminate()
    pytest.fail(f"“{text}” never came:\n{log.read_text()}")


@pytest.mark.parametrize(
    ("changed", "demo", "said"),
    [
        ({"HTTPS": True}, True, "BEHIND_PROXY"),
        ({"HTTPS": True, "SECURE_PROXY_SSL_HEADER": ("a", "b")}, True, ""),
        ({"DEBUG": True}, False, "DEBUG=on"),
        ({"DEBUG": True}, True, ""),
    ],
)
def test_what_is_allowed_and_hardly_meant_is_said(settings, capsys, changed, demo, said):
    for name, value in changed.items():
        setattr(settings, name, value)

    serve.Command().warn(demo=demo)

    out = capsys.readouterr().out
    assert said in out
    assert bool(out) is bool(said)


def test_the_processes_keep_their_figures_in_a_fresh_folder(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    for _ in range(2):
        serve.collect_metrics()
        assert list((tmp_path / "metrics").iterdir()) == []
        (tmp_path / "metrics" / "left.db").touch()
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path / "metrics")
