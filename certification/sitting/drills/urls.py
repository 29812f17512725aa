"""URLs of drills in practice, of their verdicts, and of quick replies."""

from django.urls import path

from certification.sitting.drills import ended, views
from certification.sitting.drills.listing import drills
from certification.sitting.drills.phrases import phrases
from certification.sitting.exams.closing import closed_during_exam

_RUN = "drills/<uuid:run_id>/"

urlpatterns = [
    path("drills/", closed_during_exam(drills), name="drills"),
    path(_RUN, closed_during_exam(views.drill), name="drill"),
    path(f"{_RUN}turns/", closed_during_exam(views.turn), name="drill-turn"),
    path(f"{_RUN}lookups/", closed_during_exam(views.lookup), name="drill-lookup"),
    path(f"{_RUN}hints/", closed_during_exam(views.hint), name="drill-hint"),
    path(f"{_RUN}end/", closed_during_exam(views.end), name="drill-end"),
    path(f"{_RUN}doubts/", closed_during_exam(views.doubt), name="drill-doubt"),
    path(f"{_RUN}replay/", closed_during_exam(views.replay), name="drill-replay"),
    path(f"{_RUN}verdict/", closed_during_exam(ended.verdict), name="drill-verdict"),
    path(f"{_RUN}ruling/", closed_during_exam(ended.ruling), name="drill-ruling"),
    path(f"{_RUN}appeal/", closed_during_exam(ended.appeal), name="drill-appeal"),
    path("phrases/", closed_during_exam(phrases), name="phrases"),
]
