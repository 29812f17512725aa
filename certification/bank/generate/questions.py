"""Questions over draft cases: what is asked, which options, in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

from cases import api
from certification.bank.domain import RIGHT_LABEL, WRONG_LABEL, Ask, Content, Option, QuestionType
from certification.bank.generate.people import Cast
from certification.bank.generate.phrases import event_phrase, fact_phrase
from certification.bank.generate.story import Clock, clause, tell

#: Options of a single choice, the right one included.
_MOST_OPTIONS: Final = 4
_FEWEST_OPTIONS: Final = 3
_BARE: Final = ("money", "instant", "int")


@dataclass(frozen=True, slots=True)
class Worded:
    """A worded question, and the mistakes that its wrong options come from."""

    content: Content
    mistakes: tuple[str, ...]


def worded_questions(draft: api.DraftCase, cast: Cast, edition: api.Edition, chance: Random) -> Iterator[Worded]:
    """Yield the questions that can be asked of one case: a single choice where it has options enough, a judgement."""
    story = tell(draft, cast, edition)
    issue = edition.vocabulary.issues[draft.issue]
    wrong = draft.wrong[: _MOST_OPTIONS - 1]
    if len(wrong) >= _FEWEST_OPTIONS - 1 and issue.type != "bool":
        yield _single(draft, story, wrong, issue, chance)
    yield _judgement(draft, story, issue, cast, chance)
    compared = comparing_question(draft, cast, edition, chance) if draft.steps else None
    if compared is not None:
        yield compared


def _single(draft: api.DraftCase, story: str, wrong: Sequence[api.Answer], issue: Any, chance: Random) -> Worded:
    answers = [draft.right, *wrong]
    if issue.type in _BARE and issue.type != "enum":
        answers.sort(key=lambda one: _size(one.text))
    else:
        chance.shuffle(answers)
    options = tuple(Option(option_text(one, issue), one.claim) for one in answers)
    content = Content(QuestionType.SINGLE, f"{story}{issue.question}", Ask.CORRECT, draft.raw, options)
    return Worded(content, tuple(one.because for one in wrong if one.because))


def _size(text: str) -> tuple[float, str]:
    figures = "".join(char for char in text.replace(",", "") if char.isdigit() or char == ".")
    return (float(figures) if figures.count(".") <= 1 and figures else 0.0, text)


def option_text(answer: api.Answer, issue: Any) -> str:
    """Return an outcome as an option: bare for sums, instants and numbers, a sentence otherwise."""
    return answer.text if issue.type in _BARE else answer.sentence


def _judgement(draft: api.DraftCase, story: str, issue: Any, cast: Cast, chance: Random) -> Worded:
    tempting = [one for one in draft.wrong if one.because] or list(draft.wrong)
    answer = chance.choice(tempting) if tempting and chance.random() < 0.5 else draft.right  # noqa: PLR2004 - half
    said = f"{story}{_says(answer.sentence, cast, chance)}"
    options = (Option(RIGHT_LABEL, answer.claim), Option(WRONG_LABEL))
    content = Content(QuestionType.TRUEFALSE, said, Ask.CORRECT, draft.raw, options)
    return Worded(content, (answer.because,) if answer.because else ())


def _says(sentence: str, cast: Cast, chance: Random) -> str:
    patterns = (
        f"客服{cast.clerk}认为，{sentence}。这个判断是否正确？",
        f"有人说：“{sentence}。”这个说法是否正确？",
        f"同事的结论是：{sentence}。这个结论是否正确？",
    )
    return chance.choice(patterns)


# -- the same case at several times or sums -----------------------------------------------------------


def comparing_question(draft: api.DraftCase, cast: Cast, edition: api.Edition, chance: Random) -> Worded | None:
    """Return a question over several values beside a limit: under which of them does the outcome hold?"""
    steps = _chosen_steps(draft.steps, chance)
    if not steps:
        return None
    bare = _without(draft, draft.changed)
    story = tell(bare, cast, edition, without=[draft.changed])
    clock = Clock()
    right = sum(step.holds for step in steps)
    single = right == 1
    options = tuple(
        Option(_step_text(step, draft.changed, edition, clock), draft.right.claim, step.overlay) for step in steps
    )
    asks = f"下列{'哪种' if single else '哪些'}情形下，{draft.right.sentence}？"
    kind = QuestionType.SINGLE if single else QuestionType.MULTIPLE
    return Worded(Content(kind, f"{story}{asks}", Ask.CORRECT, bare.raw, options), ())


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


def _step_text(step: api.Step, changed: str, edition: api.Edition, clock: Clock) -> str:
    words = edition.vocabulary
    if step.at is not None:
        clock.year, clock.day = int(step.text[:4]), -1
        told = event_phrase(words.events[changed[1:]], clock.say(step.at, {}))
    else:
        told = fact_phrase(words.facts[changed], step.text)
    return clause("", told, 0).text.strip()
