"""What a trainee does in an exam, from signing in to reading the result."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field

from loading.client import Browser, Reply, Sample

SIZE = 30
FLAG_EVERY, BARE_EVERY, PING_SECONDS = 6, 3, 20
ARRIVING_SECONDS, MANY = 20, 200  # two hundred arrive within so many seconds, fewer within fewer
READERS = 20  # how many, about, open a ruling; everybody reads the result
FRAGMENT = {"HX-Request": "true"}


@dataclass
class Scene:
    """What all trainees of a scenario share."""

    port: int
    round_id: str
    password: str
    people: int
    think_seconds: float
    answering_seconds: float
    samples: list[Sample] = field(default_factory=list)
    problems: dict[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    answered: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate = asyncio.Barrier(self.people)

    def complain(self, what: str) -> None:
        self.problems[what] = self.problems.get(what, 0) + 1


class Trainee:
    def __init__(self, scene: Scene, number: str) -> None:
        self.scene, self.number = scene, number
        self.browser = Browser(scene.port, scene.samples)
        self.chance = random.Random(number)  # noqa: S311 - the same play every time
        self.attempt, self.sequence, self.pinged_at = "", 0, 0.0

    async def play(self) -> None:
        """Sit the exam. The start and the hand-in are a stampede: everybody waits for everybody else before them."""
        await asyncio.sleep(self.chance.uniform(0, ARRIVING_SECONDS * self.scene.people / MANY))
        is_in = await self.sign_in()
        await self.scene.gate.wait()
        if is_in:
            await self.start()
        await self.answer_all()
        await self.scene.gate.wait()
        await self.hand_in()
        await self.review()
        self.browser.hang_up()

    def insist(self, what: str, reply: Reply, *statuses: int) -> bool:
        if reply.status in statuses:
            return True
        self.scene.complain(f"{what}: {reply.status}")
        return False

    async def sign_in(self) -> bool:
        """Sign in, look round and check in; say whether one is in."""
        self.insist("sign-in page", await self.browser.get("sign-in page", "/sign-in/"), 200)
        given = {"username": self.number, "password": self.scene.password}
        if not self.insist("sign in", await self.browser.post("sign in", "/sign-in/", given), 302):
            return False
        self.insist("home", await self.browser.get("home", "/"), 200)
        url = f"/rounds/{self.scene.round_id}/"
        self.insist("check in", await self.browser.post("check in", f"{url}check-in/", {}), 302)
        self.insist("round page", await self.browser.get("round page", url), 200)
        return True

    async def start(self) -> None:
        reply = await self.browser.post("start", f"/rounds/{self.scene.round_id}/start/", {})
        if self.insist("start", reply, 302):
            self.attempt = reply.headers["location"]
            self.insist("resume", await self.browser.get("resume", self.attempt), 302)

    async def answer_all(self) -> None:
        ends_at, done = time.monotonic() + self.scene.answering_seconds, 0
        if self.scene.think_seconds:
            await asyncio.sleep(self.chance.uniform(0, self.scene.think_seconds))
        for position in range(1, SIZE + 1):
            if not self.attempt or time.monotonic() > ends_at:
                break
            await self.answer(position)
            done += 1
            if self.scene.think_seconds:
                await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.scene.think_seconds)
        self.scene.answered.append(done)

    async def answer(self, position: int) -> None:
        """View one question and answer it; the first as a page, the others as the swap that 下一题 makes."""
        url = f"{self.attempt}questions/{position}/"
        operation, headers = ("page", {}) if position == 1 else ("view", FRAGMENT)
        self.insist(operation, await self.browser.get(operation, url, **headers), 200)
        await self.save(url, {"answer": self.chance.choice("AB")})
        if position % FLAG_EVERY == 0:
            await self.save(url, {"flag": "1"})
        if position % BARE_EVERY == 0:
            self.insist("bare view", await self.browser.post("bare view", "/bare/", {"answer": "A"}, **FRAGMENT), 200)
        if self.scene.think_seconds and time.monotonic() > self.pinged_at + PING_SECONDS:
            self.pinged_at = time.monotonic()
            sign = {"position": str(position), "seen": ""}
            self.insist("ping", await self.browser.post("ping", f"{self.attempt}ping/", sign, **FRAGMENT), 200)

    async def save(self, url: str, what: dict[str, str]) -> None:
        self.sequence += 1
        given = {"client": f"load-{self.number}", "sequence": str(self.sequence), **what}
        reply = await self.browser.post("save", f"{url}answer/", given, **FRAGMENT)
        if self.insist("save", reply, 200):
            said = re.search(rb'data-state="(\w+)"', reply.body)
            if said and said.group(1) in {b"saved", b"idle"}:
                self.scene.acknowledged += 1
            else:
                self.scene.complain(f"save: {said.group(1).decode() if said else 'no state'}")

    async def hand_in(self) -> None:
        if not self.attempt:
            return
        url = f"{self.attempt}hand-in/"
        self.insist("hand-in page", await self.browser.get("hand-in page", url), 200)
        self.insist("hand in", await self.browser.post("hand in", url, {}), 302)

    async def review(self) -> None:
        if not self.attempt:
            return
        self.insist("result", await self.browser.get("result", f"{self.attempt}result/"), 200)
        if self.chance.random() * self.scene.people < READERS:
            self.insist("ruling", await self.browser.get("ruling", f"{self.attempt}questions/1/ruling/"), 200)


async def everybody(scene: Scene, numbers: list[str]) -> None:
    await asyncio.gather(*(Trainee(scene, number).play() for number in numbers))
