"""/authoring/exchange/: files of questions in and out."""

from django.urls import path

from certification.authoring.exchange import importing, printing, views

urlpatterns = [
    path("exchange/", views.exchange, name="exchange"),
    path("exchange/template.xlsx", views.template, name="exchange-template"),
    path("exchange/export/", views.export, name="exchange-export"),
    path("exchange/print/", printing.print_questions, name="exchange-print"),
    path("exchange/imports/", importing.upload, name="import-upload"),
    path("exchange/imports/<uuid:plan_id>/", importing.report, name="import"),
    path("exchange/imports/<uuid:plan_id>/columns/", importing.columns, name="import-columns"),
    path("exchange/imports/<uuid:plan_id>/errors.xlsx", importing.errors, name="import-errors"),
    path("exchange/imports/<uuid:plan_id>/confirm/", importing.confirm, name="import-confirm"),
    path("exchange/imports/<uuid:plan_id>/discard/", importing.discard, name="import-discard"),
]
