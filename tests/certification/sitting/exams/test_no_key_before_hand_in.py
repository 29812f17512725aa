"""A whole attempt, every response of it read for what would give an answer away."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from certification.grading.ledger import broken_mark
from tests.factories.attempts import keyed_letters
from tests.factories.bank import RULE_MARK, TEXT_MARK, TITLE_MARK

#: Words and names that only an explanation, a key or a derivation would bring.
TELLING = [
    RULE_MARK, TITLE_MARK, TEXT_MARK, "late_", "小时", "裁决书 ·", "难度", "difficulty", "derivation", "sha256",
    "option_order", "truths", "data-right", "is_key", "data-key", "正确答案", "T-0", "T-1", "T-2", "误读", "claim", "ruling/",
]  # fmt: skip
HTMX = {"HX-Request": "true"}


class ReadingClient(Client):
    """A browser that reads every answer of the server, headers included."""

    def request(self, **request):
        response = super().request(**request)
        text = response.content.decode() + str(response.headers)
        text = re.sub(r"T-\d\d[AB] 这一单", "", text)  # the stems of the little bank carry their own code
        found = [word for word in TELLING if word in text]
        assert not found, f"{request.get('PATH_INFO')}: {found}"
        return response


@pytest.fixture
def reading(trainee, edition) -> ReadingClient:
    client = ReadingClient()
    client.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")
    return client


def test_no_response_of_an_attempt_gives_an_answer_away(reading, trainee):
    started = reading.post(reverse("sitting:mocks"))
    attempt = trainee.attempts.get()
    assert started["Location"] == reverse("sitting:question", args=(attempt.pk, 1))
    right, wrong = [], []
    for position in range(1, 31):
        page = reverse("sitting:question", args=(attempt.pk, position))
        save = reverse("sitting:answer", args=(attempt.pk, position))
        reading.get(page)
        reading.get(page, headers=HTMX)
        letters = list(keyed_letters(attempt, position))
        other = next(letter for letter in "AB" if letter not in letters[:1])
        kept = reading.post(save, {"client": "t", "sequence": 1, "answer": letters}, headers=HTMX)
        right.append(_neutral(kept.content.decode(), letters))
        kept = reading.post(save, {"client": "t", "sequence": 2, "answer": [other]}, headers=HTMX)
        wrong.append(_neutral(kept.content.decode(), [other]))
        reading.post(save, {"client": "t", "sequence": 3, "flag": "1"}, headers=HTMX)
        reading.post(page, {"client": "f", "answer": letters, "go": "next"}, follow=True)
    for name in ("attempt", "hand-in", "result", "mocks", "home", "practice"):
        args = (attempt.pk,) if name in {"attempt", "hand-in", "result"} else ()
        reading.get(reverse(f"sitting:{name}", args=args), follow=True)
    reading.post(reverse("sitting:practice"), {"area": ""})

    assert right == wrong, "a right answer is confirmed in the same words as a wrong one"


def _neutral(html: str, letters: list[str]) -> str:
    """Take out the letters themselves, clock and times."""
    html = html.replace(f'data-answer="{"".join(letters)}"', "")
    return re.sub(r"\d\d:\d\d:\d\d|data-now=\"\d+\"", "", html)


def test_the_options_of_a_right_and_a_wrong_answer_look_alike(reading, trainee):
    reading.post(reverse("sitting:mocks"))
    attempt = trainee.attempts.get()
    page = reading.get(reverse("sitting:question", args=(attempt.pk, 1))).content.decode()

    options = re.findall(r"<label class=\"option\">.*?</label>", page)

    alike = {re.sub(r"value=\"[A-F]\"|>[A-F]<|[甲乙丙丁]", "", option) for option in options}
    assert len(options) == 3
    assert len(alike) == 1


def test_pages_that_tell_are_closed_until_hand_in(signed_in, trainee, edition):
    signed_in.post(reverse("sitting:mocks"))
    attempt = trainee.attempts.get()
    ruling = reverse("sitting:ruling", args=(attempt.pk, 1))
    result = reverse("sitting:result", args=(attempt.pk,))

    assert signed_in.get(ruling).status_code == 404
    assert signed_in.get(result).status_code == 302
    assert signed_in.post(reverse("sitting:practice"), {"area": ""}).status_code == 409

    signed_in.post(reverse("sitting:hand-in", args=(attempt.pk,)))

    assert signed_in.get(ruling).status_code == 200
    assert signed_in.get(result).status_code == 200
    assert broken_mark() is None
