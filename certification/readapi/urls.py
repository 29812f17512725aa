"""The addresses of the read API. They ask for a token, not for somebody who has signed in."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_GET

from certification.readapi.endpoints import api

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    assert _pattern.callback is not None  # each leads to a view
    _view = require_GET(_pattern.callback)  # the library's own pages would take any method
    _pattern.callback = login_not_required(_view)

urlpatterns = [path("api/v1/", (_patterns, _app, _namespace))]
