"""What a web worker reads before its first request, so that nobody waits for it."""

from contextlib import suppress

from django.db import DatabaseError, connections
from django.urls import get_resolver

from cases import api


def warm_up() -> None:
    """Import every view and build the edition in force, if there is one; leaves no connection open."""
    get_resolver().url_patterns  # noqa: B018 - reading it imports the views
    with suppress(api.NoEditionError, DatabaseError):
        api.current_edition()
    connections.close_all()
