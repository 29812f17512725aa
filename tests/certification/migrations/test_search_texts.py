"""Questions from before the list could be searched get what they are found by."""

from importlib import import_module

from django.apps import apps

from certification.bank.models import Question, QuestionVersion
from tests.factories.workflow import content

fill = import_module("certification.migrations.0015_search_texts").fill


def test_old_questions_are_found_by_what_they_say(db):
    spoken = Question.objects.create(code="A-1", type="single")
    gone = Question.objects.create(code="A-2", type="single")
    Question.objects.create(code="A-3", type="single")
    kept = Question.objects.create(code="A-4", type="single", search_text="写好的")
    for question, stem in ((spoken, "现在的话"), (gone, "从前的话")):
        said = QuestionVersion.objects.create(question=question, number=1, content=content(stem), content_hash=stem)
        question.current = said if question is spoken else None
        question.save(update_fields=["current"])

    fill(apps, None)

    assert Question.objects.search("a-1 现在的话 甲说得对").get() == spoken
    assert Question.objects.search("从前的话").get() == gone
    assert Question.objects.get(code="A-3").search_text == "A-3"
    kept.refresh_from_db()
    assert kept.search_text == "写好的"
