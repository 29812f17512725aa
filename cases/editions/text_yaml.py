"""YAML read so that every scalar stays text and every mapping knows the lines of its keys.

``no``, ``on`` and ``14:00`` mean what they say; duplicate keys are refused.
"""

from __future__ import annotations

from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, seven times faster, where it was built in


class CorpusError(ValueError):
    """Something in the corpus is wrong; ``problems`` has one line each: place, what is wrong, what to write."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Located(dict[str, Any]):
    """A mapping read from a file; remembers where."""

    def __init__(self, place: str, line: int) -> None:
        super().__init__()
        self.place = place
        self.line = line
        self.lines: dict[str, int] = {}


def where(node: object, key: str = "") -> str:
    """``file:line`` of a mapping (or of one of its keys), "" when it came from elsewhere."""
    if not isinstance(node, Located):
        return ""
    return f"{node.place}:{node.lines.get(key, node.line)}"


def load_text(text: str, place: str) -> Any:
    """Read one YAML document as mappings (:class:`Located`), lists and texts; an empty scalar is "".

    Raises:
        CorpusError: not YAML, anchors or tags, a duplicate key.
    """
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise CorpusError([f"{place}:{line}:不是合法的 YAML:{getattr(error, 'problem', error)}"]) from error
    return {} if node is None else _convert(node, place)


def _convert(node: yaml.Node, place: str) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_convert(item, place) for item in node.value]
    assert isinstance(node, yaml.MappingNode)
    found = Located(place, line)
    for key_node, value_node in node.value:
        at = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise CorpusError([f"{place}:{at}:键必须是文字"])
        key = str(key_node.value)
        if key in found:
            raise CorpusError([f"{place}:{at}:“{key}”重复,上一次在第 {found.lines[key]} 行"])
        found.lines[key] = at
        found[key] = _convert(value_node, place)
    return found
