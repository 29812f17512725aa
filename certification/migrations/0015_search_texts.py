"""What questions are found by, for those that were in the bank before the list could be searched."""

from django.db import migrations


def fill(apps, _schema_editor):
    question_model = apps.get_model("certification", "Question")
    changed = []
    for question in question_model.objects.filter(search_text="").select_related("current").iterator(chunk_size=500):
        version = question.current or question.versions.order_by("-number").first()
        content = version.content if version else {}
        texts = [question.code, content.get("stem", ""), *(one.get("text", "") for one in content.get("options", ()))]
        question.search_text = " ".join(" ".join(texts).split())
        changed.append(question)
    question_model.objects.bulk_update(changed, ["search_text"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ("certification", "0014_question_pictures"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
