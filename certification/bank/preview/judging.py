"""Loose content → what can be judged of it: the options that are far enough, and what keeps the others back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cases import api
from certification.bank.deriving import api_question, case_of_option, derivation_of, reviews_of
from certification.bank.domain import Content, QuestionType
from certification.bank.preview.domain import Trouble
from certification.bank.preview.places import case_troubles


@dataclass(frozen=True, slots=True)
class Judgement:
    """The options at `indexes` judged together; `derivation` and `reviews` are theirs, in this order.

    `is_whole` says that no option is left out; `troubles` say why one is.
    """

    indexes: tuple[int, ...] = ()
    derivation: api.Derivation | None = None
    reviews: tuple[api.OptionReview, ...] = ()
    is_whole: bool = False
    troubles: tuple[Trouble, ...] = ()

    def truth_of(self, index: int) -> bool | None:
        """Return the truth of one option of the content, None also where it was not judged."""
        if self.derivation is None or index not in self.indexes:
            return None
        return self.derivation.truths[self.indexes.index(index)]


def judge(content: Content, edition: api.Edition, *, unfinished: Collection[int] = ()) -> Judgement:
    """Judge as much as can be judged, leaving out the `unfinished` options; never raises."""
    if not content.has_case:
        return _without_case(content, edition)
    broken = _case_problems(content.case, edition)
    if broken:
        return Judgement(troubles=tuple(case_troubles(broken, edition)))
    ready = _ready(content, unfinished)
    whole = len(ready) == len(content.options)
    derivation = api.derive_key(api_question(_only(content, ready)), edition=edition) if ready else None
    troubles: tuple[Trouble, ...] = ()
    if derivation is not None and not derivation.truths:
        troubles = tuple(_option_troubles(content, ready, edition))
        held_back = {one.place for one in troubles}
        ready = [index for index in ready if f"option:{index}" not in held_back]
        whole, derivation = False, None
        if _is_judgeable(content, ready):
            derivation = api.derive_key(api_question(_only(content, ready)), edition=edition)
    if derivation is None or not derivation.truths:
        return Judgement(troubles=troubles)
    reviews = api.review_options(api_question(_only(content, ready)), edition=edition, what_if=False)
    return Judgement(tuple(ready), derivation, reviews, whole, troubles)


def part_of(content: Content, judgement: Judgement) -> Content:
    """Return the content with the judged options alone."""
    return _only(content, judgement.indexes)


def _case_problems(case: Mapping[str, Any], edition: api.Edition) -> tuple[str, ...]:
    try:
        api.parse_case(case, edition=edition)
    except api.CaseError as error:
        return error.problems
    return ()


def _ready(content: Content, unfinished: Collection[int]) -> list[int]:
    """Return the options that say what they claim. 错误 of a judgement claims the contrary of 正确."""
    if content.type is QuestionType.TRUEFALSE:
        return list(range(len(content.options))) if _is_ready(content, 0, unfinished) else []
    return [index for index in range(len(content.options)) if _is_ready(content, index, unfinished)]


def _is_ready(content: Content, index: int, unfinished: Collection[int]) -> bool:
    return index < len(content.options) and bool(content.options[index].claim) and index not in unfinished


def _is_judgeable(content: Content, ready: Sequence[int]) -> bool:
    return bool(ready) and (content.type is not QuestionType.TRUEFALSE or 0 in ready)


def _only(content: Content, indexes: Sequence[int]) -> Content:
    if len(indexes) == len(content.options):
        return content
    return replace(content, options=tuple(content.options[index] for index in indexes))


def _option_troubles(content: Content, ready: Sequence[int], edition: api.Edition) -> Iterator[Trouble]:
    """Say of each option by itself whether its own change of the case, or its claim, cannot be read."""
    for index in ready:
        option, place = content.options[index], f"option:{index}"
        case = case_of_option(content, index)
        if broken := _case_problems(case, edition):
            yield from case_troubles(broken, edition, place=place)
        elif option.claim:
            alone = api.Question("truefalse", case, (api.QuestionOption("", option.claim), api.QuestionOption("")))
            found = api.derive_key(alone, edition=edition)
            if not found.truths:
                yield from (Trouble(place, one.message) for one in found.problems)


def _without_case(content: Content, edition: api.Edition) -> Judgement:
    derivation = derivation_of(content, edition)
    if not derivation.truths:
        return Judgement()
    reviews = reviews_of(content, edition)
    whole = all(one.right is not None for one in content.options)
    return Judgement(tuple(range(len(content.options))), derivation, reviews, is_whole=whole)
