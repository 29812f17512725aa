"""Every option judged in words: what the case decides, the mistake behind it, the change that would save it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from cases.engine import ir
from cases.engine.case import Case
from cases.engine.decide import run
from cases.engine.edition import Edition
from cases.engine.explain.chain import chain_arithmetic
from cases.engine.explain.flips import flip_view, telling_first
from cases.engine.explain.issues import deciding_rules, grounds
from cases.engine.explain.mistakes import Mistake, find_mistake
from cases.engine.explain.rules import say_atom
from cases.engine.explain.unknowns import say_unknowns
from cases.engine.explain.views import FlipView, OptionReview
from cases.engine.flips import Flip, find_flips
from cases.engine.keys import deciding_rules as rules_behind
from cases.engine.keys import judge_options
from cases.engine.program import Program
from cases.engine.questions import Judged, Question, compile_claim
from cases.engine.rules import Rule
from cases.engine.values import as_datetime
from cases.engine.verbalise.conditions import say_condition, say_number
from cases.engine.verbalise.scene import Scene, reasons
from cases.engine.verbalise.sums import Sums, day_limits
from cases.engine.verbalise.values import full_stop, quoted, say_day_end, spaced
from cases.engine.verbalise.workings import is_worked_out
from cases.engine.vocabulary import ValueType

#: So many different grounds are given for one option.
_MOST_BASES: Final = 2
#: An issue with so many outcomes: to say one is to deny the other.
_EITHER_OR: Final = 2


def review_question(question: Question, *, edition: Edition, what_if: bool = True) -> tuple[OptionReview, ...]:
    """Review every option of a question; without ``what_if`` only why it is right or wrong.

    Raises:
        CaseError, LanguageError: the question cannot be judged; see :func:`judge_options`.
    """
    if question.cited is not None:
        versions = edition.families.get(question.cited.rule, ())
        said = f"见 {versions[-1].id}{quoted(versions[-1].title)}：{versions[-1].text}" if versions else ""
        rules = (question.cited.rule,)
        return tuple(
            OptionReview(index, option.right, said, rules=rules) for index, option in enumerate(question.options)
        )
    judged = judge_options(question, edition=edition)
    flips, told = _Flips() if what_if else None, set[str]()
    right_first = sorted(range(len(judged)), key=lambda index: judged[index].truth is not True)
    reviews = {index: _review(index, judged[index], question.options[index].text, flips, told) for index in right_first}
    return tuple(reviews[index] for index in range(len(judged)))


class _Flips:
    """The flips of each different case and set of issues, searched once."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, tuple[str, ...]], tuple[Flip, ...]] = {}

    def of(self, option: Judged) -> tuple[Flip, ...]:
        key = option.case.hash, option.issues
        if key not in self.found:
            self.found[key] = find_flips(option.program, option.case, option.issues) if option.issues else ()
        return self.found[key]


def _review(index: int, option: Judged, text: str, flips: _Flips | None, told: set[str]) -> OptionReview:
    """One option; ``told`` are the grounds that other options gave in full: they stand side by side."""
    year = as_datetime(option.case.as_of.lo).year
    scene = Scene(option.program, option.case, option.env, option.findings, year)
    rules = rules_behind([option])
    if option.truth is None:
        return OptionReview(index, None, _say_open(option, scene), rules=rules)
    reason, sums = _say_truth(option, scene, told), chain_arithmetic(option.issues, scene)
    if option.truth:
        if sums not in reason and sums not in told:
            reason = f"{reason}{full_stop(sums)}"
        told.add(sums)
        return OptionReview(index, option.truth, reason, rules=rules)
    if flips is None:
        return OptionReview(index, option.truth, reason, rules=rules)
    mistake = find_mistake(option, rules, text)
    if mistake and mistake.shown == sums:
        mistake = replace(mistake, shown="")
    if mistake and mistake.shown and sums not in reason:
        reason = f"{reason}{full_stop(sums)}"
    return OptionReview(
        index=index,
        truth=option.truth,
        reason=reason,
        misreading=_say_mistake(mistake, option) if mistake else "",
        flip=_saving_flip(option, scene, flips.of(option)),
        rules=rules,
    )


def _say_mistake(mistake: Mistake, option: Judged) -> str:
    if mistake.overlooked and any(mistake.rule in option.findings[issue].rules for issue in option.issues):
        return "没有想到这条规定。"
    return f"{mistake.say}这样算，{full_stop(mistake.shown)}" if mistake.shown else mistake.say


def _say_open(option: Judged, scene: Scene) -> str:
    said: dict[str, None] = {}
    for issue in option.issues:
        said.update(dict.fromkeys(say_unknowns(scene.findings[issue], scene)))
    return f"对错无法确定，取决于：{'；'.join(said) or '还没有查明的事实'}。"


def _say_truth(option: Judged, scene: Scene, told: set[str]) -> str:
    """What the case decides, for each part of the proposition that settles it; parts of one basis are said together.

    Of a basis told before only the rule is named.
    """
    found: dict[str, list[str]] = {}
    claimed = ir.reads(option.claim).issues
    for atom in reasons(option.claim, scene, want=option.truth is True):
        issues = sorted(ir.reads(atom).issues)
        basis = _say_basis(issues[0], scene, claimed) if issues else ""
        if basis not in found and len(found) == _MOST_BASES:
            break
        said = found.setdefault(basis, [])
        outcome = _say_part(atom, issues[0], scene, option) if issues else say_atom(atom, scene, Sums(scene))
        if outcome not in said:
            said.append(outcome)
    parts = [
        f"{'本案' if basis else '案情里'}{'，'.join(said)}。{_in_short(basis) if basis in told else basis}"
        for basis, said in found.items()
    ]
    told.update(found)
    return "".join(parts)


def _in_short(basis: str) -> str:
    """``依据 QUAL-01“…”。``: the basis without the facts that it rests on."""
    return full_stop(basis[: basis.index("”：") + 1]) if "”：" in basis else basis


def _say_part(atom: ir.Bool, issue: str, scene: Scene, option: Judged) -> str:
    """How an issue came out, and what a wrong option makes of it."""
    outcome = f"{scene.say_finding(issue)}{say_day_end(scene.findings[issue].value, scene.year)}"
    if option.truth or scene.test(atom) or scene.findings[issue].status == "not_raised":
        return outcome
    if isinstance(atom, ir.Compare):
        if atom.op != "==" or not isinstance(atom.right, ir.Num):
            return outcome
        return f"{outcome}，不是{spaced(say_number(atom.right.value, atom.right.type))}"
    if scene.words.issues[issue].type is ValueType.BOOL or len(scene.words.issues[issue].values) == _EITHER_OR:
        return outcome
    return f"{outcome}，不是“{say_condition(atom, scene.words)}”"


def _say_basis(issue: str, scene: Scene, claimed: Collection[str]) -> str:
    """The deciding rule and, in short, why it applies."""
    finding = scene.findings[issue]
    if finding.status == "not_raised":
        return "没有人提出这一点。"
    rules: Sequence[Rule] = deciding_rules(finding, scene)
    if finding.status != "decided" or not rules:
        return ""
    facts = grounds(rules[0], issue, scene)
    conclusion = rules[0].then[issue]
    if is_worked_out(conclusion):
        facts.append(Sums(scene, day_limits(rules[0])).sum(conclusion))
    because = f"：{'，'.join(facts)}" if facts else ""
    basis = full_stop(f"依据 {rules[0].id}{quoted(rules[0].title)}{because}")
    return f"{basis}{_say_step(rules[0], facts, scene, claimed)}"


def _say_step(rule: Rule, facts: Sequence[str], scene: Scene, claimed: Collection[str]) -> str:
    """Where the rule builds on an issue settled before, what settled that: the first that tells something new.

    What is ``claimed`` has its own basis.
    """
    atoms = [atom for node in rule.when for atom in reasons(node, scene, want=True)]
    for step in (atom.issue for atom in atoms if isinstance(atom, ir.IssueIs) and atom.issue not in claimed):
        finding = scene.findings[step]
        below = deciding_rules(finding, scene) if finding.status == "decided" else []
        new = [fact for fact in (grounds(below[0], step, scene) if below else ()) if fact not in facts]
        if new:
            return f"其中{scene.say_finding(step)}，因为{'，'.join(new)}（{below[0].id}）。"
    return ""


# -- the change that would make a wrong option right --------------------------------------------------


def _saving_flip(option: Judged, scene: Scene, flips: Sequence[Flip]) -> FlipView | None:
    claim = compile_claim(option.claim, option.program.layout)
    for flip in telling_first((flip for flip in flips if flip.after_status == "decided"), scene):
        env = _flipped(option.program, option.case, flip)
        run(option.program, env)
        if claim(env) is True:
            return flip_view(flip, scene)
    return None


def _flipped(program: Program, case: Case, flip: Flip) -> list[object]:
    env: list[object] = program.environment(case)
    changes: Mapping[str, object] = {flip.name: flip.value, **flip.forced}
    for name, value in changes.items():
        slot = program.layout.events[name[1:]] if name.startswith("@") else program.layout.facts[name]
        env[slot] = value
    return env
