"""Somebody with a browser: in place of the proxy, or behind one over TLS."""

import socket
import ssl
import uuid
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from soaking.pages import Form, Page, joined, read

from rehearsal.telling import insist

HOST = "mingduan.example.com"
FORM = "application/x-www-form-urlencoded"
OK, FOUND = 200, 302
WAIT_SECONDS = 120


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Visitor:
    """Keeps cookies, follows nothing by itself.

    Args:
        port: where to ask, on this machine.
        trusts: the certificate to trust; then TLS is spoken, and no header is sent that only a proxy sends.
    """

    def __init__(self, port: int, trusts: str = "", *, plain: bool = False) -> None:
        self.port, self.trusts, self.plain = port, trusts, plain
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = FORM) -> Reply:
        headers = {
            "Host": HOST,
            "Referer": f"https://{HOST}/",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        if not (self.trusts or self.plain):
            headers["X-Forwarded-Proto"] = "https"
        if body is not None:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        line = HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        try:
            if self.trusts:
                plain = socket.create_connection(("127.0.0.1", self.port), WAIT_SECONDS)
                line.sock = ssl.create_default_context(cafile=self.trusts).wrap_socket(plain, server_hostname=HOST)
            return self._exchange(line, method, path, body, headers)
        except (OSError, HTTPException) as error:
            return Reply(0, Message(), str(error).encode())
        finally:
            line.close()

    def _exchange(
        self, line: HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Reply:
        with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
            line.request(method, path, body, headers)  # who refuses a large body answers and hangs up before its end
        answer = line.getresponse()
        reply = Reply(answer.status, answer.headers, answer.read())
        for told in reply.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(told).items()}
        return reply

    # --- forms -----------------------------------------------------------------------------------------------------

    def page(self, path: str) -> Page:
        reply = self.get(path)
        insist(reply.status == OK, f"{path} answered {reply.status}: {reply.text[:500]}")
        return read(path, reply.status, reply.body)

    def send(self, page: Page, form: Form, *, button: tuple[str, str] | None = None, **changes: str) -> Page:
        """Send a form with these changes and go where it leads."""
        path = urlsplit(form.action or page.url).path
        reply = self.ask("POST", path, urlencode(joined(form.filled(**changes), button)).encode())
        insist(reply.status in (OK, FOUND), f"POST {path} answered {reply.status}: {reply.text[:3000]}")
        told = urlsplit(reply.headers.get("Location", ""))
        if told.path:
            return self.page(told.path + (f"?{told.query}" if told.query else ""))
        return read(path, reply.status, reply.body)

    def upload(self, page: Page, form: Form, name: str, data: bytes) -> Page:
        """Send a file by the form's field `file`."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in form.fields
        ]
        place = f'form-data; name="file"; filename="{name}"'
        head = f"--{edge}\r\nContent-Disposition: {place}\r\nContent-Type: text/csv\r\n\r\n"
        body = "".join(parts).encode() + head.encode() + data + f"\r\n--{edge}--\r\n".encode()
        reply = self.ask("POST", urlsplit(form.action or page.url).path, body, f"multipart/form-data; boundary={edge}")
        insist(reply.status == FOUND, f"the upload answered {reply.status}: {reply.text[-1500:]}")
        return self.page(urlsplit(reply.headers["Location"]).path)

    def sign_in(self, number: str, password: str) -> None:
        self.cookies.clear()
        page = self.page("/sign-in/")
        form = next(one for one in page.forms if one.method == "post" and "password" in dict(one.fields))
        body = urlencode(form.filled(username=number, password=password)).encode()
        reply = self.ask("POST", "/sign-in/", body)
        insist(reply.status == FOUND, f"signing {number} in answered {reply.status}: {reply.text[-1500:]}")
