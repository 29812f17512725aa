"""Somebody at a browser: looks, presses, follows redirects, thinks in between, and complains of what is wrong."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from loading.client import Browser, Sample

from soaking.pages import Form, Page, joined, read

FRAGMENT = {"HX-Request": "true"}
MOST_REDIRECTS = 4
FOUND = {301, 302, 303}


@dataclass
class Crowd:
    """What all people of a run share: the site, until when they stay, and how long they think on average."""

    port: int
    password: str
    think_seconds: float
    ends_at: float
    warm_until: float = 0.0
    warm_samples: int = 0
    samples: list[Sample] = field(default_factory=list)
    problems: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)

    @property
    def is_warming(self) -> bool:
        """Say whether everybody hurries still, so that caches are full before anything is measured."""
        return time.monotonic() < self.warm_until

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.ends_at

    def complain(self, what: str) -> None:
        self.problems[what] = self.problems.get(what, 0) + 1


class Leave(Exception):  # noqa: N818 - no error: the time is up, or the page is not what the activity needs
    """The activity is at its end."""


class Person:
    """Signs in, then does one activity after another until the time is up."""

    #: Name of a method → how often it is picked, beside the others.
    habits: dict[str, int] = {}
    #: The same while caches are filled; nothing here means the same as ever.
    warming: dict[str, int] = {}
    #: How much less they think meanwhile.
    hurry = 5

    def __init__(self, crowd: Crowd, number: str, arrives_within: float) -> None:
        self.crowd, self.number = crowd, number
        self.browser = Browser(crowd.port, crowd.samples)
        self.chance = random.Random(number)  # noqa: S311 - the same play every time
        self.arrives_within = arrives_within

    async def live(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, self.arrives_within))
        try:
            await self.sign_in()
            while not self.crowd.is_over:
                habits = self.warming if self.crowd.is_warming and self.warming else self.habits
                name = self.chance.choices(list(habits), list(habits.values()))[0]
                self.crowd.done[name] = self.crowd.done.get(name, 0) + 1
                try:
                    await getattr(self, name)()
                except Leave:
                    await self.think()
        except Leave:
            pass
        self.browser.hang_up()

    async def sign_in(self) -> None:
        page = await self.look("sign-in page", "/sign-in/")
        form = self.need(page, "sign-in", page.form("", "") or page.form("sign-in"))
        await self.press("sign in", page, form, username=self.number, password=self.crowd.password)

    async def change_shift(self) -> None:
        """Sign out and in again: sessions come and go."""
        page = await self.look("account", "/account/")
        await self.press("sign out", page, self.need(page, "sign-out form", page.form("/sign-out/")))
        await self.sign_in()

    # --- what hands do ---------------------------------------------------------------------------------------------

    async def look(self, kind: str, url: str, *also: int, **headers: str) -> Page:
        await self.think()
        reply = await self.browser.get(kind, url, **headers)
        return await self._arrive(kind, url, reply.status, reply.headers, reply.body, also)

    async def press(
        self, kind: str, page: Page, form: Form, *also: int, button: tuple[str, str] | None = None, **changes: str
    ) -> Page:
        """Send a form as it stands with these changes, by a button where one is named."""
        where = next((place for name, value, place in form.buttons if button == (name, value)), "")
        url = urljoin(page.url, where or form.action or page.url)
        return await self.send(kind, url, joined(form.filled(**changes), button), *also)

    async def send(self, kind: str, url: str, pairs: list[tuple[str, str]], *also: int, **headers: str) -> Page:
        await self.think()
        reply = await self.browser.post(kind, url, pairs, **headers)
        return await self._arrive(kind, url, reply.status, reply.headers, reply.body, also)

    async def _arrive(
        self, kind: str, url: str, status: int, headers: dict[str, str], body: bytes, also: tuple[int, ...]
    ) -> Page:
        for _turn in range(MOST_REDIRECTS):
            if status not in FOUND:
                break
            url = urljoin(url, headers["location"])
            reply = await self.browser.get(f"{kind} →", url)
            status, headers, body = reply.status, reply.headers, reply.body
        if status != 200 and status not in also:  # noqa: PLR2004 - as HTTP counts
            self.crowd.complain(f"{kind} {urlsplit(url).path}: {status}")
            raise Leave
        return read(url, status, body)

    def need(self, page: Page, what: str, found: Form | None) -> Form:
        """Return the form, or complain that the page has none: the play would else be less than it says."""
        if found is None:
            self.crowd.complain(f"no {what} at {page.url}")
            raise Leave
        return found

    async def think(self) -> None:
        if self.crowd.is_over:
            raise Leave
        hurry = self.hurry if self.crowd.is_warming else 1
        await asyncio.sleep(self.chance.uniform(0.4, 1.6) * self.crowd.think_seconds / hurry)
