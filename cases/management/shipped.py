"""The shipped edition for commands: a corpus that is not sound becomes one clear message."""

from __future__ import annotations

from django.core.management.base import CommandError

from cases.api import CorpusError, Edition, shipped_edition


def edition_or_refuse() -> Edition:
    """The shipped edition.

    Raises:
        CommandError: the corpus files are not sound; says how to see what is wrong.
    """
    try:
        return shipped_edition()
    except CorpusError as error:
        first = error.problems[0]
        raise CommandError(
            f"规则库有 {len(error.problems)} 个问题,如 {first};运行 manage.py check_corpus 看全部"
        ) from error
