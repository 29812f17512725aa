"""What outcomes of issues mean for what may be promised: `data/promises.yaml`, read once and strictly."""

from functools import cache

from cases import api
from certification.drills.catalogue import DATA, known_acts
from certification.drills.domain.owed import ANY, Promise
from certification.drills.script.nodes import Node, Reading
from certification.drills.script.reading import ScriptError
from certification.drills.script.reading_talk import patterns

_FIELDS = ("issue", "is", "owed", "over", "payer", "deadline", "amount", "says")


@cache
def promises() -> tuple[Promise, ...]:
    """Return every promise.

    Raises:
        ScriptError: the file is wrong.
    """
    file = DATA / "promises.yaml"
    reading = Reading(file.name)
    node = Node(reading, api.load_text(file.read_text(encoding="utf-8"), file.name)).known("promises", "reactions")
    found = node.each("promises", _promise, needed=True)
    if reading.problems:
        raise ScriptError(tuple(reading.problems))
    return found


def _promise(node: Node) -> Promise:
    node.known(*_FIELDS)
    outcomes = node.texts("is", needed=True)
    return Promise(
        issue=node.text("issue"),
        outcomes=() if outcomes == (ANY,) else outcomes,
        says=node.text("says"),
        owed=tuple(_group(node, one) for one in node.row.get("owed", ())),
        over=patterns(node, "over"),
        payer=patterns(node, "payer"),
        deadline=patterns(node, "deadline"),
        amount=bool(node.flag("amount", default=False)),
    )


def _group(node: Node, value: object) -> tuple[str, ...]:
    """Return the acts of a group, one of which is owed."""
    names = tuple(value) if isinstance(value, list) else ()
    if not names or any(one not in known_acts() for one in names):
        node.wrong("owed", value, "应写成行为名称的列表，如 [[offer_return]]")
    return names
