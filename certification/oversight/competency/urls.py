"""URLs of 学情."""

from django.urls import path

from certification.oversight.competency import items, rounds, views

urlpatterns = [
    path("competency/", views.matrix_page, name="competency"),
    path("competency/matrix.csv", views.matrix_csv, name="competency-csv"),
    path("rounds/<uuid:round_id>/paper/", rounds.round_paper, name="round-paper"),
    path("rounds/<uuid:round_id>/paper/<int:number>.csv", rounds.round_marks, name="round-marks"),
    path("competency/questions/", items.items_page, name="items"),
    path("competency/questions.csv", items.items_csv, name="items-csv"),
    path("competency/people/<uuid:person_id>/", views.person_page, name="competency-person"),
    path("competency/people/<uuid:person_id>/<str:area>/", views.person_area, name="competency-area"),
]
