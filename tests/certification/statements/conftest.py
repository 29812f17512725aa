"""A record store that listens on this machine."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest


class Store(ThreadingHTTPServer):
    """Keeps what it is sent; `answers` are the statuses of the next requests, 200 once they are used up."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[dict] = []
        self.asked: list[dict] = []
        self.answers: list[int] = []
        self.bad: set[str] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/xapi/"


class _Handler(BaseHTTPRequestHandler):
    server: Store

    def do_POST(self) -> None:
        bodies = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append({"path": self.path, **headers})
        status = self.server.answers.pop(0) if self.server.answers else 200
        if status == 200 and self.server.bad & {body["id"] for body in bodies}:
            status = 400
        if status == 200:
            self.server.taken += bodies
        self.send_response(status)
        self.send_header("Content-Length", "2")
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def store(settings) -> Iterator[Store]:
    found = Store()
    thread = Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.XAPI_ENDPOINT, settings.XAPI_USER, settings.XAPI_PASSWORD = found.address, "mingduan", "geheim"
    settings.SITE_ADDRESS = "https://mingduan.example/"
    yield found
    found.shutdown()
    found.server_close()
    thread.join()
