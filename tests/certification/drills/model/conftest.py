"""A model of our own on this machine: it says what a test tells it to, and keeps what it was asked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from certification.drills.model.assistant import ModelBehind
from certification.drills.model.config import Endpoint
from certification.drills.model.endpoint import Line

KEY = "a-key-that-nobody-may-see"


@dataclass
class Model:
    """What it answers with, and what it heard. `hangs` until the test is over."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_hanging: bool = False
    is_dripping: bool = False
    over: Event = field(default_factory=Event)
    heard: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def says(self, content: object) -> None:
        """Answer as a chat completion whose text is `content` (as JSON where it is no text)."""
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        self.body = json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()

    def endpoint(self, *, timeout: float = 10.0) -> Endpoint:
        return Endpoint(self.url, "small-model", timeout, KEY)

    def assistant(self, *, timeout: float = 10.0) -> ModelBehind:
        return ModelBehind(Line(self.endpoint(timeout=timeout)))


def handler(model: Model) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.do_POST()

        def do_POST(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            model.heard.append({"path": self.path, **(json.loads(raw) if raw else {})})
            model.keys.append(self.headers.get("Authorization"))
            if model.is_hanging:
                model.over.wait()
            try:
                self.send_response(model.status)
                for name, value in model.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(model.body)
                while model.is_dripping and not model.over.wait(0.02):
                    self.wfile.write(b" ")
            except OSError:
                pass  # the one who asked has gone

        def log_message(self, *_args):
            pass

    return Answers


@pytest.fixture
def model(monkeypatch) -> Iterator[Model]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    served = Model()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(served))
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.over.set()
    server.shutdown()
    thread.join()
    server.server_close()
