"""The URLs of blueprints and papers, for managers and trainers."""

from django.urls import path

from certification.oversight.papers import sheets, trials, views

urlpatterns = [
    path("papers/", views.blueprints, name="blueprints"),
    path("papers/new/", views.new, name="blueprint-new"),
    path("papers/measure/", views.measure_now, name="measure"),
    path("papers/paper/<uuid:paper_id>/", sheets.paper, name="paper"),
    path("papers/paper/<uuid:paper_id>/answers/", sheets.answer_sheet, name="paper-answers"),
    path("papers/paper/<uuid:paper_id>/key/", sheets.key, name="paper-key"),
    path("papers/blueprint/<slug:name>/", views.blueprint, name="blueprint"),
    path("papers/blueprint/<slug:name>/edit/", views.edit, name="blueprint-edit"),
    path("papers/blueprint/<slug:name>/trial/", trials.trial, name="blueprint-trial"),
    path("rounds/<uuid:round_id>/papers/", sheets.round_papers, name="round-papers"),
]
