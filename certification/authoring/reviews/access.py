"""Which question a page may show to whom: trainers and managers, but nobody whose own exam asks it."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from certification.bank.models import Question
from certification.core.htmx import SignedInRequest
from certification.publishing.usage import hidden_from


def known_question(request: SignedInRequest, question_id: uuid.UUID) -> Question:
    """Return a question for the one who asks.

    Raises:
        Http404: there is none.
        PermissionDenied: the person sits an exam or a mock with it, or is about to.
    """
    found = Question.objects.select_related("current", "owner").filter(pk=question_id).first()
    if found is None:
        raise Http404
    if question_id in hidden_from(request.user.pk, now=timezone.now()):
        raise PermissionDenied
    return found
