"""The one interface to the optional model: two verbs that never fail, and do nothing where no model is set."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from django.conf import settings

from certification.drills.model import proposing, rephrasing
from certification.drills.model.config import Endpoint
from certification.drills.model.endpoint import Line, NoAnswerError
from certification.drills.model.proposing import Proposal


class Assistant(Protocol):
    """What a drill may ask of a model."""

    def reword(self, lines: Sequence[str], *, mood: str) -> tuple[str, ...]:
        """Return the buyer's lines to show, as many as given.

        They are for the eye: store them beside the turn, and let play, recogniser and judge read the script's own.

        Args:
            lines: what the script says, in order.
            mood: the buyer's, as the script names it.
        """
        ...

    def propose(self, reply: str, *, buyer: str, acts: Sequence[tuple[str, str]]) -> tuple[Proposal, ...]:
        """Return which of `acts` a trainer might find in a reply.

        Args:
            reply: the trainee's text, raw.
            buyer: the line that it answers.
            acts: names that the recogniser abstained from, with what they are called.
        """
        ...


class NoModel:
    """No model is set: the script's lines, no proposals."""

    def reword(self, lines: Sequence[str], *, mood: str) -> tuple[str, ...]:
        """Return the script's lines."""
        return tuple(lines)

    def propose(self, reply: str, *, buyer: str, acts: Sequence[tuple[str, str]]) -> tuple[Proposal, ...]:
        """Propose nothing."""
        return ()


class ModelBehind:
    """A model behind a line."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def reword(self, lines: Sequence[str], *, mood: str) -> tuple[str, ...]:
        """Return the model's wording of each line that passes the check, else the script's."""
        if not rephrasing.fits(lines):
            return tuple(lines)
        data = rephrasing.request_for(lines, mood)
        try:
            said = self._line.ask(rephrasing.TASK, data, temperature=rephrasing.TEMPERATURE, tokens=rephrasing.TOKENS)
        except NoAnswerError:
            return tuple(lines)
        return rephrasing.read_lines(said, lines)

    def propose(self, reply: str, *, buyer: str, acts: Sequence[tuple[str, str]]) -> tuple[Proposal, ...]:
        """Return the model's proposals; none for a reply that is too long to send, or without anything to ask."""
        if not acts or not 0 < len(reply) <= proposing.LONGEST_REPLY:
            return ()
        data = proposing.request_for(reply, buyer, acts)
        try:
            said = self._line.ask(proposing.TASK, data, temperature=0, tokens=proposing.TOKENS)
        except NoAnswerError:
            return ()
        asked = [name for name, _label in acts]
        return proposing.read_proposals(said, reply=reply, asked=asked, by=self._line.name)


def is_on() -> bool:
    """Say whether this site has a model."""
    return settings.DRILL_MODEL is not None


def assistant() -> Assistant:
    """Return the assistant of this site, as the settings say."""
    endpoint: Endpoint | None = settings.DRILL_MODEL
    return _behind(endpoint) if endpoint else NoModel()


@cache
def _behind(endpoint: Endpoint) -> ModelBehind:
    """Return one line for a process and endpoint, so that its rest after a failure counts for everybody."""
    return ModelBehind(Line(endpoint))
