"""The URLs of the running round, for its invigilators."""

from django.urls import path

from certification.oversight.live import deciding, pages, views

LIVE = "rounds/<uuid:round_id>/live/"
PERSON = f"{LIVE}people/<uuid:seat_id>/"

urlpatterns = [
    path(LIVE, pages.live, name="live"),
    path(f"{LIVE}extend/", views.extend, name="live-extend"),
    path(f"{LIVE}message/", views.message, name="live-message"),
    path(f"{LIVE}end/", views.end_all, name="live-end"),
    path(f"{LIVE}late/", deciding.late, name="live-late"),
    path(f"{LIVE}focus/", deciding.focus, name="live-focus"),
    path(f"{LIVE}outages/", deciding.outages, name="live-outages"),
    path(f"{LIVE}log/", deciding.log, name="live-log"),
    path(PERSON, pages.person, name="live-person"),
    path(f"{PERSON}extend/", views.extend, name="live-person-extend"),
    path(f"{PERSON}message/", views.message, name="live-person-message"),
    path(f"{PERSON}end/", views.end, name="live-person-end"),
]
