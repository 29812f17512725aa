"""Script files → scripts, strictly: what is unknown or wrong is told with file, line, script, field and remedy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cases import api
from certification.bank.items import ItemProblem
from certification.drills.script.links import check_links
from certification.drills.script.model import (
    MOST_PATIENCE,
    WHOLE,
    Buyer,
    CardRow,
    Ending,
    EndingKind,
    Hint,
    Line,
    Lookup,
    Mood,
    Reveal,
    Script,
    Transcript,
)
from certification.drills.script.nodes import Node, Reading
from certification.drills.script.reading_talk import (
    patterns,
    read_criterion,
    read_reaction,
    read_state,
    shared_reactions,
)

SCRIPTS_FOLDER: Final = Path(__file__).parents[1] / "scripts"
CASE_FIELDS: Final = ("stack", "as_of", "facts", "events", "order")
FIELDS: Final = (
    "id", "title", "area", "difficulty", "provenance", "pair", "case", "hidden", "issues", "buyer", "card", "opening",
    "turns", "states", "endings", "turns_out", "patience_out", "reveals", "lookups", "reactions", "forbidden",
    "criteria", "pass", "hints", "transcripts",
)  # fmt: skip
MOST_TURNS: Final = 20
LONGEST: Final = 3600


class ScriptError(Exception):
    """A script that cannot be read; `problems` has all that must be mended."""

    def __init__(self, problems: tuple[ItemProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_script(text: str, file: str) -> tuple[Script | None, tuple[ItemProblem, ...]]:
    """Read one script file.

    Args:
        text: YAML, or JSON.
        file: what problems call it.

    Returns:
        The script, None where something is wrong; and everything to mend.
    """
    reading = Reading(file)
    try:
        data = api.load_text(text, file)
    except api.CorpusError as error:
        for problem in error.problems:
            reading.tell(0, "-", "", problem)
        return None, tuple(reading.problems)
    if not isinstance(data, Mapping):
        reading.tell(1, "-", "", "文件最外层应是“字段: 值”")
        return None, tuple(reading.problems)
    return _read(reading, data)


def script_of(raw: Mapping[str, Any]) -> Script:
    """Return the script that a question's content holds.

    Raises:
        ScriptError: it is none.
    """
    script, problems = _read(Reading(str(raw.get("id", "-"))), raw)
    if script is None:
        raise ScriptError(problems)
    return script


def read_folder(folder: Path = SCRIPTS_FOLDER) -> tuple[tuple[Script, ...], tuple[ItemProblem, ...]]:
    """Read every script of a folder, by id; an id twice is a problem."""
    found: dict[str, Script] = {}
    wrong: list[ItemProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        script, problems = read_script(path.read_text(encoding="utf-8"), path.name)
        wrong += problems
        if script is not None and script.id in found:
            wrong.append(ItemProblem(path.name, 1, script.id, "id", script.id, "已经有脚本用了这个编号"))
        elif script is not None:
            found[script.id] = script
    return tuple(found[key] for key in sorted(found)), tuple(wrong)


def _read(reading: Reading, data: Mapping[str, Any]) -> tuple[Script | None, tuple[ItemProblem, ...]]:
    node = Node(reading, data).known(*FIELDS)
    reading.script = node.text("id") or "-"
    script = _script(node)
    check_links(node, script)
    return (None if reading.problems else script), tuple(reading.problems)


def _script(node: Node) -> Script:
    states = node.each("states", read_state, needed=True)
    endings = node.each("endings", _ending, needed=True)
    reactions = node.each("reactions", read_reaction) if node.has("reactions") else shared_reactions()
    case = node.child("case").known(*CASE_FIELDS)
    return Script(
        id=node.text("id"),
        title=node.text("title"),
        area=node.text("area"),
        difficulty=node.number("difficulty", 1, 5),
        case=_plain(case.row),
        hidden=node.texts("hidden"),
        issues=node.texts("issues", needed=True),
        buyer=_buyer(node.child("buyer").known("name", "mood", "patience", "wants")),
        card=node.each("card", _card_row, needed=True),
        opening=node.texts("opening", needed=True),
        turns=node.number("turns", 1, MOST_TURNS),
        states={one.id: one for one in states},
        endings={one.id: one for one in endings},
        turns_out=node.text("turns_out"),
        patience_out=node.text("patience_out"),
        reveals=node.each("reveals", _reveal),
        lookups=node.each("lookups", _lookup),
        reactions=reactions,
        criteria=node.each("criteria", read_criterion, needed=True),
        pass_mark=node.number("pass", 1, WHOLE),
        hints=node.each("hints", _hint),
        transcripts=node.each("transcripts", _transcript, needed=True),
        forbidden=patterns(node, "forbidden"),
        pair=node.text("pair", needed=False),
        provenance=_plain(node.child("provenance").known("seed", "own", "note").row),
        raw=_plain(node.row),
    )


def _plain(value: Any) -> Any:
    """Return plain mappings and lists, without the lines of the file."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _buyer(node: Node) -> Buyer:
    return Buyer(
        node.text("name"), node.choice("mood", Mood), node.number("patience", 1, MOST_PATIENCE), node.text("wants")
    )


def _card_row(node: Node) -> CardRow:
    node.known("label", "text")
    return CardRow(node.text("label"), node.text("text"))


def _ending(node: Node) -> Ending:
    node.known("id", "kind", "say")
    return Ending(node.text("id"), node.choice("kind", EndingKind), node.texts("say"))


def _reveal(node: Node) -> Reveal:
    node.known("id", "asked", "facts", "say", "card", "picture")
    return Reveal(
        node.text("id"), patterns(node, "asked", needed=True), node.texts("facts"), node.texts("say", needed=True),
        node.each("card", _card_row), node.text("picture", needed=False),
    )  # fmt: skip


def _lookup(node: Node) -> Lookup:
    node.known("id", "label", "facts", "card")
    return Lookup(node.text("id"), node.text("label"), node.texts("facts"), node.each("card", _card_row, needed=True))


def _hint(node: Node) -> Hint:
    node.known("text", "cost")
    return Hint(node.text("text"), node.number("cost", 0, WHOLE))


def _transcript(node: Node) -> Transcript:
    node.known("name", "kind", "because", "turns")
    kind = node.text("kind")
    if kind not in ("perfect", "bad"):
        node.wrong("kind", kind, "应是 perfect、bad 之一")
    because = node.text("because", needed=kind == "bad")
    return Transcript(node.text("name"), kind == "perfect", because, node.each("turns", _line, needed=True))


def _line(node: Node) -> Line:
    node.known("say", "seconds", "acts", "lookups")
    return Line(
        node.text("say"), node.number("seconds", 0, LONGEST, default=30), patterns(node, "acts"), node.texts("lookups")
    )
