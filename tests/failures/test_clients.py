"""Browsers that repeat themselves, overtake one another, lose their sign-in or live in another year."""

import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from tests.failures.devices import Device, Reply, held, marks, received, shown

SIZE = 30
HANDS = 8
DAY = 24 * 60 * 60 * 1000
#: What a browser may say of the moment of a click, in milliseconds, on top of the right one or instead of it.
ABSURD = ["0", "-1", "1", "9" * 12, "9" * 30, "NaN", "1e400", "yesterday", "٣", "x" * 4000]


def reloaded(device: Device) -> dict[int, str]:
    """What the pages show when they are opened anew."""
    found = {}
    for position in range(1, SIZE + 1):
        options = re.findall(r'<input[^>]*name="answer"[^>]*>', device.get(device.question_url(position)).text)
        assert options
        chosen = [re.search(r'value="(\w)"', one) for one in options if re.search(r"\schecked\b", one)]
        if chosen:
            found[position] = "".join(sorted(one.group(1) for one in chosen if one))
    return found


def insist_server_is_screen(device: Device) -> None:
    assert held(device.site, device.attempt) == reloaded(device)


def test_a_replay_changes_nothing_and_says_what_is_held(site, device):
    first, second = device.choose(1, "A"), device.choose(1, "B")
    assert device.flush()

    for _ in range(3):
        device.show(device.send(first))

    assert shown(device) == {1: "B"}
    assert received(site, device.attempt) == [(device.client, first.sequence), (device.client, second.sequence)]
    insist_server_is_screen(device)


def test_requests_in_any_order_and_number_leave_what_the_screen_says(site, device):
    chance = random.Random(7)
    for _ in range(40):
        device.choose(chance.randint(1, SIZE), chance.choice(["A", "B", ""]))
    entries = [*device.outbox, *device.outbox]
    chance.shuffle(entries)

    for entry in entries:
        device.show(device.send(entry))

    assert held(site, device.attempt) == shown(device)
    assert received(site, device.attempt) == sorted((one.client, one.sequence) for one in device.made)
    insist_server_is_screen(device)


def test_of_two_devices_the_later_answer_counts_and_an_old_replay_does_not(site, device, person, browse):
    other = browse(site, person["session"], device.attempt)
    old = device.choose(1, "A")
    assert device.flush()
    other.choose(1, "B")
    assert other.flush()

    device.show(device.send(old))

    assert shown(device) == shown(other) == {1: "B"} == held(site, device.attempt)
    insist_server_is_screen(device)


def test_two_devices_at_once_lose_nothing(site, device, person, browse):
    devices = [browse(site, person["session"], device.attempt) for _ in range(4)]

    def answer(one: Device) -> bool:
        for position in range(1, 11):
            one.choose(position, "AB"[position % 2])
        return one.flush()

    with ThreadPoolExecutor(len(devices)) as pool:
        assert all(pool.map(answer, devices))

    assert len(received(site, device.attempt)) == sum(len(one.made) for one in devices)
    assert all(shown(one) == held(site, device.attempt) for one in devices)
    insist_server_is_screen(device)


@pytest.fixture
def together(site, person, browse):
    """Let many hands of one person do the same at the same moment."""

    def work(act, attempt: str = "") -> list[Reply]:
        start = Barrier(HANDS)

        def one_hand(hand: Device) -> Reply:
            hand.get("/sign-in/")  # opens the line
            start.wait()
            return act(hand)

        with ThreadPoolExecutor(HANDS) as pool:
            return list(pool.map(one_hand, [browse(site, person["session"], attempt) for _ in range(HANDS)]))

    return work


@pytest.mark.parametrize("url", ["/mocks/", "/rounds/{round}/start/"], ids=["mock", "exam"])
def test_a_double_click_starts_one_attempt(site, person, together, url):
    replies = together(lambda hand: hand.post(url.format(round=site.round)))

    assert {reply.status for reply in replies} == {302}
    assert len({reply.location.split("/attempts/")[1].split("/")[0] for reply in replies}) == 1
    assert len(site.rows("SELECT id FROM certification_attempt WHERE trainee_id = ?", site.key(person["id"]))) == 1


def test_a_double_click_hands_in_once(site, device, together):
    device.choose(3, "A")
    assert device.flush()

    replies = together(Device.hand_in, device.attempt)

    assert {(reply.status, reply.location) for reply in replies} == {(302, f"/attempts/{device.attempt}/result/")}
    assert marks(site, device.attempt) == list(range(1, SIZE + 1))
    said = "SELECT id FROM certification_journalentry WHERE verb = 'attempt.handed-in' AND subject = ?"
    assert len(site.rows(said, f"attempt:{device.attempt}")) == 1
    assert held(site, device.attempt) == shown(device)


def test_handing_in_while_saving_keeps_what_was_acknowledged(site, device, person, browse):
    savers = [browse(site, person["session"], device.attempt) for _ in range(4)]
    start = Barrier(len(savers) + 1)

    def answer(index: int) -> dict[int, str]:
        saver, kept = savers[index], {}
        start.wait()
        for position in range(index + 1, SIZE + 1, len(savers)):
            reply = saver.send(saver.choose(position, "A"))
            assert reply.status in {200, 422}
            if reply.data("answer"):
                kept[position] = reply.data("answer")
            assert (reply.data("answer") == "A") == (reply.data("state") == "saved"), reply.text
        return kept

    def hand_in() -> None:
        start.wait()
        device.hand_in()

    with ThreadPoolExecutor(len(savers) + 1) as pool:
        answering = [pool.submit(answer, index) for index in range(len(savers))]
        pool.submit(hand_in).result()
        kept = {position: letter for work in answering for position, letter in work.result().items()}

    assert held(site, device.attempt) == kept
    assert marks(site, device.attempt) == list(range(1, SIZE + 1))
    late = site.rows("SELECT position FROM certification_lateresponse WHERE attempt_id = ?", site.key(device.attempt))
    assert sorted([*kept, *(row[0] for row in late)]) == list(range(1, SIZE + 1)), "too late, and not lost"


def test_what_the_browser_thinks_of_the_time_changes_nothing(site, device):
    now = int(time.time() * 1000)
    claims = [*ABSURD, str(now - DAY), str(now + DAY)]
    for position, claim in enumerate(claims, start=1):
        device.choose(position, "B", at=claim)

    assert device.flush()

    assert held(site, device.attempt) == dict.fromkeys(range(1, len(claims) + 1), "B") == shown(device)
    assert not site.rows("SELECT id FROM certification_lateresponse WHERE attempt_id = ?", site.key(device.attempt))
    insist_server_is_screen(device)


def test_answers_given_without_a_session_arrive_after_the_next_sign_in(site, device, person):
    device.choose(1, "A")
    assert device.flush()
    site.write("DELETE FROM certification_session WHERE session_key = ?", device.session)

    device.choose(1, "B")
    device.choose(2, "B")
    assert not device.flush()
    reply = device.send(device.outbox[0])
    assert (reply.status, reply.text) == (401, "")
    assert reply.headers["HX-Redirect"].startswith("/sign-in/")
    assert held(site, device.attempt) == {1: "A"} == shown(device)

    signed_in = device.post("/sign-in/", username=person["number"], password=person["password"])
    cookies = signed_in.headers.get_all("Set-Cookie") or []
    device.session = next(one.split("sessionid=")[1].split(";")[0] for one in cookies if "sessionid=" in one)
    assert device.flush()
    assert held(site, device.attempt) == {1: "B", 2: "B"} == shown(device)
    insist_server_is_screen(device)


def test_a_malformed_save_is_refused_without_a_crash(site, device):
    good = device.choose(1, "A")
    bad = [
        replace(good, client=""),
        replace(good, client="a b"),
        replace(good, sequence=2**70),
        replace(good, answer="Z"),
    ]

    assert [device.send(entry).status for entry in bad] == [422] * len(bad)
    assert held(site, device.attempt) == {}
    assert device.flush()
    assert held(site, device.attempt) == {1: "A"} == shown(device)
