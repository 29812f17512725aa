"""The URLs of people and cohorts, for managers."""

from django.urls import path

from certification.oversight.people import cohorts, importing, listing, merging, person, second_factor, views

urlpatterns = [
    path("people/", listing.people, name="people"),
    path("people/new/", person.new, name="person-new"),
    path("people/<uuid:person_id>/", person.person, name="person"),
    path("people/<uuid:person_id>/deactivate/", person.deactivate, name="person-deactivate"),
    path("people/<uuid:person_id>/reactivate/", person.reactivate, name="person-reactivate"),
    path("people/<uuid:person_id>/link/", person.hand_out_link, name="person-link"),
    path("people/<uuid:person_id>/sign-out/", person.sign_out, name="person-sign-out"),
    path("people/<uuid:person_id>/second-factor/", second_factor.second_factor, name="person-second-factor"),
    path("people/<uuid:person_id>/sso/", person.remove_sso_link, name="person-sso"),
    path("people/<uuid:person_id>/merge/", merging.merge, name="person-merge"),
    path("people/cohorts/", cohorts.cohorts, name="people-cohorts"),
    path("people/cohorts/<uuid:cohort_id>/rename/", cohorts.rename, name="cohort-rename"),
    path("people/cohorts/<uuid:cohort_id>/delete/", cohorts.delete, name="cohort-delete"),
    path("people/template.xlsx", views.template, name="people-template"),
    path("people/people.xlsx", views.export, name="people-export"),
    path("people/sheets/", importing.sheets, name="people-sheets"),
    path("people/sheets/<uuid:plan_id>/", importing.report, name="people-sheet"),
    path("people/sheets/<uuid:plan_id>/errors.xlsx", importing.errors, name="people-errors"),
    path("people/sheets/<uuid:plan_id>/confirm/", importing.confirm, name="people-confirm"),
    path("people/sheets/<uuid:plan_id>/discard/", importing.discard, name="people-discard"),
    path("people/sheets/<uuid:plan_id>/passwords/", importing.passwords, name="people-passwords"),
]
