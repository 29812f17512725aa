"""`/metrics/`: what Prometheus is told, and who may ask."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from certification.attempts.models import Heartbeat
from certification.operations import nightly, state
from tests.factories.people import UserFactory
from tests.failures.site import ROOT

PAGE = "/metrics/"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.HOME = settings.BACKUP_DIR = tmp_path
    return tmp_path


def figures(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return {
        one.name: one for family in text_string_to_metric_families(answer.content.decode()) for one in family.samples
    }


def test_prometheus_reads_the_state_of_the_site(client, db, edition, folders):
    Heartbeat.objects.create(at=timezone.now() - timedelta(seconds=90))
    (folders / nightly.VERIFIED).touch()
    client.post("/sign-in/", {"username": "nobody", "password": "wrong"})

    found = figures(client)

    assert 89 < found["mingduan_sweeper_age_seconds"].value < 120
    assert found["mingduan_sign_in_failures_24h"].value == 1
    assert found["mingduan_sign_ins_failed_total"].value >= 1
    assert found["mingduan_database_bytes"].value > 0
    assert found["mingduan_disk_free_bytes"].labels == {"folder": str(folders)}
    assert found["mingduan_database_answers"].value == 1
    assert found["mingduan_info"].labels["edition"] == edition.label
    assert "mingduan_backup_age_seconds" not in found
    assert found["mingduan_backup_verified_age_seconds"].value < 60


def test_a_database_that_is_gone_still_leaves_figures(client, db, monkeypatch):
    def gone(*_args):
        raise OperationalError("gone")

    monkeypatch.setattr(state, "queue", gone)
    monkeypatch.setattr(state, "database_bytes", gone)

    found = figures(client)

    assert found["mingduan_database_answers"].value == 0
    assert "mingduan_sign_in_failures_24h" in found


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ("", {"REMOTE_ADDR": "::1"}, 200),
        ("", {"REMOTE_ADDR": "192.168.1.7"}, 404),
        ("", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.168.1.7"}, 404),
        ("", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, 404),
        ("秘密", {"REMOTE_ADDR": "127.0.0.1"}, 404),
        ("secret", {"REMOTE_ADDR": "192.168.1.7", "HTTP_AUTHORIZATION": "Bearer secret"}, 200),
        ("secret", {"REMOTE_ADDR": "192.168.1.7", "HTTP_AUTHORIZATION": "Bearer secre"}, 404),
    ],
)
def test_strangers_find_no_such_page(client, db, settings, token, sent, status):
    settings.METRICS_TOKEN = token

    assert client.get(PAGE, **sent).status_code == status


def test_nothing_tells_of_a_person(client, db):
    UserFactory(staff_number="A20316", display_name="林晓雯")
    client.post("/sign-in/", {"username": "A20316", "password": "wrong"})

    text = client.get(PAGE).content.decode()

    assert "A20316" not in text
    assert "林晓雯" not in text


def test_the_figures_of_all_processes_are_added_up(tmp_path):
    folder = tmp_path / "metrics"
    folder.mkdir()
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder), "MINGDUAN_HOME": str(tmp_path)}
    count = "from certification.operations.metrics import REQUESTS; REQUESTS.labels('a:b', 'GET', '200').inc(2)"
    tell = (
        "from prometheus_client import CollectorRegistry, generate_latest\n"
        "from prometheus_client.multiprocess import MultiProcessCollector\n"
        "r = CollectorRegistry(); MultiProcessCollector(r); print(generate_latest(r).decode())"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", count], env=environ, cwd=ROOT, check=True)

    said = subprocess.run(
        [sys.executable, "-c", tell], env=environ, cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert 'mingduan_requests_total{method="GET",route="a:b",status="200"} 4.0' in said.stdout
