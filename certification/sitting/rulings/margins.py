"""What stands beside the 裁决书 of a question: about the reader, and what to read next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.api import Rule, RuleView
from certification.sitting.rulings.presentation import Ruling


@dataclass(frozen=True, slots=True)
class Margin:
    """The margin notes."""

    you: tuple[str, ...]
    rules: tuple[RuleView | Rule, ...]
    is_old: bool


def margin_of(document: Ruling, *, is_old: bool) -> Margin:
    """Return the notes beside the ruling of a question; `is_old` where a newer edition is in force."""
    answer = document.answer
    assert answer is not None  # the page is of a question
    said = _("答 %(letters)s，应选 %(key)s。") if answer.picked else _("没有作答，应选 %(key)s。")
    rules: dict[str, RuleView | Rule] = {
        rule.id: rule for numbered in document.issues for rule in numbered.view.deciding
    }
    if document.cited:
        rules = {document.cited.id: document.cited}
    return Margin((said % {"letters": answer.picked, "key": answer.key},), tuple(rules.values()), is_old)
