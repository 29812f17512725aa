"""The URLs of a question's page, its review, and the house's policy."""

from django.urls import path

from certification.authoring.reviews import acting, question, queue, review

urlpatterns = [
    path("questions/<uuid:question_id>/", question.question_page, name="question"),
    path("questions/<uuid:question_id>/copy/", acting.copy, name="question-copy"),
    path("questions/<uuid:question_id>/retire/", acting.retire, name="question-retire"),
    path("questions/<uuid:question_id>/restore/", acting.restore, name="question-restore"),
    path("questions/<uuid:question_id>/tags/", acting.tags, name="question-tags"),
    path("questions/<uuid:question_id>/owner/", acting.owner, name="question-owner"),
    path("questions/<uuid:question_id>/review/", review.review, name="question-review"),
    path("question-reviews/", queue.reviews, name="question-reviews"),
    path("question-policy/", queue.policy, name="question-policy"),
]
