"""What a web worker reads before its first request, so that nobody waits for it."""

from contextlib import suppress

from django.db import DatabaseError, connections
from django.urls import get_resolver

from cases import api
from certification.drills.recogniser import read_ahead


def warm_up() -> None:
    """Import every view, compile the edition in force, if there is one, and read what tells what a reply says.

    What is read here stays for the life of the process. Leaves no connection open.
    """
    get_resolver().url_patterns  # noqa: B018 - reading it imports the views
    with suppress(api.NoEditionError, DatabaseError):
        api.compile_platforms(api.current_edition())
    read_ahead()
    connections.close_all()
