"""Warming up."""

import pytest

from certification import warm_up
from certification.drills.recogniser.model import read_weights
from certification.warm_up import api


@pytest.fixture(autouse=True)
def _connections_stay_open(monkeypatch):
    monkeypatch.setattr(warm_up.connections, "close_all", lambda: None)


@pytest.mark.django_db
def test_a_site_without_an_edition_starts_all_the_same():
    warm_up.warm_up()


def test_every_platform_of_the_edition_in_force_is_compiled(monkeypatch):
    shipped = api.shipped_edition()
    edition = shipped.with_rules(shipped.rules)  # one that nobody asked anything yet
    monkeypatch.setattr(api, "current_edition", lambda: edition)

    warm_up.warm_up()

    assert edition.compiled(api.Stack())
    assert edition.compiled(api.Stack("taobao"))


def test_the_recogniser_has_read_its_weights(monkeypatch):
    monkeypatch.setattr(api, "current_edition", api.shipped_edition)
    read_weights.cache_clear()

    warm_up.warm_up()

    assert read_weights.cache_info().currsize == 2
