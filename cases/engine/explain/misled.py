"""What somebody answers who makes one mistake throughout: the key of a question under each misread rule. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cases.engine.edition import Edition
from cases.engine.explain.mistakes import mistaken_runs
from cases.engine.keys import deciding_rules, judge_options, key_of
from cases.engine.questions import Question, compile_claim


@dataclass(frozen=True, slots=True)
class Misled:
    """A misreading of ``rule``, in the words of its author, and the options that it makes somebody hold right."""

    rule: str
    say: str
    key: tuple[int, ...]


def misled_keys(question: Question, *, edition: Edition) -> tuple[Misled, ...]:
    """What each declared misreading, and each version out of force, makes of a question, where that is another key.

    A mistake after which some option can no longer be judged, or which leaves a question without a key of its kind,
    is left out: nobody answers by it. A cited question has no case to misread.

    Raises:
        CaseError, LanguageError: the question cannot be judged; see :func:`judge_options`.
    """
    if question.cited is not None:
        return ()
    judged = judge_options(question, edition=edition)
    truths = [option.truth for option in judged]
    deciding = deciding_rules(judged)
    told: dict[tuple[str, str], list[bool | None]] = {}
    for index, option in enumerate(judged):
        claim = compile_claim(option.claim, option.program.layout)
        for mistake, env, _findings in mistaken_runs(option, deciding):
            if not mistake.overlooked:
                told.setdefault((mistake.rule, mistake.say), list(truths))[index] = claim(env)
    right = key_of(question, tuple(truths))
    found = []
    for (rule, say), seen in told.items():
        key = () if None in seen else key_of(question, tuple(seen))
        if key and key != right and (question.type == "multiple" or len(key) == 1):
            found.append(Misled(rule, say, key))
    return tuple(found)
