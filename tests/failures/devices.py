"""A trainee's browser as far as saving goes: an outbox, and what the screen says of each question.

As on the exam page: an entry leaves the outbox when the server has answered what it holds, one request at a time, in
order, each under (client, sequence). `screen` is what the person was told is saved.
"""

import http.client
import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.failures.prepare import TOKEN
from tests.failures.site import Site

LOST = (OSError, http.client.HTTPException)
REQUEST_SECONDS = 30


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: http.client.HTTPMessage

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    def data(self, name: str) -> str:
        found = re.search(rf'id="save-state"[^>]* data-{name}="([^"]*)"', self.text)
        assert found, self.text
        return found.group(1)


@dataclass(frozen=True)
class Entry:
    position: int
    answer: str
    client: str
    sequence: int
    more: tuple[tuple[str, str], ...] = ()

    @property
    def body(self) -> dict[str, str]:
        return {"client": self.client, "sequence": str(self.sequence), "answer": self.answer, **dict(self.more)}


@dataclass
class Device:
    """One browser of one trainee."""

    site: Site
    session: str
    attempt: str = ""
    client: str = field(default_factory=lambda: uuid.uuid4().hex)
    sequence: int = 0
    outbox: list[Entry] = field(default_factory=list)
    screen: dict[int, str] = field(default_factory=dict)
    made: list[Entry] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    _line: http.client.HTTPConnection | None = None

    # --- requests ----------------------------------------------------------------------------------------------------

    def request(self, method: str, url: str, data: dict[str, str] | None = None, **headers: str) -> Reply:
        """Send one request.

        Raises:
            OSError: the network or the server is gone.
            HTTPException: it went in the middle of a reply.
        """
        is_kept = self._line is not None
        self._line = self._line or http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=REQUEST_SECONDS)
        told = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN, **headers}
        body = None if data is None else urlencode(data)
        if body is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._line.request(method, url, body, told)
            answer = self._line.getresponse()
            reply = Reply(answer.status, answer.read().decode(), answer.headers)
        except LOST as error:
            self.hang_up()
            if is_kept and isinstance(error, ConnectionError):  # the server closes idle lines; browsers try anew, too
                return self.request(method, url, data, **headers)
            raise
        self.statuses.append(reply.status)
        return reply

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def get(self, url: str) -> Reply:
        return self.request("GET", url)

    def post(self, url: str, **data: str) -> Reply:
        return self.request("POST", url, data)

    # --- an attempt --------------------------------------------------------------------------------------------------

    def start_mock(self) -> None:
        self._start(self.post("/mocks/"))

    def start_exam(self) -> None:
        self._start(self.post(f"/rounds/{self.site.round}/start/"))

    def _start(self, reply: Reply) -> None:
        assert reply.status == 302, reply.text
        self.attempt = reply.location.split("/attempts/")[1].split("/")[0]

    def question_url(self, position: int) -> str:
        return f"/attempts/{self.attempt}/questions/{position}/"

    def choose(self, position: int, answer: str, **more: str) -> Entry:
        """Click on an option: the entry is in the outbox before anything is sent."""
        self.sequence += 1
        entry = Entry(position, answer, self.client, self.sequence, tuple(more.items()))
        self.outbox.append(entry)
        self.made.append(entry)
        return entry

    def send(self, entry: Entry) -> Reply:
        return self.request("POST", f"{self.question_url(entry.position)}answer/", entry.body, **{"HX-Request": "true"})

    def flush(self) -> bool:
        """Send what waits; say whether the outbox is empty. What the server says becomes what the screen says."""
        while self.outbox:
            entry = self.outbox[0]
            try:
                reply = self.send(entry)
            except LOST:
                return False
            if reply.status not in {200, 422}:
                return False
            self.show(reply)
            self.outbox.remove(entry)
        return True

    def show(self, reply: Reply) -> None:
        self.screen[int(reply.data("number"))] = reply.data("answer")

    def hand_in(self) -> Reply:
        return self.post(f"/attempts/{self.attempt}/hand-in/")


def held(site: Site, attempt: str) -> dict[int, str]:
    """What the server holds of an attempt: the answer that came last to each question."""
    found = site.rows(
        "SELECT position, answer FROM certification_response WHERE attempt_id = ? AND answer IS NOT NULL ORDER BY id",
        site.key(attempt),
    )
    last = dict(found)
    return {position: last[position] for position in sorted(last) if last[position]}


def shown(device: Device) -> dict[int, str]:
    """What the screen says is saved; a question whose answer was taken back is open."""
    return {position: answer for position, answer in sorted(device.screen.items()) if answer}


def received(site: Site, attempt: str) -> list[tuple[str, int]]:
    """Every write the server has of an attempt, as (client, sequence)."""
    found = site.rows(
        "SELECT client, sequence FROM certification_response WHERE attempt_id = ? ORDER BY client, sequence",
        site.key(attempt),
    )
    return [(str(client), int(sequence)) for client, sequence in found]


def marks(site: Site, attempt: str) -> list[int]:
    """Positions of all marks of an attempt."""
    found = site.rows(
        "SELECT position FROM certification_mark WHERE attempt_id = ? ORDER BY position", site.key(attempt)
    )
    return [int(row[0]) for row in found]
