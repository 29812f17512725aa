"""What those who learnt by an earlier edition would answer."""

from typing import Final

from cases import api

#: So many earlier editions are asked what they would have said.
_MOST: Final = 2


def older_editions(edition: api.Edition) -> list[api.Edition]:
    """Return the editions that were stored beside this one, the latest first, two at most."""
    found = [entry.id for entry in api.list_editions() if entry.id != edition.id]
    return [api.load_edition(one) for one in found[:_MOST]]
