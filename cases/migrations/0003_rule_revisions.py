import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

LEVELS = ["law", "platform", "shop"]
KINDS = ["rule", "parameter", "presumption", "fallback", "cited"]


def choices(values):
    return [(value, value.title()) for value in values]


def link(to):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to)


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """Tables for rulebooks and rule revisions, and which edition holds which in what order."""

    dependencies = [("cases", "0002_verification_report")]

    operations = [
        migrations.CreateModel(
            name="Rulebook",
            fields=[
                ("id", models.CharField(editable=False, max_length=71, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=64)),
                ("level", models.CharField(choices=choices(LEVELS), max_length=8)),
                ("content", models.TextField(editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(id__startswith="sha256:"), name="rulebook_id_is_a_hash"),
                    models.CheckConstraint(condition=Q(level__in=LEVELS), name="rulebook_level_is_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleRevision",
            fields=[
                ("id", models.CharField(editable=False, max_length=71, primary_key=True, serialize=False)),
                ("book", models.CharField(max_length=64)),
                ("topic", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("version", models.CharField(blank=True, max_length=64)),
                ("kind", models.CharField(choices=choices(KINDS), max_length=12)),
                ("title", models.TextField()),
                ("content", models.TextField(editable=False)),
            ],
            options={
                "indexes": [models.Index(fields=["code", "version"], name="revision_code")],
                "constraints": [
                    models.CheckConstraint(condition=Q(id__startswith="sha256:"), name="revision_id_is_a_hash"),
                    models.CheckConstraint(condition=Q(kind__in=KINDS), name="revision_kind_is_known"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionRulebook",
            fields=[
                ("id", number()),
                ("edition", link("cases.edition")),
                ("rulebook", link("cases.rulebook")),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "position"), name="edition_rulebook_one_a_place"),
                    models.UniqueConstraint(fields=("edition", "rulebook"), name="edition_rulebook_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionRevision",
            fields=[
                ("id", number()),
                ("edition", link("cases.edition")),
                ("revision", link("cases.rulerevision")),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "position"), name="edition_revision_one_a_place"),
                    models.UniqueConstraint(fields=("edition", "revision"), name="edition_revision_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="rulebooks",
            field=models.ManyToManyField(related_name="editions", through="cases.EditionRulebook", to="cases.rulebook"),
        ),
        migrations.AddField(
            model_name="edition",
            name="revisions",
            field=models.ManyToManyField(
                related_name="editions", through="cases.EditionRevision", to="cases.rulerevision"
            ),
        ),
    ]
