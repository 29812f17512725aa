"""Roles. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here for; one may hold several."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    MANAGER = "manager"
