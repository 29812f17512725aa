"""URLs of 学情."""

from django.urls import path

from certification.oversight.competency import (
    areas,
    assignments,
    item,
    items,
    matrix_files,
    rounds,
    trend,
    views,
    what_if,
)

urlpatterns = [
    path("competency/", views.matrix_page, name="competency"),
    path("competency/matrix.csv", matrix_files.matrix_csv, name="competency-csv"),
    path("competency/matrix.xlsx", matrix_files.matrix_xlsx, name="competency-xlsx"),
    path("rounds/<uuid:round_id>/paper/", rounds.round_paper, name="round-paper"),
    path("rounds/<uuid:round_id>/paper/<int:number>.csv", rounds.round_marks, name="round-marks"),
    path("competency/questions/", items.items_page, name="items"),
    path("competency/questions/<uuid:version_id>/", item.item_page, name="item"),
    path("competency/questions.csv", items.items_csv, name="items-csv"),
    path("competency/areas/", areas.areas_page, name="areas"),
    path("competency/areas/new/", areas.area_edit, name="area-new"),
    path("competency/areas/restore/", areas.areas_restore, name="areas-restore"),
    path("competency/areas/<slug:code>/", areas.area_edit, name="area-edit"),
    path("competency/areas/<slug:code>/remove/", areas.area_remove, name="area-remove"),
    path("competency/trend/", trend.trend_page, name="trend"),
    path("competency/what-if/", what_if.what_if, name="what-if"),
    path("competency/assignments/", assignments.assignments_page, name="assignments"),
    path("competency/assignments/new/", assignments.assignment_new, name="assignment-new"),
    path("competency/assignments/<uuid:assignment_id>/", assignments.assignment_page, name="assignment"),
    path("competency/assignments/<uuid:assignment_id>.csv", assignments.assignment_csv, name="assignment-csv"),
    path(
        "competency/assignments/<uuid:assignment_id>/withdraw/",
        assignments.assignment_withdraw,
        name="assignment-withdraw",
    ),
    path("competency/people/<uuid:person_id>/", views.person_page, name="competency-person"),
    path("competency/people/<uuid:person_id>/<str:area>/", views.person_area, name="competency-area"),
]
