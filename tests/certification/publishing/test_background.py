"""What jobs in the background share."""

import pytest

from certification.publishing import background


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(ValueError("坏了"), "坏了", id="what it says"),
        pytest.param(ValueError(), "ValueError", id="what it is where it says nothing"),
        pytest.param(ValueError("长" * 3_000), "长" * background.LONGEST_ERROR, id="not all of a long one"),
    ],
)
def test_an_error_is_told_in_short(error, told):
    assert background.told_of(error) == told


def test_the_worker_says_when_it_was_told_to_stop(monkeypatch):
    class Worker:
        running = True

        def shutdown(self, *_signal):
            self.running = False

    worker = Worker()
    monkeypatch.setattr(background.signal, "getsignal", lambda _number: worker.shutdown)
    assert not background.told_to_stop()
    worker.shutdown()
    assert background.told_to_stop()
