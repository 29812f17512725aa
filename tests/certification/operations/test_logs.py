"""Log lines carry the id of their request, and nothing of any person."""

import io
import json
import logging
import logging.config
import uuid

import pytest
from django.db import IntegrityError

from certification.core.request_ids import HEADER
from certification.operations.logs import Line, logging_config, scrubbed
from tests.factories.people import UserFactory

WHO = {"username": "A20316", "password": "wrong"}


@pytest.fixture
def written():
    """What the site would log as JSON from here on."""
    out = io.StringIO()
    config = logging_config("json")
    config["handlers"]["console"]["stream"] = out
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.handlers, root.level = kept
    for name in ("certification.requests", "axes"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_a_request_is_one_line_by_its_route_under_the_id_of_the_answer(client, db, written):
    answer = client.get("/sign-in/?next=/people/许建国/")

    (line,) = written()
    assert line["logger"] == "certification.requests"
    assert (line["route"], line["method"], line["status"]) == ("people:sign-in", "GET", 200)
    assert line["request_id"] == answer[HEADER]
    assert line["milliseconds"] >= 0
    assert "许建国" not in str(line)


def test_who_typed_a_wrong_password_and_from_where_is_not_logged(client, db, written):
    UserFactory(staff_number="A20316", display_name="林晓雯")
    for _ in range(6):
        client.post("/sign-in/", WHO)

    text = str(written())
    assert "people:sign-in" in text
    assert not [word for word in ("A20316", "林晓雯", "127.0.0.1", "wrong") if word in text]


def test_a_crash_is_logged_with_its_trace_but_without_search_or_row_values(rf, written):
    request = rf.get("/people/?who=林晓雯")
    logging.getLogger("django.request").error(
        "Internal Server Error: %s",
        request.get_full_path(),
        exc_info=IntegrityError("duplicate key\nDETAIL:  Key (staff_number)=(A20316) already exists."),
        extra={"request": request},
    )

    (line,) = written()
    assert "IntegrityError" in line["exc_info"]
    assert "/people/?…" in line["message"]
    assert not [word for word in ("A20316", "林晓雯") if word in str(line)]


def test_a_line_for_people_is_scrubbed_too():
    record = logging.LogRecord("a", logging.ERROR, "f", 1, "GET /x/?q=林晓雯 failed", (), None)
    record.request_id = "-"

    assert Line("{request_id} {message}", style="{").format(record) == "- GET /x/?… failed"
    assert scrubbed("nothing to take out: 3?") == "nothing to take out: 3?"


def test_the_token_of_a_one_time_link_is_taken_out_and_an_id_is_left():
    token, key = "eyJwZXJzb24iOiJlNDViMzljYS1mZjAwIn0:1xVCZI:VGQ6eeRnu4yPoL8XTIDeNWmbT48xIFwFXLkqv-DKoIM", uuid.uuid4()

    assert scrubbed(f"Gone: /first-password/{token}/") == "Gone: /first-password/…/"
    assert scrubbed(f"Not Found: /attempts/{key}/") == f"Not Found: /attempts/{key}/"


def test_laptops_get_lines_and_no_line_for_each_request():
    config = logging_config("line")

    assert config["handlers"]["console"]["formatter"] == "line"
    assert config["loggers"]["certification.requests"]["level"] == "WARNING"
