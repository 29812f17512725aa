"""The URLs of 规则库草稿, of publications, and of the review queue."""

from django.urls import path

from certification.authoring.drafts.publications import publication, roll_back_page
from certification.authoring.drafts.queue import handle, review_queue
from certification.authoring.drafts.views import check, discard, draft, move, publish_draft, revert, take_back, waive

urlpatterns = [
    path("draft/", draft, name="draft"),
    path("draft/check/", check, name="draft-check"),
    path("draft/revert/", revert, name="draft-revert"),
    path("draft/findings/", waive, name="draft-waive"),
    path("draft/findings/take-back/", take_back, name="draft-take-back"),
    path("draft/move/", move, name="draft-move"),
    path("draft/discard/", discard, name="draft-discard"),
    path("draft/publish/", publish_draft, name="draft-publish"),
    path("publications/<uuid:publication_id>/", publication, name="publication"),
    path("editions/roll-back/", roll_back_page, name="roll-back"),
    path("review-queue/", review_queue, name="review-queue"),
    path("review-queue/<uuid:task_id>/", handle, name="review-handle"),
]
