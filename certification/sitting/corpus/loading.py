"""What a page says before any corpus is loaded."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.api import NoEditionError

View = Callable[..., HttpResponse]


def needs_corpus(view: View) -> View:
    """Answer 503 and say what to do where no edition is loaded yet."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoEditionError:
            return render(request, "certification/sitting/corpus/no_corpus.html", status=503)

    return guarded
