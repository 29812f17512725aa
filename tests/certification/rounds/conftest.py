"""Blueprints that the little bank can fill, and one that it cannot."""

from dataclasses import replace

import pytest

from certification.papers.models import BlueprintVersion
from tests.factories.rounds import blueprint_asking, kept


@pytest.fixture
def blueprint(edition) -> BlueprintVersion:
    return kept(blueprint_asking(8))


@pytest.fixture
def small_blueprint(edition) -> BlueprintVersion:
    return kept(blueprint_asking(4))


@pytest.fixture
def greedy_blueprint(edition) -> BlueprintVersion:
    return kept(blueprint_asking(120))


@pytest.fixture
def newer_blueprint(edition):
    return lambda: kept(replace(blueprint_asking(8), minutes=50))
