"""Roles. Pure."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here for; one may hold several."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    MANAGER = "manager"


class Language(StrEnum):
    """What the site can be read in; the values are Django's codes. Rules, questions and cases stay Chinese."""

    CHINESE = "zh-hans"
    ENGLISH = "en"

    @property
    def tag(self) -> str:
        """The name that browsers and screen readers know it by (BCP 47)."""
        return "zh-CN" if self is Language.CHINESE else "en"

    @property
    def own_name(self) -> str:
        """What it calls itself: who looks for it may read nothing else."""
        return "中文" if self is Language.CHINESE else "English"


def language_among(*wishes: str | None) -> Language:
    """Return the first of `wishes` that the site can be read in, Chinese where there is none."""
    return next((Language(one) for one in wishes if one in set(Language)), Language.CHINESE)
