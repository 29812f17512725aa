"""A small HTTP client: one kept line, cookies, and what each request took. As little CPU of its own as possible."""

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE_SECONDS = 90
CONTINUES = {200, 204, 302, 304}
Form = dict[str, str] | list[tuple[str, str]]


@dataclass(slots=True)
class Sample:
    """One request: what for, its status (0: the line broke), seconds, and what the server's meter said."""

    operation: str
    status: int
    seconds: float
    cpu_ms: float = 0.0
    queries: int = 0
    size: int = 0


@dataclass(slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Browser:
    """One line to the server; every request becomes a sample in `samples`."""

    port: int
    samples: list[Sample]
    cookies: dict[str, str] = field(default_factory=dict)
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, operation: str, url: str, **headers: str) -> Reply:
        return await self.request(operation, "GET", url, None, headers)

    async def post(self, operation: str, url: str, data: Form, **headers: str) -> Reply:
        return await self.request(operation, "POST", url, data, headers)

    async def request(self, operation: str, method: str, url: str, data: Form | None, headers: dict[str, str]) -> Reply:
        """Send one request and note what it took; a broken line or a server that is silent gives status 0."""
        before = time.perf_counter()
        is_kept = self._line is not None
        reply = await self._try(method, url, data, headers)
        if reply.status == 0 and is_kept and time.perf_counter() - before < PATIENCE_SECONDS:
            reply = await self._try(method, url, data, headers)  # the server closes idle lines; browsers try anew, too
        seconds = time.perf_counter() - before
        cpu, queries = reply.headers.get("x-load", "0 0").split()
        self.samples.append(Sample(operation, reply.status, seconds, int(cpu) / 1000, int(queries), len(reply.body)))
        return reply

    async def _try(self, method: str, url: str, data: Form | None, headers: dict[str, str]) -> Reply:
        try:
            return await asyncio.wait_for(self._exchange(method, url, data, headers), PATIENCE_SECONDS)
        except (OSError, EOFError, TimeoutError, ValueError):
            self.hang_up()
            return Reply(0, {}, b"")

    async def _exchange(self, method: str, url: str, data: Form | None, headers: dict[str, str]) -> Reply:
        if self._line is None:
            self._line = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._line
        body = urlencode(data).encode() if data is not None else b""
        told = {"Host": f"127.0.0.1:{self.port}", **headers}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if data is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
            told["Content-Length"] = str(len(body))
            told["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        writer.write(f"{method} {url} HTTP/1.1\r\n{head}\r\n".encode() + body)
        return await self._read(reader)

    async def _read(self, reader: asyncio.StreamReader) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status, headers = int(head[0].split()[1]), {}
        for line in head[1:-2]:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                cookie, _, held = value.split(";")[0].strip().partition("=")
                self.cookies[cookie] = held
            else:
                headers[name.lower()] = value.strip()
        body = await self._body(reader, status, headers)
        if headers.get("connection", "").lower() == "close":
            self.hang_up()
        return Reply(status, headers, body)

    @staticmethod
    async def _body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "") == "chunked":
            parts = []
            while size := int((await reader.readline()).split(b";")[0], 16):
                parts.append(await reader.readexactly(size))
                await reader.readline()
            await reader.readline()
            return b"".join(parts)
        if "content-length" in headers:
            return await reader.readexactly(int(headers["content-length"]))
        if status not in CONTINUES - {200}:
            raise ValueError("a reply without a length")
        return b""

    def hang_up(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None
