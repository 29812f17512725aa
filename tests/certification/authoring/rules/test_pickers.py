"""The lists of the rule editor."""

from django.utils import translation

from cases import api
from certification.authoring.rules.pickers import Pickers, pickers_of


def lists(language) -> Pickers:
    with translation.override(language):
        return pickers_of(api.current_edition())


def test_headings_are_in_the_language_of_each_reader(edition):
    assert "事实 · " in lists("zh-hans").facts
    assert "事实 · " not in lists("en").facts
    assert "事实 · " in lists("zh-hans").facts


def test_the_lists_are_made_once_for_a_language(edition):
    assert lists("zh-hans") is lists("zh-hans")
