"""One question to an OpenAI-compatible endpoint: bounded in time and size; every failure is one exception.

Pure of Django. Redirects are not followed (they would carry the key elsewhere); proxies of the environment are used.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from http.client import HTTPException, HTTPResponse
from threading import Lock, Thread
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from certification.drills.model.config import Endpoint

logger = logging.getLogger(__name__)
LARGEST_ANSWER_BYTES: Final = 65_536
REST_SECONDS: Final = 30.0
_CHUNK_BYTES: Final = 4096


class NoAnswerError(Exception):
    """The model gave nothing that can be used; the message says why and holds no text of anybody."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        return None


class Line:
    """A line to one endpoint. After a failure it rests, so that a dead endpoint does not make every turn wait.

    Args:
        endpoint: whom to ask.
        clock: monotonic seconds.
    """

    def __init__(self, endpoint: Endpoint, clock: Callable[[], float] = time.monotonic) -> None:
        self._endpoint, self._clock = endpoint, clock
        self._opener: OpenerDirector = build_opener(_NoRedirects())
        self._rests_until = -1.0
        self._lock = Lock()

    @property
    def name(self) -> str:
        """Return the model's name."""
        return self._endpoint.name

    def ask(self, task: str, data: Mapping[str, Any], *, temperature: float, tokens: int) -> str:
        """Return what the model says.

        Args:
            task: what it is to do; nobody but us wrote it.
            data: what it is to do that to; sent as JSON in a message of its own, never mixed with the task.
            temperature: 0 for the likeliest answer.
            tokens: how long an answer may be.

        Raises:
            NoAnswerError: it is off or resting, too slow, too long, or said something that is no answer.
        """
        if self._clock() < self._rests_until:
            raise NoAnswerError("it rests after a failure")
        body = {
            "model": self._endpoint.name,
            "messages": [
                {"role": "system", "content": task},
                {"role": "user", "content": json.dumps(data, ensure_ascii=False)},
            ],
            "temperature": temperature,
            "max_tokens": tokens,
            "stream": False,
        }
        try:
            return _content(self._within_time(json.dumps(body).encode()))
        except NoAnswerError as error:
            with self._lock:
                self._rests_until = self._clock() + REST_SECONDS
            logger.warning("The model %s gave no answer: %s", self._endpoint.name, error)
            raise

    def _within_time(self, body: bytes) -> bytes:
        """Wait no longer than agreed, even for a name server or an endpoint that sends one byte a second."""
        answer: Future[bytes] = Future()
        Thread(target=self._post, args=(body, answer), name="model", daemon=True).start()
        try:
            return answer.result(self._endpoint.timeout_seconds)
        except TimeoutError as error:
            raise NoAnswerError(f"not within {self._endpoint.timeout_seconds:g} s") from error

    def _post(self, body: bytes, answer: "Future[bytes]") -> None:
        try:
            answer.set_result(self._answer_to(body))
        except HTTPError as error:
            error.close()
            answer.set_exception(NoAnswerError(f"status {error.code}"))
        except (OSError, HTTPException, ValueError, NoAnswerError) as error:
            answer.set_exception(
                NoAnswerError(str(error) if isinstance(error, NoAnswerError) else type(error).__name__)
            )

    def _answer_to(self, body: bytes) -> bytes:
        seconds = 2 * self._endpoint.timeout_seconds  # nobody waits for it any more: only so that the thread ends
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._endpoint.key:
            headers["Authorization"] = f"Bearer {self._endpoint.key}"
        url = f"{self._endpoint.url}/chat/completions"
        request = Request(url, body, headers, method="POST")  # noqa: S310 - http and https only, see config
        with self._opener.open(request, timeout=seconds) as response:
            return _read(response, until=time.monotonic() + seconds)


def _read(response: HTTPResponse, *, until: float) -> bytes:
    parts, size = [], 0
    while part := response.read1(_CHUNK_BYTES):
        size += len(part)
        if size > LARGEST_ANSWER_BYTES:
            raise NoAnswerError(f"more than {LARGEST_ANSWER_BYTES} bytes")
        if time.monotonic() > until:
            raise NoAnswerError("too slow")
        parts.append(part)
    return b"".join(parts)


def _content(raw: bytes) -> str:
    try:
        text = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise NoAnswerError("no chat completion") from error
    if not isinstance(text, str):
        raise NoAnswerError("no text")
    return text
