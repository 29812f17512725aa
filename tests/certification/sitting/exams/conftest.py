"""A running mock that started a moment ago."""

import pytest
from django.utils import timezone

from certification.attempts.models import Attempt
from tests.factories.attempts import start_mock


@pytest.fixture
def attempt(trainee, edition) -> Attempt:
    return start_mock(trainee, edition, now=timezone.now())
