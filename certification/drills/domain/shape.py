"""The shape of a script, looked at without playing it: is every state reached, does every path end? Pure."""

from certification.drills.domain.owed import Owed
from certification.drills.script.model import START, Check, Script


def reached(script: Script) -> frozenset[str]:
    """Return every state and ending that a talk can come to."""
    seen, todo = set(), [START]
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        todo += [move.to for move in script.states[name].on] if name in script.states else []
    return frozenset(seen | {script.turns_out, script.patience_out})


def unreachable(script: Script) -> tuple[str, ...]:
    """Return states and endings that no path leads to."""
    there = reached(script)
    return tuple(name for name in (*script.states, *script.endings) if name not in there)


def endless(script: Script) -> tuple[str, ...]:
    """Return reachable states from which no transition ever leads to an ending: only turns or patience end them."""
    there, ends = reached(script), set(script.endings)
    grown = True
    while grown:
        more = {one.id for one in script.states.values() if any(move.to in ends for move in one.on)} - ends
        grown = bool(more)
        ends |= more
    return tuple(name for name in script.states if name in there and name not in ends)


def punished_duties(script: Script, owed: Owed) -> tuple[str, ...]:
    """Return owed acts that the script itself holds against the agent: in `forbidden`, or in an `absent` criterion."""
    held = [*script.forbidden, *(one for each in script.criteria if each.check is Check.ABSENT for one in each.said)]
    return tuple(dict.fromkeys(one.name for one in held if one.name in owed.acts))
