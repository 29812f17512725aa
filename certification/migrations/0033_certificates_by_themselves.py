"""Programmes that issue by themselves, marks that pass no longer, places in status lists."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = (
    "revoked", "rules-changed", "topped-up", "reminded", "due-reminded", "failed", "passed-again",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("certification", "0032_sessions_and_merged_people")]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="within_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="考试和演练要在几天之内（0 为不限）"),
        ),
        migrations.AddField(
            model_name="programme",
            name="is_automatic",
            field=models.BooleanField(default=False, verbose_name="条件都满足就自动发证"),
        ),
        migrations.AddField(model_name="programme", name="is_caught_up", field=models.BooleanField(default=False)),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(condition=models.Q(("within_days__lte", 730)), name="programme_within"),
        ),
        migrations.RemoveConstraint(model_name="certificateevent", name="certificateevent_kind_known"),
        migrations.AlterField(
            model_name="certificateevent",
            name="kind",
            field=models.CharField(choices=[(one, one) for one in KINDS], max_length=13),
        ),
        migrations.AddConstraint(
            model_name="certificateevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", list(KINDS))), name="certificateevent_kind_known"
            ),
        ),
        migrations.AddField(model_name="watchcursor", name="number", field=models.PositiveBigIntegerField(default=0)),
        migrations.AddField(
            model_name="watchcursor", name="followed_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.CreateModel(
            name="StatusSlot",
            fields=[
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="slot",
                        serialize=False,
                        to="certification.certificate",
                    ),
                ),
                ("list", models.PositiveSmallIntegerField()),
                ("index", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "徽章状态位",
                "verbose_name_plural": "徽章状态位",
                "constraints": [
                    models.UniqueConstraint(fields=("list", "index"), name="statusslot_once"),
                    models.CheckConstraint(
                        condition=models.Q(("index__lt", 131072), ("list__gte", 1)), name="statusslot_in_list"
                    ),
                ],
            },
        ),
    ]
