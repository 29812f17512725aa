"""The server is killed while everybody saves, and started again: as often as MINGDUAN_ROUNDS says."""

import os
import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from tests.failures.devices import LOST, Device, held, marks, received, shown
from tests.failures.site import PATIENCE_SECONDS

ROUNDS = int(os.environ.get("MINGDUAN_ROUNDS", "3"))
SIZE = 30
ANSWERS_BEFORE_THE_KILL = 150


def at_once(work: Callable[[Device], object], devices: Iterable[Device]) -> list[object]:
    chosen = list(devices)
    with ThreadPoolExecutor(len(chosen)) as pool:
        return list(pool.map(work, chosen))


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def acknowledged(devices: Iterable[Device]) -> int:
    return sum(len(device.made) - len(device.outbox) for device in devices)


def keep_answering(device: Device) -> None:
    """Click and send until the server is gone."""
    chance = random.Random(f"{device.client} {device.sequence}")
    while True:
        device.choose(chance.randint(1, SIZE), chance.choice("AB"))
        if not device.flush():
            return


def insist_server_is_screen(device: Device) -> None:
    assert not device.outbox
    assert held(device.site, device.attempt) == shown(device)
    assert received(device.site, device.attempt) == sorted((one.client, one.sequence) for one in device.made)


def test_nothing_that_was_acknowledged_is_lost_when_the_server_is_killed(serve, browse):
    site = serve()
    devices = [browse(site, person["session"]) for person in site.people]
    at_once(Device.start_exam, devices[::2])
    at_once(Device.start_mock, devices[1::2])

    for number in range(ROUNDS):
        before = acknowledged(devices)
        answering = [threading.Thread(target=keep_answering, args=(device,)) for device in devices]
        for thread in answering:
            thread.start()
        wait_until(lambda: acknowledged(devices) >= before + ANSWERS_BEFORE_THE_KILL + number % 20)  # noqa: B023
        site.kill()
        for thread in answering:
            thread.join()
        for device in devices:
            sent = {(one.client, one.sequence) for one in device.made if one not in device.outbox}
            assert sent <= set(received(site, device.attempt))

        site.start()
        assert all(at_once(Device.flush, devices)), site.log
        for device in devices:
            insist_server_is_screen(device)

    hand_in_under_fire(devices)
    assert not {status for device in devices for status in device.statuses} - {200, 302}


def hand_in_under_fire(devices: list[Device]) -> None:
    """Everybody hands in, the server is killed in the middle of it, everybody hands in again."""
    site = devices[0].site
    done: list[Device] = []

    def try_once(device: Device) -> None:
        try:
            device.hand_in()
            done.append(device)
        except LOST:
            pass

    handing_in = [threading.Thread(target=try_once, args=(device,)) for device in devices]
    for thread in handing_in:
        thread.start()
    wait_until(lambda: len(done) >= len(devices) // 4)
    site.kill()
    for thread in handing_in:
        thread.join()

    for device in done:
        assert marks(site, device.attempt) == list(range(1, SIZE + 1)), "handed in and lost"
    site.start()
    at_once(Device.hang_up, devices)  # lines to the server that is no more
    at_once(Device.hand_in, devices)
    for device in devices:
        assert marks(site, device.attempt) == list(range(1, SIZE + 1))
        assert held(site, device.attempt) == shown(device)
        assert handed_in(device) == 1


def handed_in(device: Device) -> int:
    rows = device.site.rows(
        "SELECT id FROM certification_journalentry WHERE verb = 'attempt.handed-in' AND subject = ?",
        f"attempt:{device.attempt}",
    )
    return len(rows)
