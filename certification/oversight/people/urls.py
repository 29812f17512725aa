"""The URLs of people and cohorts, for managers."""

from django.urls import path

from certification.oversight.people import importing, views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/template.xlsx", views.template, name="people-template"),
    path("people/people.xlsx", views.export, name="people-export"),
    path("people/sheets/", importing.upload, name="people-upload"),
    path("people/sheets/<uuid:plan_id>/", importing.report, name="people-sheet"),
    path("people/sheets/<uuid:plan_id>/errors.xlsx", importing.errors, name="people-errors"),
    path("people/sheets/<uuid:plan_id>/confirm/", importing.confirm, name="people-confirm"),
    path("people/sheets/<uuid:plan_id>/discard/", importing.discard, name="people-discard"),
    path("people/sheets/<uuid:plan_id>/passwords/", importing.passwords, name="people-passwords"),
]
