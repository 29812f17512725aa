"""Warming up."""

import pytest

from certification import warm_up
from certification.warm_up import api


@pytest.mark.django_db
def test_a_site_without_an_edition_starts_all_the_same(monkeypatch):
    monkeypatch.setattr(warm_up.connections, "close_all", lambda: None)

    warm_up.warm_up()


def test_the_edition_in_force_is_built(monkeypatch):
    built = []
    monkeypatch.setattr(api, "current_edition", lambda: built.append(True))
    monkeypatch.setattr(warm_up.connections, "close_all", lambda: None)

    warm_up.warm_up()

    assert built
