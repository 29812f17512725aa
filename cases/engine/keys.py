"""From decisions to exam keys: what is true of each option, the key, and what is wrong with the question. Pure.

An option is *derived* (a proposition, possibly over a case changed by its overlay) or, in a *cited* question, typed and
pinned to the hash of a clause. Nothing here reads a typed key of a derived question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from cases.engine import ir
from cases.engine.case import Case, CaseError, parse_case
from cases.engine.decide import Finding
from cases.engine.decision import Decision, trace
from cases.engine.edition import Edition
from cases.engine.evaluate_terms import Test
from cases.engine.grammar import LanguageError
from cases.engine.impossible import broken_constraints
from cases.engine.language import parse_condition
from cases.engine.overlay import lay_over
from cases.engine.program import Program, StackError
from cases.engine.questions import Ambiguity, Cited, Derivation, Judged, Problem, Question, compile_claim
from cases.engine.rerun import Decided
from cases.engine.sensitivity import find_ambiguities
from cases.engine.values import format_span

_SETTLED: Final = "decided"


def judge_options(question: Question, *, edition: Edition) -> tuple[Judged, ...]:
    """Judge every option of a derived question; a true/false question's second option is the first one denied.

    Raises:
        CaseError: the case, or the case with an option's overlay, cannot be read or cannot be.
        LanguageError: a proposition cannot be read.
    """
    runs: dict[str, _Run] = {}
    judged: list[Judged] = []
    for option in question.options:
        name = repr(option.overlay or "")
        if name not in runs:
            beside = next(iter(runs.values()), None)
            runs[name] = _run_case(lay_over(question.case, option.overlay or {}), edition, beside)
        case, decided = runs[name]
        program, env = decided.program, decided.env
        if question.type == "truefalse" and judged and option.claim is None:
            claim: ir.Bool = ir.Not(judged[0].claim)
            test = compile_claim(claim, program.layout)
        else:
            claim, test = _read_claim(option.claim or "no", program)
        judged.append(Judged(case, program, env, decided.findings, claim, test(env), decided, bool(option.overlay)))
    return tuple(judged)


_Run: TypeAlias = tuple[Case, Decided]


def _run_case(raw: Mapping[str, Any], edition: Edition, beside: _Run | None) -> _Run:
    """Decide a case; one that differs from ``beside`` in a few facts and events is decided from there."""
    case = parse_case(raw, edition.vocabulary)
    try:
        program = edition.program(case.stack)
    except StackError as error:
        raise CaseError((str(error),)) from error
    env = program.environment(case)
    broken = broken_constraints(program, env)
    if broken:
        raise CaseError(tuple(broken))
    if beside is None or not _only_facts_differ(case, beside[0]):
        return case, Decided(program, env)
    slots = [*program.layout.facts.values(), *program.layout.events.values()]
    before = beside[1].env
    return case, beside[1].after({slot: env[slot] for slot in slots if env[slot] is not before[slot]})


def _only_facts_differ(one: Case, other: Case) -> bool:
    return (one.stack, one.as_of, one.order) == (other.stack, other.as_of, other.order)


def _read_claim(text: str, program: Program) -> tuple[ir.Bool, Test]:
    """A proposition, read and compiled once for each program."""
    known: tuple[ir.Bool, Test] | None = program.memo.get(("claim", text))
    if known is None:
        claim = parse_condition(text, program.vocabulary)
        known = program.memo["claim", text] = claim, compile_claim(claim, program.layout)
    return known


def derive_key(question: Question, *, edition: Edition) -> Derivation:
    """The key of ``question``; what is wrong with it is in ``problems``, never an exception."""
    if question.cited is not None:
        return _derive_cited(question, question.cited, edition)
    try:
        judged = judge_options(question, edition=edition)
    except CaseError as error:
        return Derivation(edition.id, problems=tuple(Problem("case.invalid", line) for line in error.problems))
    except LanguageError as error:
        return Derivation(edition.id, problems=(Problem("claim.syntax", str(error)),))
    truths = tuple(option.truth for option in judged)
    key = key_of(question, truths)
    sensitivity = find_ambiguities(judged, lambda moved: key_of(question, moved) != key)
    rules = deciding_rules([judged[index] for index in key] or judged)
    return Derivation(
        edition=edition.id,
        key=key,
        truths=truths,
        problems=(*unsettled(judged), *unkeyed(question, key, truths), *say_ambiguities(sensitivity, edition)),
        rules=rules,
        topic=edition.families[rules[0]][-1].topic if rules else "",
        difficulty=_difficulty(question, judged),
        sensitivity=sensitivity,
        decisions=_decisions(judged, edition),
    )


def ambiguities(question: Question, *, edition: Edition) -> tuple[Ambiguity, ...]:
    """The unstated facts that a fair stem has to mention; none for a question that cannot be judged."""
    if question.cited is not None:
        return ()
    try:
        judged = judge_options(question, edition=edition)
    except (CaseError, LanguageError):
        return ()
    key = key_of(question, [option.truth for option in judged])
    return find_ambiguities(judged, lambda moved: key_of(question, moved) != key)


def key_of(question: Question, truths: Sequence[bool | None]) -> tuple[int, ...]:
    """The options that ``question`` asks for, given which are true."""
    wanted = question.ask == "correct"
    return tuple(index for index, truth in enumerate(truths) if truth is wanted)


def unkeyed(question: Question, key: Sequence[int], truths: Sequence[bool | None]) -> list[Problem]:
    """What is wrong with a key as one."""
    problems = []
    letters = "、".join(letter(index) for index in key)
    if any(truth is None for truth in truths):
        names = "、".join(letter(index) for index, truth in enumerate(truths) if truth is None)
        problems.append(Problem("key.undetermined", f"选项 {names} 的对错无法确定"))
    if question.type == "multiple":
        if len(key) < 2 or len(key) == len(truths):  # noqa: PLR2004 - writing.md: two at least, not all
            problems.append(Problem("key.count", f"多选题应有两个以上、但非全部选项成立,现在成立:{letters or '无'}"))
    elif len(key) != 1:
        problems.append(Problem("key.not-unique", f"应恰有一个选项成立,现在成立的是:{letters or '无'}"))
    return problems


def unsettled(judged: Sequence[Judged]) -> list[Problem]:
    """Issues that a proposition reads but that are not decided, unless it asks about exactly their status."""
    found: dict[str, Problem] = {}
    for index, option in enumerate(judged):
        asked = {part.issue for part in ir.walk(option.claim) if isinstance(part, ir.StatusIs)}
        for issue in option.issues:
            status = option.findings[issue].status
            if status != _SETTLED and issue not in asked:
                found.setdefault(issue, Problem(f"issue.{status}", f"选项 {letter(index)}:争点 {issue} 是 {status}"))
    return list(found.values())


def say_ambiguities(sensitivity: Sequence[Ambiguity], edition: Edition) -> list[Problem]:
    seen: dict[str, Problem] = {}
    for item in sensitivity:
        label = edition.vocabulary.facts[item.fact].label
        seen.setdefault(
            item.fact, Problem("stem.ambiguous", f"题干没有交代“{label}”({item.fact}),它若为 {item.value},答案就变了")
        )
    return list(seen.values())


def deciding_rules(judged: Sequence[Judged]) -> tuple[str, ...]:
    """The rules that decide the issues of the propositions, then those of the issues that these use."""
    found: dict[str, None] = {}
    for option in judged:
        todo, seen = list(option.issues), set(option.issues)
        while todo:
            finding = option.findings[todo.pop(0)]
            found.update(dict.fromkeys(finding.rules))
            used = [issue for issue in _used(finding) if issue not in seen]
            seen.update(used)
            todo.extend(used)
    return tuple(found)


def _used(finding: Finding) -> list[str]:
    families = finding.compiled.families
    return sorted({issue for index in finding.by for version in families[index].versions for issue in version.uses})


_STEPS: Final = (3, 5, 8, 11)


def _difficulty(question: Question, judged: Sequence[Judged]) -> int:
    """1 (easy) to 5, from the trace: rules in play, rules they beat, cases to compare, kind of question."""
    rules = deciding_rules(judged)
    defeated = {
        (issue, d.loser) for option in judged for issue in option.issues for d in option.findings[issue].defeats
    }
    cases = len({option.case.hash for option in judged})
    points = len(rules) + 2 * len(defeated) + 2 * (cases - 1) + (2 if question.type == "multiple" else 0)
    return 1 + sum(points > step for step in _STEPS)


def _decisions(judged: Sequence[Judged], edition: Edition) -> tuple[dict[str, Any], ...]:
    """The decision of each different case, cut down to the issues that the propositions read and use."""
    found: dict[str, list[Judged]] = {}
    for option in judged:
        found.setdefault(option.case.hash, []).append(option)
    return tuple(_decision(options, edition) for options in found.values())


def _decision(options: Sequence[Judged], edition: Edition) -> dict[str, Any]:
    first = options[0]
    wanted: dict[str, None] = {}
    todo = [issue for option in options for issue in option.issues]
    while todo:
        issue = todo.pop()
        if issue not in wanted:
            wanted[issue] = None
            todo += _used(first.findings[issue])
    outcomes = {
        issue: trace(first.program, first.findings[issue], first.env)
        for issue in first.program.vocabulary.issues
        if issue in wanted and first.findings[issue].status != "not_raised"
    }
    return Decision(edition.id, first.case.hash, format_span(first.case.as_of), outcomes).to_json()


def _derive_cited(question: Question, cited: Cited, edition: Edition) -> Derivation:
    versions = edition.families.get(cited.rule)
    if versions is None:
        return Derivation(edition.id, problems=(Problem("cited.rule-missing", f"没有规则 {cited.rule}"),))
    rule = versions[-1]
    truths = tuple(option.right for option in question.options)
    key = key_of(question, truths)
    problems = unkeyed(question, key, truths)
    if rule.clause_hash != cited.clause:
        problems.append(
            Problem(
                "cited.clause-changed",
                f"{cited.rule} 的文字已变(现为 {rule.clause_hash},题目依据 {cited.clause}),请复核",
            )
        )
    return Derivation(
        edition=edition.id,
        key=key,
        truths=truths,
        problems=tuple(problems),
        rules=(rule.id,),
        topic=rule.topic,
        difficulty=1 if question.type != "multiple" else 2,
    )


def letter(index: int) -> str:
    """A, B, C … of an option's position."""
    return chr(ord("A") + index)
