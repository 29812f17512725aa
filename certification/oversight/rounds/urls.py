"""The URLs of rounds, for managers and trainers."""

from django.urls import path

from certification.oversight.rounds import acting, allowances, releasing, results, views

urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/new/", views.new, name="round-new"),
    path("rounds/<uuid:round_id>/", views.one_round, name="round"),
    path("rounds/<uuid:round_id>/edit/", views.edit, name="round-edit"),
    path("rounds/<uuid:round_id>/publish/", acting.publish, name="round-publish"),
    path("rounds/<uuid:round_id>/cancel/", acting.cancel, name="round-cancel"),
    path("rounds/<uuid:round_id>/seats/", acting.seat, name="round-seat"),
    path("rounds/<uuid:round_id>/seats/<uuid:seat_id>/remove/", acting.unseat_one, name="round-unseat"),
    path("rounds/<uuid:round_id>/time/", allowances.allowances, name="round-time"),
    path("rounds/<uuid:round_id>/results/", results.results, name="round-results"),
    path("rounds/<uuid:round_id>/results.csv", results.download, name="round-results-csv"),
    path("rounds/<uuid:round_id>/release/", releasing.release_results, name="round-release"),
    path("rounds/<uuid:round_id>/questions/", releasing.release_items, name="round-release-questions"),
]
