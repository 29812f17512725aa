"""A learning platform that listens on this machine: login, keys, tokens, line items, and a book of the scores it got."""

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from certification.lti.models import Platform
from tests.factories import NOON
from tests.factories.people import UserFactory

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
CLIENT, DEPLOYMENT, RESOURCE = "mingduan-client", "1", "link-7"
MEMBER = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
KEY = RSAKey.generate_key(2048, {"kid": "platform-1"})
STRANGERS_KEY = RSAKey.generate_key(2048, {"kid": "platform-1"})


class MockPlatform(ThreadingHTTPServer):
    """Answers as a platform does. `extra`: claims of the next messages. `fails`: statuses of the next scores, by order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tool = ""
        self.choosing = False
        self.extra: dict[str, Any] = {}
        self.sub, self.roles = "sub-1", ["Learner"]
        self.fails: list[int] = []
        self.token_status = 200
        self.lineitems: list[dict[str, Any]] = []
        self.made_lineitems = 0
        self.scores: list[dict[str, Any]] = []
        self.assertions: list[dict[str, Any]] = []
        self.deep: list[str] = []
        self.tool_keys: dict[str, Any] = {}
        self.asked: list[str] = []

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def claims(self, nonce: str, /, **extra: Any) -> dict[str, Any]:
        """What the platform says of the person who is signed in there."""
        now = int(time.time())
        return {
            "iss": self.home, "aud": CLIENT, "sub": self.sub, "exp": now + 60, "iat": now, "nonce": nonce,
            f"{CLAIM}message_type": "LtiResourceLinkRequest", f"{CLAIM}version": "1.3.0",
            f"{CLAIM}deployment_id": DEPLOYMENT, f"{CLAIM}target_link_uri": f"{self.tool}/lti/launch/",
            f"{CLAIM}resource_link": {"id": RESOURCE, "title": "九月认证"},
            f"{CLAIM}roles": [f"{MEMBER}{role}" for role in self.roles], **self.extra, **extra,
        }  # fmt: skip

    def grading(self, *scopes: str, lineitem: str = "") -> dict[str, Any]:
        """The claim that scores may be sent."""
        named = [f"{AGS_SCOPE}{one}" for one in scopes or ("score", "lineitem")]
        one = {"lineitem": lineitem} if lineitem else {}
        return {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
            "scope": named, "lineitems": f"{self.home}/lineitems", **one,
        }}  # fmt: skip

    def token(self, claims: dict[str, Any], key: RSAKey = KEY) -> str:
        return jwt.encode({"alg": "RS256", "kid": "platform-1"}, claims, key)

    def read(self, text: str) -> dict[str, Any]:
        """What a token of the tool says, by the keys that it publishes."""
        return dict(jwt.decode(text, KeySet.import_key_set(self.tool_keys)).claims)


class _Handler(BaseHTTPRequestHandler):
    server: MockPlatform

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        self.server.asked.append(split.path)
        asked = {name: values[0] for name, values in parse_qs(split.query).items()}
        if split.path == "/keys":
            self._json({"keys": [{**KEY.as_dict(private=False), "alg": "RS256", "use": "sig"}]})
        elif split.path == "/auth":
            self._html(self._answering(asked))
        elif split.path == "/lineitems":
            wanted = asked.get("resource_link_id")
            self._json([one for one in self.server.lineitems if wanted in (None, one.get("resourceLinkId"))])
        elif split.path == "/elsewhere":
            self._status(302, {"Location": "http://127.0.0.1:1/secret"})
        elif split.path == "/endless":
            self._html("x" * 1_100_000)
        else:
            self._html(self._course(split.path))

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        self.server.asked.append(path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if path == "/token":
            self._token({name: values[0] for name, values in parse_qs(body).items()})
        elif path == "/deep":
            self.server.deep.append(parse_qs(body)["JWT"][0])
            self._html("<h1>放进课程了</h1>")
        elif path == "/lineitems":
            self.server.made_lineitems += 1
            made = {**json.loads(body), "id": f"{self.server.home}/lineitems/{self.server.made_lineitems}"}
            self.server.lineitems.append(made)
            self._json(made)
        else:
            self._score(path, json.loads(body))

    def _course(self, path: str) -> str:
        asked = {
            "iss": self.server.home, "client_id": CLIENT, "login_hint": self.server.sub,
            "target_link_uri": f"{self.server.tool}/lti/{'choose' if self.server.choosing else 'launch'}/",
        }  # fmt: skip
        address = f"{self.server.tool}/lti/login/?{urlencode(asked)}"
        if path == "/framed":
            return f'<h1>课程</h1><iframe title="活动" src="{escape(address)}" width="600" height="400"></iframe>'
        return f'<h1>课程</h1><a href="{escape(address)}">九月认证</a>'

    def _answering(self, asked: dict[str, str]) -> str:
        token = self.server.token(self.server.claims(asked["nonce"]))
        fields = {"id_token": token, "state": asked["state"]}
        inputs = "".join(f'<input type="hidden" name="{name}" value="{escape(v)}">' for name, v in fields.items())
        form = f'<form method="post" action="{escape(asked["redirect_uri"])}">{inputs}</form>'
        return f"{form}<script>document.forms[0].submit()</script>"

    def _token(self, asked: dict[str, str]) -> None:
        self.server.assertions.append(asked)
        if self.server.token_status != 200:
            self._status(self.server.token_status)
            return
        self._json({"access_token": uuid.uuid4().hex, "token_type": "Bearer", "expires_in": 3600})

    def _score(self, path: str, score: dict[str, Any]) -> None:
        status = self.server.fails.pop(0) if self.server.fails else 200
        if status == 200:
            self.server.scores.append({"path": path, **score})
        self._status(status, {"Location": "http://127.0.0.1:1/secret"} if status == 302 else {})

    def _json(self, content: Any) -> None:
        self._send(json.dumps(content).encode(), "application/json")

    def _html(self, content: str) -> None:
        self._send(
            f"<!doctype html><html lang=zh><meta charset=utf-8><title>平台</title>{content}".encode(), "text/html"
        )

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _status(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def mock_platform() -> Iterator[MockPlatform]:
    server = MockPlatform()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def register(server: MockPlatform, **fields: Any) -> Platform:
    """Register the mock platform as a manager does."""
    home = server.home
    return Platform.objects.create(**{
        "name": "企业学堂", "issuer": home, "client_id": CLIENT, "auth_login_url": f"{home}/auth",
        "auth_token_url": f"{home}/token", "key_set_url": f"{home}/keys", "deployments": [DEPLOYMENT],
        "made_by": UserFactory(manager=True), "made_at": NOON, **fields,
    })  # fmt: skip
