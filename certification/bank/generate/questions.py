"""Questions over draft cases: what is asked, which options, in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from cases import api
from certification.bank.domain import RIGHT_LABEL, WRONG_LABEL, Ask, Content, Option, QuestionType
from certification.bank.generate.people import Cast, cast
from certification.bank.generate.phrases import event_phrase, fact_phrase
from certification.bank.generate.story import Clock, clause, tell, tidy

#: Options of a single choice, the right one included.
_MOST_OPTIONS: Final = 4
_FEWEST_OPTIONS: Final = 3
_BARE: Final = ("money", "instant", "int")


@dataclass(frozen=True, slots=True)
class Worded:
    """A worded question, and the mistakes that its wrong options come from."""

    content: Content
    mistakes: tuple[str, ...]


def worded_questions(draft: api.DraftCase, edition: api.Edition, chance: Random) -> Iterator[Worded]:
    """Yield the questions that can be asked of one case, each with people of its own."""
    facts = draft.raw.get("facts") or {}
    issue = edition.vocabulary.issues[draft.issue]
    if len(draft.wrong) >= _FEWEST_OPTIONS - 1 and issue.type != "bool":
        yield _single(draft, cast(facts, chance), edition, chance)
    yield _judgement(draft, cast(facts, chance), edition, chance)
    make = comparing_question if draft.kind == "twin" else contrasting_question
    compared = make(draft, cast(facts, chance), edition, chance) if draft.steps else None
    if compared is not None:
        yield compared


def _single(draft: api.DraftCase, people: Cast, edition: api.Edition, chance: Random) -> Worded:
    issue, wrong = edition.vocabulary.issues[draft.issue], draft.wrong[: _MOST_OPTIONS - 1]
    answers = [draft.right, *wrong]
    if issue.type in _BARE:
        answers.sort(key=lambda one: _size(one.text))
    else:
        chance.shuffle(answers)
    options = tuple(Option(option_text(one, issue), one.claim) for one in answers)
    stem = f"{tell(draft, people, edition)}{one_term(issue.question)}"
    content = Content(QuestionType.SINGLE, stem, Ask.CORRECT, draft.raw, options)
    return Worded(content, tuple(one.because for one in wrong if one.because))


def _size(text: str) -> tuple[float, str]:
    figures = "".join(char for char in text.replace(",", "") if char.isdigit() or char == ".")
    return (float(figures) if figures.count(".") <= 1 and figures else 0.0, text)


def option_text(answer: api.Answer, issue: Any) -> str:
    """Return an outcome as an option: bare for sums, instants and numbers, a sentence otherwise."""
    return one_term(answer.text if issue.type in _BARE else answer.sentence)


def one_term(text: str) -> str:
    """Return a text in which the seller is called as in the story."""
    return text.replace("卖家", "商家")


def _judgement(draft: api.DraftCase, people: Cast, edition: api.Edition, chance: Random) -> Worded:
    tempting = [one for one in draft.wrong if one.because] or list(draft.wrong)
    answer = chance.choice(tempting) if tempting and chance.random() < 0.5 else draft.right  # noqa: PLR2004 - half
    said = f"{tell(draft, people, edition)}{_says(one_term(answer.sentence), people, chance)}"
    options = (Option(RIGHT_LABEL, answer.claim), Option(WRONG_LABEL))
    content = Content(QuestionType.TRUEFALSE, said, Ask.CORRECT, draft.raw, options)
    return Worded(content, (answer.because,) if answer.because else ())


def _says(sentence: str, people: Cast, chance: Random) -> str:
    patterns = (
        f"客服{people.clerk}认为，{sentence}。这个判断是否正确？",
        f"有人说：“{sentence}。”这个说法是否正确？",
        f"同事的结论是：{sentence}。这个结论是否正确？",
    )
    return chance.choice(patterns)


# -- the same case at several times or sums -----------------------------------------------------------


def comparing_question(draft: api.DraftCase, people: Cast, edition: api.Edition, chance: Random) -> Worded | None:
    """Return a question over several values beside a limit: under which of them does the outcome hold?"""
    steps = _chosen_steps(draft.steps, chance)
    if not steps:
        return None
    bare = _without(draft, draft.changed)
    return _over_steps(draft, bare, steps, tell(bare, people, edition, without=[draft.changed]), edition)


def _over_steps(
    draft: api.DraftCase, bare: api.DraftCase, steps: Sequence[api.Step], story: str, edition: api.Edition
) -> Worded:
    single = sum(step.holds for step in steps) == 1
    told = [_step_text(step, edition) for step in steps]
    options = tuple(Option(text, draft.right.claim, step.overlay) for text, step in zip(told, steps, strict=True))
    wording = _ASKS.get((draft.issue, draft.right.text), f"下列{{}}情形下，{one_term(draft.right.sentence)}？")
    asks = wording.format("哪种" if single else "哪些")
    kind = QuestionType.SINGLE if single else QuestionType.MULTIPLE
    return Worded(Content(kind, f"{story}{asks}", Ask.CORRECT, bare.raw, options), ())


def contrasting_question(draft: api.DraftCase, people: Cast, edition: api.Edition, chance: Random) -> Worded | None:
    """Return a question over several single facts: with which of them does the case come out otherwise?

    The facts are of one group, so that they look alike; the case stands as it is but for the one of the rule.
    """
    facts = edition.vocabulary.facts
    moved = [step for step in draft.steps if not step.holds and step.name in draft.own]
    if not moved or draft.kind != "typical":
        return None
    tip = chance.choice(moved)
    alike = [step for step in draft.steps if facts[step.name].group == facts[tip.name].group and step.name != tip.name]
    kept = [step for step in alike if step.holds]
    if len(kept) < _MOST_OPTIONS - 1:
        return None
    others = chance.sample(kept, _MOST_OPTIONS - 1)
    outcome = next((one for one in draft.wrong if _is_outcome(one, draft, tip)), None)
    if outcome is None:
        return None
    steps = [replace(tip, holds=True), *(replace(one, holds=False) for one in others)]
    chance.shuffle(steps)
    return _over_steps(replace(draft, right=outcome), draft, steps, tell(draft, people, edition), edition)


def _is_outcome(answer: api.Answer, draft: api.DraftCase, step: api.Step) -> bool:
    """Say whether the issue, being of two values, comes out as the answer when the step is taken."""
    return len(draft.wrong) == 1 and not step.holds and bool(answer.claim)


#: Questions whose outcome is not said as a circumstance.
_ASKS: Final = {
    ("conduct", "不得当"): "下列客服的{}做法不得当？",
    ("conduct", "得当"): "下列客服的{}做法得当？",
}


def _chosen_steps(steps: Sequence[api.Step], chance: Random) -> list[api.Step]:
    """Return four of the steps in order: one with the outcome or two, those beside the limit among them."""
    right, wrong = [one for one in steps if one.holds], [one for one in steps if not one.holds]
    wanted = chance.choice((1, 2))
    if len(right) < wanted or len(wrong) < _MOST_OPTIONS - wanted:
        return []
    middle = max(steps.index(wrong[0]), steps.index(right[0]))
    near = sorted(steps, key=lambda one: abs(steps.index(one) - middle))
    kept = [
        *[one for one in near if one.holds][:wanted],
        *[one for one in near if not one.holds][: _MOST_OPTIONS - wanted],
    ]
    return [one for one in steps if one in kept]


def _without(draft: api.DraftCase, name: str) -> api.DraftCase:
    part, key = ("events", name[1:]) if name.startswith("@") else ("facts", name)
    raw = {**draft.raw, part: {other: text for other, text in draft.raw[part].items() if other != key}}
    return replace(draft, raw=raw)


def _step_text(step: api.Step, edition: api.Edition) -> str:
    words = edition.vocabulary
    if step.at is None:
        told = fact_phrase(words.facts[step.name], step.text)
        return tidy(one_term(told.removeprefix("客服")))
    clock = Clock()
    clock.year = int(step.text[:4])
    told = event_phrase(words.events[step.name[1:]], clock.say(step.at, {}))
    return clause("", told, 0).text.strip()
