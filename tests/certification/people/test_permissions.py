"""Roles at the door of a page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from certification.people.domain import Role
from certification.people.permissions import author_required, may_author, role_required
from tests.factories.people import UserFactory


@role_required(Role.TRAINER, Role.MANAGER)
def page(request):
    return HttpResponse("in")


@pytest.mark.parametrize("held", ["is_trainer", "is_manager"])
def test_any_of_the_named_roles_lets_in(rf: RequestFactory, held):
    request = rf.get("/")
    request.user = UserFactory.build(cohort=None, **{held: True})

    assert page(request).content == b"in"


def test_everybody_else_is_refused(rf: RequestFactory):
    request = rf.get("/")
    request.user = UserFactory.build(cohort=None, is_trainee=True)

    with pytest.raises(PermissionDenied):
        page(request)


@author_required
def workshop(request):
    return HttpResponse("in")


@pytest.mark.parametrize("held", ["is_trainer", "is_manager", "is_staff"])
def test_who_keeps_the_rules_is_let_in(rf: RequestFactory, held):
    request = rf.get("/")
    request.user = UserFactory.build(cohort=None, is_trainee=False, **{held: True})

    assert workshop(request).content == b"in"


def test_trainees_and_strangers_keep_no_rules(rf: RequestFactory):
    request = rf.get("/")
    request.user = UserFactory.build(cohort=None, is_trainee=True)

    with pytest.raises(PermissionDenied):
        workshop(request)
    assert not may_author(AnonymousUser())
