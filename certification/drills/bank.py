"""A script as a question of the bank: its content, what an edition makes of it, and its files as items.

The options of a drill are what the rules may owe or forbid in its issues, one for each line of `data/promises.yaml`;
the key are those that the decision of its case makes true. So an edition that owes something else changes the key, and
the impact, the review queue and the gate see it as they see it of any question.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cases import api
from certification.bank.deriving import KINDS
from certification.bank.domain import Ask, Content, Option, QuestionType
from certification.bank.files import BankFiles
from certification.bank.items import Item
from certification.drills.checking import Hear, check
from certification.drills.deciding import decide
from certification.drills.domain.owed import Owed, Promise, speaks
from certification.drills.hearing import hear
from certification.drills.promises import promises
from certification.drills.script.model import Script
from certification.drills.script.reading import SCRIPTS_FOLDER, ScriptError, read_folder, script_of

PROVENANCE: Final = ("seed", "own", "note")


def enter_bank() -> None:
    """Tell the bank how drills are derived; at start-up."""
    KINDS[QuestionType.DRILL] = derive_drill


def content_of(script: Script) -> Content:
    """Return the content of the question that a script is."""
    return Content(
        type=QuestionType.DRILL,
        stem=f"{script.title}\n\n{script.opening[0]}",
        ask=Ask.CORRECT,
        case=dict(script.case),
        options=tuple(Option(one.says, claim_of(one)) for one in promises_of(script)),
        script=script.raw,
    )


def promises_of(script: Script) -> tuple[Promise, ...]:
    """Return what may be owed or forbidden in the script's issues, in the order of the file."""
    return tuple(one for one in promises() if one.issue in script.issues)


def claim_of(promise: Promise) -> str:
    """Return the proposition under which a promise speaks, as a text that tells it apart from the others."""
    if not promise.outcomes:
        return f"{promise.issue} == any"
    return f"{promise.issue} in ({', '.join(promise.outcomes)})"


def derive_drill(content: Content, edition: api.Edition, *, hearing: Hear = hear) -> api.Derivation:
    """Return what an edition makes of a script; with problems it may not be published.

    Args:
        content: the question.
        edition: the rules.
        hearing: the recogniser, which plays the script's transcripts.
    """
    try:
        script = script_of(content.script or {})
    except ScriptError as error:
        return api.Derivation(edition.id, problems=tuple(api.Problem("drill.form", str(one)) for one in error.problems))
    checked = check(script, edition=edition, hear=hearing)
    problems = tuple(api.Problem(one.code, one.message) for one in checked.findings)
    if checked.table is None:
        return api.Derivation(edition.id, problems=problems)
    owed = checked.table.owed
    truths = _truths(content, owed)
    return api.Derivation(
        edition=edition.id,
        key=tuple(at for at, truth in enumerate(truths) if truth),
        truths=truths,
        problems=problems,
        rules=rules_of(owed),
        topic=script.area,
        difficulty=script.difficulty,
        decisions=(decide(script, edition).to_json(),),
    )


def _truths(content: Content, owed: Owed) -> tuple[bool, ...]:
    said = {claim_of(one) for one in promises() if speaks(one, owed.outcomes)}
    return tuple(option.claim in said for option in content.options)


def rules_of(owed: Owed) -> tuple[str, ...]:
    """Return the rules that decide the issues in dispute, each once, in the order of the issues."""
    return tuple(dict.fromkeys(rule for one in owed.outcomes.values() for rule in one.rules))


def drill_items(folder: Path = SCRIPTS_FOLDER) -> tuple[Item, ...]:
    """Return the scripts of a folder as items of the bank.

    Raises:
        ScriptError: a file cannot be read as a script.
    """
    scripts, problems = read_folder(folder)
    if problems:
        raise ScriptError(problems)
    return tuple(
        Item(one.id, content_of(one), (), _enemies(one), _provenance(one), f"{one.id}.yaml", 1) for one in scripts
    )


def _enemies(script: Script) -> str:
    """Return the name of the minimal pair: its two scripts never stand in one paper."""
    return "drill-" + "-".join(sorted((script.id, script.pair))) if script.pair else ""


def _provenance(script: Script) -> Mapping[str, str]:
    return {name: value for name, value in script.provenance.items() if name in PROVENANCE}


def with_drills(files: BankFiles, folder: Path = SCRIPTS_FOLDER) -> BankFiles:
    """Return the files of the bank with the scripts beside the items.

    Raises:
        ScriptError: a file cannot be read as a script.
    """
    items = sorted((*files.items, *drill_items(folder)), key=lambda item: item.id)
    return BankFiles(tuple(items), files.disputed, files.problems)
